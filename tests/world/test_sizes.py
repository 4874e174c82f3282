"""How big an issue is, and how many people states and cities have, is what configs/scenario/*/README.md says."""

import math

import numpy as np
import pytest
from scipy.stats import beta
from test_scenario import edit, refusal

from sim.commands.list_scenario import scenario
from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.metrics import METRICS, measure
from sim.model.parameters import PARAMETERS
from sim.model.policy import Policy
from sim.model.records import AT_CONSENT, BY_COURT, CONCLUDED, FREELANCE, GRAVE, LAPSED, QUIET, TREATY
from sim.model.start import begin, finish, prepare
from sim.setup.config import setup_from


def settled(name):
    world = load_scenario(name)
    return world, prepare(world, Policy(), world.parameters, 1.0).world


def test_sizes_are_as_documented():
    """configs/scenario/us_2023/README.md: people of states and cities, who has any, an issue of mean size."""
    us, canada, germany = map(load_scenario, ("us_2023", "canada_2023", "germany_2023"))
    staff = us.subnationals["staff"]
    states = us.subnationals["kind"] == "state"
    assert 500 <= staff.sum() == 756 <= 1000 and (staff > 0).sum() == 69 and (staff[states] > 0).all()
    cities = us.subnationals["kind"] == "city"
    assert (staff[cities] > 0).mean() == 0.6  # of the cities asked in 2024 (Truman Center)
    assert canada.subnationals["staff"].sum() == 887 and germany.subnationals["staff"].sum() == 928
    years = []
    for world in (us, canada, germany):
        given = settled(world.name)[1].given[0]
        years.append(given["mean_work"] * given["team_fte"] / 52)
        assert 2 < years[-1] < 10  # what 500 to 1,000 people take for 100 to 300 acts a year
    assert years == pytest.approx([2.99, 2.94, 2.98], abs=0.01)  # an issue is as big in all


def test_an_issue_of_mean_size_is_the_mean_issue():
    """Work, clearances and redrafts of a decade come to what the load says, whatever the sizes."""
    for name in ("us_2023", "canada_2023", "germany_2023", "textbook_sizes"):
        tables, world = settled(name)
        assert math.fsum(tables.domains["share"] * tables.size) == pytest.approx(1.0, rel=1e-12)
        assert (world.domains["size"] == tables.size).all() and (
            world.domains["talks"] == tables.domains["talks"]
        ).all()


def test_who_is_asked_for_big_things_has_more_to_show_for_them():
    """Worth and what is missed weigh an issue by its size, and a crisis as one, an international one as several."""
    tables = load_scenario("us_2023")
    world = finish(begin(prepare(tables, Policy(), {}, 2.0)))
    issues = world.issues[: int(world.federal["rows"][0])]
    size = np.where(
        issues["crisis"] > 0,
        np.where(issues["crisis"] == GRAVE, world.given["grave_work"], 1.0),
        tables.size[issues["domain"]],
    )
    worth = size * issues["vitality"]
    out = dict(zip([metric.name for metric in METRICS], measure(world), strict=True))
    honoured = (issues["stage"] == 5) & (issues["kept"] == 1) & (issues["voided"] == 0)
    assert out["goodput"] == pytest.approx(worth[honoured].sum() / 104)
    assert out["missed_vitality"] == pytest.approx(worth[issues["incident"] > 6].sum() / 2)


def test_sizes_are_printed():
    said = scenario("us_2023")
    assert "2,600 issues in the first year" in said and "69 have international staff, 756 FTE together" in said
    assert "Arms control and non-proliferation" in said and "inspections; a protocol; a dispute over a test" in said
    with pytest.raises(InputError, match="did you mean 'us_2023'"):
        scenario("us_2032")


FAULTS = {
    "no work": (
        "domains.csv",
        "0.3,1,1,2,3,50",
        "0.3,0,1,2,3,50",
        "row 2 column work: 0 is too small; expected a number from 0.001 to 1000",
    ),
    "no talks": ("domains.csv", "0.3,1,1,2,3,50", "0.3,1,-1,2,3,50", "row 2 column talks: -1 is negative"),
    "half a word": ("subnationals.csv", "40,300", "40,many", "row 2 column staff: 'many' is not a number"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_size_is_one_line(variant, fault):
    (file, old, new, said), folder = FAULTS[fault], variant("toy").folder
    edit(folder, file, old, new)
    assert said in refusal(folder)


def test_more_teams_than_a_machine_holds_are_refused_in_one_line(variant):
    """A million people times a hundred thousand would take more memory than there is, or hang."""
    folder = variant("toy").folder
    edit(folder, "subnationals.csv", "40,300", "40,1000000")
    tables = load_scenario(folder)
    with pytest.raises(InputError, match=r"have 1,250,\d+,\d+ teams; expected at most 10,000,000: lower parameters"):
        prepare(tables, Policy(), {"own_staff": 1e5}, 0.1)


def test_seven_tenths_of_the_issues_that_guided_delegation_opens_are_not_vital():
    """configs/delegation/guided.yaml: by share of the docket, vitality being Beta in each domain."""
    domains, bar = load_scenario("us_2023").domains, PARAMETERS["vital_threshold"].default
    weight = domains["share"] * (domains["subnational"] == 1)
    below = beta.cdf(bar, domains["vitality_a"], domains["vitality_b"])
    guided = setup_from("guided_delegation").policy.delegation
    assert guided.scope == "subnational" and (weight @ below) / weight.sum() == pytest.approx(guided.level, abs=0.005)


def test_counts_and_times_under_the_status_quo_are_as_documented():
    """configs/scenario/us_2023/README.md: means of twenty decades, rounded as they are there, or within four standard
    errors."""
    tables = load_scenario("us_2023")
    template, found = prepare(tables, setup_from("status_quo").policy, {}, 10.0), []
    for replicate in range(20):
        world = finish(begin(template, 1, replicate))
        rows = world.issues[: int(world.federal["rows"][0])]
        rows = rows[rows["opened"] < 520]
        agreed, asked = rows["stage"] == CONCLUDED, rows["desk"] == AT_CONSENT
        refused = asked & (rows["stage"] == LAPSED)
        alone = agreed & np.isin(rows["channel"], (QUIET, FREELANCE))
        yearly = [one.sum() / 10 for one in (alone, asked & (rows["act_class"] == TREATY), rows["voided"] == BY_COURT)]
        times = [
            (rows["closed"] - rows["opened"])[agreed & (rows["crisis"] == 0) & (rows["domain"] == domain)].mean()
            for domain in map(tables.domains.codes.index, ("technology_cyber", "trade_investment"))
        ]
        found.append([*yearly, refused.sum() / (refused | (asked & agreed)).sum(), *times])
    stated, rounding = np.array([37, 15, 0.28, 0.07, 11, 19]), np.array([0.5, 0.5, 0.005, 0.005, 0.5, 0.5])
    error = 4 * np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
    assert (np.abs(np.mean(found, axis=0) - stated) <= np.maximum(error, rounding)).all(), np.mean(found, axis=0)
