"""A page that found no finished sweep says how to make one."""

import pytest

from sim.setup.config import Run
from sim.setup.design import points_of


@pytest.fixture(scope="module")
def address(serve, tmp_path_factory):
    with serve(cwd=tmp_path_factory.mktemp("empty")) as found:
        yield found.where


def test_without_a_sweep_the_view_says_how_to_make_one(open_page):
    page = open_page("view=sweep")
    assert "No finished sweep" in page.locator(".w-swept").inner_text()
    paradip, sweep, *words = page.locator(".w-swept pre").inner_text().split()
    points = points_of(words)
    assert (
        (paradip, sweep) == ("paradip", "sweep")
        and len(points) == 12
        and points[0].setup.run.replicates < Run().replicates
    )
