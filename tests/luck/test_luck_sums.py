"""What chance sent a run: each sum is 0 on average, whatever the policy and the assumptions, and varies as it must."""

import numpy as np
import pytest

from sim.model import start
from sim.model.metrics import NAMES, luck, measure
from sim.model.metrics.luck import METRICS
from sim.model.records import CONCLUDED, FLARE_UP, GRAVE

LUCK = [one.name for one in METRICS]
PLACES = {
    "us": ("us_2023", {}, {}, 1.0),
    "guided": ("us_2023", {"delegation.level": 0.6, "coordination.guidance": 0.6}, {}, 1.0),
    "toy": ("toy", {}, {}, 3.0),
    "growth": ("toy", {}, {"growth": 0.3, "excitation": 0.5, "crisis_share": 0.1}, 4.0),
    "shrinking": ("toy", {"delegation.level": 0.5}, {"growth": -0.2, "grave_rate": 6, "swing": 0.8}, 9.0),
    "hidden": ("toy", {}, {"surface_rate": 0.05, "fading_rate": 0, "alone_trouble": 0.5}, 2.0),
}


def lucks(prepare, place, n, seed=6):
    """(n, sums), of n runs."""
    scenario, levers, parameters, years = PLACES[place]
    template, world, found = prepare(scenario, levers, parameters, years=years), None, []
    for replicate in range(n):
        world = start.finish(start.begin(template, seed, replicate, world))
        found.append(measure(world)[[NAMES.index(name) for name in LUCK]])
    return np.array(found), world


@pytest.mark.parametrize("place", PLACES)
def test_luck_is_nothing_on_average(prepare, place):
    found, _ = lucks(prepare, place, 150)
    spread = found.std(axis=0, ddof=1) / len(found) ** 0.5
    assert (np.abs(found.mean(axis=0)) <= 4 * spread).all(), dict(
        zip(LUCK, zip(found.mean(axis=0), spread, strict=True), strict=True)
    )


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_luck_is_nothing_on_average_in_many_runs(prepare, place):
    found, _ = lucks(prepare, place, 3_000, seed=5)
    spread = found.std(axis=0, ddof=1) / len(found) ** 0.5
    assert (np.abs(found.mean(axis=0)) <= 4 * spread).all(), dict(
        zip(LUCK, zip(found.mean(axis=0), spread, strict=True), strict=True)
    )


@pytest.mark.parametrize("place", ["toy", "growth", "shrinking"])
def test_what_arrives_varies_as_poisson(prepare, place):
    """Var N = ∫Λ."""
    scenario, levers, parameters, years = PLACES[place]
    template, world, found = prepare(scenario, levers, parameters, years=years), None, []
    for replicate in range(400):
        world = start.begin(template, 6, replicate, world)
        world.clock["tick"] = world.given["ticks"]  # the docket is known before anything is done
        found.append(luck.measure(world))
    found, n, given = np.array(found), 400, world.given
    mean = float((world.issues["uid"][: int(world.federal["rows"][0])] < 1 << 28).sum()) - found[-1, 0]
    for name, expected in (
        ("arrivals", mean),
        ("graves", float(given["grave_rate"][0]) * float(given["weeks"][0]) / 52.0),
    ):
        variance = found[:, LUCK.index(f"luck_{name}")].var(ddof=1)
        # of a Poisson count, var(s²) ≈ (2 + 1/mean) mean²/n
        error = expected * np.sqrt((2.0 + 1.0 / expected) / n)
        assert variance == pytest.approx(expected, abs=4 * error + 1e-12), name


def test_by_hand(prepare):
    """From the rows of a finished world, one by one."""
    found, world = lucks(prepare, "growth", 1)
    got = dict(zip(LUCK, found[0], strict=True))
    issues, given = (
        world.issues[: int(world.federal["rows"][0])],
        {k: world.given[k][0] for k in world.given.dtype.names},
    )
    routine = issues[issues["uid"] < 1 << 28]
    size = world.domains["size"][routine["domain"]]
    shares = np.diff(world.domain_cdf, prepend=0)
    weeks, r = given["weeks"], given["log_growth"]
    expected = given["arrival_rate"] * (np.exp(r * weeks) - 1) / r
    assert got["luck_arrivals"] == pytest.approx(len(routine) - expected)
    assert got["luck_sizes"] == pytest.approx((size - shares @ world.domains["size"]).sum())
    assert got["luck_work"] == pytest.approx((routine["work"] - given["mean_work"] * size).sum())
    flares = issues[issues["crisis"] == FLARE_UP]
    bred = given["excitation"] * (1 - np.exp(-(weeks - flares["opened"]) / 2.0))
    assert got["luck_flare_ups"] == pytest.approx(len(flares) - bred.sum() - given["crisis_share"] * expected)
    assert got["luck_graves"] == pytest.approx((issues["crisis"] == GRAVE).sum() - given["grave_rate"] * weeks / 52)
    assert got["luck_turns"] == pytest.approx(
        (world.federal["party"][0] < 0) - given["swing"] * int(world.federal["election"][0])
    )
    assert ((issues["stage"] == CONCLUDED) & (issues["incident"] > 0)).sum() > 10


def test_time_under_the_other_party(prepare):
    """Every election turns the centre: nothing is left to luck; one in two: half the time is the other party's."""
    for swing in (0.0, 1.0):
        world = start.finish(start.begin(prepare("toy", parameters={"swing": swing}, years=10.0), 1))
        found = measure(world)
        assert found[NAMES.index("luck_other_party")] == pytest.approx(0.0, abs=1e-12)
        assert found[NAMES.index("luck_turns")] == pytest.approx(0.0, abs=1e-12)
    world = start.finish(start.begin(prepare("toy", parameters={"swing": 0.5}, years=10.0), 1))
    series, first = world.series, float(world.given["first_election"][0])
    other = (series["party"] < 0).mean()
    expected = other - 0.5 * (1 - first / 520.0)
    assert measure(world)[NAMES.index("luck_other_party")] == pytest.approx(expected, abs=1 / 520)


def test_worlds_have_their_luck_whatever_the_policy(prepare):
    """What the docket and elections bring is the same under every policy; what follows acts is its own."""
    found = [lucks(prepare, place, 3, seed=8)[0] for place in ("us", "guided")]
    shared = [LUCK.index(f"luck_{name}") for name in ("arrivals", "sizes", "work", "flare_ups", "graves", "turns")]
    assert (found[0][:, shared] == found[1][:, shared]).all()
    assert (found[0][:, -1] != found[1][:, -1]).all()
