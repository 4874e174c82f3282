"""Every shape of sweep has a figure with its units, its intervals and room for its words."""

from itertools import product

import numpy as np
import pytest
from drawn_tables import sweep
from test_comparison_figure import outside, whiskers

from sim.figures.intervals import by_point, interval_of, near_best
from sim.figures.sweep import draw
from sim.runs.intervals import half_width

LEVEL, GUIDANCE = "delegation.level", "coordination.guidance"
SHAPES = {
    "numbers": ({LEVEL: [0, 0.1, 0.3]}, "lines"),
    "two values": ({LEVEL: [0, 0.1]}, "lines"),
    "number and names": ({LEVEL: [0, 0.1, 0.3], "policy": ["centralized", "ban"]}, "lines"),
    "number and few": ({GUIDANCE: [0, 0.5, 1], LEVEL: [0, 0.1, 0.2, 0.3, 0.4]}, "lines"),
    "number and many names": ({LEVEL: [0, 0.1], "oversight": [f"regime_{k}" for k in range(9)]}, "maps"),
    "two numbers": ({LEVEL: list(np.arange(6) / 10), GUIDANCE: list(np.arange(5) / 5)}, "maps"),
    "fine grid": ({LEVEL: list(np.arange(30) / 30), "run.years": list(range(1, 16))}, "maps"),
    "names": ({"oversight": [f"regime_{k}" for k in range(12)]}, "dots"),
    "long names": ({"oversight": [f"a_regime_with_a_very_long_name_that_goes_on_{k}" for k in range(3)]}, "dots"),
    "names twice": ({"oversight": list("abcde"), "policy": ["centralized", "ban"]}, "dots"),
    "many names twice": ({"oversight": [f"long_regime_name_{k}" for k in range(8)], "policy": list("abcdef")}, "maps"),
}


def drawn_shapes():
    """By default some shapes with intervals and three panels, and one of each kind with neither; the rest is slow."""
    full = ("numbers", "number and many names", "long names")
    bare = ("two values", "two numbers", "names twice")
    for shape, n, metrics in product(SHAPES, (1, 4), (["throughput"], ["throughput", "surfaced", "gap"])):
        soon = (shape in full and n == 4 and len(metrics) == 3) or (shape in bare and n == len(metrics) == 1)
        marks = () if soon else pytest.mark.slow
        yield pytest.param(shape, n, metrics, marks=marks, id=f"{shape}, {n} worlds, {len(metrics)} panels")


@pytest.mark.parametrize(("shape", "n", "metrics"), list(drawn_shapes()))
def test_every_shape(shape, n, metrics):
    axes, kind = SHAPES[shape]
    frame = sweep(axes, n=n, gap=lambda k, r: np.nan if k == 0 else float(k))
    figure = draw(frame, list(axes), metrics)
    panels = [a for a in figure.axes if a.get_label() in metrics]
    assert len(panels) == len(metrics) and outside(figure) == []
    written = " ".join(t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text")))
    assert "issues/week" in written and "more is better" in written
    for key in axes:
        assert key in written.replace("\n", "")
    n_points = int(np.prod([len(values) for values in axes.values()]))
    if kind == "dots":
        assert whiskers(panels[0]) == n_points
    if kind == "maps":
        assert panels[0].collections[0].get_array().size == n_points
    if kind == "lines":
        assert sum(line.get_marker() != "None" for line in panels[0].lines) == len(panels[0].collections)


def test_presets_are_sorted_best_first():
    frame = sweep({"oversight": ["low", "middle", "high"]}, surfaced=lambda k, r: 10.0 - k + r)
    for metric in ("throughput", "surfaced"):
        panel = draw(frame, ["oversight"], [metric]).axes[0]
        assert [tick.get_text() for tick in panel.get_yticklabels()] == ["high", "middle", "low"]


def test_cells_that_equal_the_best_have_a_dot():
    axes = {LEVEL: [0, 1, 2, 3, 4], GUIDANCE: [0, 1, 2, 3, 4]}
    frame = sweep(axes, throughput=lambda k, r: 5.0 * (k > 22) + r + (k * 7 + r * 3) % 5 / 100)
    panel = draw(frame, [LEVEL, GUIDANCE], ["throughput"]).axes[0]
    assert sum(line.get_gid() == "equal" for line in panel.lines) == 1


def test_constant_and_undefined_outcomes_can_be_drawn():
    axes = {LEVEL: [0, 1, 2, 3, 4], GUIDANCE: [0, 1, 2, 3, 4]}
    frame = sweep(axes, flat=lambda k, r: 2.0, void=lambda k, r: np.nan)
    for keys in (list(axes), [LEVEL]):
        assert outside(draw(frame, keys, ["flat", "void"])) == []


def test_what_cannot_be_drawn_is_refused():
    frame = sweep({LEVEL: [0, 1]})
    with pytest.raises(ValueError, match="3 keys"):
        draw(frame, ["a", "b", "c"], ["throughput"])
    with pytest.raises(ValueError, match="no column 'speed'"):
        draw(frame, [LEVEL], ["speed"])


def test_half_width_is_students():
    """t at 1 and 4 degrees of freedom from published tables; about 95 in 100 intervals hold the mean."""
    assert half_width(np.array([0.0, 1.0])) == pytest.approx(12.7062 * 0.5, rel=1e-4)
    assert half_width(np.arange(5.0)) == pytest.approx(2.7764 * np.sqrt(2.5 / 5), rel=1e-4)
    assert np.isnan(half_width(np.ones(1)))
    draws = np.random.default_rng(0).normal(size=(4000, 12))
    held = np.mean([abs(row.mean()) <= half_width(row) for row in draws])
    assert abs(held - 0.95) < 4 * np.sqrt(0.95 * 0.05 / len(draws))


def test_a_hole_in_a_grid_and_an_undefined_run_are_left_out():
    frame = sweep({LEVEL: [0, 1, 2]}, n=3, gap=lambda k, r: np.nan if r == 0 else float(k))
    found = interval_of(by_point(frame, [LEVEL], "gap"))
    assert list(found["mean"]) == [0.0, 1.0, 2.0]
    best, near = near_best(by_point(frame, [LEVEL], "throughput"), 1)
    assert best == 2 and list(near) == [False, False, True]
    assert near_best(by_point(frame, [LEVEL], "throughput"), 0)[0] == -1
