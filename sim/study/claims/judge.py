"""What runs say of a claim.

effect     e = s Σ_k w_k y_k in one world, the mean over its decades; s is the sign expected
matters    |e| > ε, the smallest effect of interest; ε may be a share of |mean of the reference| in that world
a claim    holds in a world where every part does by more than ε, in part where some do; it is reversed where none
           does and some goes the other way by more than ε; else it is inconclusive
"""

from dataclasses import dataclass

import numpy as np

from sim.runs.intervals import interval, share_said
from sim.study.claims.claim import Claim, Part

HOLDS, PARTLY, UNCLEAR, REVERSED, UNDEFINED = 2, 1, 0, -1, -9
MOSTLY, HALF = 0.8, 0.5  # shares of worlds for a verdict

Runs = dict[str, np.ndarray]  # of an arm: each metric, (worlds, replicates)


@dataclass(frozen=True)
class Effect:
    """A part in the default scenario: mean contrast with its 95% interval, the reference's mean, ε."""

    mean: float
    low: float
    high: float
    reference: float
    least: float


def contrast(part: Part, runs: dict[str, Runs]) -> np.ndarray:
    """Σ_k w_k y_k, (worlds, replicates)."""
    return np.sum([weight * runs[arm][part.outcome] for arm, weight in part.weights.items()], axis=0)


def least_of(part: Part, reference: np.ndarray) -> np.ndarray:
    """ε, by world; `reference` is the mean of the reference's outcome there."""
    return part.least * np.abs(reference) if part.relative else np.full_like(reference, part.least)


def effect_of(claim: Claim, part: Part, runs: dict[str, Runs]) -> Effect:
    """In the one world of the default scenario."""
    reference = interval(runs[claim.reference][part.outcome][0])[0]
    return Effect(*interval(contrast(part, runs)[0]), reference, float(least_of(part, np.array(reference))))


def mean_over(values: np.ndarray) -> np.ndarray:
    """Over replicates, those in which it is defined; nan if none."""
    there = np.isfinite(values)
    return np.where(
        there.any(axis=1), np.where(there, values, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1), np.nan
    )


def sides_of(claim: Claim, runs: dict[str, Runs]) -> np.ndarray:
    """HOLDS, REVERSED, UNCLEAR or UNDEFINED for each part in each world, (parts, worlds)."""
    sides = []
    for part in claim.parts:
        effect = part.sign * mean_over(contrast(part, runs))
        least = least_of(part, mean_over(runs[claim.reference][part.outcome]))
        with np.errstate(invalid="ignore"):
            side = np.where(effect > least, HOLDS, np.where(effect < -least, REVERSED, UNCLEAR))
        sides.append(np.where(np.isfinite(effect) & np.isfinite(least), side, UNDEFINED))
    return np.array(sides)


def together(sides: np.ndarray) -> np.ndarray:
    """The claim in each world, from its parts (parts, worlds); undefined where a part is."""
    some, every, against = (sides == HOLDS).any(axis=0), (sides == HOLDS).all(axis=0), (sides == REVERSED).any(axis=0)
    found = np.where(every, HOLDS, np.where(some, PARTLY, np.where(against, REVERSED, UNCLEAR)))
    return np.where((sides == UNDEFINED).any(axis=0), UNDEFINED, found)


@dataclass(frozen=True)
class Shares:
    """Of the n worlds in which the claim is defined. effective: as many different worlds would tell as much, which is n
    unless some were drawn twice: (Σ c)²/Σ c², c how often each was drawn (Kish 1965)."""

    n: int
    undefined: int
    holds: float
    partly: float
    unclear: float
    reversed: float
    effective: float

    def said(self, share: float) -> str:
        """One of the shares with its 95% interval."""
        return share_said(share, self.effective)

    def error(self, share: float) -> float:
        """Standard error of one of the shares."""
        return (share * (1.0 - share) / max(self.effective, 1.0)) ** 0.5


def effective(known: np.ndarray, which: np.ndarray | None = None) -> float:
    """Of the worlds that are known, as many different ones as would tell as much. which: a number for each world, the
    same where a world was drawn again; None: all are different."""
    drawn = np.ones(int(known.sum())) if which is None else np.unique(which[known], return_counts=True)[1]
    return float(drawn.sum() ** 2 / (drawn**2).sum()) if len(drawn) else 0.0


def shares_of(worlds: np.ndarray, which: np.ndarray | None = None) -> Shares:
    known, n = worlds != UNDEFINED, int((worlds != UNDEFINED).sum())
    sides = {"holds": HOLDS, "partly": PARTLY, "unclear": UNCLEAR, "reversed": REVERSED}
    shares = {name: float((worlds[known] == side).mean()) if n else np.nan for name, side in sides.items()}
    return Shares(n, len(worlds) - n, **shares, effective=effective(known, which))


def verdict_of(shares: Shares, rule) -> str:
    """In words. `rule`: what decides, if something does (sim.study.claims.tree)."""
    if not shares.n:
        return "not defined in any world"
    if shares.holds >= MOSTLY:
        return "holds broadly"
    if shares.reversed >= MOSTLY:
        return "reversed broadly"
    if shares.partly >= MOSTLY:
        return "holds in part, broadly"
    if shares.unclear >= HALF:
        return "too small to matter in most worlds"
    if rule is not None and rule.inside >= HALF:
        return ("reversed in most worlds, " if shares.reversed >= HALF else "") + f"holds when {rule.words}"
    if shares.reversed >= HALF:
        return "reversed in most worlds"
    if shares.holds >= HALF:
        return "holds in most worlds"
    return "holds in part in most worlds" if shares.holds + shares.partly >= HALF else "mixed, with no simple rule"
