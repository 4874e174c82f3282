"""March: the nine points of figure 1, and what must hold of any run."""

import numpy as np
import pytest

from experiments.docking.march_1991 import DIMENSIONS, FIGURE, repeat


@pytest.fixture(scope="module")
def found():
    return {point: repeat(*point, 1_000, np.random.default_rng(20)) for point in FIGURE}


@pytest.mark.slow
@pytest.mark.parametrize("point", FIGURE)
def test_a_point_of_figure_1(found, point):
    assert abs(found[point].mean() - FIGURE[point]) < 0.01


@pytest.mark.slow
def test_slow_people_know_more_where_the_code_is_fast(found):
    for p2 in (0.5, 0.9):
        means = [found[p1, p2].mean() for p1 in (0.1, 0.5, 0.9)]
        errors = [found[p1, p2].std() / np.sqrt(1_000) for p1 in (0.1, 0.5, 0.9)]
        assert means[0] - means[1] > 4 * np.hypot(*errors[:2]) and means[1] - means[2] > 4 * np.hypot(*errors[1:])
    assert found[0.1, 0.9].mean() > found[0.1, 0.1].mean()


@pytest.mark.slow
def test_in_the_end_the_code_holds_a_belief_on_every_dimension(found):
    """Each counts 1 or -1, so correct less wrong has the parity of the dimensions; a rare deadlock leaves a 0."""
    for known in found.values():
        score = np.rint(known * DIMENSIONS).astype(int)
        assert np.abs(score).max() <= DIMENSIONS
        assert np.mean((score - DIMENSIONS) % 2 == 0) > 0.99
