"""Cohen, March and Olsen: the published table, the directions, and runs that can be followed by hand."""

import numpy as np
import pytest

from experiments.docking.garbage_can import (
    CHOICE_ORDERS,
    LOADS,
    MEASURES,
    PROBLEM_ORDERS,
    TABLE,
    TOLERANCES,
    by,
    entries,
    rounded,
    runs,
)

pytestmark = pytest.mark.slow  # the program of 1972 in its 324 variants, in plain Python


@pytest.fixture(scope="module")
def exact():
    return runs()


@pytest.mark.parametrize("measure", TABLE)
def test_the_published_effects_of_load(exact, measure):
    for load, known, found, allowed in zip(LOADS, TABLE[measure], by(exact, measure, 0), TOLERANCES, strict=True):
        assert abs(found / known - 1) < allowed, load


@pytest.mark.parametrize("measure", TABLE)
def test_sums_kept_to_27_binary_digits_come_nearer(exact, measure):
    known, rounded_sums = np.array(TABLE[measure]), by(runs(27), measure, 0)
    assert (abs(rounded_sums / known - 1) < 0.015).all()
    assert abs(rounded_sums / known - 1).max() < abs(by(exact, measure, 0) / known - 1).max()


def test_directions(exact):
    assert (np.diff(by(exact, "problems unsolved", 3)) > 0).all()
    assert (np.diff(by(exact, "resolution", 3)) < 0).all()
    latency = by(exact, "problem latency", 2)
    assert latency[0] == 0 and (np.diff(latency) > 0).all()
    assert by(exact, "flight", 2)[2] == 0  # a problem with one choice cannot leave it


def test_light_load_without_segments_by_hand(exact):
    """Energy of 3.3 a period meets 2.2 of problems: each choice is made as it enters, and all move on to the next."""
    found = dict(zip(MEASURES, exact[0, :, 0, 0].reshape(-1, len(MEASURES)).T, strict=True))
    expected = {"resolution": 10, "decision maker activity": 100}  # 9 moves between choices and 1 away, of ten people
    for measure, values in found.items():
        assert (values == expected.get(measure, 0)).all(), measure


def test_every_choice_is_made_in_one_way_or_left(exact):
    made = sum(exact[..., MEASURES.index(style)] for style in ("resolution", "oversight", "flight"))
    assert (made <= 10).all() and (made >= 0).all() and (made < 10).any()
    none_left = exact[..., MEASURES.index("problems unsolved")] == 0
    assert (exact[none_left][:, MEASURES.index("resolution")] > 0).all()


def test_entries():
    for choices, problems in zip(CHOICE_ORDERS, PROBLEM_ORDERS, strict=True):
        assert sorted(entries(choices, 1)) == list(range(10))
        assert sorted(entries(problems, 2)) == sorted(2 * list(range(10)))
        assert entries(choices, 1)[choices[0] - 1] == 0 and entries(problems, 2)[problems[3] - 1] == 1


def test_rounding_to_24_digits_is_single_precision():
    values = np.random.default_rng(2).uniform(-40, 40, 200)
    assert [rounded(x, 24) for x in values] == [float(np.float32(x)) for x in values]
