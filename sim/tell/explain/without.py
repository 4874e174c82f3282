"""What would have happened without: the same world once more without a rule that fired, without the turn of a new
government, without any change at all."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.model import regime
from sim.model.catalogue import Metric
from sim.model.metrics import HEADLINES, METRIC, NAMES, measure
from sim.model.metrics.smallest import IN_WORDS, smallest_effect
from sim.model.path.course import UNDONE, Course
from sim.model.path.path import Path, Reform, Turnover
from sim.model.units import number, signed, spoken
from sim.tell.explain import followed, words
from sim.tell.explain.decade import Decade

SAME = "same"
MOST = 3  # columns of a table
LEFT_OUT = {"undoing": "the undoing by a new government", "change": "any change"}


class Other(NamedTuple):
    """The same world with less of the path: what is left out, and the outcomes, (len(METRICS),)."""

    missing: str
    outcomes: np.ndarray


def as_it_was(decade: Decade) -> np.ndarray:
    return measure(decade.world, decade.standing.spent(float(decade.given.weeks)))


def outcomes(decade: Decade, left: Callable[[Path], Path]) -> np.ndarray:
    """Outcomes of the same world with what is left of the path."""
    course: Course = followed.course_of(decade.setup, decade.tables, log=False)
    course.path = left(course.path)
    world, standing = course.follow(decade.setup.run.seed, decade.replicate)
    return measure(world, standing.spent(regime.now_of(world)))


def without_rule(n: int) -> Callable[[Path], Path]:
    return lambda path: path._replace(rules=tuple(rule for rule in path.rules if rule.number != n))


def without_turn(path: Path) -> Path:
    return path._replace(turnover=Turnover())


def without_all(path: Path) -> Path:
    """As it was in week 0, for good."""
    return path._replace(phases=(), rules=(), reform=Reform(), turnover=Turnover())


def others(decade: Decade) -> list[Other]:
    """What to hold against what happened: each rule that fired, the undoing, and all changes."""
    diary = decade.course.diary
    fired = sorted({firing.rule.number for look in diary for firing in look.firings})
    asked = [(f"rule {n}", without_rule(n)) for n in fired]
    if any(UNDONE in look.causes for look in diary):
        asked.append(("undoing", without_turn))
    return [Other(title, outcomes(decade, left)) for title, left in [*asked, ("change", without_all)]]


def matters(metric: Metric, reference: float, value: float) -> bool:
    """Whether two values differ by what matters, or one of them is not defined."""
    if np.isnan(reference) or np.isnan(value):
        return bool(np.isnan(reference) != np.isnan(value))
    return abs(value - reference) > smallest_effect(metric.unit, reference)


def table(was: np.ndarray, found: list[Other]) -> list[list[str]]:
    """The main outcomes that differ by what matters in any of these, a row each: as they were, and the differences."""
    body = []
    for name in HEADLINES:
        metric, k = METRIC[name], NAMES.index(name)
        values = [float(one.outcomes[k]) for one in found]
        if any(matters(metric, float(was[k]), value) for value in values):
            body.append([metric.title, said(metric, float(was[k])), *(apart(metric, was[k], x) for x in values)])
    return body


def factor(metric: Metric) -> float:
    return spoken(metric.unit).factor


def said(metric: Metric, value: float) -> str:
    """A value with its unit, briefly."""
    unit = "%" if factor(metric) == 100.0 else "" if metric.unit.startswith("[") else f" {metric.unit}"
    return number(factor(metric) * value) + unit


def apart(metric: Metric, reference: float, value: float) -> str:
    """By how much a value differs, if that matters."""
    if not matters(metric, float(reference), value):
        return SAME
    return "not defined" if np.isnan(value) else signed(factor(metric) * (value - reference), 2)


def narrate(decade: Decade) -> list[str]:
    """Blocks; none where nothing changed."""
    if not decade.changes:
        return []
    found, was = others(decade), as_it_was(decade)
    body = table(was, found)
    without = [f"without {LEFT_OUT.get(one.missing, one.missing)}" for one in found]
    again = f"This one world was run again {words.listed(without)}"
    if not body:
        text = f"{again}: in none of the {len(HEADLINES)} main outcomes is there a difference that matters."
        return [words.paragraph(f"What would have happened otherwise. {text}")]
    tables = []
    for k in range(0, len(found), MOST):
        some = found[k : k + MOST]
        header = ["", "as it was", *(f"no {one.missing}" for one in some)]
        tables.append(words.table(header, [[*row[:2], *row[2 + k : 2 + k + MOST]] for row in body]))
    note = (
        f"{again}; the columns say how much more or less there would have been. That is what the changes did in this "
        "world, not what they do on average: paradip compare tells that from many worlds. Of the "
        f"{len(HEADLINES)} main outcomes those are shown that differ by what matters ({IN_WORDS}); same: by less."
    )
    return ["What would have happened otherwise:", *tables, words.paragraph(note)]
