"""Random paths that fit, as keys and values, and text of which half does not."""

import random

from sim.model.levers import GROUPS, LEVERS
from sim.model.path.keys import FIXED, limit_of
from sim.model.path.readings import READINGS

STILL = ("investment.grants", "delegation.min_capacity", "oversight.patrol_period", "coordination.escalation", *FIXED)
NUMBERS = [key for key, one in LEVERS.items() if one.kind == "number" and key not in STILL]
CHOICES = {key: list(one.choices) for key, one in LEVERS.items() if one.choices and not one.open}
USUAL = {  # bounds that are passed now and then on the toy
    "backlog": 60.0, "load": 0.7, "wait": 5.0, "agreements": 200.0, "lapses": 20.0, "omissions": 2.0, "incidents": 20.0,
    "harm": 20.0, "gravest": 1.5, "detected": 10.0, "legitimacy": 0.55, "trust": 0.5, "allies": 0.5, "party": 0.0,
}  # fmt: skip


def value_of(dice: random.Random, key: str, dear: float = 1.0):
    """A value that a lever may have. dear: share of its range, or of 2, that is affordable."""
    if key in CHOICES:
        return dice.choice(CHOICES[key])
    one = LEVERS[key]
    return round(one.low + dice.random() * min(one.high - one.low, 2.0) * dear, 3)


def some_levers(dice: random.Random, most: int = 6, dear: float = 1.0) -> dict:
    keys = dice.sample([*NUMBERS, *CHOICES], dice.randint(1, most))
    return {key: value_of(dice, key, dear) for key in keys}


def random_path(dice: random.Random, years: float, dear: float = 1.0) -> dict:
    """Phases that follow each other, rules, and perhaps a reform and a turnover."""
    review = dice.choice((2.0, 4.0, 6.5, 13.0))
    said: dict = {"review": review}
    year = dice.random() * 0.2 * years
    for number in range(1, dice.randint(1, 3) + 1):
        over = dice.choice((0.0, 0.0, dice.random() * 0.3 * years))
        if year + over >= 0.95 * years:
            break
        said |= {f"phases.{number}.year": year, f"phases.{number}.over": over}
        said |= {f"phases.{number}.{key}": value for key, value in some_levers(dice, dear=dear).items()}
        year += over + (0.02 + dice.random() * 0.2) * years
    readings = dice.sample(list(READINGS), 3)  # another each, so that none flips what the other does
    for number in range(1, dice.randint(0, 3) + 1):
        place, when = f"rules.{number}.", readings[number - 1]
        said |= {place + "when": when, place + dice.choice(("above", "below")): USUAL[when]}
        said |= {place + "for": dice.choice((0.0, 4.0, 8.0)), place + "every": dice.choice((1.0, 8.0, 26.0))}
        way = dice.choice(("set", "step", "revert")) if number > 1 else dice.choice(("set", "step"))
        if way == "set":
            said |= {f"{place}set.{key}": value for key, value in some_levers(dice, 3, dear).items()}
        elif way == "step":
            said[f"{place}step.{dice.choice(NUMBERS)}"] = dice.choice((-0.2, 0.1)) * dear
        else:
            said[place + "revert"] = number - 1
    if dice.random() < 0.5:
        said |= {"reform.weeks": dice.choice((1.0, 5.0, 13.0)), "reform.dip": 0.1, "reform.moving": 0.01}
    if dice.random() < 0.5:
        said |= {"turnover.undo": dice.choice((0.5, 1.0)), "turnover.locked_in": 0.3, "turnover.returns": 1}
        said["turnover.keep"] = dice.choice(("none", "all", *GROUPS))
    return said


WRONG = (
    -1, 0, 1e308, float("nan"), "", "abc", "nan", "null", "true", "[1]", "{a: 1}", "1e999", "0x10", "１", "0,5", "${x}",
    "a" * 300, "\x1b[31m", "backlgo", "oversight+", 99, 51, "1_0", "'", "--out",
)  # fmt: skip


def spoilt(dice: random.Random, said: dict) -> dict:
    """The same with one or two things done to it: a value, a key, a number, something left out or doubled."""
    said = dict(said)
    for _ in range(dice.randint(1, 2)):
        key = dice.choice(list(said))
        way = dice.choice(("value", "key", "out", "number", "late", "new", "far"))
        if way == "value":
            said[key] = dice.choice(WRONG)
        elif way == "far" and hasattr(limit := limit_or_none(key), "low"):
            said[key] = dice.choice((limit.low, limit.high, limit.low - 1, limit.high * 2 + 1))
        elif way == "key":
            at = dice.randrange(len(key))
            said[key[:at] + dice.choice(("", "x", ".", "..", "1", "é", " ")) + key[at + 1 :]] = said.pop(key)
        elif way == "out" and len(said) > 1:
            del said[key]
        elif way == "number":
            said[key.replace(".1.", f".{dice.choice((0, 2, 7, 99, 100))}.")] = said.pop(key)
        elif way == "late":
            said |= {"phases.1.year": dice.choice((0.99, 1.0, 3.0, 50.0)), "phases.1.over": 0.5}
        else:
            said[dice.choice(("rules.1.for", "rules.1.delay", "rules.1.from", "review", "rules.1.revert"))] = (
                dice.choice((1, 2, 40, 52, 500))
            )
    return said


def limit_or_none(key: str):
    try:
        return limit_of(key)
    except ValueError:
        return None
