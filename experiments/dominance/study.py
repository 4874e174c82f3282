"""Does any preset win by arithmetic? Every preset at one budget, in worlds drawn over all assumptions.

    regret of p in a world = (best of all - p)/ε      signed so that more is better; ε the smallest effect that matters
In each world the levers of a preset are scaled until they cost the budget at the prices of that world; one that cannot
cost so much stays as it is, and what it does not spend stays at the desks, since all have one headcount. A preset is
best where none has less regret; ties are shared. The leader is best most often, over all outcomes. Its levers are taken
back to those of 2023, one by one and a group at a time; what they cost returns to the desks. Where another preset is
best is told by at most two assumptions, tested on worlds that were not used to find them (sim.study.claims.tree).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.inputs.scenario import reading_once
from sim.model.levers import LEVERS
from sim.model.metrics import METRICS
from sim.model.metrics.smallest import smallest_effect
from sim.model.policy import GROUPS, levers, with_levers
from sim.runs.intervals import interval, share_interval
from sim.setup.config import Setup, assemble, resolve
from sim.setup.overrides import presets
from sim.setup.spending import at_spending, spending
from sim.study.claims.arms import CONVENTIONS, Trial, setups_of
from sim.study.claims.judge import HOLDS, UNCLEAR, UNDEFINED, effective
from sim.study.claims.runs import outcomes_of
from sim.study.claims.tree import rule_of
from sim.study.worlds import origins

REFERENCE = "status_quo"
TWINS = ("guided_delegation_moved",)  # of a preset under the other staffing convention
OUTCOMES = (
    "goodput", "missed_vitality", "surfaced", "contradiction_rate", "answer_gap", "conclusion_p50",
    "crisis_in_time", "delivered", "credibility_allies", "legitimacy",
)  # fmt: skip
METRIC = {metric.name: metric for metric in METRICS}
SEEN = 0.05  # share of worlds in which another must be best for its worlds to be looked for

Table: TypeAlias = dict[str, np.ndarray]  # by outcome, (policies, worlds), more is better
Done = Callable[[str, int], None]  # told which arm is run, and how many of its decades were done


def entrants() -> list[str]:
    """Every preset whose levers stay as they are, and so have a price, each once."""
    return [name for name in presets("policy") if name not in TWINS and not resolve([f"policy={name}"]).policy.path]


def at_budget(setup: Setup, budget: float) -> Setup:
    """Scaled to the budget at the prices of its world, or as it is: the arrangement of 2023, and what cannot come to
    it."""
    try:
        return setup if setup.policy.name == REFERENCE else at_spending(setup, budget)
    except InputError:
        return setup


class Study:
    """Runs of arms in the same drawn worlds, stored in a folder and never repeated. budget: FTE of every arm but the
    reference."""

    def __init__(self, trial: Trial, budget: float, folder: Path, threads: int, done: Done) -> None:
        self.trial, self.budget, self.folder, self.threads, self.done = trial, budget, folder, threads, done
        self.worlds = trial.drawn(trial.worlds[0])
        self.origins = origins(trial.worlds[0], self.worlds)

    def setups(self, words: str) -> list[Setup]:
        """An arm in each world, at the budget."""
        with reading_once():
            return [at_budget(setup, self.budget) for setup in setups_of(words, self.trial, self.worlds)]

    def values(self, name: str, setups: list[Setup]) -> dict[str, np.ndarray]:
        """Each outcome of an arm, signed so that more is better, (worlds,)."""
        found = outcomes_of(setups, self.folder, self.threads, lambda more: self.done(name, more))
        return {outcome: METRIC[outcome].better * found[outcome][:, 0] for outcome in OUTCOMES}

    def reference(self) -> dict[str, float]:
        """ε of each outcome: what matters, of its mean under the arrangement of 2023 as it is."""
        found = self.values(REFERENCE, setups_of(f"policy={REFERENCE}", self.trial, self.worlds))
        return {name: smallest_effect(METRIC[name].unit, abs(float(np.nanmean(found[name])))) for name in OUTCOMES}


def best_of(values: np.ndarray) -> np.ndarray:
    """Each policy's part of being best, (policies, worlds); worlds in which somebody's outcome is not defined: nan."""
    known = np.isfinite(values).all(axis=0)
    first = values == np.where(known, values.max(axis=0), 0.0)
    return np.where(known, first / np.maximum(first.sum(axis=0), 1), np.nan)


def shares(
    table: Table, least: dict[str, float], names: list[str], staffing: str, which: np.ndarray | None = None
) -> pd.DataFrame:
    """A row for each outcome and policy: share of worlds in which it is best, mean and 90th percentile of regret.
    which: numbers that tell worlds apart (sim.study.claims.judge)."""
    rows = []
    for outcome, values in table.items():
        best, known = best_of(values), np.isfinite(values).all(axis=0)
        regret = (values.max(axis=0) - values)[:, known] / least[outcome]
        for k, name in enumerate(names):
            share, n = float(np.nanmean(best[k])), int(known.sum())
            low, high = share_interval(share, effective(known, which))
            p90 = float(np.quantile(regret[k], 0.9))
            rows.append((staffing, outcome, name, share, low, high, float(regret[k].mean()), p90, n))
    columns = ["staffing", "outcome", "policy", "best", "low", "high", "mean_regret", "p90_regret", "n"]
    found = pd.DataFrame(rows, columns=columns)
    found["least_regret"] = found["mean_regret"] == found.groupby("outcome")["mean_regret"].transform("min")
    return found


def leader_of(found: pd.DataFrame) -> str:
    return str(found.groupby("policy", sort=False)["best"].mean().idxmax())


def staffed(setups: list[Setup], staffing: str) -> list[Setup]:
    """Under a staffing convention; the same where nothing is delegated."""
    moved = {"delegation.staff": staffing}
    return [
        replace(one, policy=with_levers(one.policy, moved)) if one.policy.delegation.level > 0.0 else one
        for one in setups
    ]


def ablate(
    study: Study, table: Table, least: dict[str, float], leader: str, setups: list[Setup], staffing: str
) -> pd.DataFrame:
    """What the levers of the leader contribute to it, in smallest effects, and how often it would still be best
    without: each lever alone, and all of a group together."""
    names, base = list(entrants()), levers(assemble({"policy": REFERENCE}).policy)
    place = names.index(leader)
    own = levers(assemble({"policy": leader}).policy)
    moved = [key for key in own if own[key] != base[key] and key != "delegation.staff"]
    groups = {f"all of {group}": [key for key in moved if LEVERS[key].group == group] for group in GROUPS}
    rows = []
    for lever, keys in ({key: [key] for key in moved} | groups).items():
        if not keys:
            continue
        back = {key: base[key] for key in keys}
        reduced = [replace(setup, policy=with_levers(setup.policy, back)) for setup in setups]
        arm = study.values(f"{leader} without {lever}, staff {staffing}", reduced)
        for outcome, values in table.items():
            brings = [one / least[outcome] for one in interval(values[place] - arm[outcome])]
            others = values.copy()
            others[place] = arm[outcome]
            rows.append((staffing, leader, lever, outcome, *brings, float(np.nanmean(best_of(others)[place]))))
    columns = "staffing leader lever outcome brings low high still_best".split()
    return pd.DataFrame(rows, columns=columns)


def elsewhere(study: Study, table: Table, leader: str, staffing: str) -> pd.DataFrame:
    """Where another is better than the leader: how often, who most often, and which assumptions tell, if two at most
    do."""
    rows, names = [], entrants()
    for outcome, values in table.items():
        best, place = best_of(values), names.index(leader)
        beaten = np.where(np.isfinite(best[0]), np.where(best[place] > 0, UNCLEAR, HOLDS), UNDEFINED)
        share = float((beaten[beaten != UNDEFINED] == HOLDS).mean())
        if share < SEEN:
            continue
        rivals = np.nansum(best, axis=1)
        rivals[place] = 0.0
        rule = rule_of(beaten, study.worlds, study.origins)
        told = ("", np.nan, np.nan) if rule is None else (rule.words, rule.inside, rule.outside)
        rows.append((staffing, leader, outcome, share, names[int(rivals.argmax())], *told))
    columns = "staffing leader outcome others_best most_often rule inside outside".split()
    return pd.DataFrame(rows, columns=columns)


def answer(study: Study) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Shares, ablation and where another is best, under both staffing conventions."""
    names, least = entrants(), study.reference()
    arms = {name: study.setups(f"policy={name}") for name in names}
    found: list[list[pd.DataFrame]] = [[], [], []]
    for staffing in CONVENTIONS:
        values = [study.values(f"{name}, staff {staffing}", staffed(arms[name], staffing)) for name in names]
        table = {outcome: np.array([one[outcome] for one in values]) for outcome in OUTCOMES}
        ranked = shares(table, least, names, staffing, study.origins)
        leader = leader_of(ranked)
        found[0].append(ranked)
        found[1].append(ablate(study, table, least, leader, staffed(arms[leader], staffing), staffing))
        found[2].append(elsewhere(study, table, leader, staffing))
    first, second, third = (pd.concat(parts, ignore_index=True) for parts in found)
    return first, second, third


def spent(budget: float) -> pd.DataFrame:
    """What each preset costs at default prices as it is, and in the study."""
    rows = []
    for name in entrants():
        setup = assemble({"policy": name})
        rows.append((name, spending(setup), spending(at_budget(setup, budget))))
    return pd.DataFrame(rows, columns=["policy", "as it is, FTE", "here, FTE"])
