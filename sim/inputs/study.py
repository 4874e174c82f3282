"""The study that is in use: a folder of one's own policies, scenarios, claims, agents and metrics.

    paradip.yaml      marks the folder; its `title` says what is studied. Commands given in such a folder use it
    policies/ delegation/ oversight/ coordination/ investment/ run/    presets, a page of yaml each
    scenarios/NAME/   the tables of a country
    experiments/ claims/ evidence/ exercises/ figures/    pages of yaml; figures/NAME.py with draw(table) draws one
    evidence/worlds.csv    worlds that agree with the evidence, in place of the published ones
    agents.py         classes of agents, for agents.CODE=Class
    metrics.py        METRICS and measure(world), as a file of sim/model/metrics

What a study holds stands beside what comes with the program, under names of its own. A package holds one too if it has
an entry point of the group `paradiplomacy.studies`; all that are installed are in use. Pages and code are read once,
when a study is taken up, so that its digest is that of what is used.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import ALIKE, InputError, nearest, shown
from sim.inputs.pages import MOST_BYTES, Mapping, placed, read_yaml
from sim.inputs.shipped import shipped
from sim.inputs.tables import LARGEST, read_file, read_text

MARK = "paradip.yaml"
FOLDERS = {  # of a study, by what is in them
    "policy": "policies",
    "delegation": "delegation",
    "oversight": "oversight",
    "coordination": "coordination",
    "investment": "investment",
    "run": "run",
    "scenario": "scenarios",
    "experiment": "experiments",
    "claim": "claims",
    "target": "evidence",
    "exercise": "exercises",
    "figure": "figures",
}
PATTERNS = {"claim": "h*.yaml", "target": "*.yaml", "figure": "fig*.yaml"}  # of what lies in experiments/
CODE = ("agents.py", "metrics.py")
WORLDS = "evidence/worlds.csv"  # in a study, and in what is published
NAME, NO_NAMES = re.compile("[a-z][a-z0-9_]{0,59}"), ("true", "false", "null", "none", "nan", "inf", "all")


@dataclass(frozen=True)
class Study:
    """folder: of it. title: a sentence. digest: of all it holds. pages: (as told in faults, content) by kind and name.
    scenarios: folders by name. code: its Python files, by name. worlds: its table of them, if it has one. package: its
    name, if it is one that is installed."""

    folder: Path
    title: str
    digest: str
    pages: dict[str, dict[str, tuple[str, bytes]]]
    scenarios: dict[str, Path]
    code: dict[str, bytes]
    worlds: bytes | None = None
    package: str = ""


def shipped_pages(kind: str) -> dict[str, Path]:
    """Pages of a kind that come with the program, by name."""
    if kind in PATTERNS:
        pattern = PATTERNS[kind]
        return {path.stem: path for path in sorted((shipped("experiments") / FOLDERS[kind]).glob(pattern))}
    if kind == "scenario":
        return {path.parent.name: path.parent for path in sorted((shipped("configs") / kind).glob("*/scenario.yaml"))}
    return {path.stem: path for path in sorted((shipped("configs") / kind).glob("*.yaml"))}


def read_study(folder: Path, package: str = "") -> Study:
    """The study in a folder. Raises InputError."""
    try:
        check_parts(folder)
        pages = {
            kind: {path.stem: read_page(folder, path) for path in files(folder, place, ".yaml")}
            for kind, place in FOLDERS.items()
            if kind != "scenario"
        }
        countries = [path for path in inside(folder, FOLDERS["scenario"]) if not path.is_file()]
        tables = [path for one in countries for path in files(folder, f"scenarios/{one.name}", ".yaml", ".csv")]
        scripts = [*files(folder, "", ".py"), *files(folder, FOLDERS["figure"], ".py")]
        code = dict(read_page(folder, path) for path in scripts)
        held = dict(entry for found in pages.values() for entry in found.values()) | code
        worlds = [path for path in files(folder, FOLDERS["target"], ".csv") if path.name == Path(WORLDS).name]
        held |= dict(read_page(folder, path, LARGEST) for path in [*tables, *worlds])
    except OSError as fault:
        raise InputError(f"study: {shown(str(fault.filename))}: {fault.strerror}; expected files to read") from None
    scenarios = {path.name: path for path in countries}
    named: dict[str, set[str]] = {kind: set(found) for kind, found in pages.items()} | {"scenario": set(scenarios)}
    for kind, found in named.items():
        for name in sorted(found):
            if not NAME.fullmatch(name) or name in NO_NAMES:
                problem = "expected small letters, digits and _, beginning with a letter"
            elif name in shipped_pages(kind):
                problem = "comes with the program; expected another name"
            else:
                continue
            raise InputError(f"study {folder.resolve().name}: {FOLDERS[kind]}: {shown(name)}: {problem}")
    digest = hashlib.sha256()
    for name, raw in sorted(held.items()):
        digest.update(f"{name} {len(raw)}\n".encode() + raw)
    return Study(
        folder.resolve(), read_title(folder), digest.hexdigest(), pages, scenarios, code, held.get(WORLDS), package
    )


def check_parts(folder: Path) -> None:
    """Raises InputError where nothing of a study is, or something is nearly called like a part of it."""
    known = [*FOLDERS.values(), *CODE, MARK]
    if not folder.is_dir():
        raise InputError(f"study: {shown(str(folder))} is not a folder; expected one with {', '.join(known)}")
    held = sorted(folder.iterdir())
    if not {path.name for path in held} & set(known):
        raise InputError(f"study: {shown(str(folder))} holds no part of a study; expected some of {', '.join(known)}")
    for path in held:
        may_be_meant = path.is_dir() or path.suffix in (".py", ".yaml", ".yml")
        hint = nearest(path.name, known, ALIKE) if may_be_meant and path.name not in known else ""
        if hint and path.name[0] not in "._":
            raise InputError(f"study {folder.resolve().name}: {shown(path.name)} is no part of a study{hint}")


def read_title(folder: Path) -> str:
    if not os.path.lexists(folder / MARK):
        return folder.resolve().name
    page = read_yaml(MARK, read_text(MARK, read_page(folder, folder / MARK)[1]))
    rows = page.rows if isinstance(page, Mapping) else {}
    found: dict[str, Any] = dict(page) if isinstance(page, Mapping) else {} if page is None else {str(page): None}
    for key, said in found.items():
        if key != "title" or not isinstance(said, str) or not said.strip():
            raise placed(MARK, InputError(f"{shown(key)}: {shown(said)}; expected title: a sentence", rows.get(key)))
    return " ".join(found.get("title", folder.resolve().name).split())


def inside(study: Path, part: str) -> list[Path]:
    """What lies in a folder of a study, if it has it, but for what is hidden. Raises InputError where it is none."""
    folder = study / part
    if not os.path.lexists(folder):
        return []
    if not folder.is_dir():
        raise InputError(f"{part}: not a folder; expected one")
    return [path for path in sorted(folder.iterdir()) if path.name[0] != "."]


def files(study: Path, part: str, *kinds: str) -> list[Path]:
    """What has one of these endings in a folder of a study. Raises InputError at what is spelt .yml, which would be
    passed over."""
    found = inside(study, part)
    if (stray := next((path for path in found if path.suffix == ".yml"), None)) and ".yaml" in kinds:
        raise InputError(f"{part}/{stray.name}: expected {stray.stem}.yaml")
    return [path for path in found if path.suffix in kinds]


def read_page(study: Path, path: Path, most: int = MOST_BYTES) -> tuple[str, bytes]:
    """A file of a study: as told in faults, and what it holds."""
    place = path.relative_to(study).as_posix()
    return place, read_file(path, place, most, "a file")
