"""Watching in its limits: patrol delay T/2, alarm 1 - (1 - q)^m, races of detection against surfacing, deterrence."""

import math

import numpy as np
import pytest

# Mandates that are all misread, and a tolerance of nothing: every concluded act hides trouble; no lever costs staff.
LEVERS = {"delegation.level": 1, "delegation.min_capacity": 0}
TROUBLED = {
    "load": 0.1,
    "own_staff": 50,
    "guidance_noise": 1,
    "leeway": 0,
    "tolerance": 100,  # nothing contradicts
    "patrol_fte": 0,
    "alarm_fte": 0,
    "registry_fte": 0,
    "review_fte": 0,
    "sanction_fte": 0,
    "preclearance_fte": 0,
    "suspension": 1e-6,
}


@pytest.fixture
def troubled(simulate, issues_of):
    def troubled(levers=None, years=100, scenario="textbook_queue", **parameters):
        world = simulate(scenario, LEVERS | (levers or {}), TROUBLED | parameters, years=years)
        issues = issues_of(world)
        return issues[issues["stage"] == 5]

    return troubled


def share(found, chance):
    error = math.sqrt(chance * (1 - chance) / found.size)
    assert abs(found.mean() - chance) < 4 * error, (found.mean(), chance, error)


def test_every_act_is_troubled_and_none_found(troubled):
    acts = troubled()
    assert len(acts) > 40_000
    assert (acts["incident"] == 2).all() and np.isinf(acts["detected"]).all() and np.isinf(acts["surfaced"]).all()
    assert acts["severity"] == pytest.approx((0.5 + acts["vitality"]) * np.abs(acts["agreed"] - acts["line"]))


@pytest.mark.parametrize("period", [6.5, 30.0])
def test_patrol_delay(troubled, period):
    """An audit of everything every T weeks finds after T/2 on average, evenly spread over [0, T]."""
    acts = troubled({"oversight.patrol": 1, "oversight.patrol_period": period})
    delay = acts["detected"] - acts["closed"]
    assert abs(delay.mean() - period / 2) < 4 * period / math.sqrt(12 * delay.size)
    assert 0 <= delay.min() and delay.max() <= period
    assert np.histogram(delay, 10)[0] == pytest.approx(delay.size / 10, rel=0.1)


def test_patrol_share(troubled):
    share(np.isfinite(troubled({"oversight.patrol": 0.4})["detected"]), 0.4)


def test_fire_alarm(troubled, near):
    """q = .1, m = 10: .651322; a rival at the table is a bystander less. The delay has the mean stated."""
    acts = troubled({"oversight.alarm": 1}, report_prob=0.2, bystanders=10)
    heard = np.isfinite(acts["detected"])
    share(heard, 0.651322)
    near((acts["detected"] - acts["closed"])[heard], 4)
    share(
        np.isfinite(
            troubled({"oversight.alarm": 1, "coordination.transparency": 1}, report_prob=0.1, transparency_fte=0)[
                "detected"
            ]
        ),
        0.651322,
    )


def test_rivals_never_report(variant, troubled):
    rival = variant(counterparts=[["country", "C", 100, 1000, 0, 0.5, 0, 1, 0.1, 0, "invented"]])
    acts = troubled({"oversight.alarm": 1}, scenario=rival, report_prob=0.2, bystanders=10)
    share(np.isfinite(acts["detected"]), 1 - 0.9**9)


def test_independent_instruments(troubled):
    """Patrol .3, alarm .4095, chance .1: together 1 - (1 - .3)(1 - .4095)(1 - .1)."""
    acts = troubled({"oversight.patrol": 0.3, "oversight.alarm": 1}, report_prob=0.2, bystanders=5, caught=0.1)
    share(np.isfinite(acts["detected"]), 1 - 0.7 * 0.9**5 * 0.9)


def test_registry_and_self_report(troubled):
    """A notice reaches the centre with compliance (.5 + .5 trust); a review without blame hears of self_report."""
    acts = troubled({"oversight.registry": 0.8}, compliance=0.9, trust=0.5, notice_delay=3)
    share(np.isfinite(acts["detected"]), 0.8 * 0.9 * 0.75)
    found = acts[np.isfinite(acts["detected"])]
    assert found["detected"] - found["closed"] == pytest.approx(3)
    acts = troubled({"coordination.reviews": 0.5, "coordination.blame": 0.4}, self_report=0.6, review_learning=0)
    share(np.isfinite(acts["detected"]), 0.6 * 0.5 * 0.6)


def test_race_against_surfacing(troubled):
    """An alarm certain to ring after 1/a weeks on average against a hazard s: found first with a/(a + s)."""
    acts = troubled({"oversight.alarm": 1}, report_prob=2, bystanders=1, alarm_delay=4, surface_rate=0.1)
    early = acts[acts["closed"] < 5000]
    share(np.isfinite(early["detected"]), 0.25 / 0.35)
    assert (np.isfinite(early["detected"]) | np.isfinite(early["surfaced"])).all()


def test_surfacing_alone_is_exponential(troubled, near):
    acts = troubled(surface_rate=0.05)
    early = acts[acts["closed"] < 4800]
    near((early["surfaces"] - early["closed"]), 20)
    assert (early["surfaced"] == early["surfaces"]).all()


def test_what_becomes_moot_never_surfaces(troubled, near):
    """A hazard s of surfacing against f of becoming moot: s/(s + f) surface, after 1/(s + f) weeks on average."""
    acts = troubled(surface_rate=0.04, fading_rate=0.06)
    out = np.isfinite(acts["surfaces"])
    share(out, 0.4)
    near((acts["surfaces"] - acts["closed"])[out], 10)


def test_remedy_desk(troubled):
    """What is found is corrected by one desk of rate desk_share x officers: never two at once, and not before found."""
    acts = troubled({"oversight.patrol": 1}, patrol_fte=20, desk_share=0.5, remedy_work=0.5)
    done = np.sort(acts["remedied"][np.isfinite(acts["remedied"])])
    assert done.size > 1000 and np.diff(done).min() >= 0.05 - 1e-9
    assert (acts["remedied"] >= acts["detected"]).all()


def test_sanction_voids(troubled):
    """Strictness .3 voids three found acts in ten, and a voided promise is a broken one."""
    acts = troubled({"oversight.patrol": 1, "oversight.sanction": 0.3}, sanction_trust=0, concealment=0)
    seen = acts[acts["detected"] < 5200]
    seen = seen[seen["watched"] == 1]
    share(seen["voided"], 0.3)
    assert ((seen["kept"] == 0) == (seen["voided"] == 1)).all()


ALONE = {
    "load": 1.2,
    "headcount": 0.5,
    "own_staff": 4000,
    "aspiration": 1,
    "trust": 0.4,
    "patience": 10,
    "freelance_rate": 0.02,
    "venture_speed": 1e6,
    "patrol_fte": 0,
    "sanction_fte": 0,
}


@pytest.mark.parametrize(("caught", "sanction", "power"), [(0, 0, 2), (0.5, 0.8, 2), (0.5, 0.8, 4), (0.2, 1, 2)])
def test_hazard_of_going_alone(simulate, issues_of, caught, sanction, power):
    """What is stuck for a weeks has been left alone with exp(-h0 (1 - trust)/patience e^{-kD} a²/2), D = caught x
    sanction (no concealment): the pure deterrence model."""
    world = simulate(
        levers={"oversight.sanction": sanction},
        years=6,
        dt=0.25,
        parameters=ALONE | {"caught": caught, "deterrence_power": power, "concealment": 0, "sanction_trust": 0},
    )
    issues = issues_of(world)
    issues = issues[(issues["opened"] < 208) & np.isinf(issues["started"])]
    age = 40.0
    h = 0.02 * 0.6 / 10 * math.exp(-power * caught * sanction)
    share(issues["venture_at"] - issues["opened"] < age, -math.expm1(-h * age * age / 2))
    assert len(issues) > 1500


@pytest.mark.parametrize("concealment", [0.0, 0.6])
def test_concealment(simulate, concealment):
    """It lowers the chance of being caught alone by concealment x strictness, and raises what is at stake as much."""
    regime = simulate(
        levers={"oversight.sanction": 0.5},
        years=0.1,
        parameters={"caught": 0.4, "concealment": concealment, "deterrence_power": 3},
    ).regime[0]
    caught = 0.4 * (1 - concealment * 0.5)
    assert regime["caught_alone"] == pytest.approx(caught)
    assert regime["undeterred"] == pytest.approx(math.exp(-3 * caught * 0.5))


def test_choice_of_quiet(simulate, issues_of):
    """Quietly with chance 1/(1 + exp((open - quiet)/noise)); deterred, more of them hide."""
    for sanction in (0.0, 1.0):
        world = simulate(
            levers={"oversight.sanction": sanction},
            years=30,
            parameters=ALONE
            | {"caught": 0.8, "concealment": 0, "quiet_value": 0.7, "choice_noise": 0.2, "deterrence_power": 0.1},
        )
        how = issues_of(world)["venture"]
        openly, quietly = 1 - 0.8 * sanction, 0.7 - 0.4 * sanction
        share(how[how > 0] == 4, 1 / (1 + math.exp((openly - quietly) / 0.2)))
