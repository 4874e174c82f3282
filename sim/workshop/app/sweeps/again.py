"""The command line that makes a finished sweep again, where one can be written that does."""

import math
import shlex
from dataclasses import fields

from sim.errors import InputError
from sim.limits import Run
from sim.sweep.design import points_of
from sim.sweep.plan import Plan, make_plan
from sim.workshop.app.view import View, column_of, spelt

HERE = ("threads", "cluster")  # who does the work decides no number


def line(plan: Plan) -> str:
    """Every key with its values, crossed; "" where that gives other points, as for a sweep that was drawn or grew."""
    if math.prod(len({point.values[key] for point in plan.points}) for key in plan.keys) != len(plan.points):
        return ""
    words = written(plan)
    try:
        again = make_plan(points_of(words))
    except InputError:
        return ""
    same = [(a, p.setup.run.replicates, p.values) for a, p in zip(plan.addresses, plan.points, strict=True)] == \
        [(a, p.setup.run.replicates, p.values) for a, p in zip(again.addresses, again.points, strict=True)]
    return shlex.join(["paradip", "sweep", *words]) if same else ""


def written(plan: Plan) -> list[str]:
    first = plan.points[0].setup
    column = column_of(first.policy)
    levers = {key: value for key, value in column.levers.items() if key.partition(".")[0] not in plan.keys}
    held = {"policy": column.preset, **levers, **{f"parameters.{name}": value for name, value in first.parameters.items()}}
    held |= {f"run.{one.name}": value for one in fields(Run) if one.name not in HERE and (value := getattr(first.run, one.name)) != one.default}
    held |= {"scenario": first.scenario} if first.scenario != View.scenario else {}
    swept = {key: ",".join(dict.fromkeys(spelt(point.values[key]) for point in plan.points)) for key in plan.keys}
    return [*(f"{key}={spelt(value)}" for key, value in held.items() if key not in swept), *(f"{key}={values}" for key, values in swept.items())]
