"""The table of dated events: what it holds is scaled and placed, an empty one is fine, and a fault is one line."""

import shutil

import pytest

from sim.errors import InputError
from sim.inputs.folder import config_dir, scenario_names
from sim.inputs.scenario import load_scenario
from sim.model.place import uid
from sim.model.rules.arrivals import SURGES

HEADER = "code,week,weeks,kind,where,size,source\n"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(config_dir() / "scenario" / "toy", tmp_path / "mine")


def write(folder, *lines):
    (folder / "events.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_rows_are_sorted_and_placed(folder):
    write(
        folder,
        "storm,10.5,4,surge,trade,2,invented",
        "axe,20,,cut,interior,0.5,invented",
        "strike,30,0.5,shutdown,all,1,invented",
        "turn,40,0,reversal,climate,1,invented",
    )
    scenario = load_scenario(folder)
    assert scenario.events.codes == ["axe", "storm", "strike", "turn"]
    assert scenario.where.tolist() == [1, 2, -1, 0]
    assert scenario.events["weeks"].tolist() == [0, 4, 0.5, 0]


def test_no_events_are_fine_and_no_table_is_not(folder):
    write(folder)
    assert len(load_scenario(folder).events) == 0 == len(load_scenario(folder).where)
    (folder / "events.csv").unlink()
    with pytest.raises(InputError, match=r"^events.csv: missing; expected it in "):
        load_scenario(folder)


def test_a_variant_takes_the_events_of_its_model(tmp_path):
    (tmp_path / "scenario.yaml").write_text("name: mine\ntitle: Mine\nlike: us_2023\n", encoding="utf-8")
    assert load_scenario(tmp_path).events.codes == load_scenario("us_2023").events.codes != []
    (tmp_path / "events.csv").write_text(HEADER, encoding="utf-8")
    assert load_scenario(tmp_path).events.codes == []


def test_textbooks_have_none_but_the_one_of_events():
    dated = {name for name in scenario_names() if name.startswith("textbook_") and len(load_scenario(name).events)}
    assert dated == {"textbook_events"}


FAULTS = {
    "no kind": (
        "a,1,1,strike,all,0.5,invented",
        "column kind: 'strike' is not known; expected one of surge, cut, shutdown, reversal",
    ),
    "kind": ("a,1,1,shutdwn,all,0.5,invented", "column kind: 'shutdwn' is not known; expected one of surge, cut, "),
    "before": ("a,-1,1,cut,all,0.5,invented", "column week: -1 is negative; expected a number from 0 to 100000"),
    "no week": ("a,,1,cut,all,0.5,invented", "column week: empty; expected a number from 0 to 100000"),
    "words": ("a,1,long,cut,all,0.5,invented", "column weeks: 'long' is not a number; expected a number from 0 to "),
    "endless surge": ("a,1,,surge,all,0.5,invented", "column weeks: a surge without an end; expected a number > 0"),
    "endless shutdown": ("a,1,0,shutdown,all,0.5,invented", "column weeks: a shutdown without an end; expected "),
    "nothing": ("a,1,1,surge,all,0,invented", "column size: 0 is too small; expected a number from 1e-09 to 100"),
    "too much": ("a,1,1,cut,all,1.5,invented", "column size: 1.5 is too large; expected at most 1, a share of staff"),
    "too far": ("a,1,1,reversal,all,2,invented", "column size: 2 is too large; expected at most 1, a share of the way"),
    "domain": (
        "a,1,1,surge,trde,1,invented",
        "column where: 'trde' is unknown; expected all or, for a surge, a code of domains.csv, did you mean 'trade'?",
    ),
    "department": (
        "a,1,1,cut,trade,1,invented",
        "column where: 'trade' is unknown; expected all or, for a cut, a code of departments.csv",
    ),
    "no source": ("a,1,1,cut,all,1,", "column source: empty; expected text of one line"),
}


def test_two_surges_at_one_address_are_refused(folder):
    """Their issues would be the same, draw by draw: one in eight thousand pairs of codes."""
    first = uid("event", "s0") % SURGES
    other = next(f"s{k}" for k in range(1, 10**6) if uid("event", f"s{k}") % SURGES == first)
    write(folder, "s0,1,1,surge,all,1,invented", f"{other},1,1,surge,all,1,invented")
    with pytest.raises(InputError, match=f"^events.csv row 3 column code: {other} has the address of s0; expected "):
        load_scenario(folder)
    write(folder, "s0,1,1,surge,all,1,invented", f"{other},1,1,cut,all,1,invented")
    assert len(load_scenario(folder).events) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_that_says_where(folder, fault):
    line, said = FAULTS[fault]
    write(folder, "fine,1,1,cut,all,0.5,invented", line)
    with pytest.raises(InputError) as caught:
        load_scenario(folder)
    message = str(caught.value)
    assert message.startswith("events.csv row 3 ") and said in message and message.isprintable(), message
