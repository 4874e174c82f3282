"""Worlds to draw assumptions from: the plausible range of each, or a table of worlds that agree with the evidence.

    plausible     every assumption over its own range, whatever the others are
    evidence      rows of a table, each a world as a whole: paradip evidence makes it
    PATH.csv      a table of one's own

A table has a column `weight`, the chance of each row, and a column for each assumption by its key. A study's own is
evidence/worlds.csv in its folder and takes the place of the published one.
"""

import hashlib
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.inputs.in_use import studies
from sim.inputs.shipped import shipped
from sim.inputs.study import WORLDS
from sim.inputs.tables import LARGEST, Column, read_file, read_rows, read_table
from sim.model.limits import LIMITS
from sim.model.parameters import PARAMETERS

PLAUSIBLE, EVIDENCE = KINDS = ("plausible", "evidence")
MADE_BY = "paradip evidence --out results/published/evidence"
WEIGHT, ROUNDING = "weight", 1e-3  # by which the weights of a table may miss 1 together
MIDDLE = 0.95
ASSUMPTIONS = [f"parameters.{name}" for name in PARAMETERS]


class Worlds(NamedTuple):
    """source: where the table was found. digest: SHA-256 of it. weights: chances, (rows,). columns: each assumption's
    values by its key, (rows,)."""

    source: str
    digest: str
    weights: np.ndarray
    columns: dict[str, np.ndarray]

    def draw(self, n: int, seed: int) -> np.ndarray:
        """Numbers of n equally likely rows, in no order, by systematic resampling (Kitagawa 1996): row k is drawn at
        least floor(n w_k) times and at most ceil(n w_k).

            row i is that in which (i + u)/n falls among the cumulated weights, u uniform
        """
        rng = np.random.default_rng([seed, *b"worlds"])
        there = np.flatnonzero(self.weights)
        ends = np.cumsum(self.weights[there])[:-1]  # what rounding leaves over is the last row's
        found = np.searchsorted(ends, (np.arange(n) + rng.random()) / n, side="right")
        return rng.permutation(there[found])

    def span(self, key: str) -> tuple[float, float]:
        """The middle 95% of an assumption by weight."""
        values, order = self.columns[key], np.argsort(self.columns[key], kind="stable")
        places = np.searchsorted(np.cumsum(self.weights[order])[:-1], ((1 - MIDDLE) / 2, (1 + MIDDLE) / 2))
        low, high = values[order][places].tolist()
        return low, high

    def without(self, keys: Collection[str]) -> "Worlds":
        """The same but for these assumptions."""
        return self._replace(columns={key: values for key, values in self.columns.items() if key not in keys})


def read_worlds(kind: str) -> Worlds | None:
    """The table of this kind, or at this path; None for plausible, which has none. Raises InputError."""
    if kind == PLAUSIBLE:
        return None
    if kind == EVIDENCE:
        source, raw = published()
        if raw is None:
            raise InputError(
                f"worlds: evidence: {source} is missing; expected what {MADE_BY} makes, or plausible, or the path of a "
                "csv"
            )
        return parse(source, raw)
    if not isinstance(kind, str) or not kind.isprintable() or not kind.lower().endswith(".csv"):
        raise InputError(
            f"worlds: {shown(kind)}; expected {', '.join(KINDS)} or the path of a csv{nearest(kind, KINDS)}"
        )
    return parse(Path(kind).name, read_file(Path(kind), kind, LARGEST, "a csv of worlds"))


def published() -> tuple[str, bytes | None]:
    """The table of worlds that agree with the evidence, if there is one: of the study in use, else the one that comes
    with the program."""
    for study in reversed(studies()):
        if study.worlds is not None:
            return WORLDS, study.worlds
    path = shipped("published") / WORLDS
    return f"results/published/{WORLDS}", path.read_bytes() if path.is_file() else None


def usual() -> str:
    """The worlds that are drawn unless others are named."""
    return PLAUSIBLE if published()[1] is None else EVIDENCE


def read_kinds(text: str | None) -> tuple[str, ...]:
    """Kinds of worlds side by side, the first the one to conclude from: those named, else the usual ones, and beside
    them plausible ones. Raises InputError."""
    kinds = tuple(dict.fromkeys((usual(), PLAUSIBLE))) if text is None else tuple(text.split(","))
    names = list(map(name_of, kinds))
    for kind, name in zip(kinds, names, strict=True):
        read_worlds(kind)
        if names.count(name) > 1:
            raise InputError(f"worlds: {shown(name)} is named twice; expected different worlds")
    return kinds


def name_of(kind: str) -> str:
    """In tables; of a table of one's own that of its file."""
    return kind if kind in KINDS else Path(kind).name


def tables_of(kinds: Iterable[str]) -> dict[str, dict]:
    """What a manifest says of the tables behind these kinds."""
    found = {name_of(kind): read_worlds(kind) for kind in kinds}
    return {
        name: {"file": one.source, "rows": len(one.weights), "sha256": one.digest} for name, one in found.items() if one
    }


@lru_cache(maxsize=2)
def parse(file: str, raw: bytes) -> Worlds:
    """A table. Raises InputError with its row and column."""
    header = read_rows(file, raw)[0]
    for key in header:
        if key != WEIGHT and key not in ASSUMPTIONS:
            hint = nearest(key, [WEIGHT, *ASSUMPTIONS]) or nearest(f"parameters.{key}", ASSUMPTIONS, 0.9)
            raise InputError(f"{file} row 1 column {shown(key)}: unknown; expected {WEIGHT} or parameters.NAME{hint}")
    if header == [WEIGHT]:
        raise InputError(f"{file} row 1: no assumption; expected columns parameters.NAME beside {WEIGHT}")
    keys = [key for key in header if key != WEIGHT]
    table = read_table(file, raw, {WEIGHT: Column("number", 0.0, 1.0)} | {key: cell(key) for key in keys})
    total = float(table[WEIGHT].sum())
    if abs(total - 1.0) > ROUNDING:
        raise InputError(f"{file} column {WEIGHT}: adds up to {total:.6g}; expected 1")
    digest = hashlib.sha256(raw).hexdigest()
    return Worlds(file, digest, table[WEIGHT] / total, {key: table[key] for key in keys})


def cell(key: str) -> Column:
    limit = LIMITS[key]
    return Column(limit.kind, limit.low, limit.high)
