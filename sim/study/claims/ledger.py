"""The ledger: every claim tested in the default scenario and in sampled worlds, under each staffing convention."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.inputs.worlds import PLAUSIBLE, name_of
from sim.model.metrics.smallest import LESS, MORE, SAME, SLIGHT, verdict
from sim.runs.work import ready
from sim.study.claims.arms import Trial, all_arms, conventions, setups_of, words_under
from sim.study.claims.claim import Claim
from sim.study.claims.judge import Effect, Runs, Shares, effect_of, shares_of, sides_of, together, verdict_of
from sim.study.claims.runs import outcomes_of
from sim.study.claims.tree import Rule, rule_of
from sim.study.worlds import origins

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Tried:
    """What was found over worlds of one kind. sides: of the parts of the claim in each world. worlds: of all
    together."""

    sides: np.ndarray
    worlds: np.ndarray
    shares: Shares
    rule: Rule | None

    @property
    def verdict(self) -> str:
        return verdict_of(self.shares, self.rule)


@dataclass(frozen=True)
class Finding:
    """What was found of a claim under one staffing convention (kept, moved; none: nothing is delegated). effects: of
    its parts in the default scenario. tried: by name of the worlds, the first the one to conclude from."""

    claim: Claim
    convention: str
    effects: tuple[Effect, ...]
    tried: dict[str, Tried]

    @property
    def first(self) -> Tried:
        return next(iter(self.tried.values()))

    @property
    def compared(self) -> dict[str, Tried]:
        """What stands side by side in tables; nothing where worlds are plausible ones alone."""
        return {} if list(self.tried) == [PLAUSIBLE] else self.tried


def try_claims(claims: list[Claim], trial: Trial, folder: Path, threads: int, progress: Progress) -> list[Finding]:
    """All claims; runs are stored in `folder` and never repeated, so the same call resumes where it was stopped."""
    rows = {kind: trial.drawn(kind) for kind in trial.worlds}
    arms = all_arms(claims)
    total, done = len(arms) * (trial.decades + len(rows) * trial.n * trial.replicates), 0

    def count(n: int) -> None:
        nonlocal done
        done += n
        progress(done, total)

    ready()
    default: dict[str, Runs] = {}
    drawn: dict[str, dict[str, Runs]] = {kind: {} for kind in rows}
    for words in arms:
        default[words] = outcomes_of(setups_of(words, trial), folder, threads, count)
        for kind, worlds in rows.items():
            drawn[kind][words] = outcomes_of(setups_of(words, trial, worlds), folder, threads, count)
    return [judge(claim, convention, default, drawn, rows) for claim in claims for convention in conventions(claim)]


def judge(
    claim: Claim,
    convention: str,
    default: dict[str, Runs],
    drawn: dict[str, dict[str, Runs]],
    rows: dict[str, list[dict]],
) -> Finding:
    """drawn, rows: by kind of worlds; runs by the words of an arm."""
    words = {arm: words_under(text, convention) for arm, text in claim.arms.items()}
    here = {arm: default[text] for arm, text in words.items()}
    effects = tuple(effect_of(claim, part, here) for part in claim.parts)
    tried = {}
    for kind, runs in drawn.items():
        sides = sides_of(claim, {arm: runs[text] for arm, text in words.items()})
        worlds, which = together(sides), origins(kind, rows[kind])
        rule = rule_of(worlds, rows[kind], which)
        tried[name_of(kind)] = Tried(sides, worlds, shares_of(worlds, which), rule)
    return Finding(claim, convention, effects, tried)


def table_of(findings: list[Finding]) -> pd.DataFrame:
    """One row a claim and convention; verdicts and shares of the first worlds, then those of each kind by name."""
    return pd.DataFrame([row_of(one) for one in findings])


def row_of(one: Finding) -> dict:
    shares, rule = one.first.shares, one.first.rule
    row = {
        "id": one.claim.id, "claim": one.claim.claim, "staffing": one.convention, "worlds": shares.n,
        "undefined": shares.undefined, "holds": shares.holds, "holds_se": shares.error(shares.holds),
        "partly": shares.partly, "unclear": shares.unclear, "reversed": shares.reversed,
        "reversed_se": shares.error(shares.reversed), "default": default_verdict(one),
        "rule": rule.words if rule else "", "inside": rule.inside if rule else np.nan,
        "outside": rule.outside if rule else np.nan, "n_inside": rule.n[0] if rule else 0,
        "n_outside": rule.n[1] if rule else 0, "verdict": one.first.verdict,
    }  # fmt: skip
    for name, tried in one.compared.items():
        row |= {
            name: tried.shares.holds, f"{name}_reversed": tried.shares.reversed,
            f"{name}_effective": tried.shares.effective, f"{name}_verdict": tried.verdict,
        }  # fmt: skip
    return row


def parts_of(findings: list[Finding]) -> pd.DataFrame:
    """One row a claim, convention and part: its effect in the default scenario, and its shares of worlds."""
    parts = [
        (one, k, *part) for one in findings for k, part in enumerate(zip(one.claim.parts, one.effects, strict=True))
    ]
    rows = []
    for one, k, part, effect in parts:
        shares = {name: shares_of(tried.sides[k]) for name, tried in one.tried.items()}
        first = next(iter(shares.values()))
        rows.append({
            "id": one.claim.id, "staffing": one.convention, "outcome": part.outcome, "contrast": part.contrast,
            "expected": "above 0" if part.sign > 0 else "below 0", "mean": effect.mean, "low": effect.low,
            "high": effect.high, "reference": effect.reference, "least": effect.least, "said": said(part.sign, effect),
            "holds": first.holds, "reversed": first.reversed,
        })  # fmt: skip
        for name in one.compared:
            rows[-1] |= {name: shares[name].holds, f"{name}_reversed": shares[name].reversed}
    return pd.DataFrame(rows)


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
