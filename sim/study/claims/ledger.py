"""The ledger: every claim tested in the default scenario and in sampled worlds, under each staffing convention."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.model.metrics.smallest import LESS, MORE, SAME, SLIGHT, verdict
from sim.runs.work import ready
from sim.study.claims.arms import Trial, all_arms, conventions, drawn_worlds, setups_of, words_under
from sim.study.claims.claim import Claim
from sim.study.claims.judge import Effect, Runs, Shares, effect_of, shares_of, sides_of, together, verdict_of
from sim.study.claims.runs import outcomes_of
from sim.study.claims.tree import Rule, rule_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """What was found of a claim under one staffing convention (kept, moved; none: nothing is delegated). effects: of
    its parts in the default scenario. sides: of its parts in each sampled world. worlds: of all together."""

    claim: Claim
    convention: str
    effects: tuple[Effect, ...]
    sides: np.ndarray
    worlds: np.ndarray
    shares: Shares
    rule: Rule | None

    @property
    def verdict(self) -> str:
        return verdict_of(self.shares, self.rule)


def try_claims(claims: list[Claim], trial: Trial, folder: Path, threads: int, progress: Progress) -> list[Finding]:
    """All claims; runs are stored in `folder` and never repeated, so the same call resumes where it was stopped."""
    rows = drawn_worlds(trial)
    arms = all_arms(claims)
    total, done = len(arms) * (trial.decades + trial.worlds * trial.replicates), 0

    def count(n: int) -> None:
        nonlocal done
        done += n
        progress(done, total)

    ready()
    default: dict[str, Runs] = {}
    drawn: dict[str, Runs] = {}
    for words in arms:
        default[words] = outcomes_of(setups_of(words, trial), folder, threads, count)
        drawn[words] = outcomes_of(setups_of(words, trial, rows), folder, threads, count)
    return [judge(claim, convention, default, drawn, rows) for claim in claims for convention in conventions(claim)]


def judge(claim: Claim, convention: str, default: dict[str, Runs], drawn: dict[str, Runs], rows: list[dict]) -> Finding:
    words = {arm: words_under(text, convention) for arm, text in claim.arms.items()}
    here = {arm: default[text] for arm, text in words.items()}
    sides = sides_of(claim, {arm: drawn[text] for arm, text in words.items()})
    worlds = together(sides)
    effects = tuple(effect_of(claim, part, here) for part in claim.parts)
    return Finding(claim, convention, effects, sides, worlds, shares_of(worlds), rule_of(worlds, rows))


def table_of(findings: list[Finding]) -> pd.DataFrame:
    """One row a claim and convention."""
    return pd.DataFrame([{
        "id": one.claim.id, "claim": one.claim.claim, "staffing": one.convention, "worlds": one.shares.n,
        "undefined": one.shares.undefined, "holds": one.shares.holds, "holds_se": one.shares.error(one.shares.holds),
        "partly": one.shares.partly, "unclear": one.shares.unclear, "reversed": one.shares.reversed,
        "reversed_se": one.shares.error(one.shares.reversed), "default": default_verdict(one),
        "rule": one.rule.words if one.rule else "", "inside": one.rule.inside if one.rule else np.nan,
        "outside": one.rule.outside if one.rule else np.nan, "n_inside": one.rule.n[0] if one.rule else 0,
        "n_outside": one.rule.n[1] if one.rule else 0, "verdict": one.verdict,
    } for one in findings])  # fmt: skip


def parts_of(findings: list[Finding]) -> pd.DataFrame:
    """One row a claim, convention and part: its effect in the default scenario, and its shares of worlds."""
    parts = [(one, *part) for one in findings for part in zip(one.claim.parts, one.effects, one.sides, strict=True)]
    return pd.DataFrame([{
        "id": one.claim.id, "staffing": one.convention, "outcome": part.outcome, "contrast": part.contrast,
        "expected": "above 0" if part.sign > 0 else "below 0", "mean": effect.mean, "low": effect.low,
        "high": effect.high, "reference": effect.reference, "least": effect.least, "said": said(part.sign, effect),
        "holds": shares_of(sides).holds, "reversed": shares_of(sides).reversed,
    } for one, part, effect, sides in parts])  # fmt: skip


def said(sign: int, effect: Effect) -> str:
    """holds, reversed, or what else: by the interval and the smallest effect of interest."""
    low, high = sorted((sign * effect.low, sign * effect.high))
    found = verdict(low, high, effect.least)
    return {MORE: "holds", LESS: "reversed", SAME: SLIGHT}.get(found, found)


def default_verdict(one: Finding) -> str:
    """In the default scenario, of all parts together."""
    found = [said(part.sign, effect) for part, effect in zip(one.claim.parts, one.effects, strict=True)]
    if "holds" in found and len(set(found)) > 1:
        return "holds in part"
    return next(
        (word for word in ("not defined", "reversed", "inconclusive", "too small to matter") if word in found), "holds"
    )
