"""What a call from Python says, made the same setups and points as what a command says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.errors import InputError, shown
from sim.inputs.in_use import bring, one_at_a_time, take_up
from sim.inputs.in_use import brought as extra_metrics
from sim.inputs.scenario import reading_once
from sim.model.levers import LEVERS
from sim.model.limits import suggest
from sim.model.metrics.brought import brought
from sim.model.policy import GROUPS, Policy, levers
from sim.runs.until import Until, read_until
from sim.runs.work import is_within_a_run
from sim.setup.columns import read_column
from sim.setup.config import SHORT, Setup, setup_from, word_of
from sim.setup.design import Design, points_of
from sim.setup.overrides import AGENTS, MOST_POINTS, NO_CLASS, Assignment, check_key, check_value, read_override
from sim.setup.points import Points
from sim.study.bar import Progress, watched

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
        _depth.append(None)
        before = bring(wanted)
        try:
            yield told
        finally:
            _depth.pop()
            bring(before)


def setup_of_policy(policy: Any, settings: Mapping[str, Any]) -> Setup:
    """policy: a preset, with what is moved of it as for `paradip compare`, a Policy, or values by key."""
    own: dict[str, Any] = {}
    if isinstance(policy, Mapping):
        own = {str(key): value for key, value in policy.items()}
        policy = own.pop("policy", "centralized")
    if isinstance(policy, str) and ":" in policy:
        policy, moved = read_column(policy)
        own = {key: read_override(f"{key}={value}").values[0] for key, value in moved.items()} | own
    given = dict(settings)
    for part in ("parameters", "agents"):  # the policy's own before those of the call, name by name
        if isinstance(given.get(part), Mapping) and isinstance(own.get(part), Mapping):
            own[part] = {**given[part], **own[part]}
    return setup_from(policy, **(given | own))


def compared_setups(policies: Sequence[Any], settings: Mapping[str, Any]) -> list[Setup]:
    """One for each policy; what would be called the same gets a name of its own, unless it is the same."""
    setups = [setup_of_policy(policy, settings) for policy in policies]
    for place, setup in enumerate(setups):
        before = [one for one in setups[:place] if one.policy.name == setup.policy.name]
        same = [one for one in before if what_decides(one) == what_decides(setup)]
        if before and not same:
            taken = {one.policy.name for one in setups}
            numbered = (f"{setup.policy.name}{n}" for n in range(2, len(setups) + 2))
            setup.policy.name = next(name for name in numbered if name not in taken)
    return setups


def what_decides(setup: Setup) -> tuple:
    """All that tells one policy of a comparison from another but its name."""
    return levers(setup.policy), setup.parameters, setup.agents


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
            for key, value in spread(word):
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
    keys = {text.partition("=")[0].strip() for text in texts} | {one.key for one in assignments}
    for key in sorted(keys & {"policy", "name", *GROUPS}) if policies[0] else ():
        raise InputError(f"{key}: given twice; expected it in each of the policies, or policies by name")
    return points_of(texts, design, assignments, policies)


def spread(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Keys in full: years is run.years, parameters and agents are mappings of their own."""
    for key, value in given.items():
        if key in ("parameters", "agents"):
            inner = value.to_dict() if hasattr(value, "to_dict") else value
            if not isinstance(inner, Mapping):
                raise InputError(f"{key}: {shown(value)}; expected values by name")
            yield from ((f"{key}.{name}", one) for name, one in inner.items())
        else:
            yield SHORT.get(key, str(key)), value


def is_plain(value: Any) -> bool:
    """Whether a value for `policy` is names of presets."""
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) and ":" not in one for one in value)


def chosen(policies: Sequence[Any]) -> list[dict[str, Any]]:
    """Name and levers of each of several policies, all different. Raises InputError."""
    for policy in policies:
        for key in policy if isinstance(policy, Mapping) else ():
            if str(key) not in ("policy", "name", *GROUPS, *LEVERS):
                raise InputError(f"policy: {shown(key)} is not a lever; expected it beside policy, for all of them")
    found = [{"name": one.policy.name, **levers(one.policy)} for one in compared_setups(policies, {})]
    names = [one["name"] for one in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InputError(f"policy: {shown(twice)} is named twice; expected different policies")
    return found


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
    if key == "scenario":
        value = word_of(value)
    if key.startswith(AGENTS) and value is None:
        value = NO_CLASS
    return check_value(key, value)


def design_of(points: Any, zip: bool, design: str | None, over: Any) -> Design:
    """points: a csv file, a DataFrame, or mappings."""
    if points is not None and not isinstance(points, (str, Path)):
        rows = points.to_dict("records") if hasattr(points, "columns") and points.columns.is_unique else points
        if not isinstance(rows, Sequence):
            raise InputError(
                f"points: {shown(points)}; expected a csv file, a DataFrame, or values by key for each point"
            )
        points = [
            {
                str(key): NO_CLASS if value is None and str(key).startswith(AGENTS) else value
                for key, value in row.items()
            }
            if isinstance(row, Mapping)
            else row
            for row in rows
        ]
    for name, said in (("design", design), ("over", over)):
        if not isinstance(said, str | None) and not (name == "over" and isinstance(said, Sequence)):
            raise InputError(f"{name}: {shown(said)}; expected text, such as lhs:200 or all")
    return Design(points, zip, design, over if over is None or isinstance(over, str) else ",".join(map(str, over)))


def until_of(text: str | None, setups: Sequence[Setup]) -> Until | None:
    if text is not None and not isinstance(text, str):
        raise InputError(f"until: {shown(text)}; expected an outcome and a width, such as goodput:1%")
    return read_until(text, max(setup.run.replicates for setup in setups)) if setups else None


def changed_policy(policy: Any, changed: Mapping[str, Any]) -> Policy:
    """A policy with levers, or presets of a group, of one's own. Raises InputError at any other setting."""
    for key in changed:
        if key not in LEVERS and key not in GROUPS:
            raise InputError(
                f"{key}: not a lever; expected one, or a preset of a group{suggest(key, [*LEVERS, *GROUPS])}"
            )
    return setup_of_policy(policy, changed).policy
