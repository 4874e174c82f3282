"""Worlds in which conclusions are tried: rows of assumptions, drawn over their plausible ranges or from worlds that
agree with the evidence."""

from functools import cache
from typing import Any

import numpy as np

from sim.inputs.pages import read_yaml
from sim.inputs.worlds import read_worlds
from sim.setup.factors import Factor, read_over, split_words
from sim.setup.overrides import read_overrides
from sim.setup.sample import Sample, columns_from, draw, rows_of
from sim.study.claims.claim import ledger_dir


@cache
def worlds_page() -> dict:
    """worlds.yaml: ranges that differ from the table's, the digest of the table when the
    ledger was frozen, what changed since. Raises InputError."""
    text = (ledger_dir() / "worlds.yaml").read_text(encoding="utf-8")
    page: Any = read_yaml("claims: experiments/claims/worlds.yaml", text)
    return page


def factors_of(scenario: str) -> list[Factor]:
    """Every assumption over its plausible range, but for what worlds.yaml narrows."""
    narrowed, _ = split_words([f"{key}={value}" for key, value in worlds_page()["narrowed"].items()])
    return read_over("all", narrowed, read_overrides([f"scenario={scenario}"]))


def draw_worlds(kind: str, n: int, seed: int, scenario: str) -> list[dict]:
    """n worlds, a row of assumptions each. kind: plausible, a Latin hypercube over the ranges of all; evidence or the
    path of a table, equally likely rows of it, where an assumption that it lacks is drawn over its range and one that
    the scenario's own page states is left to the page. A row with much weight may come more than once: whoever runs the
    worlds gives each a seed of its own. Raises InputError."""
    sample, factors, table = Sample("lhs", n, seed), factors_of(scenario), read_worlds(kind)
    return draw(sample, factors) if table is None else rows_of(columns_from(table, sample, factors))


def seed_of(seed: int, world: int) -> int:
    """Of the drawn world of this number, so that each has luck of its own."""
    return (seed * 1_000_003 + world) % 2**32


def origins(kind: str, rows: list[dict]) -> np.ndarray | None:
    """The row of the table that each world was drawn from, numbered as they come; None where no two are the same."""
    table = read_worlds(kind)
    keys = [key for key in rows[0] if table and key in table.columns]
    numbers: dict[tuple, int] = {}
    found = [numbers.setdefault(tuple(row[key] for key in keys), len(numbers)) for row in rows] if keys else []
    return np.array(found) if keys else None
