"""A page of yaml that states a target.

title: A few words.
observed: What was observed, where and when.
value: 0.74
error: 0.027                    standard error; or in its place interval: [0.69, 0.79], 95%
error_from: How it was got.
source: Author or institution, year, table.
derivation: What was done to the figure.
unit: share
scale: linear                   (default) or log
reading: delivered              the model's counterpart, an expression over metrics of ten years
scenario: us_2023               (default)
policy: policy=status_quo       (default) words as on the command line; or several by name, for name.metric
discrepancy: 30%                how far model and world may be apart: a share of the value, or in the unit
reason: Why so far.
use: fit                        or test, which is never used to choose assumptions
note: What else to know.        (optional)
"""

import math
import re
from collections.abc import Iterable
from pathlib import Path

from sim.errors import InputError, nearest, shown
from sim.inputs.folder import find_folder
from sim.inputs.pages import at
from sim.model.metrics import NAMES
from sim.runs.intervals import Z
from sim.setup.config import assemble
from sim.setup.design import is_of_policy
from sim.setup.named import names, read
from sim.setup.overrides import read_overrides
from sim.setup.parts import fault, line, mapping
from sim.study.evidence.expression import Expression, read_expression
from sim.study.evidence.target import Target

TEXTS = ("title", "observed", "error_from", "source", "derivation", "unit", "reason")
NEEDED = (*TEXTS, "value", "reading", "discrepancy", "use")
FIELDS = (*NEEDED, "error", "interval", "scale", "scenario", "policy", "note")
SCALES, USES = ("linear", "log"), ("fit", "test")
SCENARIO, POLICY = "us_2023", "policy=status_quo"


def target_names() -> list[str]:
    """The targets that come with the program, then those of studies."""
    return names("target")


def read_targets(wanted: Iterable[str] = ()) -> list[Target]:
    """The targets named, or all; one's own may be named by the path of its yaml. Raises InputError."""
    asked = list(wanted)
    for name in asked:
        if asked.count(name) > 1:
            raise InputError(f"target {name}: named twice; expected it once")
    return [read_target(name) for name in asked or target_names()]


def read_target(name: str | Path) -> Target:
    return read("target", str(name), parse)


def parse(name: str, tree: object) -> Target:
    page = mapping("", tree, FIELDS, NEEDED)
    said = {}
    for key in (*TEXTS, *(["note"] if "note" in page else [])):
        with at(page, key):
            said[key] = line(key, page[key])
    log = one_of(page, "scale", SCALES) == "log"
    with at(page, "value"):
        value = number("value", page["value"])
        if log and value <= 0.0:
            fault("value", page["value"], "a number above 0, since the scale is log")
    low, high, error = read_error(page, value, log)
    with at(page, "discrepancy"):
        discrepancy = read_discrepancy(page["discrepancy"], value, log)
        if error == discrepancy == 0.0:
            fault("discrepancy", page["discrepancy"], "more than 0, since the error is 0")
    policies = read_policies(page)
    with at(page, "reading"):
        reading = read_reading(page["reading"], policies)
    with at(page, "scenario"):
        scenario = line("scenario", page.get("scenario", SCENARIO))
        find_folder(scenario)
    use = one_of(page, "use", USES)
    return Target(
        Path(name).stem, said["title"], said["observed"], value, low, high, error, said["error_from"], said["source"],
        said["derivation"], said["unit"], log, reading, scenario, policies, discrepancy, said["reason"], use,
        said.get("note", ""),
    )  # fmt: skip


def one_of(page: dict, key: str, choices: tuple[str, ...]) -> str:
    """The choice that a page makes; the first if it makes none."""
    found = page.get(key, choices[0])
    with at(page, key):
        if found not in choices:
            raise InputError(f"{key}: {shown(found)}; expected {' or '.join(choices)}{nearest(found, choices)}")
    return str(found)


def number(key: str, found: object) -> float:
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not math.isfinite(found):
        fault(key, found, "a number")
    return float(found)  # type: ignore[arg-type]


def read_error(page: dict, value: float, log: bool) -> tuple[float, float, float]:
    """The 95% interval and the standard deviation on the scale: from the one that the page gives of the two."""
    given = [key for key in ("error", "interval") if key in page]
    if len(given) != 1:
        raise InputError(f"{' and '.join(given) or 'no error'} given; expected error or interval, one of them")
    with at(page, given[0]):
        found = page[given[0]]
        if given == ["error"]:
            error = number("error", found)
            if error < 0.0:
                fault("error", found, "a standard error, 0 or more")
            away = error / value if log else error
            ends = (-Z * away, Z * away)
            low, high = (value * math.exp(end) if log else value + end for end in ends)
            return low, high, away
        if not isinstance(found, list) or len(found) != 2:
            fault("interval", found, "two numbers, such as [0.2, 0.5]")
        low, high = (number("interval", end) for end in found)
        if not low <= value <= high or (log and low <= 0.0):
            fault("interval", found, f"two numbers {'above 0 ' if log else ''}on either side of value")
        return low, high, (math.log(high / low) if log else high - low) / (2.0 * Z)


def read_discrepancy(found: object, value: float, log: bool) -> float:
    """On the scale: d of a value z is ln(1 + d/z) on a log one."""
    wanted = "a share of value such as 30%, or a number in its unit, 0 or more"
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?%", found):
        size = float(found[:-1]) / 100.0 * abs(value)
    elif isinstance(found, (int, float)) and not isinstance(found, bool) and 0.0 <= found < math.inf:
        size = float(found)
    else:
        fault("discrepancy", found, wanted)
    return math.log1p(size / value) if log else size


def read_policies(page: dict) -> dict[str, str]:
    """Words by name. Raises InputError at anything that is not of a policy."""
    found = page.get("policy", POLICY)
    with at(page, "policy"):
        if not isinstance(found, dict):
            return {"": read_words("policy", found)}
        several = mapping("policy", found, None)
        if len(several) < 2:
            fault("policy", ", ".join(several), "at least two names, or the words of one policy")
        for name in several:
            if not re.fullmatch("[a-z_]+", name):
                fault("policy", name, "a name of small letters and underscores")
        return {name: read_words(f"policy {name}", text) for name, text in several.items()}


def read_words(place: str, found: object) -> str:
    text = line(place, found)
    overrides = read_overrides(text.split())
    for one in overrides:
        if one.key != "policy" and not is_of_policy(one.key):
            raise InputError(f"{place}: {one.key} is not of a policy; expected presets and levers, such as {POLICY}")
        if one.swept:
            raise InputError(f"{place}: {one.key}: several values; expected one")
    assemble({one.key: one.values[0] for one in overrides})
    return text


def read_reading(found: object, policies: dict[str, str]) -> Expression:
    several = [name for name in policies if name]
    try:
        reading = read_expression(line("reading", found), NAMES, several)
    except InputError as problem:
        raise InputError(f"reading: {str(problem).removeprefix('reading: ')}") from None
    used = {policy for policy, _ in reading.names}
    if unused := next((name for name in policies if name not in used), None):
        raise InputError(f"reading: policy {unused} is not in it; expected every policy of the page")
    return reading
