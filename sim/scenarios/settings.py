"""Read and check the settings file, scenario.yaml, key by key."""

import datetime
import math

import yaml

from sim.errors import InputError, nearest
from sim.scenarios.tables import problem_of, read_text, shown


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
    settings["parameters"] = check_settings(settings["parameters"] or {}, None, "parameters")
    for key, value in settings["parameters"].items():
        if not isinstance(value, bool | int | float | str) or value in (math.inf, -math.inf) or value != value:
            raise InputError(f"scenario.yaml key parameters.{key}: {shown(value)}; expected one finite value")
    return settings


def parse_yaml(raw: bytes) -> object:
    if len(raw) > 2**20:
        raise InputError(f"scenario.yaml: {len(raw)} bytes; expected one page of settings")
    text = read_text("scenario.yaml", raw)
    try:
        return quick_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = f" row {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "unreadable"
        raise InputError(f"scenario.yaml{row}: {problem}; expected well-formed YAML") from None
    except (ValueError, RecursionError) as error:  # 2023-13-45 unquoted; a thousand open brackets
        raise InputError(f"scenario.yaml: {error}; expected well-formed YAML") from None


def quick_yaml(text: str) -> object:
    """Read by libyaml, which is many times as fast; what it refuses is read by Python, whose messages say more."""
    try:
        return getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text).get_single_data()
    except yaml.YAMLError:
        return yaml.safe_load(text)


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
