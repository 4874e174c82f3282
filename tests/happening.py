"""A scenario in which other things are dated, for tests."""

import dataclasses
import functools

from sim.inputs import dated
from sim.inputs.scenario import Scenario, load_scenario
from sim.inputs.tables import read_table

loaded = functools.cache(load_scenario)  # for the bundled ones, which no test writes to
HEADER = ",".join(dated.TABLE)


def happening(scenario: str | Scenario, *rows) -> Scenario:
    """The same federation in which this happens and nothing else: (week, weeks, kind, where, size) each."""
    place = loaded(scenario) if isinstance(scenario, str) else scenario
    lines = [
        f"e{k},{week},{weeks},{kind},{where},{size},invented" for k, (week, weeks, kind, where, size) in enumerate(rows)
    ]
    events = read_table("events.csv", "\n".join([HEADER, *lines, ""]).encode(), dated.TABLE, True)
    dated.check(events)
    where = dated.find_places(events, place.domains, place.departments)
    return dataclasses.replace(place, events=events, where=where)


def shutdown(week=20, weeks=5, size=0.4) -> tuple:
    """A shutdown of all departments, as a row."""
    return (week, weeks, "shutdown", "all", size)
