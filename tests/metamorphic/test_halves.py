"""An actor cut in two identical halves leaves the country what it was.

What is not the same in halves, and why: trust moves, and an actor learns, by every answer, and each half sees half of
them; tastes and what rivals do go by name; a liaison sits in every house; a sanction suspends one half; a desk of its
own is a smaller pool, so a half waits longer for its mandates; what stands between two countries is a mean of promises
that forgets, so the order of those of one week matters, and it goes by actor (a mean of all promises undoes it, but for
what the second of two met: such worlds are left out); a network counts its members and not how large they are. With
those silenced each issue takes the very course that it took. With them, but for networks, totals of a centre that acts
alone stay within error.
"""

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from relation import Case, cases, relation

from sim.model import start
from sim.model.metrics import METRICS, measure
from sim.model.records import FREELANCE, QUIET

SUMS = ("population", "gdp_musd", "exports_musd")  # of a state its cities' too


@pytest.fixture
def halved(tables, rewritten):
    """A scenario with one actor in two halves, side by side in the order of codes; what lies in a state stays
    with its first half. Returns it and the actor's row."""

    def halved(scenario, k):
        rows = tables(scenario)
        row = sorted(rows["subnationals"], key=lambda row: row["code"])[k]
        other = dict(row, code=f"{row['code']}-")  # nothing sorts between the two: no code of a table begins so
        inside = [city for city in rows["subnationals"] if city.get("parent") == row["code"]]
        for name in SUMS:
            cities = sum(float(city[name]) for city in inside)
            own = float(row[name]) - cities
            row[name], other[name] = repr(own / 2 + cities), repr(own / 2)
        row["staff"] = other["staff"] = repr(float(row["staff"]) / 2)
        rows["subnationals"].append(other)
        for past in [past for past in rows["elections"] if past["code"] == row["code"]]:
            rows["elections"].append(dict(past, code=other["code"]))
        return rewritten(scenario, **{name: rows[name] for name in ("subnationals", "elections")}), k

    return halved


COURSE = (
    "uid",
    "opened",
    "deadline",
    "domain",
    "counterpart",
    "private",
    "stage",
    "route",
    "channel",
    "started",
    "tabled",
    "venture",
    "venture_at",
    "venture_position",
    "entry",
    "entry_at",
    "closed",
    "agreed",
    "waited",
    "kept",
    "incident",
    "severity",
    "detected",
    "remedied",
    "surfaced",
)
ALONE = {"delegation.level": 0.0, "oversight.liaison": 0.0, "oversight.sanction": 0.0, "investment.grants": 0.0}
NO_NETWORKS = {"contagion": 0, "common_text": 0}  # a half is a member and the other is not
SAME = NO_NETWORKS | {
    "trust_rate": 0,
    "actor_learning": 0,
    "courtship": 0,
    "preference_sd": 0,
    "standing": 1e4,
    "own_staff": 8e3,
    "team_fte": 80,
}  # so many that neither half comes to the end of what it can carry, and whole teams in each


def alone_at_once(world, k):
    """Whether actor k concluded two acts alone in one tick with one country in one domain."""
    done = world.issues[np.isin(world.issues["channel"], (QUIET, FREELANCE)) & (world.issues["locality"] == k)]
    ticks = np.floor(done["closed"] / world.given["dt"][0])
    return len(set(zip(done["counterpart"], done["domain"], ticks, strict=True))) < len(done)


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
@relation(5, case=cases(("toy",), settings=ALONE | SAME), k=st.integers(0, 80))
def test_halves_take_the_same_course(run, template, halved, scenario, case, k):
    """Every issue, date by date, to rounding; and the halves share what arose in the whole."""
    case = case._replace(scenario=scenario).but({"delegation.scope": "all"})
    other, j = halved(scenario, k % (4 if scenario == "toy" else 80))
    whole, halves = run(case, years=1), run(case, scenario=other, years=1)
    assume(not alone_at_once(whole, j))
    assert len(halves.subnationals) == len(whole.subnationals) + 1
    for name in COURSE:
        np.testing.assert_allclose(halves.issues[name], whole.issues[name], rtol=1e-9, atol=1e-9, err_msg=name)
    before, after = whole.issues["locality"], halves.issues["locality"]
    assert (after - (after > j) == before).all()


# Outcome -> the relative standard error that the comparison must reach to mean something.
WITHIN = {
    "throughput": 0.0005,
    "goodput": 0.0005,
    "completion": 0.0005,
    "lapse_ratio": 0.002,
    "conclusion_p50": 0.001,
    "crisis_in_time": 0.002,
    "line_gap": 0.001,
    "answer_gap": 0.0005,
    "contradiction_rate": 0.005,
    "latent": 0.005,
    "surfaced": 0.005,
}


def pairs(template, halved, scenario, code, levers, outcome, parameters=None, replicates=24):
    """An outcome, or several, of the whole and of the halves on the same replicates: mean, difference and its error."""
    case = Case(scenario, levers, parameters or {}, 1, 1.0)
    k = template(case, years=0.1).scenario.subnationals.codes.index(code)
    countries = (template(case, years=4), template(case, scenario=halved(scenario, k)[0], years=4))
    whole, halves = np.array(
        [[outcome(start.finish(start.begin(made, 1, r)), made) for r in range(replicates)] for made in countries]
    )
    difference = halves - whole
    return whole.mean(axis=0), difference.mean(axis=0), difference.std(axis=0, ddof=1) / np.sqrt(replicates)


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("us_2023", "CA"),
        ("us_2023", "NY_new_york"),
        ("toy", "south"),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in (("us_2023", "WY"), ("canada_2023", "ON"))),
    ],
)
def test_halves_come_to_the_same_totals(template, halved, scenario, code):
    """Under a centre that acts alone, with trust, tastes and courtship as they are: paired over 24 replicates or more,
    within four standard errors, each error below .05 to .5% of the total. Posts of the toy take any number: with nine
    hands for all of its talks everything waits there, and one act alone more or less, which halves who learn apart do
    make, is handed on to all that wait behind (a standard error four times as large, and, over 400 replicates, .08%
    more or less done well)."""
    names = [metric.name for metric in METRICS]
    replicates = 64 if code == "ON" else 24  # two fifths of its country
    silent = NO_NETWORKS | ({"post_strain": 0} if scenario == "toy" else {})
    base, mean, error = pairs(
        template, halved, scenario, code, {}, lambda world, made: measure(world, made.fte), silent, replicates
    )
    for name, within in WITHIN.items():
        k = names.index(name)
        assert error[k] < within * abs(base[k]), f"{name}: standard error {error[k]:.3g} of {base[k]:.3g}"
        assert abs(mean[k]) <= 4 * error[k], f"{name}: {mean[k]:.3g} ± {error[k]:.2g} of {base[k]:.3g}"


MANY = {"courtship": 0, "own_staff": 20}  # few would lose most issues to closing windows, and who is lost waits no more


def test_two_small_desks_wait_longer_than_one(template, halved):
    """What theory says of halves that are given mandates: a pool of half the teams keeps its issues waiting longer
    (ten silos against one pool), and nothing but that and what goes by name tells them from the whole."""

    def waited(world, made):
        issues = world.issues[: int(world.federal["docket"][0])]
        return issues["waited"][(issues["route"] == 1) & np.isfinite(issues["started"])].mean()

    base, mean, error = pairs(template, halved, "us_2023", "CA", {"delegation.level": 0.4}, waited, MANY)
    assert mean > 4 * error and mean < 0.2 * base
