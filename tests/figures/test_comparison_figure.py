"""The comparison figure says what its table says."""

import math
import re

import pytest
from by_default import by_default
from drawn_tables import OUTCOMES, comparison

from sim.figures.comparison import draw
from sim.figures.differences import Difference, axis_limit, finding, read_difference
from sim.setup.config import resolve
from sim.study.ensemble import compare


def words(figure) -> str:
    axes = [text.get_text() for axes in figure.axes for text in axes.texts]
    return " | ".join([text.get_text() for text in figure.texts] + axes)


def outside(figure) -> list[str]:
    """Sides on which anything leaves the paper."""
    figure.canvas.draw()
    (x0, y0), (x1, y1) = figure.get_tightbbox().get_points()
    width, height = figure.get_size_inches()
    sides = {"left": x0 < 0, "bottom": y0 < 0, "right": x1 > width, "top": y1 > height}
    return [side for side, beyond in sides.items() if beyond]


def overlaps(figure) -> list[tuple[str, str]]:
    """Pairs of the figure's own texts that touch; the boxes are shrunk by a pixel."""
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in figure.texts if text.get_text()]
    return [(a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[k + 1 :] if box.overlaps(other)]


def whiskers(axes) -> int:
    return sum(line.get_gid() == "whisker" for line in axes.lines)


@pytest.mark.parametrize("n_policies", by_default([3, 8], [2, 3, 6, 8]))
def test_one_panel_a_policy_and_one_whisker_an_outcome(n_policies):
    figure = draw(comparison(n_policies))
    assert len(figure.axes) == n_policies - 1
    for axes in figure.axes:
        assert whiskers(axes) == 6  # of seven headlines, the levers' staff has no percentage: its reference is zero
    assert outside(figure) == [] and overlaps(figure) == []
    assert all("better" in "".join(text.get_text() for text in axes.texts) for axes in figure.axes)


def test_outcomes_are_written_with_unit_and_means():
    text = words(draw(comparison(2)))
    assert "issues agreed (issues/week)" in text and "public legitimacy (0 to 1)" in text
    assert "20 common worlds" in text and "95% interval" in text
    assert "| 50.0 |" in text


def test_staff_is_written_and_not_drawn():
    figure = draw(comparison(3))
    assert "costs 10" in words(figure) and "saves 2" in words(figure) and "from 0" not in words(figure)
    drawn = sum(line.get_marker() in ("o", "s", "D", "<", ">") for line in figure.axes[0].lines)
    assert drawn == 6 and "nobody wins by it" in " ".join(words(figure).split())
    rows = [read_difference(record, "policy_0", "policy_1") for _, record in comparison(2).table.iterrows()]
    assert [row.metric for row in rows if row.posts] == ["fte_levers"]
    assert finding({"policy_1": [row for row in rows if row.posts]}, "policy_0").endswith("by as much as matters")


def test_a_reference_of_zero_has_no_percentage_and_any_certain_difference_matters():
    given = comparison(2)
    given.table.loc[2, ["policy_0", "smallest"]] = 0.0
    assert "from 0" in words(draw(given))
    assert read_difference(given.table.loc[2], "policy_0", "policy_1").verdict == "better"


def test_right_is_better_whatever_the_outcomes_own_direction():
    table = comparison(3).table.set_index("metric", drop=False)
    for metric in ("throughput", "surfaced"):
        assert read_difference(table.loc[metric], "policy_0", "policy_1").verdict == "better"
        assert read_difference(table.loc[metric], "policy_0", "policy_1").shift > 0
        assert read_difference(table.loc[metric], "policy_0", "policy_2").verdict == "worse"
    row = read_difference(table.loc["surfaced"], "policy_0", "policy_1")
    assert row.low < row.shift < row.high


def test_the_title_names_what_moves_most_and_counts_nothing():
    text = " ".join(words(draw(comparison(2))).split())
    assert "policy_1 against policy_0: most for the better, there are fewer incidents (44" in text
    assert "against 500 a year); nothing is clearly worse" in text
    text = " ".join(words(draw(comparison(3))).split())
    assert "Against policy_0: most for the better, there are fewer incidents" in text and "under policy_1;" in text
    assert "most for the worse, there are more incidents" in text and "under policy_2" in text
    assert not re.search(r"\d+ (better|worse)|of \d+ outcomes", text)


def test_what_moves_most_is_so_in_smallest_effects_and_not_in_percent():
    """Agreements rise by 20%, twenty smallest effects; completion by 36%, 25 hundredths: twenty-five."""
    given = comparison(2)
    for row, shift in ((0, 10.0), (1, 0.25)):
        given.table.loc[row, ["difference_policy_1", "low_policy_1", "high_policy_1"]] = [shift, shift, shift]
    rows = [read_difference(given.table.loc[row], "policy_0", "policy_1") for row in (0, 1)]
    assert [row.times for row in rows] == pytest.approx([20.0, 25.0])
    assert "a larger share of issues is agreed" in finding({"policy_1": rows}, "policy_0")


@pytest.mark.parametrize(
    "low, high, verdict, fill",
    [
        (-40.0, 30.0, "inconclusive", "white"),
        (0.5, 4.0, "inconclusive", "white"),  # without zero, and across the smallest effect of 1 a year
        (-0.4, 0.9, "too small to matter", "#767676"),
        (0.0, 0.0, "same", "#767676"),
        (1.5, 4.0, "worse", "#D55E00"),
        (-4.0, -1.5, "better", "#0072B2"),
    ],
)
def test_only_what_lies_beyond_the_band_is_better_or_worse(low, high, verdict, fill):
    given = comparison(2, outcomes=OUTCOMES[3:4])
    given.table.loc[0, ["difference_policy_1", "low_policy_1", "high_policy_1"]] = [(low + high) / 2, low, high]
    figure = draw(given)
    assert read_difference(given.table.loc[0], "policy_0", "policy_1").verdict == verdict
    (dot,) = (line for line in figure.axes[0].lines if line.get_marker() in ("o", "s"))
    assert dot.get_markerfacecolor() == fill
    (band,) = (patch for patch in figure.axes[0].patches if patch.get_gid() == "band")
    assert (band.get_x(), band.get_width()) == pytest.approx((-0.2, 0.4))  # 1 a year of 500 is a fifth of a percent
    assert "reflect chance alone" in " ".join(words(figure).split())


def test_one_world_has_no_whiskers_and_says_so():
    figure = draw(comparison(3, n=1))
    assert [whiskers(axes) for axes in figure.axes] == [0, 0]
    assert "too few worlds for an interval" in words(figure) and "in 1 common world." in words(figure)


def test_undefined_outcomes_are_named_and_not_counted():
    given = comparison(3)
    given.table.loc[0, ["policy_1", "difference_policy_1", "low_policy_1", "high_policy_1"]] = math.nan
    figure = draw(given)
    assert whiskers(figure.axes[0]) == 5 and "not defined" in words(figure)
    assert outside(figure) == []


def test_a_difference_of_another_order_becomes_an_arrow_with_its_percentage():
    given = comparison(2)
    given.table.loc[3, ["difference_policy_1", "low_policy_1", "high_policy_1"]] = [15000.0, 14000.0, 16000.0]
    assert "3,000%" in words(draw(given))
    shifts = [read_difference(record, "policy_0", "policy_1") for _, record in given.table.iterrows()]
    assert axis_limit(shifts) == 20.0
    near = [Difference("goodput", "better", x, x, x, 1.0, x, (1.0, 1.0)) for x in (1.0, 1.0, 1.5, 1.2, 60.0)]
    assert (axis_limit(near), axis_limit(near[:4]), axis_limit([])) == (2.0, 2.0, 100.0)


def test_metrics_may_be_chosen_even_neutral_ones():
    figure = draw(comparison(2), metrics=["turns", "throughput"])
    assert whiskers(figure.axes[0]) == 2 and "right is more" in words(figure)
    with pytest.raises(ValueError, match="no outcome 'speed'"):
        draw(comparison(2), metrics=["speed"])


def test_a_table_without_headlines_gives_the_first_of_each_group():
    outcomes = [(f"own_{k}_p90", f"group {k // 2}", "weeks", 1, 5.0) for k in range(6)]
    text = words(draw(comparison(2, outcomes=outcomes)))
    assert "own 0 p90 (weeks)" in text and "own 1" not in text


def test_long_names_stay_on_the_paper():
    names = ["the_arrangement_of_today", *(f"a_rather_long_winded_policy_name_number_{k}_of_many" for k in range(5))]
    for n in (2, 3, 6):
        figure = draw(comparison(names=names[:n]))
        assert outside(figure) == [] and overlaps(figure) == []


def test_what_was_moved_is_said_and_stays_on_the_paper():
    setups = [
        resolve(
            [
                f"policy={name}",
                f"name={name}{'+' * bool(moved)}",
                "scenario=toy",
                "run.years=0.5",
                "run.replicates=3",
                *moved,
            ]
        )
        for name, moved in (
            ("centralized", []),
            ("combined", ["delegation.level=0.25", "delegation.form=joint", "oversight.alarm=0.2"]),
        )
    ]
    figure = draw(compare(setups))
    said = " ".join(words(figure).split())
    assert (
        "Changed in combined+: share of each open domain delegated 25%, form of delegation joint, "
        "readiness to hear alarms 0.2." in said
    )
    assert outside(figure) == [] and overlaps(figure) == []
    assert "Moved in" not in words(
        draw(compare([setups[0], resolve(["policy=ban", "scenario=toy", "run.years=0.5", "run.replicates=3"])]))
    )
