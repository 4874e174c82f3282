"""What arises follows its closed forms: growth, windows, crises that breed crises."""

import math

import numpy as np
import pytest

from sim.model import start
from sim.model.records import LAPSED


@pytest.fixture
def docket(prepare):
    """Issues of one drawn decade (or longer), before anybody acts."""

    def docket(scenario="textbook_queue", years=10.0, seed=1, replicate=0, **parameters):
        world = start.begin(prepare(scenario, None, parameters, years), seed, replicate)
        return world.issues[: int(world.federal["docket"][0])].copy()

    return docket


def test_growth(docket):
    """E[N] = Λ0 (e^{rT} - 1)/r; and the integrated rate turns openings into a unit-rate Poisson process."""
    r = math.log1p(0.05) / 52
    expected = 8 * math.expm1(r * 520) / r
    made = [docket(growth=0.05, replicate=k) for k in range(100)]
    counts = [len(issues) for issues in made]
    assert abs(np.mean(counts) - expected) < 4 * math.sqrt(expected / 100)
    gaps = np.concatenate([np.diff(8 * np.expm1(r * issues["opened"]) / r) for issues in made])
    assert abs(gaps.mean() - 1) < 4 / math.sqrt(gaps.size)
    assert abs(gaps.var() - 1) < 4 * math.sqrt(8 / gaps.size)
    assert abs(np.corrcoef(gaps[:-1], gaps[1:])[0, 1]) < 4 / math.sqrt(gaps.size)
    late = np.concatenate([issues["opened"] for issues in made]) > 468
    share = math.expm1(r * 520) - math.expm1(r * 468)
    share /= math.expm1(r * 520)
    assert abs(late.mean() - share) < 4 * math.sqrt(share * (1 - share) / late.size)


@pytest.mark.parametrize("growth", [5e-324, 1e-200, 1e-16, 1e-12, 4e-8, 6e-8, 1e-6])
def test_hardly_any_growth(docket, growth):
    """t = s - r s²/2 + r² s³/3 ... as r goes to 0, s the openings without growth."""
    steady, grown = (docket(growth=g, crisis_share=0)["opened"] for g in (0, growth))
    n, r = min(len(steady), len(grown)), growth / 52
    assert n > 3000 and abs(len(steady) - len(grown)) < 3
    np.testing.assert_allclose(grown[:n], (steady - r * steady**2 / 2)[:n], rtol=r**2 * 520**2, atol=1e-6)


def test_growth_moves_openings_and_nothing_else(docket):
    slow, fast = docket(), docket(growth=0.05)
    n = len(slow)
    assert len(fast) > n
    assert (fast["opened"][1:n] < slow["opened"][1:]).all()
    for name in ("uid", "rank", "vitality", "work", "locality"):
        assert (fast[name][:n] == slow[name]).all()


def test_openings_in_order_and_marks(docket):
    issues = docket("us_2023")
    assert (np.diff(issues["opened"]) >= 0).all() and issues["opened"].min() > 0
    assert len(np.unique(issues["uid"])) == len(issues)
    assert (issues["work"] > 0).all() and (issues["deadline"] > issues["opened"]).all()
    assert ((issues["vitality"] >= 0) & (issues["vitality"] <= 1)).all()


def test_marks_follow_the_scenario(docket):
    """Domains by share, vitality by its Beta, shocks by their spread, windows by their mean."""
    from sim.inputs.scenario import load_scenario

    domains = load_scenario("toy").domains
    issues = docket("toy", years=40, growth=0, crisis_share=0, shock_sd=0.8)
    for d in range(len(domains)):
        share, a, b = domains["share"][d], domains["vitality_a"][d], domains["vitality_b"][d]
        mine = issues[issues["domain"] == d]
        n = len(mine)
        assert abs(n / len(issues) - share) < 4 * math.sqrt(share * (1 - share) / len(issues))
        variance = a * b / (a + b) ** 2 / (a + b + 1)
        assert abs(mine["vitality"].mean() - a / (a + b)) < 4 * math.sqrt(variance / n)
        assert mine["vitality"].var() == pytest.approx(variance, rel=0.05)
        sd = 0.8 * domains["local_shock"][d]
        assert abs(mine["omega"].mean()) < 4 * sd / math.sqrt(n)
        assert mine["omega"].std() == pytest.approx(sd, rel=4 / math.sqrt(2 * n))
        window = domains["deadline_weeks"][d]
        assert abs((mine["deadline"] - mine["opened"]).mean() - window) < 4 * window / math.sqrt(n)


def test_clearances_by_chance(docket, prepare):
    """Each issue needs each department's clearance with the scenario's probability."""
    chance = prepare("us_2023").world.clearance
    issues = docket("us_2023", years=20)
    for d in range(chance.shape[0]):
        needed = issues["clearances"][issues["domain"] == d]
        for e in range(chance.shape[1]):
            p = chance[d, e]
            found = ((needed >> e) & 1).mean()
            assert abs(found - p) <= 4.5 * math.sqrt(p * (1 - p) / needed.size)


@pytest.mark.parametrize("eta", [0.0, 0.3, 0.7])
def test_hawkes(docket, eta):
    """Mean cluster 1/(1 - η), and delays of the mean stated."""
    issues = docket(years=600, arrival_rate=8, crisis_share=0.1, excitation=eta)
    crises = issues[issues["crisis"] > 0]
    first = crises["uid"] < 2**31
    n = int(first.sum())
    size = len(crises) / n
    error = math.sqrt(eta / (1 - eta) ** 3 / n) + 1e-12
    assert abs(size - 1 / (1 - eta)) < 4 * error
    expected = 600 * 52 * 0.8
    assert abs(n - expected) < 4 * math.sqrt(expected)
    if eta:  # branching makes counts over long spans overdispersed by 1/(1 - η)^2
        counts = np.histogram(crises["opened"], bins=300)[0]
        assert counts.var() / counts.mean() == pytest.approx(1 / (1 - eta) ** 2, rel=4 * math.sqrt(2 / 300) + 0.05)


def test_international_crises_arise_by_themselves_and_move_no_other(docket):
    """So many a year whatever the agenda does, each the work of many issues; the rest of the docket is the same."""
    calm, grave = (docket("us_2023", years=40, grave_rate=rate, grave_work=10, grave_window=20) for rate in (0, 5))
    found, rest = grave[grave["crisis"] == 3], grave[grave["crisis"] != 3]
    assert abs(len(found) - 200) < 4 * math.sqrt(200) and not (calm["crisis"] == 3).any()
    assert (found["vitality"] >= 0.8).all() and (found["priority"] == 0).all() and (found["uid"] < 2**30).all()
    for name in ("uid", "opened", "rank", "vitality", "locality", "omega", "deadline"):
        assert (calm[name] == rest[name]).all()
    flares = rest[rest["crisis"] == 1]["work"]
    assert 10 * flares.mean() == pytest.approx(found["work"].mean(), rel=4 / math.sqrt(len(found)))
    lasts = found["deadline"] - found["opened"]
    assert abs(lasts.mean() - 20) < 4 * 20 / math.sqrt(len(found))
    fewer = docket("us_2023", years=40, grave_rate=2.5, grave_work=10, grave_window=20)
    some = fewer[fewer["crisis"] == 3]
    assert np.allclose(some["opened"], 2 * found["opened"][: len(some)])  # the same crises, half as often


def test_opportunities_arise_beside_the_docket_and_move_nothing(docket):
    calm, more = (docket("us_2023", years=10, growth=0, opportunity_share=share) for share in (0, 0.1))
    found, rest = more[more["opportunity"] == 1], more[more["opportunity"] == 0]
    assert abs(len(found) - 2600) < 4 * math.sqrt(2600) and not calm["opportunity"].any()
    assert (found["crisis"] == 0).all() and (np.diff(more["opened"]) >= 0).all()
    for name in ("uid", "opened", "rank", "work", "locality", "omega", "deadline", "crisis"):
        assert (calm[name] == rest[name]).all()


def test_crises_leave_routine_alone(docket):
    calm, shaken = docket("us_2023", crisis_share=0), docket("us_2023", excitation=0.6)
    routine = shaken[shaken["crisis"] == 0]
    assert (calm["crisis"] == 0).all() and (shaken["crisis"] > 0).sum() > 1000
    for name in ("uid", "opened", "rank", "vitality", "locality", "omega", "deadline"):
        assert (calm[name] == routine[name]).all()
    ratio = routine["work"] / calm["work"]  # one docket, scaled to the same load
    assert np.ptp(ratio) < 1e-12 and ratio[0] < 1


def test_born_crises_keep_their_parents_place(simulate, issues_of):
    world = simulate("us_2023", parameters={"spawn": 0.5}, years=3)
    issues = issues_of(world)
    born = issues[issues["crisis"] == 2]
    parents = world.issues[born["parent"]]
    assert len(born) > 20 and (born["uid"] >= 2**31).all()
    for name in ("domain", "counterpart", "locality"):
        assert (born[name] == parents[name]).all()
    lost = parents["stage"] == LAPSED
    assert 0 < lost.sum() < len(born)
    assert (born["opened"] >= np.where(lost, parents["closed"], parents["surfaced"])).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_twins(prepare, share):
    """A share of the routine issues in domains of states and cities, each by an address of its own."""
    worlds = [start.begin(prepare("us_2023", None, {"twin_share": part}, 3.0), 3) for part in (share, share / 2)]
    issues, fewer = (world.issues[: int(world.federal["docket"][0])] for world in worlds)
    may = (worlds[0].domains["subnational"][issues["domain"]] > 0) & (issues["crisis"] == 0)
    twins = issues["twin"] > 0
    assert not twins[~may].any() and may.sum() > 2000
    assert abs(twins[may].mean() - share) <= 4 * math.sqrt(share * (1 - share) / may.sum())
    assert not (fewer["twin"] > issues["twin"]).any()  # a larger share is the same twins, and more
    for name in ("uid", "opened", "work", "omega", "deadline", "clearances"):
        assert (issues[name] == fewer[name]).all()
