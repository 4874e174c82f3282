"""With its mechanisms off the simulator is a textbook queue, and must give the textbook's number.

One bundled scenario, textbook_queue, run by the same code as every other; no separate toy. Tolerance: four standard
errors by batch means.
"""
import numpy as np
import pytest

from sim.world.scenario import scenario_names

WARM = 100.0  # weeks before the queue is taken to be in its steady state


def settled(issues, weeks):
    """Issues opened after the warm-up and early enough to have been started; in order of opening."""
    return issues[(issues["opened"] > WARM) & (issues["opened"] < weeks - WARM)]


@pytest.fixture
def waits(simulate, issues_of):
    """Weeks from opening to the start of work, and the issues, of a long run."""
    def waits(scenario="textbook_queue", years=3000, levers=None, seed=1, dt=1.0, **parameters):
        world = simulate(scenario, levers, parameters, years=years, seed=seed, dt=dt)
        issues = settled(issues_of(world), years * 52)
        return issues["started"] - issues["opened"], issues
    return waits


def erlang_c(servers, offered):
    """(P(wait > 0), mean wait in service times) of M/M/c."""
    b = 1.0
    for k in range(1, servers + 1):
        b = offered * b / (k + offered * b)
    c = b / (1 - (offered / servers) * (1 - b))
    return c, c / (servers - offered)


def test_formula():
    assert erlang_c(10, 8) == pytest.approx((0.409180151, 0.204590075), abs=1e-9)
    assert erlang_c(30, 28.5)[1] == pytest.approx(0.469687, abs=1e-6)


def test_erlang_c(waits, near):
    wait, issues = waits()
    near(wait, 0.204590075)
    near(wait > 0, 0.409180151, within=0.02)
    near(wait > 1, 0.055376512)
    near(issues["closed"] - issues["opened"], 1.204590075, within=0.01)


@pytest.mark.parametrize(("teams", "load"), [(1, 0.5), (2, 0.9), (5, 0.7)])
def test_erlang_c_of_other_sizes(waits, near, teams, load):
    wait, _ = waits(team_fte=100 / teams, load=load, arrival_rate=load * teams)
    chance, mean = erlang_c(teams, load * teams)
    near(wait, mean)
    near(wait > 0, chance)


def test_ticks_do_not_matter_to_a_queue(waits):
    """Service is exact within a tick: no step size leaves a trace."""
    ends = [waits(years=20, dt=dt)[1]["closed"].tobytes() for dt in (0.25, 1.0, 4.0)]
    assert ends[0] == ends[1] == ends[2]


def test_pollaczek_khinchine(waits, near):
    """One team, gamma work of shape k: Wq = ρ/(1-ρ) (1 + 1/k)/2."""
    for shape in (0.5, 4):
        wait, _ = waits(team_fte=100, load=0.7, arrival_rate=0.7, work_shape=shape, years=5000)
        near(wait, 0.7 / 0.3 * (1 + 1 / shape) / 2)


@pytest.mark.parametrize(("teams", "rates", "expected"), [(1, (0.3, 0.5), (1.142857, 5.714286)),
                                                          (5, (1.0, 3.0), (0.138528, 0.692641))])
def test_cobham(waits, near, teams, rates, expected):
    """Vital before routine, not interrupting: W0 / ((1 - s_{k-1})(1 - s_k))."""
    total = sum(rates)
    wait, issues = waits(team_fte=100 / teams, load=total / teams, arrival_rate=total, priorities=1, years=6000,
                         vital_threshold=1 - rates[0] / total)
    for vital, mean in zip((True, False), expected, strict=True):
        near(wait[(issues["priority"] == 1) == vital], mean)


def test_cobham_with_crises(waits, near):
    """Three classes: crises of rate .2 before vital .3 before routine .3, one team."""
    wait, issues = waits(team_fte=100, load=0.8, arrival_rate=0.6, priorities=1, years=8000, vital_threshold=0.5,
                         crisis_share=1 / 3, crisis_work=1)
    loads = np.cumsum([0, 0.2, 0.3, 0.3])
    for priority in range(3):
        near(wait[issues["priority"] == priority], 0.8 / ((1 - loads[priority]) * (1 - loads[priority + 1])))


@pytest.mark.parametrize(("load", "abandoned"), [(0.8, 0.0388214), (1.2, 0.195656)])
def test_erlang_a(simulate, issues_of, near, load, abandoned):
    """Windows close at rate .5 on what waits: M/M/10+M."""
    world = simulate(parameters={"load": load, "arrival_rate": 10 * load, "window": 1}, years=1500)
    issues = settled(issues_of(world), 1500 * 52)
    near(np.isinf(issues["started"]), abandoned)
    assert (np.isinf(issues["started"]) == (issues["stage"] == 6)).all()


def test_ten_silos_against_one_pool(variant, waits, near):
    """The same ten teams as ten desks wait 19.55 times as long: 4.0 against .204590 weeks."""
    scenario = variant(
        domains=[[f"m{k}", "M", 0.1, f"d{k}", 0, 1, 1, 2, 0, 0, 1, 1, "invented"] for k in range(10)],
        departments=[[f"d{k}", "D", 0.1, "invented"] for k in range(10)])
    apart, _ = waits(scenario)
    pooled, _ = waits(scenario, pooled=1)
    near(apart, 4.0)
    near(pooled, 0.204590075)


@pytest.mark.parametrize(("staff", "own", "centre", "delegates"), [("kept", 9, 0.00240936, 1.854631),
                                                                   ("moved", 9, 0.713986, 1.854631)])
def test_delegation_at_both_staffing_conventions(waits, near, staff, own, centre, delegates):
    """Thirty teams at load .95 hand over 30%. Kept: the centre's wait falls from .469687 to .002409, delegates bring
    nine teams. Moved, nine of the thirty go with the work: 1.056179 on average, worse than before."""
    levers = {"delegation.level": 0.3, "delegation.staff": staff}
    wait, issues = waits(levers=levers, team_fte=100 / 30, load=0.95, arrival_rate=28.5, own_teams=own, years=1200)
    away = issues["route"] == 1
    assert away.mean() == pytest.approx(0.3, abs=0.01)
    near(wait[~away], centre, within=0.2)
    near(wait[away], delegates, within=0.1)
    near(wait, 0.7 * centre + 0.3 * delegates, within=0.1)


def test_jackson(variant, simulate, issues_of, near):
    """Draft, clear, and one clearance in five sends the draft back: W = 1.047619 as ticks shrink, the
    error at least to first order."""
    scenario = variant(
        domains=[["matters", "M", 1, "desk", 0, 1, 1, 2, 0, 0, 1, 1, "invented"],
                 ["nothing", "N", 0, "review", 0, 1, 1, 2, 0, 0, 1, 1, "invented"]],
        departments=[["desk", "Desk", 1, "invented"], ["review", "Review", 0, "invented"]],
        clearance=[["matters", "review", 1]])
    parameters = {"team_fte": 50, "arrival_rate": 5, "load": 0.625, "clearance": 1, "clearance_share": 0.5,
                  "clearance_load": 0.78125, "redraft_prob": 0.2, "redraft_share": 1}
    means, times = [], None
    for dt in (0.16, 0.08, 0.04, 0.02):
        world = simulate(scenario, parameters=parameters, years=120, dt=dt)
        issues = settled(issues_of(world), 120 * 52)
        assert (world.given["mean_work"][0], world.given["clearance_task"][0]) == pytest.approx((0.1, 0.125))
        times = issues["closed"] - issues["opened"]
        means.append(times.mean())
    steps = -np.diff(means)
    assert (steps > 0).all() and (steps[:-1] > 1.6 * steps[1:]).all(), means
    near(issues["redrafts"], 0.25)
    near(times, 1.047619)


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.parametrize("guided", [False, True])
def test_little(simulate, issues_of, rich, prices, name, guided):
    """L = λW, and the count of open matters kept week by week is the one that the issues' own dates give."""
    world = simulate(name, rich if guided else None, prices(name), years=5)
    issues, weeks = issues_of(world), float(world.given["weeks"][0])
    ends = np.minimum(issues["closed"], weeks)
    times, series = world.series["time"], world.series
    opened = np.searchsorted(np.sort(issues["opened"]), times, "left")
    closed = np.searchsorted(np.sort(issues["closed"]), times, "left")
    assert (series["opened"] == opened).all()
    assert (series["agreed"] + series["lapsed"] == closed).all()
    assert (series["open"] == opened - closed).all()
    steps = np.sort(np.concatenate([issues["opened"], ends, [0.0, weeks]]))
    number = np.searchsorted(np.sort(issues["opened"]), steps, "right") - np.searchsorted(np.sort(ends), steps, "right")
    average = (number[:-1] * np.diff(steps)).sum() / weeks
    assert average == pytest.approx(len(issues) / weeks * (ends - issues["opened"]).mean(), rel=1e-9)
