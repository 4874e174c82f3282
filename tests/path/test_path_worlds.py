"""Worlds in which the policy changes: nothing is lost and nobody counted twice, both drivers agree to the bit, and what
changes nothing changes no bit."""

import copy
import pickle
import random

import numpy as np
import pytest
from matters import counts, misplaced, posts, unwatched
from random_paths import random_path, some_levers

from sim.agents.model import DiplomacyModel
from sim.model import regime, start, week
from sim.model.metrics import METRICS, measure
from sim.model.policy import levers
from sim.model.records import GRAVE, IN_HAND, SWITCHED

NAMES = [metric.name for metric in METRICS]
FEW, MANY = range(4), range(4, 60)
SEEDS = [*FEW, *(pytest.param(n, marks=pytest.mark.slow) for n in MANY)]
YEARS, SEED = 2.0, 5
ELECTED = {"swing": 1.0}


def told(n):
    """A random path and levers of week 0."""
    dice = random.Random(n)
    return random_path(dice, YEARS), some_levers(dice)


@pytest.fixture
def made(course):
    """A random course on the toy, whose first election is in the first year and turns the government."""

    def made(n, **settings):
        path, first = told(n)
        return course(path, YEARS, levers=first, **ELECTED, **settings)

    return made


def outcomes(world, fte):
    return dict(zip(NAMES, measure(world, fte).tolist(), strict=True))


def model_of(made, scenario="toy", shuffle=True):
    """The same run agent by agent."""
    parameters, years, dt, _ = made._setting
    return DiplomacyModel(
        scenario, made.policy, seed=SEED, years=years, dt=dt, parameters=parameters, shuffle=shuffle, collect=False
    )


@pytest.mark.parametrize("dt", [1.0, 0.5])
@pytest.mark.parametrize("n", SEEDS)
def test_both_drivers_follow_alike(n, dt, made, differ):
    one = made(n, dt=dt)
    world, standing = one.follow(SEED, 0)
    model = model_of(one).run_for(YEARS * 52)
    assert differ(world, model.world) == []
    assert model.fte == standing.spent(YEARS * 52) and levers(model.policy) == standing.levers


@pytest.mark.parametrize("n", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 12))])
def test_both_drivers_follow_alike_in_the_united_states(n, course, differ):
    dice = random.Random(n)
    one = course(random_path(dice, 1.0, dear=0.3), 1.0, scenario="us_2023")
    world, standing = one.follow(SEED, 0)
    model = model_of(one, "us_2023").run_for(52)
    assert len(standing.history) > 1 and differ(world, model.world) == [] and model.fte == standing.spent(52.0)


@pytest.mark.parametrize("n", SEEDS)
def test_every_matter_is_somewhere_exactly_once(n, made):
    """Before and after each look: as many are open, agreed and lapsed, each at one desk or in one queue, and all posts
    of the country are as many as they were."""
    one = made(n)
    world = start.begin(one.template, SEED)
    standing, switches = one.begin(world), 0
    everybody = posts(world)
    while (tick := one.next_look(standing)) < world.given["ticks"][0]:
        week.run(world, tick)
        before, live = counts(world), world.issues["stage"].copy()
        after = one.look(world, standing)
        switches += after is not world
        world = after
        assert misplaced(world) == [] and unwatched(world) == [] and counts(world) == before
        assert ((world.issues["stage"] == live) | (world.issues["stage"] < 3)).all()
        assert posts(world) == pytest.approx(everybody, rel=1e-12)
    assert switches == len(standing.history) - 1 and switches > 0
    assert misplaced(start.finish(world)) == []


def test_the_window_of_an_international_crisis_never_stood_still(course):
    """Work that is laid back three weeks before it is done: other windows close three weeks earlier."""
    world = start.begin(course({}, YEARS, grave_rate=26.0).template, SEED)
    week.run(world, 52)
    in_hand = np.flatnonzero((world.issues["stage"] == IN_HAND) & np.isfinite(world.issues["deadline"]))
    before = world.issues["deadline"].copy()
    for i in in_hand.tolist():
        regime.move_window(world, i, 3.0)
    grave = world.issues["crisis"][in_hand] == GRAVE
    assert 0 < grave.sum() < len(in_hand) and unwatched(world) == []
    assert before[in_hand] - world.issues["deadline"][in_hand] == pytest.approx(np.where(grave, 0.0, 3.0))


@pytest.mark.parametrize("n", SEEDS)
def test_used_memory_makes_no_difference(n, made, differ):
    """A world may lie in the memory of another, of this path or of another policy, that ended with other desks."""
    fresh, standing = made(n).follow(SEED, 0)
    fresh, history = copy.deepcopy(fresh), standing.history
    for before in (made(n), made(n + 1)):
        used, _ = before.follow(SEED + 1, 3)
        again, standing = made(n).follow(SEED, 0, used)
        assert differ(fresh, again) == [] and standing.history == history


@pytest.mark.parametrize("n", SEEDS)
def test_worlds_are_the_same_before_the_first_switch(n, made, course):
    one = made(n)
    world, standing = one.follow(SEED, 0)
    constant, _ = course({}, YEARS, levers=one.first, **ELECTED).follow(SEED, 0)
    first = standing.history[1].week
    early = world.series["time"] <= first
    assert early.any() and not early.all() and (world.series[early] == constant.series[early]).all()
    assert (world.series[~early] != constant.series[~early]).any()
    logs = [w.events[: int(w.federal["events"][0])] for w in (world, constant)]
    cut = int(np.argmax(logs[0]["kind"] == SWITCHED))
    assert cut > 100 and (logs[0][:cut] == logs[1][:cut]).all()


@pytest.mark.parametrize("n", SEEDS)
def test_a_phase_from_week_0_is_the_constant_policy(n, course, prepare, toy_prices, differ):
    chosen = some_levers(random.Random(n))
    template = prepare("toy", chosen, parameters=toy_prices, years=1.0, log=True)
    constant = start.finish(start.begin(template, SEED))
    world, standing = course({"phases.1.year": 0.0} | {f"phases.1.{key}": x for key, x in chosen.items()}, 1.0).follow(
        SEED, 0
    )
    assert differ(constant, world) == [] and standing.spent(52.0) == template.fte and len(standing.history) == 1


@pytest.mark.parametrize("n", SEEDS)
def test_the_same_levers_again_change_no_bit(n, course, prepare, toy_prices, differ):
    """A phase, a ramp and a rule to where the levers stand already: no switch, no reform, the bits of the constant."""
    chosen = some_levers(random.Random(n))
    same = {"phases.1.year": 0.25, "phases.2.year": 0.5, "phases.2.over": 0.25, "reform.weeks": 8.0, "reform.dip": 0.5}
    same |= {f"phases.{k}.{key}": x for key, x in chosen.items() for k in (1, 2)}
    same |= {"rules.1.when": "backlog", "rules.1.above": 0.0} | {f"rules.1.set.{key}": x for key, x in chosen.items()}
    constant = start.finish(start.begin(prepare("toy", chosen, parameters=toy_prices, years=1.0, log=True), SEED))
    world, standing = course(same, 1.0, levers=chosen).follow(SEED, 0)
    assert len(standing.history) == 1 and differ(constant, world) == []


@pytest.mark.parametrize("n", SEEDS)
def test_costs_are_a_mean_over_the_weeks(n, made):
    """What each arrangement takes, weighed by how long it was in force, lever by lever and in the outcomes."""
    one = made(n)
    world, standing = one.follow(SEED, 0)
    weeks = [now for now, _ in standing.costs]
    lasted = np.diff([*weeks, YEARS * 52])
    assert weeks == [change.week for change in standing.history] and (lasted > 0).all()
    spent = standing.spent(YEARS * 52)
    for lever, mean in spent.items():
        assert mean == pytest.approx(
            sum(length * fte.get(lever, 0.0) for length, (_, fte) in zip(lasted, standing.costs, strict=True)) / 104
        )
    found = outcomes(world, spent)
    assert found["fte_levers"] == pytest.approx(sum(spent.values()), rel=1e-9) and found["fte_levers"] > 0
    groups = sum(found[f"fte_{group}"] for group in ("delegation", "oversight", "coordination", "investment"))
    assert groups == pytest.approx(found["fte_levers"] - spent.get("reform.fte", 0.0), rel=1e-9)


@pytest.mark.parametrize(
    "way", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))], ids=["copy", "pickle"]
)
def test_a_copy_in_the_middle_of_a_path_goes_on_alike(way, made, differ):
    one = made(2)
    model = model_of(one).run_for(30)
    other = way(model).run_for(YEARS * 52)
    assert model.tick == 30 and differ(one.follow(SEED, 0)[0], other.world) == []


def test_a_policy_set_by_hand_ends_the_path(course):
    model = model_of(course({"phases.1.year": 1.0, "phases.1.oversight.alarm": 0.5}, YEARS)).run_for(30)
    model.policy = "centralized"
    assert model.run_for(104).policy.oversight.alarm == 0.0
