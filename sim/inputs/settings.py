"""Read and check the settings file, scenario.yaml, key by key."""

import datetime

from sim.errors import InputError, nearest, shown, within
from sim.inputs.pages import read_yaml
from sim.inputs.tables import problem_of, read_text
from sim.model.limits import check_branching, checked, unknown
from sim.model.parameters import PARAMETERS


def read_like(raw: bytes) -> str | None:
    """The scenario that a settings file names under `like`, if any."""
    page = parse_yaml(raw)
    return str(page["like"]) if isinstance(page, dict) and "like" in page else None


def read_settings(pages: list[bytes], wanted: dict) -> dict:
    """The settings of the first file and, for keys it lacks, of the files after it; `parameters` key by key."""
    merged: dict = {}
    for page in map(parse_yaml, reversed(pages)):
        if not isinstance(page, dict):
            return check_settings(page, wanted, "")  # refused there
        own = {key: value for key, value in page.items() if key != "like"}
        before = merged.get("parameters")
        if isinstance(before, dict) and isinstance(own.get("parameters"), dict):
            own["parameters"] = before | own["parameters"]
        merged = merged | own
    settings = check_settings(merged, wanted, "")
    settings["start"] = datetime.date.fromisoformat(str(settings["start"]))
    stated = check_settings(settings["parameters"] or {}, None, "parameters")
    settings["parameters"] = {key: check_parameter(key, value) for key, value in stated.items()}
    within("scenario.yaml key ", check_branching, settings["parameters"])
    settings["centre"]["headcount"] = check_parameter("headcount", settings["centre"]["headcount"])
    return settings


def check_parameter(key: str, value: object) -> float | int | str:
    """The value of a parameter, under the one limit that holds for it wherever it is set."""
    if key not in PARAMETERS:
        raise InputError(f"scenario.yaml key parameters.{unknown(key, PARAMETERS, example='load')}")
    return within("scenario.yaml key ", checked, f"parameters.{key}", value)


def parse_yaml(raw: bytes) -> object:
    return read_yaml("scenario.yaml", read_text("scenario.yaml", raw))


def check_settings(found: object, wanted: dict | None, path: str) -> dict:
    place = f"scenario.yaml key {path}" if path else "scenario.yaml"
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise InputError(f"{place}: {shown(found)}; expected a mapping{' with ' + ', '.join(wanted) if wanted else ''}")
    if wanted is None:
        return found
    for key in found:
        if key not in wanted:
            raise InputError(f"{place}: unknown key {shown(key)}; expected {', '.join(wanted)}{nearest(key, wanted)}")
    settled = {}
    for key, column in wanted.items():
        inner = f"{path}.{key}".lstrip(".")
        if key not in found:
            raise InputError(f"{place}: key {key} is missing; expected {', '.join(wanted)}")
        value = found[key]
        if isinstance(column, dict):
            value = check_settings(value, column, inner)
        elif column.kind != "free" and (problem := problem_of(value, column)):
            raise InputError(f"scenario.yaml key {inner}: {problem}; expected {column.expected}")
        elif column.kind in ("number", "integer"):
            value = float(value) if column.kind == "number" else int(value)
        settled[key] = value
    return settled
