"""Read and check the settings file, scenario.yaml, key by key."""

import datetime

from sim.errors import InputError, nearest, shown, within
from sim.inputs.pages import at, placed, read_yaml
from sim.inputs.tables import Column, problem_of, read_text
from sim.model.limits import check_branching, checked, unknown
from sim.model.parameters import PARAMETERS


def read_settings(pages: list[tuple[str, bytes]], wanted: dict) -> dict:
    """The settings of the first page and, for keys it lacks, of those after it; `parameters` key by key. pages: as told
    in faults, and what each holds."""
    merged: dict = {}
    for place, raw in reversed(pages):
        page = parse_yaml(place, raw)
        try:
            own = check_page(page, wanted)
        except InputError as fault:
            raise placed(place, fault) from None
        before = merged.get("parameters")
        if isinstance(before, dict) and isinstance(own.get("parameters"), dict):
            own["parameters"] = before | own["parameters"]
        merged = merged | own
    try:
        settings = check_settings(merged, wanted)
        settings["parameters"] = settings["parameters"] or {}
        within("key ", check_branching, settings["parameters"])
    except InputError as fault:
        raise placed(pages[0][0], fault) from None
    settings["start"] = datetime.date.fromisoformat(str(settings["start"]))
    return settings


def parse_yaml(place: str, raw: bytes) -> object:
    return read_yaml(place, read_text(place, raw))


def check_page(page: object, wanted: dict) -> dict:
    """The settings of one page, each checked. Raises InputError, with its row."""
    own = check_settings(page, wanted | {"like": Column("free")}, partial=True)
    own.pop("like", None)
    if stated := own.get("parameters"):
        with at(page, "parameters"):
            check_settings(stated, None, "parameters")
        own["parameters"] = {key: check_parameter(stated, key, value) for key, value in stated.items()}
    if centre := own.get("centre"):
        centre["headcount"] = check_parameter(page["centre"], "headcount", centre["headcount"])  # type: ignore[index]
    return own


def check_parameter(page: object, key: str, value: object) -> float | int | str:
    """The value of a parameter, under the one limit that holds for it wherever it is set."""
    with at(page, key):
        if key not in PARAMETERS:
            raise InputError(f"key parameters.{unknown(key, PARAMETERS, example='load')}")
        return within("key ", checked, f"parameters.{key}", value)


def check_settings(found: object, wanted: dict | None, path: str = "", partial: bool = False) -> dict:
    """The values of the keys that are wanted. partial: some may be missing. Raises InputError."""
    place = f"key {path}: " if path else ""
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        expected = f"a mapping{' with ' + ', '.join(wanted) if wanted else ''}"
        raise InputError(f"{place}{shown(found)}; expected {expected}")
    if wanted is None:
        return found
    settled = {}
    for key in found:
        with at(found, key):
            if key not in wanted:
                expected = f"{', '.join(wanted)}{nearest(key, wanted)}"
                raise InputError(f"{place}unknown key {shown(key)}; expected {expected}")
    for key, column in wanted.items():
        if key in found:
            with at(found, key):
                settled[key] = check_setting(f"{path}.{key}".lstrip("."), found[key], column)
        elif not partial:
            raise InputError(f"{place}key {key} is missing; expected {', '.join(wanted)}")
    return settled


def check_setting(key: str, value: object, column: Column | dict):
    if isinstance(column, dict):
        return check_settings(value, column, key)
    if column.kind != "free" and (problem := problem_of(value, column)):
        raise InputError(f"key {key}: {problem}; expected {column.expected}")
    return {"number": float, "integer": int}.get(column.kind, lambda same: same)(value)
