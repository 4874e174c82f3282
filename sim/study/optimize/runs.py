"""Runs of many policies in the same worlds, stored in a folder as a sweep, so that no run is repeated."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.runs.fill import Conclude, Failing, Filled, How, fill
from sim.runs.plan import make_plan, plan_setups, with_replicates
from sim.runs.shards import read_outcomes
from sim.setup.config import Setup


def fresh(setup: Setup, worlds: int) -> Setup:
    """The same policy in so many worlds of the next seed: none of those it was searched in."""
    return replace(setup, run=replace(setup.run, seed=(setup.run.seed + 1) % 2**32, replicates=worlds))


class Runs:
    """Called with setups, of the same worlds: their outcomes, (setups, outcomes, worlds)."""

    def __init__(self, folder: Path, names: list[str], wait: bool, conclude: Conclude) -> None:
        self.folder, self.names, self.wait, self.conclude = folder, names, wait, conclude
        self.known: dict[str, np.ndarray] = {}

    def __call__(self, setups: list[Setup], progress: Callable[[int, int], None]) -> np.ndarray:
        plan = plan_setups(setups)
        n_worlds = setups[0].run.replicates
        missing = len(set(plan.addresses) - self.known.keys())
        if missing:
            run, n_before = setups[0].run, len(setups) - missing

            def tell(done: int, total: int) -> None:
                progress(n_before + max(missing - -(-(total - done) // n_worlds), 0), len(setups))

            how = How(run.cluster, run.threads, wait=self.wait, fail_fast=True, progress=tell)
            filled = fill(self.folder, plan, how, self.conclude)
            if filled.ledger.n_failed:
                raise Failing(
                    f"{self.folder}: {filled.ledger.n_failed:,} runs failed; expected all of them to be done, or "
                    "another folder"
                )
            self.read(filled, n_worlds)
        return np.array([self.known[address] for address in plan.addresses])

    def read(self, filled: Filled, n_worlds: int) -> None:
        """Whatever the folder holds in so many worlds."""
        held = [with_replicates(p, n_worlds) for p in filled.plan.points if p.setup.run.replicates >= n_worlds]
        plan = make_plan(held)
        found = read_outcomes(self.folder, plan, filled.ledger.records, self.names)[plan.rows()]
        self.known |= {address: part.T for address, part in zip(plan.addresses, found, strict=True)}
