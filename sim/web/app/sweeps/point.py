"""A point of a sweep, put beside the policies of a view."""

from dataclasses import replace

from sim.errors import InputError, shown
from sim.figures.names import key_name
from sim.model.limits import Run
from sim.model.units import plain
from sim.setup.config import Setup
from sim.setup.written import class_name
from sim.web.app import asked
from sim.web.app import view as spelling
from sim.web.app.sweeps.sweep import Sweep
from sim.web.app.view import MOST, REPLICATES, YEARS, View

WORDS = {
    "federation": "scenario",
    "years": "years",
    "worlds": "replicates",
    "seed": "seed",
    "assumptions": "parameters",
}  # of all policies


def put(sweep: Sweep, view: View, k: object) -> tuple[View, str]:
    """The view with the policy of a point as its last column, on what that point was run on; and what that changed for
    all policies, or could not be carried. Raises InputError."""
    if not isinstance(k, int) or isinstance(k, bool) or not 0 <= k < len(sweep.points):
        raise InputError(f"point: {shown(k)}; expected one of the sweep")
    setup = sweep.points[k]
    parameters, lost = carried(setup)
    n_worlds = int((sweep.frame["point"] == k).sum())
    years, worlds = min(max(setup.run.years, 0.25), YEARS), min(max(n_worlds, 2), REPLICATES)
    lost += [
        f"{plain(here)} {what}"
        for here, there, what in ((setup.run.years, years, "years"), (n_worlds, worlds, "worlds"))
        if here != there
    ]
    after = replace(
        view,
        tab="compare",
        scenario=setup.scenario,
        years=float(years),
        replicates=worlds,
        seed=setup.run.seed,
        parameters=parameters,
        week=0,
        actor="",
    )
    column = spelling.column_of(setup.policy)
    columns = view.columns if column in view.columns else (*view.columns[: MOST - 1], column)
    letter = "ABCD"[columns.index(column)]
    lines = [
        f"Policy {letter} is the one from the sweep."
        if columns != view.columns
        else f"It is already here, as policy {letter}."
    ]
    changed = [word for word, field in WORDS.items() if getattr(view, field) != getattr(after, field)]
    if changed:
        lines.append(f"Now as in the sweep, for all policies: {', '.join(changed)}.")
    if lost:
        lines.append(
            f"Not carried over, because the page cannot set it: {'; '.join(lost)}. So the numbers "
            "here are not quite those "
            "of the sweep."
        )
    return replace(after, columns=columns), " ".join(lines)


def carried(setup: Setup) -> tuple[dict[str, float], list[str]]:
    """Assumptions that a link may hold, and what it may not, in words."""
    parameters, lost = {}, []
    for name, value in setup.parameters.items():
        try:
            parameters[name] = asked.parameter(name, value)
        except InputError:
            lost.append(f"{key_name(f'parameters.{name}').lower()} {plain(value)}")
    if setup.run.dt != Run().dt:
        lost.append(f"steps of {plain(setup.run.dt)} weeks")
    lost += [f"{code} of class {class_name(kind)}" for code, kind in setup.agents.items()]
    return parameters, lost
