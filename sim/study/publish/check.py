"""Compare a remade figure with the published one: every number of the table behind it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SAME = 1e-9  # relative; other processors and libraries move last digits
WIDE = 4.0  # standard errors, where fewer replicates were used
VALUES = ("mean", "low", "high", "reference", "behind", "behind_half")


@dataclass(frozen=True)
class Verdict:
    """deviation: the largest, relative if `quick` is off, else in standard errors; where: its row and column."""

    passed: bool
    numbers: int
    deviation: float
    where: str


def check(new: pd.DataFrame, published: pd.DataFrame, quick: bool = False) -> Verdict:
    """Every number must be within `SAME`; under `quick` every mean within `WIDE` standard errors of the difference."""
    if list(new.columns) != list(published.columns) or len(new) != len(published):
        return Verdict(
            False,
            0,
            float("inf"),
            f"{len(new)} rows of {list(new.columns)}, published {len(published)} of {list(published.columns)}",
        )
    texts = [str(name) for name in new if not pd.api.types.is_numeric_dtype(published[name])]
    for name in texts:
        if list(new[name].fillna("").astype(str)) != list(published[name].fillna("").astype(str)):
            return Verdict(False, 0, float("inf"), f"column {name}: other words")
    return within_intervals(new, published) if quick else same(new, published, texts)


def same(new: pd.DataFrame, published: pd.DataFrame, texts: list[str]) -> Verdict:
    names = [str(name) for name in new if name not in texts]
    a, b = new[names].to_numpy(float), published[names].to_numpy(float)
    if (np.isfinite(a) != np.isfinite(b)).any():
        return Verdict(False, a.size, float("inf"), "a number is missing on one side")
    off = np.where(np.isfinite(a), np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-300), 0.0)
    off = np.where(a == b, 0.0, off)
    return verdict(off, a.size, SAME, names, published)


def within_intervals(new: pd.DataFrame, published: pd.DataFrame) -> Verdict:
    """|mean - mean| / √(se² + se²); se is half an interval over 1.96."""
    error = [(table["high"] - table["low"]).to_numpy(float) / (2 * 1.96) for table in (new, published)]
    gap = np.abs(new["mean"].to_numpy(float) - published["mean"].to_numpy(float))
    spread = np.sqrt(np.nansum([one**2 for one in error], axis=0))
    known = np.isfinite(gap) & np.isfinite(error[0]) & np.isfinite(error[1])
    off = np.where(known & (gap > 1e-12), gap / np.maximum(spread, 1e-300), 0.0)
    return verdict(off[:, None], int(known.sum()), WIDE, ["mean"], published)


def verdict(off: np.ndarray, numbers: int, allowed: float, names: list[str], table: pd.DataFrame) -> Verdict:
    row, column = np.unravel_index(int(np.argmax(off)), off.shape)
    said = ", ".join(
        f"{key}={table[key].iloc[row]}" for key in table if key not in (*VALUES, "n") and pd.notna(table[key].iloc[row])
    )
    return Verdict(
        bool(off.max() <= allowed), numbers, float(off.max()), f"{names[column]} at {said}" if off.max() > 0 else ""
    )
