"""The points of a sweep side by side, a column for each key: a point is made when it is asked for, so that a hundred
thousand of them with a hundred values each take little room."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np

from sim.setup.config import Setup, assemble, assign, check_together
from sim.setup.fitting import PLACE, check_places
from sim.setup.overrides import PRESET_GROUPS, check_value
from sim.setup.paths import is_of_path, preset_group
from sim.setup.sample import Drawn
from sim.setup.written import values_of

HOW = ("run.threads", "run.cluster")  # who does the work decides no number
REPLICATES, BLOCK = "run.replicates", 512


class Point(NamedTuple):
    """One point: the swept keys with their values here, and the whole Setup."""

    values: dict[str, float | int | str]
    setup: Setup


@dataclass(frozen=True, eq=False)
class Column:
    """values: those that a key takes. at: which of them each point has, (n,); -1 where the key is not set."""

    values: Sequence[Any]
    at: np.ndarray

    def listed(self, part: slice = slice(None)) -> list:
        """The value at each of the points, None where it is not set."""
        if isinstance(self.values, Drawn):
            return self.values.at(self.at[part])
        values = [*self.values, None]
        return [values[k] for k in self.at[part].tolist()]

    @property
    def is_measured(self) -> bool:
        """Whether it is drawn from an interval of numbers, so that no two of its values are the same."""
        return isinstance(self.values, Drawn) and self.values.factor.kind == "number"

    def checked(self, key: str) -> "Column":
        """The same, if the key may have each of its values. Raises InputError."""
        if isinstance(self.values, Drawn):
            for value in self.values.factor.values:
                check_value(key, value)
            return self
        return Column([check_value(key, value) for value in self.values], self.at)

    def like(self, other: "Column") -> bool:
        """Whether it says the same of every point, in the same way."""
        return np.array_equal(self.at, other.at) and as_drawn(self.values) == as_drawn(other.values)


def as_drawn(values: Sequence[Any]) -> Any:
    """What tells values from others, without drawing any."""
    return values.way if isinstance(values, Drawn) else [(type(value), value) for value in values]


def column(values: Iterable) -> Column:
    """A column of a value for each point; None: not set there."""
    number: dict[tuple, int] = {}
    at = [-1 if v is None else number.setdefault((type(v), v), len(number)) for v in values]
    return Column([value for _, value in number], np.array(at, np.int64))


def joined(columns: Sequence[Column], order: np.ndarray) -> Column:
    """Columns one after another, and of their points those at these places."""
    first, *others = columns
    if all(as_drawn(one.values) == as_drawn(first.values) for one in others):
        return Column(first.values, np.concatenate([one.at for one in columns])[order])
    values = [value for one in columns for value in one.listed()]
    return column(values[k] for k in order.tolist())


def repeated(column: Column, each: int, n: int) -> Column:
    """Every point `each` times, and all of them again until there are n."""
    return Column(column.values, column.at[np.arange(n) // each % len(column.at)])


class Points(Sequence[Point]):
    """told: the swept keys. sets: what is assigned at each point to the base, or to what the presets of a point
    compose where there is none, beside what is fixed."""

    def __init__(
        self, n: int, told: dict[str, Column], sets: dict[str, Column], fixed: dict, base: Setup | None = None
    ) -> None:
        self.n, self.told, self.sets, self.fixed, self.base = n, told, sets, fixed, base

    def __len__(self) -> int:
        return self.n

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> list[Point]: ...
    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[k] for k in range(*place.indices(self.n))]
        if not -self.n <= place < self.n:
            raise IndexError(place)
        k = place % self.n
        (values,), (assigned,) = (rows_of(columns, slice(k, k + 1)) for columns in (self.told, self.sets))
        return Point(values, assemble(self.fixed | assigned, self.base))

    def __iter__(self) -> Iterator[Point]:
        for first in range(0, self.n, BLOCK):
            part = slice(first, min(first + BLOCK, self.n))
            told = rows_of(self.told, part)
            sets = told if self.sets is self.told else rows_of(self.sets, part)
            for values, assigned in zip(told, sets, strict=True):
                yield Point(values, assemble(self.fixed | assigned, self.base))

    def listed(self, keys: Iterable[str]) -> list[list]:
        """For each of these full keys its value at each point, None where it is not set."""
        common, sets = self.flat()
        return [sets[key].listed() if key in sets else [common.get(key)] * self.n for key in keys]

    def check(self) -> "Points":
        """The same points, if what they are made of goes together. Raises InputError."""
        common, sets = self.flat()
        path = sorted(key for key in {*common, *sets} if is_of_path(key))
        times = column(zip(*self.listed(("run.years", "run.dt", *path)), strict=True)).at
        for k in np.unique(times, return_index=True)[1].tolist():
            check_together(self[k].setup)
        check_places(zip(*self.listed(PLACE), strict=True))
        return self

    @property
    def replicates(self) -> np.ndarray:
        """How many each point wants, (n,)."""
        return np.array(self.listed([REPLICATES])[0])

    def with_replicates(self, replicates: int | np.ndarray) -> "Points":
        """The same points with so many each."""
        wanted = np.broadcast_to(replicates, self.n).tolist()
        return Points(self.n, self.told, self.sets | {REPLICATES: column(wanted)}, self.fixed, self.base)

    def flat(self) -> tuple[dict[str, Any], dict[str, Column]]:
        """Everything that decides the results, by its full key: what all points share, and a column for the rest."""
        chosen = [one.at for key, one in self.sets.items() if names_preset(key)]
        at = column(zip(*(one.tolist() for one in chosen), strict=True)).at if chosen else np.zeros(self.n, np.int64)
        firsts = np.unique(at, return_index=True)[1].tolist()
        every = [values_of(self[k].setup) for k in firsts]  # one for each choice of presets
        found = {key: column(one.get(key) for one in every) for key in sorted({key for one in every for key in one})}
        sets = {key: Column(one.values, one.at[at]) for key, one in found.items()}
        sets |= {key: one for key, one in self.sets.items() if not names_preset(key)}
        alike = {key for key, one in sets.items() if len(one.values) == 1 and one.at.min() == 0}
        return (
            {key: sets[key].values[0] for key in sorted(alike) if key not in HOW},
            {key: sets[key] for key in sorted(sets) if key not in alike and key not in HOW},
        )


def names_preset(key: str) -> bool:
    """Whether its value is the name of a preset, also within a path."""
    return key in PRESET_GROUPS or bool(is_of_path(key) and preset_group(key))


def rows_of(columns: Mapping[str, Column], part: slice) -> list[dict[str, Any]]:
    """What is set at each of some points."""
    found: list[dict[str, Any]] = [{} for _ in range(part.stop - part.start)]
    for key, one in columns.items():
        for row, value in zip(found, one.listed(part), strict=True):
            if value is not None:
                row[key] = value
    return found


def gathered(points: Sequence[Point]) -> Points:
    """The same points, side by side."""
    if isinstance(points, Points):
        return points
    every = [values_of(point.setup) for point in points]
    keys = dict.fromkeys(key for one in every for key in one)
    sets = {key: column(one.get(key) for one in every) for key in keys}
    alike = {key: one.values[0] for key, one in sets.items() if len(one.values) == 1 and one.at.min() == 0}
    told = {
        key: column(point.values.get(key) for point in points)
        for key in dict.fromkeys(key for point in points for key in point.values)
    }
    base = assign(Setup(), {"name": "", **alike})  # of a path perhaps no more than a part
    varied = {key: one for key, one in sets.items() if key not in alike}
    return Points(len(points), told, varied, {"name": base.policy.name}, base)
