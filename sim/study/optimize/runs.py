"""Runs of many policies in the same worlds, kept in a folder as a sweep: what is in it is not run again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from sim.errors import InputError
from sim.runs.fill import Conclude, Failing, How, fill
from sim.runs.merge import FILES
from sim.runs.plan import make_plan
from sim.setup.config import Setup
from sim.setup.design import Point


def fresh(setup: Setup, worlds: int) -> Setup:
    """The same policy in so many worlds of the next seed: none of those it was searched in."""
    return replace(setup, run=replace(setup.run, seed=(setup.run.seed + 1) % 2**32, replicates=worlds))


class Runs:
    """Called with setups, of the same worlds: their outcomes, (setups, outcomes, worlds)."""

    def __init__(self, folder: Path, names: list[str], wait: bool, conclude: Conclude) -> None:
        self.folder, self.names, self.wait, self.conclude = folder, names, wait, conclude
        self.known: dict[str, np.ndarray] = {}

    def __call__(self, setups: list[Setup], progress: Callable[[int, int], None]) -> np.ndarray:
        plan = make_plan([Point({}, setup) for setup in setups])
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
            self.read(filled.plan.addresses, n_worlds)
        lost = [
            setup.policy.name
            for setup, address in zip(setups, plan.addresses, strict=True)
            if address not in self.known
        ]
        if lost:
            raise InputError(f"{self.folder}: {lost[0]} is not all there; expected another folder")
        return np.array([self.known[address] for address in plan.addresses])

    def read(self, addresses: list[str], n_worlds: int) -> None:
        """Whatever the folder holds in so many worlds."""
        columns = ["point", "replicate", *self.names]
        frame = pq.read_table(self.folder / FILES[0], columns=columns, page_checksum_verification=True).to_pandas()
        for point, part in frame[frame["replicate"] < n_worlds].groupby("point"):
            if len(part) == n_worlds:
                self.known[addresses[point]] = part.sort_values("replicate")[self.names].to_numpy(float).T
