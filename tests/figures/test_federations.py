"""Federations side by side: which effects carry over is counted and said for two of them, for three and for more."""

from itertools import pairwise

import pandas as pd
import pytest
from test_comparison_figure import outside

from sim.figures.federations import carried, draw, finding
from sim.figures.style import MARKERS

PLACES = ("us_2023", "canada_2023", "germany_2023", "elsewhere")
POLICIES, OUTCOMES = ("guided_delegation", "combined"), ("goodput", "surfaced", "answer_gap")
SAME, ALIKE, TURNED, ONE_UNSURE, HALF_TURNED, ALL_UNSURE = "+++", "---", "++-", "+0+", "+-0", "000"
INTERVAL = {"+": (1.0, 0.5, 1.5), "-": (-1.0, -1.5, -0.5), "0": (0.2, -0.3, 0.7)}


def table(*effects: str) -> pd.DataFrame:
    """One effect a word, one federation a letter: an interval above zero, below it, or with zero in it."""
    points = [(policy, outcome) for policy in POLICIES for outcome in OUTCOMES]
    rows = []
    for place, signs in zip(PLACES, zip(*effects, strict=True), strict=False):
        for (policy, outcome), sign in zip(points, signs, strict=False):
            mean, low, high = INTERVAL[sign]
            rows.append((place, policy, outcome, mean, low, high, 12, 10.0))
    return pd.DataFrame(rows, columns=["scenario", "policy", "outcome", "mean", "low", "high", "n", "reference"])


@pytest.mark.parametrize(
    ("effects", "counted", "said"),
    [
        (
            (SAME, ALIKE),
            (2, 0, 2),
            "2 of 2 effects have the same sign in all three federations and none is reversed between any two",
        ),
        (
            (SAME, TURNED),
            (1, 1, 2),
            "1 of 2 effects has the same sign in all three federations and one is reversed between some",
        ),
        (
            (SAME, ALIKE, TURNED, ONE_UNSURE, HALF_TURNED, ALL_UNSURE),
            (2, 2, 6),
            (
                "2 of 6 effects have the same sign in all three federations and 2 are reversed between some; "
                "2 are not distinguishable from zero in at least one of them"
            ),
        ),
        (("++", "--", "+-"), (2, 1, 3), "2 of 3 effects have the same sign in both federations and one is reversed"),
        (
            ("++", "--", "0-"),
            (2, 0, 3),
            (
                "2 of 3 effects have the same sign in both federations and none is reversed; "
                "one is not distinguishable from zero in one or both"
            ),
        ),
        (
            ("++++", "+00-"),
            (1, 1, 2),
            "1 of 2 effects has the same sign in all four federations and one is reversed between some",
        ),
    ],
)
def test_what_carries_over_is_counted_and_said(effects, counted, said):
    rows = table(*effects)
    assert carried(rows) == counted and finding(rows) == said
    assert carried(rows.sample(frac=1.0, random_state=1)) == counted  # whatever the order of the rows


@pytest.mark.parametrize("n", [2, 3, 4])
def test_each_federation_has_its_own_mark_where_its_numbers_are(n):
    rows = table(*(effect * n for effect in "+-0-+0"))
    figure = draw(rows)
    assert not outside(figure) and len(figure.axes) == len(OUTCOMES)
    assert len(figure.legends[0].get_texts()) == n
    for axes in figure.axes:
        marks = [line for line in axes.lines if line.get_marker() in MARKERS and len(line.get_xdata())]
        whiskers = [line for line in axes.lines if line.get_gid() == "whisker"]
        assert len(marks) == len(whiskers) == n * len(POLICIES)
        heights = sorted(float(mark.get_ydata()[0]) for mark in marks)
        assert all(later - sooner > 0.19 for sooner, later in pairwise(heights))  # of a row
        assert {round(height) for height in heights} == set(range(len(POLICIES)))
        assert len({(mark.get_marker(), mark.get_color()) for mark in marks}) == n
    drawn = [tuple(float(x) for x in line.get_xdata()) for line in figure.axes[0].lines]
    assert drawn.count((10.0,)) == drawn.count((5.0, 15.0)) == n  # of 10, a mean of 1 between 0.5 and 1.5, in percent
