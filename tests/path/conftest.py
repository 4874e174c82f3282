"""A path on the toy, and what the centre sees, made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.inputs.scenario import load_scenario
from sim.model.path.course import Course
from sim.model.path.readings import Seen
from sim.model.policy import Policy
from sim.model.records import SERIES, rows


@pytest.fixture(scope="session")
def course(toy_prices):
    """The course of a path, told by its keys, on levers of week 0 by theirs."""

    def course(path, years=10.0, dt=1.0, levers=None, scenario="toy", **parameters):
        policy = Policy(path=dict(path))
        for key, value in (levers or {}).items():
            group, _, name = key.partition(".")
            setattr(getattr(policy, group), name, value)
        prices = toy_prices if scenario == "toy" else {}
        return Course(load_scenario(scenario), policy, prices | parameters, years, dt, log=True)

    return course


@pytest.fixture(scope="session")
def begun():
    """Where a path stands as its world begins, without the world."""

    def begun(course, party=1.0):
        made = SimpleNamespace(given=np.array([(party,)], [("incumbent", "f8")]))
        return type(course).begin(
            SimpleNamespace(first=course.first, _at_once=course._at_once, template=NO_COST, policy=course.policy), made
        )

    return begun


NO_COST = SimpleNamespace(fte={})


@pytest.fixture(scope="session")
def sees():
    """What is seen at a week, of a record whose columns are so many values, one a week."""

    def sees(standing, week, **columns):
        series = rows(SERIES, week)
        for name, value in columns.items():
            series[name] = value(np.arange(1, week + 1)) if callable(value) else value
        return Seen(series, week, 1.0, standing.levers)

    return sees
