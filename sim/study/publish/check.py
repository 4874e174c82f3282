"""Compare a remade figure with the published one: every number of the table behind it.

Tables were published before exp, log and powers became arithmetic of our own, and other libraries move last digits too.
So a number may be off by `SAME` of its scale, and is then said to differ in its last digits; the decisions in a world
are the same, or it would be off by far more.

The scale of a number is the largest number of its column among rows of the same outcome. It is not the number itself: a
difference of two levels that are nearly equal has fewer digits than they have, however exactly each is computed. A
mean, its interval and the levels it was compared with are in one unit and have one scale, so that a difference is held
against the levels it is a difference of. Outcomes have scales of their own: a share is not judged by a headcount.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SAME = 1e-9  # of a number's scale
WIDE = 4.0  # standard errors, where fewer replicates were used
VALUES = ("mean", "low", "high", "reference", "behind", "behind_half")  # of one outcome, in its unit
PASS, DIGITS, FAIL = "pass", "last digits", "FAIL"


@dataclass(frozen=True)
class Verdict:
    """deviation: the largest, as a share of its scale, under `quick` in standard errors; where: its row and column."""

    word: str
    numbers: int
    deviation: float
    where: str

    @property
    def passed(self) -> bool:
        return self.word != FAIL


def check(new: pd.DataFrame, published: pd.DataFrame, quick: bool = False) -> Verdict:
    """Every number must be within `SAME` of its scale; under `quick` every mean within `WIDE` standard errors."""
    if list(new.columns) != list(published.columns) or len(new) != len(published):
        return differs(
            f"{len(new)} rows of {list(new.columns)}, published {len(published)} of {list(published.columns)}"
        )
    texts = [str(name) for name in new if not pd.api.types.is_numeric_dtype(published[name])]
    for name in texts:
        if list(new[name].fillna("").astype(str)) != list(published[name].fillna("").astype(str)):
            return differs(f"column {name}: other words")
    return within_intervals(new, published) if quick else same(new, published, texts)


def differs(where: str) -> Verdict:
    return Verdict(FAIL, 0, float("inf"), where)


def same(new: pd.DataFrame, published: pd.DataFrame, texts: list[str]) -> Verdict:
    names = [str(name) for name in new if name not in texts]
    a, b = new[names].to_numpy(float), published[names].to_numpy(float)
    if (np.isfinite(a) != np.isfinite(b)).any():
        return differs("a number is missing on one side")
    gap = np.where(np.isfinite(a) & (a != b), np.abs(a - b), 0.0)
    off = np.divide(gap, scales(new, published, names), out=np.zeros_like(gap), where=gap > 0.0)
    return verdict(off, a.size, SAME, names, published, DIGITS)


def scales(new: pd.DataFrame, published: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Of every number, (rows, names)."""
    sizes = np.maximum(*(np.nan_to_num(np.abs(table[names].to_numpy(float)), posinf=0.0) for table in (new, published)))
    own = [k for k, name in enumerate(names) if name in VALUES]
    sizes[:, own] = sizes[:, own].max(axis=1, keepdims=True) if own else 0.0
    by = published["outcome"] if "outcome" in published else np.zeros(len(published))
    return pd.DataFrame(sizes).groupby(np.asarray(by)).transform("max").to_numpy()


def within_intervals(new: pd.DataFrame, published: pd.DataFrame) -> Verdict:
    """|mean - mean| / √(se² + se²); se is half an interval over 1.96."""
    error = [(table["high"] - table["low"]).to_numpy(float) / (2 * 1.96) for table in (new, published)]
    gap = np.abs(new["mean"].to_numpy(float) - published["mean"].to_numpy(float))
    spread = np.sqrt(np.nansum([one**2 for one in error], axis=0))
    known = np.isfinite(gap) & np.isfinite(error[0]) & np.isfinite(error[1])
    off = np.where(known & (gap > 1e-12), gap / np.maximum(spread, 1e-300), 0.0)
    return verdict(off[:, None], int(known.sum()), WIDE, ["mean"], published, PASS)


def verdict(
    off: np.ndarray, numbers: int, allowed: float, names: list[str], table: pd.DataFrame, within: str
) -> Verdict:
    """`within`: the word for what is off, but not by more than is allowed."""
    row, column = np.unravel_index(int(np.argmax(off)), off.shape)
    said = ", ".join(
        f"{key}={table[key].iloc[row]}" for key in table if key not in (*VALUES, "n") and pd.notna(table[key].iloc[row])
    )
    most = float(off.max())
    word = PASS if most == 0.0 else within if most <= allowed else FAIL
    return Verdict(word, numbers, most, f"{names[column]} at {said}" if most > 0 else "")
