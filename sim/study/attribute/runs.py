"""What sets of players are worth: the runs of their policies, in memory or stored in a folder and never repeated."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.path.course import Course
from sim.model.policy import Policy
from sim.model.start import bill
from sim.runs.executors import open_pool
from sim.runs.fill import How, provide
from sim.runs.plan import Plan, plan_setups
from sim.runs.runner import carry_out
from sim.runs.shards import read_outcomes
from sim.runs.travel import check_travels
from sim.runs.work import NAMES, Found
from sim.setup.config import Setup
from sim.study.attribute.players import Pair

Progress = Callable[[int, int], None]


class Needed:
    """A store of some runs of a plan. rows: which, in order. values: (rows, metrics)."""

    def __init__(self, plan: Plan, rows: np.ndarray) -> None:
        self.plan, self.rows = plan, rows
        self.values = np.full((len(rows), len(NAMES)), np.nan)
        self.done = np.ones(plan.total, bool)
        self.done[rows] = False

    def add(self, found: Found) -> None:
        """Raises InputError at the first run that failed."""
        for _, _, said in found.failures:
            raise InputError(said)
        self.values[np.searchsorted(self.rows, self.plan.offsets[found.runs[:, 0]] + found.runs[:, 1])] = found.outcomes


def worths(pair: Pair, base: Setup, sets: np.ndarray, progress: Progress | None, folder: Path | None) -> np.ndarray:
    """Every metric under the policies of sets of players, (columns, worlds, metrics), sets (columns, worlds). Two sets
    whose policies are the same are run once. Raises InputError where a policy cannot be, or a run fails."""
    distinct = np.unique(sets)
    setups = [replace(base, policy=payable(pair, base, int(one))) for one in distinct]
    plan = plan_setups(setups)
    rows = plan.offsets[plan.places[np.searchsorted(distinct, sets)]] + np.arange(sets.shape[1])
    needed, back = np.unique(rows, return_inverse=True)
    if folder is None:
        found = in_memory(plan, needed, base, progress)
    else:
        spared = np.ones(plan.total, bool)
        spared[needed] = False
        how = How(base.run.cluster, base.run.threads, wait=True, fail_fast=True, progress=progress or (lambda *_: None))
        ledger = provide(folder, plan, how, spared)
        found = read_outcomes(folder, plan, ledger.records, NAMES, needed)
    return found[back.reshape(sets.shape)]


def in_memory(plan: Plan, rows: np.ndarray, base: Setup, progress: Progress | None) -> np.ndarray:
    check_travels([one.setup for one in plan.points], base.run.cluster)
    store, done = Needed(plan, rows), 0
    with open_pool(base.run.cluster, base.run.threads) as pool:
        for part in carry_out(plan, store, pool):
            done += len(part.runs)
            if progress is not None:
                progress(done, len(rows))
    return store.values


def payable(pair: Pair, base: Setup, players: int) -> Policy:
    """The policy of a set of players, if there is the staff for it and all of it can happen. Raises InputError."""
    policy, scenario = pair.policy(players), load_scenario(base.scenario)
    try:
        if policy.path:
            Course(scenario, policy, base.parameters, base.run.years, base.run.dt)
        else:
            bill(scenario, policy, base.parameters)
    except InputError as fault:
        first, second = (one.name for one in pair.given)
        parts = ", ".join(one.key for k, one in enumerate(pair.players) if players >> k & 1)
        raise InputError(
            f"attribute: {first} with {parts} of {second} cannot be: {fault}. Every mixture is run; expected policies "
            "of which all can be, or fewer parts (--by group)"
        ) from None
    return policy
