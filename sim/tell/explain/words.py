"""How a world is put into words: dates, distances, channels, problems, and lines that fit a page."""

import datetime
import math
import re
import textwrap

from sim.model.acts import CHANNELS, INCIDENTS, NOTHING, OMISSIONS

WIDTH = 100
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# By number, as in sim/model/records.py.
BY = tuple(one.by for one in CHANNELS)
KIND = tuple(one.title for one in (NOTHING, *INCIDENTS, *OMISSIONS))
WITH_ARTICLE = re.compile(r"(United |Departments? of )|.*\b(Republic|Netherlands|Philippines|Bahamas|Emirates)$")


def date(start: datetime.date, week: float) -> str:
    """Tue 4 Mar 2025, from the first day and weeks since."""
    day = start + datetime.timedelta(days=math.floor(week * 7.0 + 1e-9))
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def named(name: str) -> str:
    """A name as it stands in a sentence: the Netherlands, the Department of State, China."""
    return f"the {name}" if WITH_ARTICLE.match(name) else name


def lower(name: str) -> str:
    """Without the capital that begins a title, unless an abbreviation does."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def of(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listed(names) -> str:
    """a, b and c."""
    names = list(names)
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def weeks(length: float) -> str:
    if length < 1.0:
        days = round(length * 7.0)
        return "less than a day" if days < 1 else f"{days} day{'s' if days > 1 else ''}"
    return f"{length:.1f} weeks"


def many(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def of_which(number: int, whole: int) -> str:
    """How many of so many, as a relative clause begins."""
    if 0 < number < whole:
        return f"{number:,} of which"
    return "none of which" if number == 0 else "which" if whole == 1 else "all of which"


def percent(share: float) -> str:
    if share == 0.0:
        return "0%"
    if 0.0 < share < 0.001:
        return "<0.1%"
    return f"{100 * share:.1f}%" if share < 0.1 else f"{100 * share:.0f}%"


def signed(value: float) -> str:
    return f"{value + 0.0:+.2f}" if abs(value) >= 0.005 else "0.00"


def place(position: float, line: float, ideal: float, whose: str) -> str:
    """Where a position lies: how far from the national line, and on whose side of it."""
    away, wish = position - line, ideal - line
    if abs(away) < 0.005:
        return "on the national line"
    if away * wish <= 0.0:
        return f"{abs(away):.2f} sd from the national line, away from {of(whose)} position"
    beyond = " and beyond it" if abs(away) > abs(wish) + 0.005 else ""
    return f"{abs(away):.2f} sd from the national line, towards {of(whose)} position{beyond}"


def paragraph(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=True,
    )


def dated(stamp: str, *texts: str) -> str:
    """What happened on a day, under its date."""
    return "\n".join([stamp, *(paragraph(text, "    ") for text in texts)])


def table(header: list[str], body: list[list[str]]) -> str:
    """Columns flush right but for the first; closer together where the page is too narrow."""
    lines = [header, *body]
    wide = [max(len(line[k]) for line in lines) for k in range(len(header))]
    made = [
        [line[0].ljust(wide[0]), *(cell.rjust(w) for cell, w in zip(line[1:], wide[1:], strict=True))] for line in lines
    ]
    gap = "  " if sum(wide) + 2 * len(wide) - 2 <= WIDTH else " "
    return "\n".join(gap.join(line).rstrip() for line in made)


def headed(title: str) -> str:
    return f"{title}\n{'-' * min(len(title), WIDTH)}"
