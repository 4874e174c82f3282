"""What a call from Python says, made the same setups and points as what a command says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sim.errors import InputError, shown, within
from sim.inputs.in_use import bring, one_at_a_time, take_up
from sim.inputs.in_use import brought as extra_metrics
from sim.inputs.scenario import reading_once
from sim.model.levers import LEVERS
from sim.model.limits import suggest
from sim.model.metrics.brought import brought
from sim.model.policy import GROUPS, Policy, said
from sim.runs.until import Until, read_until
from sim.runs.work import is_within_a_run
from sim.setup.columns import read_column
from sim.setup.config import SHORT, Setup, setup_from, word_of
from sim.setup.design import Design, is_of_policy, points_of
from sim.setup.overrides import AGENTS, MOST_POINTS, NO_CLASS, Assignment, check_key, check_value, read_override
from sim.setup.paths import is_of_path
from sim.setup.points import Points
from sim.study.bar import Progress, watched
from sim.study.over_time import SHOWN

_depth: list[None] = []  # calls that are under way, one within another


@contextmanager
def calling(metrics: Any = None, progress: Any = None) -> Iterator[Progress | None]:
    """Within: the study of the moment is taken up, scenarios are read once, and `metrics` are measured as well. Raises
    InputError within a run, whose caller waits for it."""
    if is_within_a_run():
        raise InputError("sim: called by an agent or a metric during a run; expected the call before the run")
    with one_at_a_time, reading_once(), watched(progress) as told:
        take_up()
        wanted = tuple(brought(metrics))
        if _depth and wanted != extra_metrics():
            raise InputError("metrics: an outer call is still running with other metrics; expected the same metrics")
        before = bring(wanted)
        _depth.append(None)
        try:
            yield told
        finally:
            _depth.pop()
            bring(before)


def setup_of_policy(policy: Any, settings: Mapping[str, Any]) -> Setup:
    """policy: a preset, with what is moved of it as for `paradip compare`, a Policy, or values by key."""
    own: dict[str, Any] = {}
    if isinstance(policy, Mapping):
        own = by_key(policy)
        policy = own.pop("policy", "centralized")
    if isinstance(policy, str) and ":" in policy:
        policy, moved = read_column(policy)
        own = {key: read_override(f"{key}={value}").values[0] for key, value in moved.items()} | own
    return setup_from(policy, **(by_key(settings) | own))  # the policy's own before those of the call, key by key


def compared_setups(policies: Sequence[Any], settings: Mapping[str, Any]) -> list[Setup]:
    """One for each policy, told apart."""
    return told_apart([setup_of_policy(policy, settings) for policy in policies])


def told_apart(setups: list[Setup]) -> list[Setup]:
    """The same: what would be called the same gets a name of its own, unless it is the same."""
    taken = {setup.policy.name for setup in setups}
    numbers: dict[str, Iterator[int]] = {}
    known: dict[tuple, str] = {}
    for setup in setups:
        name = setup.policy.name
        parts = (said(setup.policy), setup.parameters, setup.agents)
        this = name, *(tuple(sorted(part.items(), key=lambda item: item[0])) for part in parts)
        if this not in known:
            if name in numbers:
                known[this] = next(one for n in numbers[name] if (one := f"{name}{n}") not in taken)
                taken.add(known[this])
            else:
                known[this], numbers[name] = name, count(2)
        setup.policy.name = known[this]
    return setups


def swept_points(words: Sequence[Any], design: Design, settings: Mapping[str, Any]) -> Points:
    """words: as on the command line, or values by key; settings: values by key. A list, tuple, array or Series of
    values is an axis, and text is read as on the command line. Raises InputError."""
    texts: list[str] = []
    assignments: list[Assignment] = []
    policies: list[dict[str, Any]] = [{}]
    for word in (*words, settings):
        if isinstance(word, str):
            texts.append(word)
        elif isinstance(word, Mapping):
            for key, value in by_key(word).items():
                value = value.tolist() if hasattr(value, "tolist") else value
                if key == "policy" and not isinstance(value, str) and not is_plain(value):
                    if len(policies) > 1 or policies[0]:
                        raise InputError("policy: given twice; expected one list of policies")
                    policies = chosen(value if isinstance(value, (list, tuple)) else [value])
                elif isinstance(value, str) and not is_one(key, value):
                    texts.append(f"{key}={value}")
                else:
                    assignments.append(assignment(key, value))
        else:
            raise InputError(f"sweep: {shown(word)}; expected words key=value, or values by key")
    return points_of(texts, design, assignments, policies)


def by_key(given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by their keys in full: years is run.years, parameters and agents are mappings of their own. Raises
    InputError at a key that is there twice."""
    if not isinstance(given, Mapping):
        raise InputError(f"{shown(given)}; expected values by key")
    found: dict[str, Any] = {}
    for key, value in given.items():
        full = {SHORT.get(key, str(key)): value}
        if key in ("parameters", "agents"):
            inner = value.to_dict() if hasattr(value, "to_dict") else {} if value is None else value
            if not isinstance(inner, Mapping):
                raise InputError(f"{key}: {shown(value)}; expected values by name")
            full = {f"{key}.{name}": one for name, one in inner.items()}
        for twice in full.keys() & found.keys():
            raise InputError(f"{twice}: given twice; expected once")
        found |= full
    return found


def is_plain(value: Any) -> bool:
    """Whether a value for `policy` is names of presets."""
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) and ":" not in one for one in value)


def chosen(policies: Sequence[Any]) -> list[dict[str, Any]]:
    """Name and levers of each of several policies, all different. Raises InputError."""
    for policy in policies:
        said = read_column(policy)[1] if isinstance(policy, str) and ":" in policy else policy
        for key in said if isinstance(said, Mapping) else ():
            if not is_of_policy(str(key)):
                raise InputError(f"policy: {shown(key)} is not a lever; expected it beside policy, for all of them")
    found = [as_told(one) for one in compared_setups(policies, {})]
    names = [one["name"] for one in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InputError(f"policy: {shown(twice)} is named twice; expected different policies")
    return found


def as_told(setup: Setup) -> dict[str, Any]:
    """Name, levers and path of its policy, by key."""
    return {"name": setup.policy.name, **said(setup.policy)}


def is_one(key: str, text: str) -> bool:
    """Whether text is one value as it stands, and not several in the grammar of the command line."""
    if key == "scenario" and "," in text:
        return False
    try:
        check_value(check_key(f"{key}="), text)
    except InputError:
        return False
    return True


def assignment(key: str, value: Any) -> Assignment:
    check_key(f"{key}=")
    if hasattr(value, "tolist"):  # of numpy and pandas
        value = value.tolist()
    if isinstance(value, (list, tuple, range)):
        if len(value) > MOST_POINTS:
            raise InputError(f"{key}: {len(value):,} values; expected at most {MOST_POINTS:,}")
        values = [checked(key, one) for one in value]
        if not values:
            raise InputError(f"{key}: names no value; expected at least one")
        return Assignment(key, values, True)
    return Assignment(key, [checked(key, value)], False)


def checked(key: str, value: Any) -> Any:
    return check_value(key, in_words(key, value))


def in_words(key: str, value: Any) -> Any:
    """What stands for a value as it may be given in Python alone."""
    if key == "scenario":
        return word_of(value)
    return NO_CLASS if value is None and key.startswith(AGENTS) else value


def design_of(points: Any, zip: bool, design: str | None, over: Any, worlds: Any = None) -> Design:
    """points: a csv file, a DataFrame, or mappings."""
    if points is not None and not isinstance(points, (str, Path)):
        points = points_by_key(points)
    for name, told in (("design", design), ("over", over)):
        if not isinstance(told, str | None) and not (name == "over" and isinstance(told, Sequence)):
            raise InputError(f"{name}: {shown(told)}; expected text, such as lhs:200 or all")
    if not isinstance(worlds, str | Path | None):
        raise InputError(f"worlds: {shown(worlds)}; expected plausible, evidence or the path of a csv")
    names = over if over is None or isinstance(over, str) else ",".join(map(str, over))
    return Design(points, zip, design, names, None if worlds is None else str(worlds)).settled()


def points_by_key(points: Any) -> list[dict[str, Any]]:
    """Each point's values by key in full, with name and levers in place of policies that are not all presets."""
    if hasattr(points, "columns"):
        for twice in points.columns[points.columns.duplicated()]:
            raise InputError(f"points: {shown(twice)} is the name of two columns; expected every key once")
        points = points.to_dict("records")
    if not isinstance(points, Sequence):
        raise InputError(f"points: {shown(points)}; expected a csv file, a DataFrame, or values by key for each point")
    places = [f"points: number {number}: " for number in range(len(points))]
    rows = [within(place, unfolded, point) for place, point in zip(places, points, strict=True)]
    if not is_plain([row.get("policy", "") for row in rows]):
        own = [{key: value for key, value in row.items() if is_of_policy(key)} for row in rows]
        setups = told_apart([within(place, setup_of_policy, one, {}) for place, one in zip(places, own, strict=True)])
        others = [{key: value for key, value in row.items() if not is_of_policy(key)} for row in rows]
        rows = [as_told(setup) | other for setup, other in zip(setups, others, strict=True)]
    return [{key: in_words(key, value) for key, value in row.items()} for row in rows]


def unfolded(point: Any) -> dict[str, Any]:
    """A point by key in full; what its policy says by key beside what the point does."""
    found = by_key(point)
    inner = found.pop("policy") if isinstance(found.get("policy"), Mapping) else {}
    return by_key(inner) | found


def readings_of(over_time: Any) -> Sequence[str]:
    """What is to be kept over time: the usual readings for True, nothing for False, or those named."""
    if isinstance(over_time, bool):
        return SHOWN if over_time else ()
    if not isinstance(over_time, (list, tuple)) or not all(isinstance(name, str) for name in over_time):
        raise InputError(
            f"over_time: {shown(over_time)}; expected True, False, or a list of readings such as ['backlog']"
        )
    return over_time


def plain_of(plain: Any) -> bool:
    if not isinstance(plain, bool):
        raise InputError(f"plain: {shown(plain)}; expected True or False")
    return plain


def until_of(text: str | None, setups: Sequence[Setup]) -> Until | None:
    if text is not None and not isinstance(text, str):
        raise InputError(f"until: {shown(text)}; expected an outcome and a width, such as goodput:1%")
    return read_until(text, max(setup.run.replicates for setup in setups)) if setups else None


def changed_policy(policy: Any, changed: Mapping[str, Any]) -> Policy:
    """A policy with levers, or presets of a group, of one's own. Raises InputError at any other setting."""
    for key in changed:
        if key not in LEVERS and key not in GROUPS and not is_of_path(key):
            raise InputError(
                f"{key}: not a lever; expected one, or a preset of a group{suggest(key, [*LEVERS, *GROUPS])}"
            )
    return setup_of_policy(policy, changed).policy
