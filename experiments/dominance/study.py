"""Does any preset win by arithmetic? Every preset that can be had for one budget, in worlds drawn over all assumptions.

    regret of p in a world = (best of all - p)/ε      signed so that more is better; ε the smallest effect that matters
A preset is best where none has less regret; ties are shared. The leader is best most often, over all outcomes. Its
levers are taken back to those of 2023, one by one and a group at a time (ablation). Where another preset is best is
told by at most two assumptions, tested on worlds that were not used to find them (sim.study.claims.tree).
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.model.levers import LEVERS
from sim.model.metrics import METRICS
from sim.model.metrics.smallest import smallest_effect
from sim.model.policy import GROUPS, levers
from sim.runs.intervals import interval, share_interval
from sim.setup.config import assemble
from sim.setup.overrides import presets
from sim.setup.spending import at_spending, spending
from sim.study.claims.arms import CONVENTIONS, Trial, drawn_worlds, setups_of, words_under
from sim.study.claims.judge import HOLDS, UNCLEAR
from sim.study.claims.runs import outcomes_of
from sim.study.claims.tree import rule_of

REFERENCE = "status_quo"
TWINS = ("guided_delegation_moved",)  # of a preset under the other staffing convention
OUTCOMES = (
    "goodput", "missed_vitality", "surfaced", "surfaced_per_100", "contradiction_rate", "answer_gap", "conclusion_p50",
    "crisis_in_time", "delivered", "credibility_allies", "legitimacy",
)  # fmt: skip
METRIC = {metric.name: metric for metric in METRICS}
SEEN = 0.05  # share of worlds in which another must be best for its worlds to be looked for

Done = Callable[[str, int], None]  # told which arm is run, and how many of its decades were done


class Entrants(NamedTuple):
    """Words of each preset at the budget; why the others are not among them; the default's levers of each."""

    words: dict[str, str]
    left_out: dict[str, str]
    levers: dict[str, dict[str, float | str]]


def written(values: dict[str, float | str]) -> str:
    return " ".join(f"{key}={value}" for key, value in values.items())


def enter(budget: float) -> Entrants:
    """The presets that can be had for so many FTE at default prices, levers scaled alike."""
    words, left_out, found = {}, {}, {}
    for name in presets("policy"):
        if name in TWINS:
            continue
        setup = assemble({"policy": name})
        try:
            scaled = at_spending(setup, budget)
        except InputError as refused:
            left_out[name] = f"costs {spending(setup):,.0f} FTE; {str(refused).partition('; ')[2] or refused}"
            continue
        own, now = levers(setup.policy), levers(scaled.policy)
        words[name] = f"policy={name} {written({key: now[key] for key in now if now[key] != own[key]})}".strip()
        found[name] = now
    return Entrants(words, left_out, found)


class Study:
    """Runs of arms in the same drawn worlds, stored in a folder and never repeated."""

    def __init__(self, trial: Trial, folder: Path, threads: int, done: Done) -> None:
        self.trial, self.folder, self.threads, self.done = trial, folder, threads, done
        self.worlds = drawn_worlds(trial)

    def values(self, words: str) -> dict[str, np.ndarray]:
        """Each outcome of an arm, (worlds,)."""
        setups = setups_of(words, self.trial, self.worlds)
        found = outcomes_of(setups, self.folder, self.threads, lambda more: self.done(words, more))
        return {name: found[name][:, 0] for name in OUTCOMES}

    def table(self, words: dict[str, str], staffing: str) -> dict[str, np.ndarray]:
        """By outcome, (policies, worlds), signed so that more is better."""
        arms = [self.values(words_under(text, staffing)) for text in words.values()]
        return {name: METRIC[name].better * np.array([arm[name] for arm in arms]) for name in OUTCOMES}


def best_of(values: np.ndarray) -> np.ndarray:
    """Each policy's part of being best, (policies, worlds); worlds in which somebody's outcome is not defined: nan."""
    known = np.isfinite(values).all(axis=0)
    first = values == np.where(known, values.max(axis=0), 0.0)
    return np.where(known, first / np.maximum(first.sum(axis=0), 1), np.nan)


def shares(table: dict[str, np.ndarray], names: list[str], staffing: str) -> pd.DataFrame:
    """A row for each outcome and policy: share of worlds in which it is best, mean and 90th percentile of regret."""
    rows = []
    for outcome, values in table.items():
        best, known = best_of(values), np.isfinite(values).all(axis=0)
        least = smallest_effect(METRIC[outcome].unit, abs(float(values[names.index(REFERENCE), known].mean())))
        regret = (values.max(axis=0) - values)[:, known] / least
        for k, name in enumerate(names):
            share, n = float(np.nanmean(best[k])), int(known.sum())
            low, high = share_interval(share, n)
            p90 = float(np.quantile(regret[k], 0.9))
            rows.append((staffing, outcome, name, share, low, high, float(regret[k].mean()), p90, n))
    columns = ["staffing", "outcome", "policy", "best", "low", "high", "mean_regret", "p90_regret", "n"]
    found = pd.DataFrame(rows, columns=columns)
    found["least_regret"] = found["mean_regret"] == found.groupby("outcome")["mean_regret"].transform("min")
    return found


def leader_of(found: pd.DataFrame) -> str:
    return str(found.groupby("policy", sort=False)["best"].mean().idxmax())


def ablate(study: Study, entrants: Entrants, table, leader: str, staffing: str) -> pd.DataFrame:
    """What the levers of the leader contribute to it, in smallest effects, and how often it would still be best
    without: each lever alone, and all of a group together."""
    names, base = list(entrants.words), levers(assemble({"policy": REFERENCE}).policy)
    place, own = names.index(leader), entrants.levers[leader]
    moved = [key for key in own if own[key] != base[key] and key != "delegation.staff"]
    groups = {f"all of {group}": [key for key in moved if LEVERS[key].group == group] for group in GROUPS}
    rows = []
    for lever, keys in ({key: [key] for key in moved} | groups).items():
        if not keys:
            continue
        kept = [word for word in entrants.words[leader].split() if word.partition("=")[0] not in keys]
        arm = study.values(words_under(" ".join([*kept, written({key: base[key] for key in keys})]), staffing))
        for outcome, values in table.items():
            reduced = METRIC[outcome].better * arm[outcome]
            least = smallest_effect(METRIC[outcome].unit, abs(float(np.nanmean(values[names.index(REFERENCE)]))))
            brings = [one / least for one in interval(values[place] - reduced)]
            others = values.copy()
            others[place] = reduced
            rows.append((staffing, leader, lever, outcome, *brings, float(np.nanmean(best_of(others)[place]))))
    columns = "staffing leader lever outcome brings low high still_best".split()
    return pd.DataFrame(rows, columns=columns)


def elsewhere(study: Study, table, names: list[str], leader: str, staffing: str) -> pd.DataFrame:
    """Where another is best: who, how often, and which assumptions tell, if two at most do."""
    rows = []
    for outcome, values in table.items():
        best = best_of(values)
        other = best[names.index(leader)] < 0.5
        share = float(other[np.isfinite(best[0])].mean())
        if share < SEEN:
            continue
        rivals = np.nansum(best, axis=1)
        rivals[names.index(leader)] = 0.0
        who = names[int(rivals.argmax())]
        rule = rule_of(np.where(other, HOLDS, UNCLEAR), study.worlds)
        told = ("", np.nan, np.nan) if rule is None else (rule.words, rule.inside, rule.outside)
        rows.append((staffing, leader, outcome, share, who, *told))
    columns = "staffing leader outcome others_best most_often rule inside outside".split()
    return pd.DataFrame(rows, columns=columns)


def answer(study: Study, budget: float) -> tuple[Entrants, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Entrants, shares, ablation and where another is best, under both staffing conventions."""
    entrants = enter(budget)
    names = list(entrants.words)
    found: list[list[pd.DataFrame]] = [[], [], []]
    for staffing in CONVENTIONS:
        table = study.table(entrants.words, staffing)
        ranked = shares(table, names, staffing)
        leader = leader_of(ranked)
        found[0].append(ranked)
        found[1].append(ablate(study, entrants, table, leader, staffing))
        found[2].append(elsewhere(study, table, names, leader, staffing))
    return entrants, *(pd.concat(parts, ignore_index=True) for parts in found)
