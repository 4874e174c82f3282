"""The United States with what is on record: dates are those of the calendar, and the README names what is left out."""

import datetime

import pytest

from sim.inputs.folder import config_dir
from sim.inputs.scenario import load_scenario

NAME = "us_2023_events"


def day(row):
    scenario = load_scenario(NAME)
    return scenario.start + datetime.timedelta(weeks=float(scenario.events["week"][scenario.events.codes.index(row)]))


@pytest.mark.parametrize(
    ("row", "date"),
    [("gaza_2023", "2023-10-07"), ("asylum_2024", "2024-06-04"), ("state_2025", "2025-07-11"),
     ("tariffs_2025", "2025-04-02"), ("shutdown_2025_state", "2025-10-01")],
)  # fmt: skip
def test_dates(row, date):
    assert day(row).isoformat() == date


def test_the_shutdown_of_2025():
    """Forty-three days, in every department, each with its own share of staff."""
    events, departments = load_scenario(NAME).events, load_scenario(NAME).departments
    shut = [k for k, kind in enumerate(events["kind"]) if kind == "shutdown"]
    assert sorted(events["where"][shut]) == departments.codes
    assert {round(7 * float(events["weeks"][k])) for k in shut} == {43} and events["size"][shut].max() == 0.81


def test_everything_else_is_that_of_us_2023():
    one, other = load_scenario(NAME), load_scenario("us_2023")
    for table in ("domains", "departments", "subnationals", "counterparts", "privates", "past_elections"):
        for column, values in getattr(other, table).columns.items():
            assert (values == getattr(one, table)[column]).all()
    assert one.parameters == other.parameters and one.centre == other.centre
    assert "stress test" in (config_dir() / "scenario" / NAME / "README.md").read_text(encoding="utf-8")
