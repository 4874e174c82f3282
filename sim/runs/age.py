"""Whether runs are old: made by other rules than these, or in a scenario whose tables have changed since.

Old runs can be read; nothing is added to them, and `paradip resume DIR --renew` does them again.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sim.errors import InputError, shown
from sim.inputs.in_use import digests as studies_in_use
from sim.inputs.scenario import load_scenario
from sim.runs.extend import begun
from sim.runs.plan import Plan, make_plan
from sim.runs.rules import rules_now
from sim.setup.config import Setup, assign
from sim.setup.overrides import check_value
from sim.setup.points import Points
from sim.setup.written import values_of


class OldRuns(UserWarning):
    """What was read is old."""


def why_old(rules: str, digests: Mapping[str, str], studies: Sequence[str] = ()) -> str:
    """What has changed since, "" if nothing has. digests: of the scenarios' tables, by name; a scenario that is not
    here any more is taken for unchanged. studies: titles of those that were in use."""
    if rules != rules_now():
        here = list(studies_in_use())
        if list(studies) == here:
            return "made by other rules than these"
        return f"made with {told(studies)}, and {told(here)} is in use; expected the same study in use"
    for name, digest in digests.items():
        try:
            changed = load_scenario(name).digest != digest
        except InputError:
            continue
        if changed:
            return f"made before the tables of scenario {name} were changed"
    return ""


def told(studies: Sequence[str]) -> str:
    return f"study {shown(', '.join(studies))}" if studies else "no study"


def age_of(plan: Plan, folder: Path) -> str:
    """In a line, "" if the runs of a plan are not old."""
    why = why_old(plan.rules, plan.digests, plan.studies)
    return f"{folder}: old runs, {why}; paradip resume {folder} --renew repeats them" if why else ""


def up_to_date(plan: Plan, folder: Path, renew: bool = False) -> Plan:
    """The plan, if runs may be added to it, or renewed. Raises InputError."""
    age = age_of(plan, folder)
    if age and not renew:
        raise InputError(age)
    return renewed(plan) if age else plan


def warn_if_old(line: str) -> None:
    if line:
        warnings.warn(line, OldRuns, stacklevel=3)


def renewed(plan: Plan) -> Plan:
    """The same points by the rules and tables that there are now. Raises InputError where they do not fit any more."""
    for key in plan.gone:
        raise InputError(f"{key}: no longer known to the rules of the model; expected another sweep, without it")
    old = plan.points
    base = assign(Setup(), {key: check_value(key, value) for key, value in values_of(old.base or Setup()).items()})
    sets = {key: one.checked(key) for key, one in old.sets.items()}
    points = Points(len(old), old.told, sets, old.fixed, base).check()
    new = replace(make_plan(points, plan.drawn, plan.series, plan.log), keys=plan.keys)
    return begun(new, plan.until)
