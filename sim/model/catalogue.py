"""What the model is made of, as it is declared: levers, parameters, outcomes, instruments, channels, incidents.

Each is declared once, in a file of `levers/`, `instruments/`, `parameters/` or `metrics/`, or in `acts.py`. Everything
that lists, bounds, prices, draws or tells it reads the declaration, so a new one is a new file and no other edit.
"""

import math
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from sim.model.units import on_axis, quantity


class Group(NamedTuple):
    """A group of levers: what it is about, as a heading and a sentence."""

    name: str
    title: str
    about: str


class Price(NamedTuple):
    """FTE that a lever takes. `formula` says it for readers, in names of levers of its group, of parameters, and
    `houses` (actors with a house) and `departments` (how many there are). `fte(levers, given)` works it out from the
    levers of the group and those others."""

    formula: str
    fte: Callable[[Any, Mapping[str, float]], float]


class Lever(NamedTuple):
    """Something a government can choose. `key` is `group.name`; `off` is the value at which it does nothing.

    A number lies between `low` and `high`, in `whole` steps or not; `absent` is what the off value stands for where a
    number does not say it. A lever with `choices`, each with what it stands for, is a word; where other
    words are taken too, `open` says which. It does nothing where all of those it `needs` are off; `paid` is how it is
    paid for where that is not by posts of its own. A slider goes to `reach` in steps of `step`. `place` orders the
    levers of a group.
    """

    key: str
    title: str
    unit: str
    meaning: str
    low: float = 0
    high: float = 1
    off: float | str = 0.0
    choices: Mapping[str, str] = {}
    open: str = ""
    price: Price | None = None
    paid: str = ""
    burdens: bool = False  # adds work to every matter
    whole: bool = False
    absent: str = ""
    needs: tuple[str, ...] = ()
    always: bool = False  # told at its off value too, wherever what it needs is on
    step: float = 0.05
    reach: float = math.inf
    place: float = math.inf

    @property
    def group(self) -> str:
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        return self.key.partition(".")[2]

    @property
    def kind(self) -> str:
        """number, choice or word."""
        return "word" if self.open else "choice" if self.choices else "number"

    @property
    def expected(self) -> str:
        """What it may be, in words."""
        if self.kind == "number":
            return f"{self.low:g} to {self.high:g}" + ", whole" * self.whole
        return ", ".join(self.choices) + (f" or {self.open}" if self.open else "")

    @property
    def explained(self) -> str:
        """Its meaning, with what each choice stands for where the word alone does not say so."""
        words = {one: said.partition(": ")[2] or said for one, said in self.choices.items() if said != one}
        return self.meaning + "".join(f"; {one}: {said}" for one, said in words.items())

    @property
    def axis(self) -> str:
        """Its title with its unit, unless the title says it."""
        unit = on_axis(self.unit)
        return f"{self.title}, {unit}" if unit and unit not in self.title.split() else self.title

    def said(self, value: float | str, brief: bool = False) -> str:
        """A value of it in words; brief: without the scale of a plain intensity."""
        if isinstance(value, str):
            return self.choices.get(value, value.replace("_", " ").replace("+", ", "))
        if self.absent and value == self.off:
            return self.absent
        return quantity(value, self.unit, brief and self.unit == "[0,1]")


class Parameter(NamedTuple):
    """One assumption. A claim is judged over its plausible range, `low` to `high`, as important as the default.

    `source` is "assumed" where no figure was found. At `off` the mechanism vanishes exactly. `border` is what it may be
    at all where its unit does not say so; `sides` are what a switch stands for at 0 and at 1. `title` stands alone, as
    a heading or before ": above .5" (default: the meaning); `brief` stands before "is high enough" (default: the
    title). `theme` is the file of `parameters/` it belongs to; `place` orders prices, which stand with what they buy.
    """

    name: str
    symbol: str
    unit: str
    default: float
    low: float
    high: float
    meaning: str
    source: str = "assumed"
    off: float | None = None
    title: str = ""
    brief: str = ""
    border: tuple[float, float] | None = None
    sides: tuple[str, ...] = ()
    theme: str = ""
    place: float = math.inf

    @property
    def heading(self) -> str:
        return self.title[0].upper() + self.title[1:]

    @property
    def axis(self) -> str:
        """Its meaning with its unit."""
        return self.meaning + (f", {self.unit}" if self.unit not in ("-", "switch") else "")

    def said(self, value: float, brief: bool = False) -> str:
        """A value of it in words; brief: where its unit was just said."""
        return quantity(value, self.unit, brief)


class Metric(NamedTuple):
    """One outcome of a run. better: +1 more is better, -1 less is better, 0 neither. `more`, `less` and `thing` begin
    a sentence about it (default: made from the title). `group` is the file of `metrics/` it belongs to. A `cost` is
    what is paid for the other outcomes: a comparison says how much, and names no winner."""

    name: str
    unit: str
    better: int
    title: str
    meaning: str
    more: str = ""
    less: str = ""
    thing: str = ""
    group: str = ""
    cost: bool = False

    @property
    def contested(self) -> int:
        """Which way a policy wins by it: as `better`, and 0 for a cost."""
        return 0 if self.cost else self.better

    @property
    def preferred(self) -> str:
        """Which way is better, in words."""
        return {1: "more", -1: "less", 0: ""}[self.better] + ", a cost" * self.cost


class Channel(NamedTuple):
    """Who spoke for the country. `share` is the metric that counts it and `who` whom that counts; `by` tells how an act
    was concluded, with {actor} and {firm} to be filled in."""

    name: str
    share: str
    who: str
    by: str


class Incident(NamedTuple):
    """What went wrong: `title` of one case, `many` of those that came into full view."""

    name: str
    title: str
    many: str

    @property
    def metric(self) -> str:
        return f"inc_{self.name}"


class Omission(NamedTuple):
    """What was not done in time: the metric that counts it, `title` of one case, `many` of those of a year."""

    metric: str
    title: str
    many: str


class Instrument(NamedTuple):
    """How a faulty act is found or deterred. `lever` switches it on ("" if it needs none).

    `find(w, i, seen)` is a compiled rule: the week in which the faulty act on issue i would come to the centre's
    notice, inf for never; `seen`, 0 to 1, is how visible acts in its channel are. A story says that it came to notice
    through `found`. `chance(given, regime)` is the chance of being caught that deters: from any act or, with
    `delegated`, from overreach under a mandate alone. With `desk`, its officers also correct what is found. `place`
    orders the instruments.
    """

    name: str
    title: str
    lever: str
    found: str = ""
    find: Callable | None = None
    chance: Callable[[Any, Any], float] | None = None
    delegated: bool = False
    desk: bool = False
    place: float = math.inf


def modules(package: Any) -> Iterator[Any]:
    """Every module of a package, in the order of their names."""
    for found in pkgutil.iter_modules(package.__path__):
        yield import_module(f"{package.__name__}.{found.name}")


def in_proportion(parameter: str, lever: str) -> Price:
    """The usual price: so much for the lever at 1."""
    return Price(f"{parameter} × {lever}", lambda levers, given: given[parameter] * getattr(levers, lever))
