"""What is asked: which policies, what outcomes are worth, in which worlds, what might be known and how well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.inputs.worlds import PLAUSIBLE, name_of, tables_of
from sim.model.parameters import PARAMETERS
from sim.setup.columns import check_common
from sim.setup.config import Setup
from sim.setup.factors import Factor
from sim.study.worlds import draw_worlds, factors_of, origins, seed_of
from sim.study.worth.value import POINTS, in_words

N, LEAST, REPLICATES = 512, 40, 2  # worlds, the fewest of them, and decades in each
PRECISIONS = "10%,25%,50%"
FINEST = 0.01  # share of the plausible width


@dataclass(frozen=True)
class Question:
    """setups: a policy each, on common assumptions and runs; what their words set is not drawn. value: of outcomes, in
    `unit`. n, worlds: how many are drawn, and of which kind. precisions: standard errors of studies, as shares of the
    plausible width. together: groups of assumptions; without any, the strongest are put together."""

    setups: list[Setup]
    value: dict[str, float]
    unit: str = POINTS
    n: int = N
    worlds: str = PLAUSIBLE
    precisions: tuple[float, ...] = (0.1, 0.25, 0.5)
    together: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> list[str]:
        return [setup.policy.name for setup in self.setups]

    @property
    def kind(self) -> str:
        """What the worlds are called."""
        return name_of(self.worlds)

    @property
    def seed(self) -> int:
        return self.setups[0].run.seed

    @cached_property
    def factors(self) -> list[Factor]:
        """The assumptions in doubt, with their plausible ranges."""
        given = {f"parameters.{name}" for setup in self.setups for name in setup.parameters}
        return [factor for factor in factors_of(self.setups[0].scenario) if factor.key not in given]

    @cached_property
    def drawn(self) -> list[dict]:
        """The worlds, each a value for every assumption by its key."""
        return draw_worlds(self.worlds, self.n, self.seed, self.setups[0].scenario)

    @cached_property
    def rows(self) -> list[dict[str, float]]:
        """The same of those in doubt, by name."""
        names = {factor.key: bare(factor.key) for factor in self.factors}
        return [{names[key]: value for key, value in row.items() if key in names} for row in self.drawn]

    @property
    def origins(self) -> np.ndarray:
        """A number for each world, (n,), the same where one was drawn again."""
        found = origins(self.worlds, self.drawn)
        return np.arange(self.n) if found is None else found

    @cached_property
    def columns(self) -> dict[str, np.ndarray]:
        """The same by assumption, (n,), of those that vary."""
        found = {name: np.array([row[name] for row in self.rows], float) for name in self.rows[0]}
        return {name: values for name, values in found.items() if np.ptp(values) > 0.0}

    @cached_property
    def widths(self) -> dict[str, float]:
        return {bare(one.key): float(one.values[-1]) - float(one.values[0]) for one in self.factors}

    def in_worlds(self, setup: Setup) -> list[Setup]:
        """A policy in each of the worlds, every world with luck of its own, the same for all policies."""
        return [
            replace(
                setup, parameters={**setup.parameters, **row}, run=replace(setup.run, seed=seed_of(self.seed, number))
            )
            for number, row in enumerate(self.rows)
        ]

    def checked(self) -> "Question":
        """The same, if there is anything to choose and to ask. Raises InputError."""
        check_common(self.setups, "worth")
        for group in self.together:
            for name in group:
                if name not in self.columns:
                    raise InputError(
                        f"together: {shown(name)} is not in doubt here; expected assumptions that are drawn (paradip "
                        f"list parameters){nearest(name, self.columns)}"
                    )
        if not self.columns:
            raise InputError("worth: no assumption is left in doubt; expected fewer parameters.NAME=value")
        return self

    @property
    def tables(self) -> dict[str, dict]:
        """What a manifest says of the table of worlds, if there is one."""
        return tables_of([self.worlds])

    def told(self) -> dict[str, Any]:
        """For a manifest."""
        return {
            "value": in_words(self.value), "unit": self.unit, "n": self.n, "worlds": self.kind,
            "precisions": list(self.precisions), "together": ["+".join(group) for group in self.together],
        }  # fmt: skip


def bare(key: str) -> str:
    return key.removeprefix("parameters.")


def read_precisions(said: str | Sequence[float]) -> tuple[float, ...]:
    """Shares of the plausible width: 10%,25% or numbers such as 0.1. Raises InputError."""
    said = said.tolist() if hasattr(said, "tolist") else said
    parts: Iterable = said.split(",") if isinstance(said, str) else said if isinstance(said, Sequence) else [said]
    found = []
    for part in parts:
        text = part.strip().removesuffix("%") if isinstance(part, str) else part
        try:
            share = float(text) / (100.0 if isinstance(part, str) else 1.0)
        except (TypeError, ValueError):
            share = 0.0
        if (isinstance(part, str) and not part.strip().endswith("%")) or not FINEST <= share <= 1.0 or share in found:
            raise InputError(
                f"precision: {shown(part)}; expected standard errors from 1% to 100% of the plausible width, each "
                f"once, such as {PRECISIONS}"
            )
        found.append(share)
    return tuple(sorted(found))


def read_together(said: str | Sequence[Sequence[str]] | None) -> tuple[tuple[str, ...], ...]:
    """load+slack,load+growth, or lists of names. Raises InputError."""
    if said is None:
        return ()
    groups = said.split(",") if isinstance(said, str) else list(said)
    found = []
    for group in groups:
        parts = group.split("+") if isinstance(group, str) else group
        names = tuple(bare(str(name).strip()) for name in parts)
        for name in names:
            if name not in PARAMETERS or names.count(name) > 1:
                problem = "named twice" if name in PARAMETERS else "not an assumption"
                raise InputError(
                    f"together: {shown(name)} is {problem}; expected groups of parameters by name, such as "
                    f"load+slack,load+growth{nearest(name, PARAMETERS)}"
                )
        if len(names) < 2:
            raise InputError(f"together: {shown(names[0])} alone; expected at least two, such as load+slack")
        found.append(names)
    return tuple(found)
