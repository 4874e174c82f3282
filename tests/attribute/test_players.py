"""Which differences of two policies are players, and which policies sets of them make."""

import pytest

import sim
from sim.model.policy import levers, said
from sim.runs.plan import plan_setups
from sim.setup.config import Setup, resolve
from sim.study.attribute.attribute import attribute
from sim.study.attribute.players import pair_up


def preset(name: str, *words: str):
    return resolve([f"policy={name}", *words]).policy


def paired(first: str, second: str, by: str = "lever"):
    return pair_up(preset(first), preset(second), by)


def keys(pair) -> list[str]:
    return [one.key for one in pair.players]


def addresses(pair) -> list[str]:
    return plan_setups([Setup(policy=pair.policy(one)) for one in range(2 ** len(pair.players))]).addresses


def test_how_a_lever_is_used_goes_with_it_where_it_is_off_under_one():
    """Nobody proposes to delegate 70% of everything."""
    found = {one.key: one.keys for one in paired("status_quo", "guided_delegation").players}
    assert found["delegation.level"] == ("delegation.level", "delegation.scope") and len(found) == 10
    found = {one.key: one.keys for one in paired("laissez_faire", "status_quo").players}
    assert {"coordination.authority", "coordination.slots"} < {*found["coordination.body"]}
    one, other = preset("guided_delegation"), preset("guided_delegation", "delegation.scope=all")
    assert keys(pair_up(one, other, "lever")) == ["delegation.scope"]  # both delegate


def test_what_does_nothing_under_either_is_no_player():
    one, other = preset("status_quo"), preset("status_quo", "delegation.scope=subnational", "delegation.staff=moved")
    with pytest.raises(sim.InputError, match="differ in no lever that does anything"):
        pair_up(one, other, "lever")


@pytest.mark.parametrize("by", ["lever", "group"])
def test_staff_is_a_player_beside_delegation_and_nothing_without_it(by):
    pair = paired("status_quo", "guided_delegation", by)
    level, staff = pair.late
    assert pair.players[staff].key in ("staff", "delegation.staff")
    assert levers(pair.policy(1 << level))["delegation.staff"] == "moved"
    assert levers(pair.policy(1 << level | 1 << staff))["delegation.staff"] == "kept"
    found = addresses(pair)
    assert len(set(found)) == 3 * len(found) // 4
    assert all(found[one] == found[one | 1 << staff] for one in range(len(found)) if not one >> level & 1)
    assert paired("guided_delegation", "status_quo", by).late == (staff, level)


def test_staff_moved_with_the_work_adds_no_player():
    assert "staff" not in keys(paired("status_quo", "guided_delegation_moved", "group"))
    both = paired("guided_delegation", "guided_delegation_moved", "group")
    assert keys(both) == ["staff"] and both.late is None


def test_groups_hold_every_lever_once():
    levers_alone = paired("status_quo", "combined", "lever")
    groups = paired("status_quo", "combined", "group")
    assert keys(groups) == ["delegation", "staff", "oversight", "coordination", "investment"]
    assert sorted(key for one in levers_alone.players for key in one.keys) == sorted(
        key for one in groups.players for key in one.keys
    )


@pytest.mark.parametrize("first, second", [("status_quo", "guided_delegation"), ("reform_undone", "status_quo")])
def test_the_ends_are_the_policies_themselves_and_the_way_back_leads_through_the_same(first, second):
    pair, back = paired(first, second, "group"), paired(second, first, "group")
    assert said(pair.policy(0)) == said(preset(first))
    assert said(pair.policy(2 ** len(pair.players) - 1)) == said(preset(second))
    assert addresses(pair) == addresses(back)[::-1]


def test_reform_and_turnover_mean_nothing_where_nothing_changes():
    pair = paired("status_quo", "reform_undone", "group")
    assert keys(pair)[-2:] == ["reform", "turnover"]
    alone = 1 << keys(pair).index("turnover")
    assert pair.policy(alone).path == {} and levers(pair.policy(alone)) == levers(preset("status_quo"))


@pytest.mark.parametrize(
    ("first", "second", "more", "said"),
    [
        ("ban", "ban", {}, "attribute: ban and ban differ in no lever"),
        ("ban", {"policy": "status_quo", "years": 3}, {}, "attribute: run not the same for both"),
        ("ban", {"policy": "status_quo", "parameters": {"load": 1.1}}, {}, "attribute: parameters not the same"),
        ("ban", "status_quo", {"by": "leaver"}, "by: 'leaver'; expected group or lever, did you mean 'lever'"),
        ("ban", "status_quo", {"outcomes": ["godput"]}, "outcomes: 'godput'.*did you mean 'goodput'"),
        ("ban", "status_quo", {"outcomes": []}, "outcomes: none named"),
    ],
)
def test_faults_in_python(first, second, more, said):
    with pytest.raises(sim.InputError, match=said):
        sim.attribute(first, second, scenario="toy", replicates=2, **more)


def test_a_mixture_that_cannot_be_paid_is_named():
    """Each of the two can be: one gives half the headcount away, the other trains all of it at a high price."""
    words = ["scenario=toy", "run.replicates=2", "run.years=0.5", "parameters.training_fte=0.55"]
    setups = [resolve(["policy=centralized", *words, f"investment.{x}"]) for x in ("grants=0.5", "training=1")]
    with pytest.raises(
        sim.InputError, match=r"attribute: centralized.* with investment.training of .* cannot be: .*--by"
    ):
        attribute(setups, "lever")
