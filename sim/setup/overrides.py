"""Reading `key=value` in Hydra's own grammar, and refusing by name everything that is not a value of a known key.

No value that a user writes reaches Hydra or OmegaConf: values are checked against `limits.py` and assigned; only names
of presets are composed, and only names that stand on the list of presets.
"""

import re
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import NamedTuple

from sim.errors import InputError, nearest, shown
from sim.inputs.folder import scenario_names
from sim.inputs.in_use import studies
from sim.inputs.own_code import find_class
from sim.model.limits import LIMITS, Limit, checked, suggest, unknown
from sim.model.path import keys
from sim.model.path.keys import PREFIX
from sim.model.path.keys import checked as checked_of_path
from sim.setup import paths
from sim.setup.named import names

PRESET_GROUPS = ("policy", "delegation", "oversight", "coordination", "investment", "run")
ELSEWHERE = {"experiment": "sweep", "exercise": "report"}  # words that one command alone takes
MOST_POINTS = 1_000_000
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*|agents\.[A-Za-z0-9][A-Za-z0-9_.-]*")
AGENTS, NO_CLASS = "agents.", "none"  # agents.CODE=Class: an agent by its code, or a kind of agent, follows a class


class Assignment(NamedTuple):
    """One override: a key and the values it is to take; swept if it was written as several."""

    key: str
    values: list
    swept: bool


def presets(group: str) -> list[str]:
    """Names of the presets of one group; `scenario` counts as a group."""
    if group == "scenario":
        return scenario_names()
    if group not in PRESET_GROUPS:
        raise InputError(
            f"group {shown(group)}: not known; expected one of "
            f"{', '.join(PRESET_GROUPS)}{nearest(group, PRESET_GROUPS)}"
        )
    return names(group)


def check_preset(group: str, name: object) -> str:
    known = presets(group)
    if not isinstance(name, str) or name not in known:
        raise InputError(f"{group}: {shown(name)}; expected one of {', '.join(known)}{suggest(name, known)}")
    return name


def check_value(key: str, value: object):
    if key.startswith(AGENTS):
        return check_class(key, value)
    if paths.is_of_path(key):
        group = paths.preset_group(key)
        return within_key(key, group, value) if group else checked_of_path(key.removeprefix(PREFIX), value)
    return check_preset(key, value) if key in PRESET_GROUPS else checked(key, value)


def within_key(key: str, group: str, value: object) -> str:
    """A preset named within a path."""
    try:
        return check_preset(group, value)
    except InputError as fault:
        raise InputError(f"{key}{str(fault).removeprefix(group)}") from None


def check_class(key: str, value: object) -> str | type:
    """A class of agents: one of a study by its name, or in Python the class itself; `none` for the rules as they
    are."""
    if isinstance(value, type) or value == NO_CLASS:
        return value  # type: ignore[return-value]
    if not isinstance(value, str):
        raise InputError(f"{key}: {shown(value)}; expected the name of a class in the agents.py of a study")
    try:
        find_class(studies(), value)
    except InputError as fault:
        raise InputError(f"{key}: {fault}") from None
    return value


def is_hydras(word: str) -> bool:
    """Whether it is a setting of Hydra itself, such as hydra.run.dir=here or +hydra/launcher=joblib."""
    return re.split("[./@=]", word.lstrip("+~"), maxsplit=1)[0] == "hydra"


def check_key(text: str) -> str:
    """The key of `key=value`, if it is one of ours."""
    key, equals, _ = text.partition("=")
    key = key.strip()
    known = [*PRESET_GROUPS, *LIMITS]
    example = "expected key=value, such as delegation.level=0.3"
    if not equals:
        raise InputError(f"{shown(text)}: no value given; {example}{suggest(key, known)}")
    if is_hydras(key):
        raise InputError(f"{shown(key)}: settings of Hydra itself cannot be changed here; {example}")
    if not KEY.fullmatch(key):
        raise InputError(
            f"{shown(key)}: keys cannot be added, deleted or moved here; {example}{suggest(key.strip('+~@$'), known)}"
        )
    if key in ELSEWHERE:
        command = ELSEWHERE[key]
        raise InputError(f"{key}: not known to this command; expected it with another: paradip {command} {key}=NAME")
    if paths.is_of_path(key):
        return paths.check_key(key)
    if key not in known and not key.startswith(AGENTS):
        if paths.is_known(PREFIX + key):
            raise unknown(key, known, f", did you mean '{PREFIX}{key}'?")
        inside = [name for name in known if name.startswith(key + ".")]
        raise unknown(key, known, f", did you mean '{inside[0]}'?" if inside else "")
    return key


@cache
def hydra_parser():
    from hydra.core.override_parser.overrides_parser import OverridesParser

    return OverridesParser.create()


def read_override(text: str) -> Assignment:
    from hydra.errors import HydraException

    key = check_key(text)
    if "${" in text:
        raise InputError(f"{key}: {shown(text.partition('=')[2])}; expected a plain value, references are not read")
    try:
        override = hydra_parser().parse_override(text)
        values, swept = expand(key, override)
    except (
        HydraException,
        ValueError,
        TypeError,
        ArithmeticError,
        AttributeError,
        AssertionError,
        RecursionError,
    ) as error:
        if isinstance(error, InputError):
            raise
        value = shown(text.partition("=")[2])
        raise InputError(
            f"{key}: {value} cannot be read; expected one value, with quotes around spaces and brackets"
        ) from None
    if not values:
        raise InputError(f"{key}: {shown(text.partition('=')[2])} names no value; expected at least one")
    return Assignment(key, [check_value(key, value) for value in values], swept)


def expand(key: str, override) -> tuple[list, bool]:
    """Values of one override: itself, a list a,b,c or choice(...), range(...), or glob(...) over presets."""
    from hydra.core.override_parser.types import Glob, QuotedString, RangeSweep

    if not override.is_sweep_override():
        value = override.value()
        plain_text = key == "scenario" or limit_of(key).kind == "word"
        return [
            override.get_value_string() if plain_text and not isinstance(value, (str, list, dict)) else value
        ], False
    if override.is_interval_sweep():
        raise InputError(f"{key}: an interval has no list of values; expected range(start,stop,step) or a,b,c")
    sweep = override.value()
    if getattr(sweep, "shuffle", False):
        raise InputError(f"{key}: shuffle would make the order differ from run to run; expected range(...) or a,b,c")
    if isinstance(sweep, Glob):
        if key not in PRESET_GROUPS and key != "scenario":
            raise InputError(f"{key}: glob(...) needs named presets; expected numbers or words")
        return sweep.filter(presets(key)), True
    if isinstance(sweep, RangeSweep):
        return spread(key, sweep.start, sweep.stop, sweep.step), True
    items = list(islice(sweep.list, MOST_POINTS + 1))
    if any(isinstance(item, Glob | RangeSweep) for item in items):
        raise InputError(f"{key}: a range or glob among other values; expected it alone, or a,b,c")
    return [item.text if isinstance(item, QuotedString) else item for item in items], True


def limit_of(key: str) -> Limit:
    """What it may be; a word where it names a class or a preset."""
    if paths.is_of_path(key) and not paths.preset_group(key):
        found = keys.limit_of(key.removeprefix(PREFIX))
        return found if isinstance(found, Limit) else LIMITS["name"]
    return LIMITS.get(key, LIMITS["name"])


def spread(key: str, start, stop, step) -> list:
    """start, start+step, ... short of stop, in decimals, so that three times 0.1 is 0.3."""
    first, end, stride = (Decimal(str(number)) for number in (start, stop, 1 if step is None else step))
    if not all(number.is_finite() for number in (first, end, stride)) or stride == 0:
        raise InputError(f"{key}: range({start},{stop},{step}) does not end; expected a step other than 0")
    if (end - first) / stride > MOST_POINTS:
        raise InputError(f"{key}: range({start},{stop},{step}) is too fine; expected at most {MOST_POINTS:,} points")
    whole = all(isinstance(number, int) for number in (start, stop, step))
    values, value = [], first
    while (value < end) if stride > 0 else (value > end):
        values.append(int(value) if whole else float(value))
        value += stride
    return values


def read_overrides(overrides) -> list[Assignment]:
    """All overrides, in the order given; no key twice."""
    if isinstance(overrides, str):
        overrides = overrides.split()
    assignments: dict[str, Assignment] = {}
    for text in overrides:
        if not isinstance(text, str):
            raise InputError(f"{shown(text)}: not text; expected key=value, such as delegation.level=0.3")
        assignment = read_override(text)
        if assignment.key in assignments:
            raise InputError(f"{assignment.key}: given twice; expected once, or {assignment.key}=a,b in a sweep")
        assignments[assignment.key] = assignment
    return list(assignments.values())
