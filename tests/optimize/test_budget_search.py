"""Budget search: known fronts through our own search, luck and its removal, the space of policies."""

import numpy as np
import pytest
from by_default import by_default

pytest.importorskip("pymoo")

from sim.model import start
from sim.model.limits import LEVERS
from sim.model.policy import levers
from sim.setup.config import resolve, setup_from
from sim.study.optimize.front import judge, means, thin
from sim.study.optimize.guided import guided
from sim.study.optimize.runs import fresh
from sim.study.optimize.search import first_points, search
from sim.study.optimize.space import Space, read_words
from sim.study.optimize.task import Task, fixed_values, read_outcomes
from sim.study.optimize.tidy import tidied


def task_of(
    *words: str, over: str | None = None, budget: float | None = None, outcomes: str = "goodput,surfaced"
) -> Task:
    factors, fixed = read_words(list(words), over)
    return Task(Space(factors), fixed_values(fixed), read_outcomes(outcomes), budget)


def random_first(n: int, n_factors: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((n, n_factors))


# Known answers


def test_the_front_of_zdt1():
    """Zitzler, Deb and Thiele 2000: f2 = 1 - sqrt(f1) where all coordinates but the first are 0."""

    def zdt1(cube):
        f1 = cube[:, 0]
        g = 1.0 + 9.0 * cube[:, 1:].mean(axis=1)
        return np.column_stack([f1, g * (1.0 - np.sqrt(f1 / g))]), np.full(len(cube), -1.0)

    points = search(zdt1, random_first(40, 6), 2, 100, seed=1)
    small, _ = zdt1(points)
    assert len(points) > 30
    assert np.abs(small[:, 1] - (1.0 - np.sqrt(small[:, 0]))).max() < 0.02
    assert np.diff(np.sort(np.r_[0.0, small[:, 0], 1.0])).max() < 0.15  # all of it, without a gap


def two_levers(cube):
    """What two levers win, √a and √b, of a budget a + b ≤ 1: on the front all of it is spent and f1² + f2² = 1."""
    return -np.sqrt(cube), cube.sum(axis=1) - 1.0


def test_a_budget_is_spent_and_never_exceeded():
    points = search(two_levers, random_first(40, 2), 2, 100, seed=1)
    small, over = two_levers(points)
    assert (over <= 0.0).all()
    assert over.min() > -0.05 and over.mean() > -0.01  # f1² + f2² = 1 + over
    assert small[:, 0].min() < -0.97 and small[:, 1].min() < -0.97  # both ends


def test_the_same_seed_finds_the_same_front_and_another_not():
    one, same, other = (search(two_levers, random_first(20, 2), 2, 10, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


# Luck


def test_luck_is_shown_and_fresh_worlds_take_it_away():
    """Where all policies are alike in truth the search still finds some better: by luck alone, of which fresh worlds
    know nothing."""
    chance, n_worlds, heard = np.random.default_rng(1), 20, {}

    def noise(cube):
        for point in cube:
            heard[tuple(point)] = chance.standard_normal((2, n_worlds)).mean(axis=1)
        return -np.array([heard[tuple(point)] for point in cube])

    points = guided(noise, lambda cube: np.full(len(cube), -1.0), random_first(40, 5), 120, seed=1)
    searched = np.array([heard[tuple(point)] for point in points])
    checked = means(chance.standard_normal((len(points), 2, 100)))
    error = 1.0 / np.sqrt(n_worlds)
    assert searched.sum(axis=1).mean() > 4 * error * np.sqrt(2.0 / len(points))  # optimism: the truth is 0
    assert abs(checked.mean()) < 4 * 0.1 / np.sqrt(checked.size)


def test_fresh_worlds_are_none_of_the_search():
    setup = setup_from("centralized", "toy", replicates=7)
    again = fresh(setup, 11)
    assert {(setup.run.seed, r) for r in range(7)}.isdisjoint((again.run.seed, r) for r in range(11))
    assert fresh(setup_from("centralized", "toy", seed=2**32 - 1), 5).run.seed == 0
    assert again.run.replicates == 11 and levers(again.policy) == levers(setup.policy) and setup.run.replicates == 7


def test_judging():
    world = np.random.default_rng(2).normal(0.0, 10.0, (1, 1, 50))  # common to all: cancels
    small = np.random.default_rng(3).normal(0.0, 0.1, (4, 2, 50))
    truth = np.array([[1.0, 1.0], [0.0, 0.0], [2.0, 0.0], [1.0, 1.0]])[:, :, None]
    verdicts = judge(world + small + truth)
    assert verdicts[1].clear and verdicts[1].by in (0, 3)
    assert verdicts[2] == (-1, False)
    assert not verdicts[0].clear and not verdicts[3].clear  # they differ by noise alone


def test_noise_alone_rarely_dominates_clearly():
    chance, wrong = np.random.default_rng(4), 0
    for _ in range(200):
        wrong += any(verdict.clear for verdict in judge(chance.standard_normal((8, 2, 20))))
    assert wrong <= 200 * 8 * 0.025  # each of 8 policies at 2.5%
    gone = np.full((2, 2, 5), np.nan)
    assert [verdict.by for verdict in judge(gone)] == [-1, -1]


def test_of_policies_that_do_alike_the_cheapest_stays():
    assert thin(np.array([5.0, 1.0, 3.0]), np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.5]])) == [1, 2]


# The space of policies


@pytest.mark.parametrize("points", by_default([20], [20, 60]))
def test_a_snapped_point_stays_and_all_its_values_are_allowed(points):
    factors, _ = read_words(
        ["oversight=choice(none,alarm,patrol)"],
        ",".join(key for key in LEVERS if key not in ("delegation.scope", "delegation.staff")),
    )
    space = Space(factors)
    for seed in range(points):
        cube = np.random.default_rng(seed).random((2, len(factors)))
        snapped = space.snap(cube)
        assert np.array_equal(space.snap(snapped), snapped)
        assert space.values(snapped[0]) == space.values(cube[0])
        resolve([f"{key}={value}" for key, value in space.values(cube[0]).items()])


def test_as_many_institutions_are_searched_as_the_scenario_has_domains():
    for words, most in ((["scenario=toy"], 3), ([], 12), (["coordination.institutions=interval(2,5)"], 5)):
        factors = {
            factor.key: factor for factor in read_words(words, "coordination.institutions" * (most != 5) or None)[0]
        }
        one = factors["coordination.institutions"]
        assert one.kind == "whole" and one.values[1] == most
        space, whole = Space([one]), range(one.values[0], most + 1)
        assert [space.values(space.place({one.key: k}))[one.key] for k in whole] == list(whole)


def test_every_preset_is_a_point_where_all_levers_are_searched():
    task = task_of("scenario=us_2023", budget=3000.0)
    staying = [one for one in task.affordable.values() if not one.policy.path]
    everywhere = [one for one in staying if one.policy.delegation.scope == "all"]  # no number
    assert len(task.placed()) == len(everywhere) > 8
    assert all(setup.policy.delegation.staff == "moved" for setup in task.known.values())


def test_what_is_tried_first_is_affordable_and_holds_what_is_known():
    task = task_of("scenario=toy", budget=400.0)
    known = task.placed()
    first = first_points(known, task.origin, task.is_affordable, 30, task.space.snap, seed=1)
    assert len(first) == 30 == len({tuple(point) for point in first})
    assert len(first_points(known, task.origin, task.is_affordable, 3, task.space.snap, seed=1)) == 3
    assert {tuple(point) for point in known} <= {tuple(point) for point in first}
    assert (task.over(first) <= 0.0).all()


@pytest.mark.parametrize("words", [["scenario=us_2023"], ["scenario=toy", "parameters.body_fte=90"]])
def test_a_policy_takes_what_its_bill_says(words):
    task = task_of(*words, budget=100.0)
    for setup in task.known.values():
        if not setup.policy.path:
            bill = start.bill(task.scenario, setup.policy, setup.parameters)
            assert task.cost(setup) == pytest.approx(sum(bill.values()), rel=1e-12)
    assert task.headcount == task.scenario.centre["headcount"]


def test_idle_levers_are_put_back_and_others_not():
    """Outcomes that do not depend on the second lever, and on the third in some worlds only."""
    task = task_of("scenario=toy", over="coordination.guidance,coordination.blame,delegation.cap", budget=500.0)

    def run(setups, _):
        return np.array(
            [
                [
                    np.full(s.run.replicates, s.policy.coordination.guidance),
                    np.r_[0.0, np.full(s.run.replicates - 1, s.policy.delegation.cap)],
                ]
                for s in setups
            ]
        )

    points = task.space.snap(np.array([[0.5, 0.5, task.origin[2]], [0.5, 0.7, 0.5], [0.0, 0.6, task.origin[2]]]))
    tidy = tidied(task, points, run, run, lambda done, total: None)
    assert tidy[0].tolist() == [points[0, 0], task.origin[1], task.origin[2]]
    assert np.array_equal(tidy[1], points[1])  # in one world the third seemed idle
    assert np.array_equal(tidy[2], task.origin)


def test_what_is_fixed_is_not_searched_and_staff_never_silently():
    factors, fixed = read_words(["delegation.level=0.3", "oversight=alarm"], None)
    keys = {factor.key for factor in factors}
    assert "delegation.level" not in keys and not any(key.startswith("oversight.") for key in keys)
    assert "coordination.guidance" in keys and "delegation.staff" not in keys
    assert fixed_values(fixed)["delegation.staff"] == "moved"
    assert fixed_values(read_words(["delegation.staff=kept"], None)[1])["delegation.staff"] == "kept"
