"""Worlds for tests of rules."""

import pytest
from apart import apart
from central_office import Centre
from offered_table import Table
from stuck_state import State
from watched_world import Watch


@pytest.fixture(scope="session")
def prepare(prepare):
    return apart(prepare)


@pytest.fixture(scope="session")
def simulate(simulate):
    return apart(simulate)


@pytest.fixture
def centre(prepare, toy_prices):
    def centre(levers=None, seed=1, years=1.0, **parameters):
        return Centre(prepare("toy", levers, toy_prices | parameters, years, log=True), seed)

    return centre


@pytest.fixture
def watch(prepare, toy_prices):
    def watch(levers=None, **parameters):
        return Watch(prepare("toy", levers, toy_prices | {"forgetting": 0.9, "spawn": 0} | parameters, 1.0, log=True))

    return watch


@pytest.fixture
def table(prepare, toy_prices):
    def table(levers=None, **parameters):
        return Table(prepare("toy", levers, toy_prices | parameters, 1.0))

    return table


@pytest.fixture
def state(prepare, toy_prices):
    def state(levers=None, **parameters):
        return State(prepare("toy", levers, toy_prices | parameters, 1.0))

    return state
