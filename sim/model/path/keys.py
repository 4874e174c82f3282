"""What each key of a path may be: its place, its limits, and the nearest key where there is none of that name."""

import re
from collections.abc import Callable
from typing import Any

from sim.errors import InputError, nearest, shown
from sim.model.levers import GROUPS, LEVERS
from sim.model.limits import LEVERS as LEVER_LIMITS
from sim.model.limits import Limit, check, suggest
from sim.model.path.readings import READINGS

PREFIX = "policy."
YEARS, WEEKS, SHARE, FLAG = (
    Limit("number", 0, 50),
    Limit("number", 0, 2600),
    Limit("number", 0, 1),
    Limit("integer", 0, 1),
)
FIXED = ("coordination.institutions",)  # departments with work in hand are neither merged nor divided
PHASE = {"year": YEARS, "over": YEARS}
RULE = {
    "when": Limit("choice", choices=tuple(READINGS)),
    "above": Limit("number", -1e9, 1e9),
    "below": Limit("number", -1e9, 1e9),
    "for": WEEKS,
    "delay": WEEKS,
    "from": YEARS,
    "every": Limit("number", 1, 2600),
    "most": Limit("integer", 1, 1000),
    "revert": Limit("integer", 1, 99),
}
REFORM = {
    "weeks": WEEKS,
    "dip": Limit("number", 0, 0.9),
    "fte": Limit("number", 0, 1e6),
    "moving": Limit("number", 0, 0.9),
}
TURNOVER = {"undo": SHARE, "keep": Limit("word", high=100), "locked_in": SHARE, "returns": FLAG}
REVIEW = Limit("number", 1, 520)
NUMBERED = re.compile(r"(phases|rules)\.([1-9][0-9]?)\.(.+)")
MOST = 99  # phases, and rules


def limit_of(key: str) -> Limit | Callable:
    """What a key of a path may be; `callable` for a function. Raises InputError where there is no such key."""
    part, _, leaf = key.partition(".")
    if key == "review":
        return REVIEW
    for name, known in (("reform", REFORM), ("turnover", TURNOVER)):
        if part == name:
            return known[leaf] if leaf in known else unknown(key, [f"{name}.{one}" for one in known])
    found = NUMBERED.fullmatch(key)
    if not found:
        return unknown(key, ["phases.1.year", "rules.1.when", "review", *(f"reform.{one}" for one in REFORM),
                             *(f"turnover.{one}" for one in TURNOVER)])  # fmt: skip
    kind, number, leaf = found.groups()
    own = PHASE if kind == "phases" else RULE
    if leaf in own:
        return own[leaf]
    if kind == "rules" and leaf == "calls":
        return callable
    place = f"{kind}.{number}."
    how, _, lever = leaf.partition(".") if kind == "rules" else ("set", "", leaf)
    if how not in ("set", "step") or lever not in LEVERS:
        ways = ("",) if kind == "phases" else ("set.", "step.")
        return unknown(key, [place + one for one in (*own, *(way + lever for way in ways for lever in LEVERS))])
    if lever in FIXED:
        raise InputError(
            f"{PREFIX}{key}: cannot change in the course of a run, since departments with work in hand are neither "
            f"merged nor divided; expected it outside the path, {lever}"
        )
    one = LEVERS[lever]
    if how == "step":
        if one.kind != "number":
            raise InputError(f"{PREFIX}{key}: a choice has no steps; expected {PREFIX}{place}set.{lever}")
        return Limit("number", one.low - one.high, one.high - one.low)
    return LEVER_LIMITS[lever]


def unknown(key: str, known: list[str]):
    example = f"expected a key such as {PREFIX}{known[0]}"
    raise InputError(f"{PREFIX}{key}: not known; {example}{suggest(PREFIX + key, [PREFIX + one for one in known])}")


def checked(key: str, value: object) -> Any:
    """The value of a key of a path in its own type. Raises InputError."""
    limit = limit_of(key)
    if not isinstance(limit, Limit):
        if not callable(value):
            raise InputError(f"{PREFIX}{key}: {shown(value)}; expected a function of what is seen")
        return value
    found = check(PREFIX + key, value, limit)
    if key == "turnover.keep":
        groups(str(found))
    return found


def groups(text: str) -> tuple[str, ...]:
    """Groups of levers joined by +; all; none."""
    if text in ("all", "none"):
        return tuple(GROUPS) if text == "all" else ()
    for name in text.split("+"):
        if name not in GROUPS:
            raise InputError(
                f"{PREFIX}turnover.keep: {shown(name)}; expected all, none, or groups joined by +: "
                f"{', '.join(GROUPS)}{nearest(name, GROUPS)}"
            )
    return tuple(text.split("+"))
