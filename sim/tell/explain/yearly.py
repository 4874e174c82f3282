"""What happened year by year, counted from the finished world and observed at the end of each year."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.model.rules.belief import trust
from sim.model.world import World
from sim.tell.explain import words
from sim.tell.explain.decade import Decade

YEAR = 52.0


class Course(NamedTuple):
    """What the weeks of a world show: by year end (years, ...), and whom each rival courted, (counterparts, actors)."""

    trust: np.ndarray
    skill: np.ndarray
    drift: np.ndarray
    department_skill: np.ndarray
    readiness: np.ndarray
    busy: np.ndarray
    confidence: np.ndarray
    courted: np.ndarray


def years(decade: Decade) -> int:
    return int(np.ceil(decade.given.weeks / YEAR - 1e-9))


def starts(decade: Decade) -> list[str]:
    """The first day of each year of 52 weeks, without its weekday."""
    return [decade.day(k * YEAR).split(" ", 1)[1] for k in range(years(decade))]


def counted(decade: Decade, times, chosen=None) -> np.ndarray:
    """How many of these times fall in each year; `chosen` selects which count."""
    times = np.asarray(times if chosen is None else times[chosen], float)
    times = times[times < decade.given.weeks]
    return np.bincount((times / YEAR).astype(int), minlength=years(decade))[: years(decade)]


def total(chosen: np.ndarray) -> int:
    return int(np.count_nonzero(chosen))


def observe(decade: Decade) -> Course:
    """Run the world once more, week by week."""
    given, n = decade.given, years(decade)
    ticks = int(given.ticks)
    ends = [min(round((k + 1) * YEAR / given.dt), ticks) for k in range(n)]
    world = decade.world
    j, e, c = len(world.subnationals), len(world.departments), len(world.counterparts)
    sizes = dict(trust=j, skill=j, drift=j, department_skill=e, readiness=e, busy=e, confidence=c)
    course = Course(courted=np.zeros((c, j), int), **{name: np.zeros((n, size)) for name, size in sizes.items()})

    def look(tick: int, now: World) -> None:
        targets = now.courts.reshape(c, -1)
        rows, places = np.nonzero(targets >= 0)
        np.add.at(course.courted, (rows, targets[rows, places]), 1)
        year = next(k for k, end in enumerate(ends) if tick <= end)
        course.busy[year] += now.departments["busy"]
        if tick == ends[year]:
            for name in ("trust", "skill", "drift"):
                getattr(course, name)[year] = now.subnationals[name]
            course.department_skill[year] = now.departments["skill"]
            course.readiness[year] = now.departments["readiness"]
            course.confidence[year] = [trust(now, k) for k in range(c)]
            course.busy[year] /= end_less(ends, year)

    decade.walk(range(1, ticks + 1), look)
    return course


def end_less(ends: list[int], year: int) -> int:
    """Ticks in a year."""
    return ends[year] - (ends[year - 1] if year else 0)


def lay_out(decade: Decade, columns: Mapping[str, list | np.ndarray]) -> str:
    """A table with one row per year; numbers below one keep two decimals."""
    header = ["year from", *columns]
    body = [[first, *(cell(values[k]) for values in columns.values())] for k, first in enumerate(starts(decade))]
    return words.table(header, body)


def cell(value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer)):
        return f"{value:,}"
    return "-" if not np.isfinite(value) else f"{value:.2f}"
