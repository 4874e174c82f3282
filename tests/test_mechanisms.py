"""What each mechanism does: groups that cover all of them once, and effects that are differences of differences."""

import numpy as np
import pandas as pd
import pytest

from experiments.mechanisms import __main__ as mechanisms
from experiments.mechanisms.groups import ALL_OFF, GROUPS, off
from sim.inputs.scenario import load_scenario
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS


def test_groups_share_no_parameter_and_turn_off_what_is_on():
    named = [name for names in GROUPS.values() for name in names]
    assert len(named) == len(set(named)) == len(ALL_OFF)
    assert all(PARAMETERS[name].off == ALL_OFF[name] != PARAMETERS[name].default for name in named)
    assert {name: value for group in GROUPS for name, value in off(group).items()} == ALL_OFF


def test_textbook_scenarios_have_all_of_them_off():
    """A case of `paradip verify` turns on what it asks for and inherits the rest."""
    own = load_scenario("textbook_queue").parameters
    assert {name: own[name] for name in ALL_OFF} == ALL_OFF


def table_of(**means):
    return pd.DataFrame({metric.name: means.get(metric.name, np.zeros(3)) for metric in METRICS})


def test_what_a_group_adds_to_a_policy_is_a_difference_of_differences():
    """Goodput 20, 21, 22 with the group and 18 without it; the policy gains 5 with it and 2 without."""
    rising = np.array([20.0, 21.0, 22.0])
    on = {name: table_of(goodput=rising + (0 if name == "status quo" else 5)) for name in mechanisms.POLICIES}
    without = {name: table_of(goodput=rising - 2 + (0 if name == "status quo" else 2)) for name in mechanisms.POLICIES}
    rows = pd.DataFrame(mechanisms.effects(on, without, "a group"), columns=list("gpomlhsv")).query("o == 'goodput'")
    assert rows.set_index("p")["m"].to_dict() == dict(zip(mechanisms.POLICIES, (2.0, 3.0, 3.0, 3.0), strict=True))
    assert rows["s"].to_numpy() == pytest.approx(0.21) and set(rows["v"]) == {"more"}


def test_page_and_table(tmp_path, monkeypatch, capsys):
    """Two decades of two groups."""
    monkeypatch.setattr(mechanisms, "GROUPS", {name: GROUPS[name] for name in ("networks", "opportunities")})
    mechanisms.main(2, tmp_path / "new")
    table, text = pd.read_csv(tmp_path / "new" / "effects.csv"), (tmp_path / "new" / "README.md").read_text("utf-8")
    assert len(table) == 4 * len(mechanisms.POLICIES) * len(METRICS)  # as it is, two groups, all of them
    assert text.count("| networks |") == len(mechanisms.POLICIES)
    nobody = table[(table["group"] == "opportunities") & (table["policy"] == "status quo")]
    assert (nobody["mean"].fillna(0) == 0).all()  # where nobody is close, what only the close see changes nothing
