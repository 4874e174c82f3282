"""The presets of a study: a page of yaml each, checked row by row before Hydra composes them.

A preset of a group of levers sets some of them; one of `run`, settings of the run. A policy picks presets and may set
levers itself, in Hydra's grammar:

    about: What it stands for, and whose idea it is.
    defaults:
      - override /delegation: guided
    oversight: {alarm: 0.6}
"""

import re
from typing import Any

from sim.errors import InputError, shown
from sim.inputs.pages import at
from sim.model.levers import GROUPS, LEVERS
from sim.model.limits import LIMITS, suggest
from sim.model.path.keys import FIXED, PREFIX
from sim.model.path.path import phase_of, rule_of
from sim.setup.named import own_pages, read
from sim.setup.overrides import check_preset, check_value
from sim.setup.parts import line, listed, mapping
from sim.setup.paths import PARTS, check_key, flattened, preset_group

OVERRIDE = re.compile(r"override /?([a-z]+)")


def read_preset(group: str, name: str) -> dict[str, Any]:
    """The node that Hydra composes. Raises InputError, with file, row and key."""
    return read(group, name, parse_policy if group == "policy" else lambda _, page: parse_group(group, page))


def parse_group(group: str, page: object) -> dict[str, Any]:
    known = [key.partition(".")[2] for key in LIMITS if key.startswith(f"{group}.")]
    found = mapping("", page, [*known, "about"])
    said = {}
    for key, value in found.items():
        with at(found, key):
            said[key] = line(key, value) if key == "about" else check_value(f"{group}.{key}", value)
    return said


def parse_policy(name: str, page: object) -> dict[str, Any]:
    found = mapping("", page, ["about", "defaults", "name", *GROUPS, *PARTS])
    said: dict[str, Any] = {"name": name}
    for key, value in found.items():
        with at(found, key):
            if key == "name" and value != name:
                raise InputError(f"name: {shown(value)}; expected {name}, as the file is called")
            if key in GROUPS:
                said[key] = parse_group(key, value)
            elif key == "about":
                said[key] = line(key, value)
    check_path_of(found)
    said |= {part: plain(found[part]) for part in PARTS if part in found}
    chosen = choices(found)
    return said | {"defaults": [*({f"override /{group}": one} for group, one in chosen.items()), "_self_"]}


def check_path_of(page: dict) -> None:
    """Raises InputError, with its row, at the first fault in the parts of a page that make a path."""
    said = flattened(page, lambda key, value: check_value(check_key(key), value))
    for part in ("phases", "rules"):
        for number, one in enumerate(page.get(part) or (), 1):
            place = f"{part}.{number}."
            mine = {key.removeprefix(PREFIX): value for key, value in said.items() if key.startswith(PREFIX + place)}
            with at(page, part), at(one, next(iter(one), "")):
                (phase_of if part == "phases" else rule_of)(number, filled(place, mine))


def plain(found: Any) -> Any:
    """A part of a page as Hydra knows it: no mapping of our own."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    return [plain(value) for value in found] if isinstance(found, list) else found


def filled(place: str, said: dict[str, Any]) -> dict[str, Any]:
    """What a phase or rule says, by key without its place, with some value for each lever that a preset sets."""
    found: dict[str, Any] = {}
    for key, value in said.items():
        if group := preset_group(key):
            found |= {f"{key.rpartition('.')[0]}.{lever}": value for lever, one in LEVERS.items()
                      if group in ("policy", one.group) and lever not in FIXED}  # fmt: skip
        else:
            found[key] = value
    return {key.removeprefix(place): value for key, value in found.items()}


def choices(page: dict) -> dict[str, str]:
    """The presets that a policy picks, by group."""
    picked: dict[str, str] = {}
    with at(page, "defaults"):
        for entry in listed("defaults", page["defaults"]) if "defaults" in page else []:
            if entry == "_self_":
                continue
            (key, name), *more = entry.items() if isinstance(entry, dict) and entry else [("", "")]
            with at(entry, str(key)):
                group = OVERRIDE.fullmatch(str(key))
                if more or not group or group[1] not in GROUPS or group[1] in picked:
                    example = "each group once, such as - override /delegation: guided"
                    hint = suggest(str(key).rpartition("/")[2], GROUPS)
                    raise InputError(f"defaults: {shown(key or entry)}; expected {example}{hint}")
                picked[group[1]] = check_preset(group[1], name)
    return picked


def own_presets(choices: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Those among presets that are a study's, with those that a policy of a study picks."""
    found = [(group, name) for group, name in choices if group != "scenario" and name in own_pages(group)]
    for group, name in list(found):
        if group == "policy":
            picks = [entry for entry in read_preset(group, name)["defaults"] if isinstance(entry, dict)]
            pairs = [(key.partition("/")[2], one) for entry in picks for key, one in entry.items()]
            found += [pair for pair in pairs if pair[1] in own_pages(pair[0])]
    return list(dict.fromkeys(found))


def describe(group: str, name: str) -> str:
    """What a preset says it stands for, and whose idea it is. Raises InputError."""
    check_preset(group, name)

    def said(_: str, page: object) -> str:
        return str(page.get("about", "")).strip() if isinstance(page, dict) else ""

    return read(group, name, said)
