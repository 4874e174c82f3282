"""The path of a policy as it is written: the parts of a page, keys such as `policy.phases.1.year`, and presets within.

    phases:
      - {year: 2, over: 1, delegation: guided, oversight: {liaison: 2}}
    rules:
      - {when: backlog, above: 400, for: 26, step: {delegation: {level: 0.1}}, most: 3}
    reform: {weeks: 26, dip: 0.1}
    turnover: {undo: 0.5, keep: [investment]}

A preset of a group, or a policy by its name, stands for all of its levers; a lever beside it has its own value.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sim.errors import InputError, shown
from sim.inputs.pages import at
from sim.model.levers import GROUPS
from sim.model.path import keys
from sim.model.path.keys import FIXED, PREFIX
from sim.model.policy import Policy, levers
from sim.setup.fitting import check_place

PRESET = re.compile(rf"(phases\.[1-9][0-9]?|rules\.[1-9][0-9]?\.set)\.(policy|{'|'.join(GROUPS)})")
PARTS = ("phases", "rules", "reform", "turnover", "review")
IN_HYDRA = "path."
_within = threading.local()


def is_of_path(key: str) -> bool:
    return key.startswith(PREFIX)


def preset_group(key: str) -> str:
    """The group whose preset a key names, "" if it names none."""
    found = PRESET.fullmatch(key.removeprefix(PREFIX))
    return found[2] if found else ""


def check_key(key: str) -> str:
    """Raises InputError where a path has no such key."""
    if not preset_group(key):
        keys.limit_of(key.removeprefix(PREFIX))
    return key


def is_known(key: str) -> bool:
    """Whether it is a key of a path."""
    try:
        return is_of_path(key) and bool(check_key(key))
    except InputError:
        return False


def flattened(page: Mapping[str, Any], check: Callable[[str, Any], Any] = lambda key, value: value) -> dict[str, Any]:
    """Keys and values of the parts of a page that make a path, each as `check` has it; a fault knows its row. Raises
    InputError."""
    found: dict[str, Any] = {}
    for part in PARTS:
        if (said := page.get(part)) in (None, [], {}):
            continue
        with at(page, part):
            if part in ("phases", "rules"):
                if not isinstance(said, list):
                    raise InputError(f"{part}: {shown(said)}; expected a list")
                for number, one in enumerate(said, 1):
                    found |= dict(leaves(f"{part}.{number}", one, check))
            elif part == "review":
                found[PREFIX + part] = check(PREFIX + part, said)
            else:
                found |= dict(leaves(part, said, check))
    return found


def leaves(place: str, said: Any, check: Callable[[str, Any], Any]) -> Iterator[tuple[str, Any]]:
    """Full keys and plain values within a part of a page."""
    if not isinstance(said, Mapping):
        if place.count(".") < 1 or re.fullmatch(r"(phases|rules)\.\d+", place):
            raise InputError(f"{place}: {shown(said)}; expected keys with values")
        value = "+".join(map(str, said)) if isinstance(said, list) else said
        yield PREFIX + place, check(PREFIX + place, value)
        return
    for key, value in said.items():
        with at(said, str(key)):
            yield from leaves(f"{place}.{key}", value, check)


def expanded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by the keys of a path, `policy.` left out, with levers in place of presets; first of each part what is no
    lever."""
    found: dict[str, Any] = {
        key.removeprefix(PREFIX): value for key, value in values.items() if key.count(".") < 4 and not preset_group(key)
    }
    for order in ("policy", *GROUPS, ""):  # what says more of a lever has the last word
        for key, value in values.items():
            group = preset_group(key)
            if group == order == "":
                found[key.removeprefix(PREFIX)] = value
            elif group == order:
                place = key.removeprefix(PREFIX).rpartition(".")[0]
                found |= {f"{place}.{lever}": x for lever, x in levers_of(group, value).items()}
    return found


def levers_of(group: str, name: str) -> dict[str, Any]:
    """Those that a preset sets, and that may change in the course of a run. Raises InputError where policies refer to
    each other in a circle."""
    from sim.setup.config import compose

    under_way = getattr(_within, "names", ())
    if name in under_way:
        raise InputError(f"policy: {' leads to '.join((*under_way, name))}; expected paths that do not lead back")
    _within.names = (*under_way, name) if group == "policy" else under_way
    try:
        found = levers(compose(((group, name),)).policy)
    finally:
        _within.names = under_way
    return {key: x for key, x in found.items() if key not in FIXED and group in ("policy", key.partition(".")[0])}


def in_hydra(word: str) -> str:
    """A word that begins with a key of a path as Hydra can take it, to which `policy` is a preset."""
    return IN_HYDRA + word.removeprefix(PREFIX) if is_of_path(word) else word


def from_hydra(word: str) -> str:
    """The same word as it was before."""
    return PREFIX + word.removeprefix(IN_HYDRA) if word.startswith(IN_HYDRA) else word


def by_key(tree: Mapping[str, Any], place: str = PREFIX.rstrip(".")) -> dict[str, Any]:
    """Values by the keys of a path, of what Hydra made of it."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        found |= by_key(value, f"{place}.{key}") if isinstance(value, Mapping) else {f"{place}.{key}": value}
    return found


def check_scopes(policy: Policy, scenario: str) -> None:
    """Raises InputError where the path opens domains that the scenario does not have."""
    for key, value in policy.path.items():
        if key.endswith("delegation.scope"):
            try:
                check_place(scenario, str(value), 0)
            except InputError as fault:
                raise InputError(f"{PREFIX}{key}: {str(fault).removeprefix('delegation.scope: ')}") from None


def tree_of(path: Mapping[str, Any]) -> dict[str, Any]:
    """The same as the parts of a page."""
    tree: dict[str, Any] = {}
    for key, value in path.items():
        *places, leaf = key.split(".")
        inner = tree
        for place in places:
            inner = inner.setdefault(place, {})
        inner[leaf] = value
    for part in ("phases", "rules"):
        if part in tree:
            tree[part] = [tree[part][number] for number in sorted(tree[part], key=int)]
    return {part: tree[part] for part in PARTS if part in tree}
