"""How numbers and values with a unit are written for people: in figures, tables, pages and stories alike."""

import math
from typing import NamedTuple

MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"


class Unit(NamedTuple):
    """What is said after a number (`factor` times the value), and what a single one is called where that differs."""

    said: str
    factor: float = 1.0
    one: str = ""

    @property
    def after(self) -> str:
        """The same as it follows a number: % at once, words after a space."""
        return f" {self.said}" if self.said and not self.said.startswith("%") else self.said


UNITS = {
    "-": Unit(""),
    "switch": Unit("(0 no, 1 yes)"),
    "number": Unit(""),
    "actors": Unit(""),
    "severity": Unit(""),
    "exponent": Unit(""),
    "logit": Unit(""),
    "1/sd²": Unit(""),
    "[0,1]": Unit("on a scale of 0 to 1"),
    "share": Unit("%", 100.0),
    "probability": Unit("%", 100.0),
    "1/year": Unit("% a year", 100.0),
    "multiple": Unit("times the usual", one="as usual"),
    "sd": Unit("standard deviations", one="1 standard deviation"),
    "sd/point": Unit("standard deviations", one="1 standard deviation"),
    "sd/margin": Unit("standard deviations", one="1 standard deviation"),
    "weeks": Unit("weeks", one="1 week"),
    "years": Unit("years", one="1 year"),
    "commitments": Unit("commitments", one="1 commitment"),
    "crises": Unit("crises", one="1 crisis"),
    "desks": Unit("desks", one="1 desk"),
    "issues": Unit("issues", one="1 issue"),
    "institutions": Unit("institutions", one="1 institution"),
    "teams": Unit("teams", one="1 team"),
    "officer-weeks": Unit("officer-weeks", one="1 officer-week"),
    "1/officer": Unit("per officer"),
    "1/act": Unit("per act"),
    "1/issue": Unit("per issue"),
    "FTE/FTE": Unit("staff each"),
    "1/week": Unit("a week"),
    "mandates/week/desk": Unit("a week"),
    "issues/week": Unit("a week"),
    "issues/year": Unit("a year"),
    "incidents/year": Unit("a year"),
    "acts/year": Unit("a year"),
    "crises/year": Unit("a year"),
    "severity/year": Unit("points of severity a year"),
    "vitality/week": Unit("points of vitality a week"),
}


def on_axis(unit: str) -> str:
    """A unit as it stands on an axis: [0,1] is 0 to 1."""
    return unit[1:-1].replace("-", MINUS).replace(",", " to ") if unit.startswith("[") else unit


def spoken(unit: str) -> Unit:
    """A unit as it is said; one that is not listed is spelled out from its own name."""
    return UNITS.get(unit) or Unit(on_axis(unit).replace("FTE", "staff").replace("/", " per "))


def with_unit(number: str, unit: str) -> str:
    """A number that is already written, and its unit: 30%, 4 weeks."""
    return number + spoken(unit).after


def quantity(value: float, unit: str, brief: bool = False) -> str:
    """A value in words; brief: where its unit was just said, so that a percent sign is enough."""
    if unit == "switch" and value in (0, 1):
        return "yes" if value else "no"
    found = spoken(unit)
    number = plain(float(f"{found.factor * value:.10g}"))
    if brief:
        return number + found.after[:1].strip()
    return found.one if number == "1" and found.one else with_unit(number, unit)


def number(x: float, digits: int = 3) -> str:
    """So many significant digits, thousands apart: 0.0223, 52.9, 1,496; a dash where there is none."""
    if not math.isfinite(x):
        return DASH
    if x == 0.0:
        return "0"
    rounded = float(f"{x:.{digits}g}")
    size = math.floor(math.log10(abs(rounded)))
    if not -4 <= size <= 8:
        return f"{x:.{digits - 1}e}".replace("-", MINUS)
    return f"{x:,.{max(digits - 1 - size, 0)}f}".replace("-", MINUS)


def signed(x: float, digits: int = 3) -> str:
    """The same of a difference, with its sign."""
    return ("+" if x > 0 else "") + number(x, digits)


def plain(x: float, _=None) -> str:
    """A tick: all its digits, thousands apart."""
    return f"{x + 0.0:,.10g}".replace("-", MINUS)


def numbers(reference: float, values: list[float]) -> list[str]:
    """The reference and the values held against it, with digits enough that different values look different."""
    for digits in (3, 4, 5):
        base, texts = number(reference, digits), [number(value, digits) for value in values]
        if all(text != base or value == reference for text, value in zip(texts, values, strict=True)):
            break
    return [base, *texts]
