"""Programmes at equal spending, and the arrangement they are held against."""

import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.model.levers import LEVERS
from sim.model.policy import GROUPS, levers, on
from sim.setup.config import setup_from
from sim.setup.spending import at_spending, scalable, scaling_said, spending

PROGRAMMES = ["guided_delegation", "whole_of_government", "combined", "ban"]


@pytest.mark.parametrize("share", [0.05, 0.6, 1.2])
@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_costs_its_budget(name, share):
    """By one factor for all levers that cost anything; what costs nothing stays as it is."""
    before = setup_from(name)
    fte = share * spending(before)
    after = at_spending(before, fte)
    assert spending(after) == pytest.approx(fte, rel=1e-3, abs=0.6)
    was, now, own = levers(before.policy), levers(after.policy), scalable(before)
    assert {key for key in was if was[key] != now[key]} <= set(own)
    free = {key: now[key] / was[key] for key in own if now[key] < LEVERS[key].high}
    assert max(free.values()) == pytest.approx(min(free.values()), rel=2e-3)
    assert levers(before.policy) == was  # the policy that was given is left alone


def test_what_it_takes_is_told(capsys, tmp_path):
    words = ["compare", "status_quo", "ban", "scenario=toy", "run.years=0.2", "run.replicates=2"]
    assert main([*words, "--equal-spending", "60", "--out", str(tmp_path / "out")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    own = setup_from("ban", "toy")
    assert scaling_said(own, at_spending(own, 60.0)) in said and "ban at equal spending: 60 FTE, from" in said
    found = sim.compare("status_quo", "ban", equal_spending=60, scenario="toy", years=0.2, replicates=2, progress=False)
    cost = found.table.set_index("metric").loc["fte_levers"]
    assert cost["ban"] == pytest.approx(60, abs=0.6) and set(found.moved) == {"ban"}


@pytest.mark.parametrize(
    ("name", "fte", "said"),
    [
        ("guided_delegation", 1e5, "expected at most"),
        ("centralized", 100.0, "'centralized' has no lever that costs anything"),
        ("ban", 5000.0, "expected at most"),
    ],
)
def test_a_budget_that_cannot_be_spent_is_refused(name, fte, said):
    with pytest.raises(InputError, match=said):
        at_spending(setup_from(name), fte)


@pytest.mark.parametrize("fte", [[1], {}, True, "much", -1, float("nan")])
def test_nor_is_it_from_python(fte):
    with pytest.raises(InputError, match="equal spending: .*; expected a number from 0"):
        sim.compare("centralized", "ban", equal_spending=fte, scenario="toy", progress=False)


def test_more_than_there_is_staff_is_no_budget():
    """The levers could cost more than the headcount, which none may: nothing is taken for as much as asked."""
    with pytest.raises(InputError, match="7,000 FTE; expected at most"):
        at_spending(setup_from("guided_delegation", "toy"), 7000.0)


@pytest.mark.parametrize("fte", ["much", "-1", "nan", "1e9"])
def test_what_is_no_budget_is_refused(fte, capsys):
    assert main(["compare", "centralized", "ban", "--equal-spending", fte]) == 2
    assert "equal spending: " in capsys.readouterr().err


def test_every_lever_of_2023_has_a_source_or_is_assumed():
    pages = [group for group in GROUPS if group != "delegation"]
    told = {}
    for group in pages:
        for line in (config_dir() / group / "as_in_2023.yaml").read_text().splitlines():
            key, colon, rest = line.partition(": ")
            if colon and not line.startswith(" ") and key != "about":
                assert "  # " in rest and len(rest.partition("# ")[2]) > 6, line
                told[f"{group}.{key}"] = rest
    assert set(on(setup_from("status_quo").policy)) <= set(told)


def test_2023_is_the_reference():
    from sim.commands.compare import STANDARD
    from sim.web.app.view import View

    assert STANDARD[0] == View().columns[0].preset == "status_quo"
