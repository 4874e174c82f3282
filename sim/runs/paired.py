"""Worlds that can be compared: those which every arm of a sweep finished.

An arm is a combination of the levers and policies that a sweep crosses with everything else; what was assumed, listed
or drawn beside them, the seed and the replicate make a world. A world in which a run failed is left out of all arms,
since means over different worlds compare nothing. An arm of which no run was finished is none.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.model.policy import GROUPS
from sim.runs.plan import Plan
from sim.setup.design import axes_of
from sim.setup.points import column


class Paired(NamedTuple):
    """runs: a row each, of the worlds that are left. arms, worlds, left_out: how many there are; no arms where none
    were crossed, so that every point stands alone."""

    runs: pd.DataFrame
    arms: int = 0
    worlds: int = 0
    left_out: int = 0

    @property
    def told(self) -> str:
        out = f"; {self.left_out:,} in which a run failed are left out of all" if self.left_out else ""
        return f"compared in {self.worlds:,} worlds that all {self.arms:,} arms finished{out}"


def is_lever(key: str) -> bool:
    """Whether a swept key is chosen by a government: a policy, a group of presets or a lever."""
    return key in ("policy", "name") or key.partition(".")[0] in GROUPS


def paired(runs: pd.DataFrame, plan: Plan) -> Paired:
    """runs: a row each with columns point and replicate, of those that were finished."""
    axes = [key for key in axes_of(plan.points) if is_lever(key)]
    if not axes:
        return Paired(runs)
    replicates = plan.points.replicates
    offsets = np.concatenate([[0], np.cumsum(replicates)])
    point = np.repeat(np.arange(len(replicates)), replicates)  # of every run that was planned
    drawn = code_of(plan, ["run.seed", *(key for key in plan.keys if key not in axes)])[point]
    world = np.unique((np.arange(len(point)) - offsets[point]) * (drawn.max() + 1) + drawn, return_inverse=True)[1]
    arm, done = code_of(plan, axes)[point], np.zeros(len(point), bool)
    row = offsets[runs["point"].to_numpy()] + runs["replicate"].to_numpy()
    done[row] = True
    arms = np.unique(arm[done])
    failed = np.unique(world[np.isin(arm, arms) & ~done])
    keep = ~np.isin(world[row], failed)
    return Paired(runs[keep], len(arms), len(np.unique(world)) - len(failed), len(failed))


def code_of(plan: Plan, keys: list[str]) -> np.ndarray:
    """A number for each point, the same for points that have the same values of these keys."""
    swept = plan.points.told
    values = [swept[key].listed() if key in swept else plan.points.listed([key])[0] for key in keys]
    return column(zip(*values, strict=True)).at
