"""Sweeps at whose picture nobody looks."""

import pytest

from sim.figures.style import HouseFigure


@pytest.fixture(scope="module", autouse=True)
def blank_pictures():
    """A blank picture of a sweep: to draw one takes ten times as long as the runs. tests/figures looks at pictures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.figures.sweep.draw", lambda frame, keys, metrics: HouseFigure(1, 1))
        yield
