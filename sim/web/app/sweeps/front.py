"""A sweep as a front: every policy a mark over two outcomes, and those that no other beats on both."""

from itertools import pairwise
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.figures.names import better_of, called, key_name, value_name
from sim.model.units import number
from sim.study.optimize.front import judge
from sim.web.app.outcomes import span
from sim.web.app.sweeps.look import Look
from sim.web.app.sweeps.map import WAY, over
from sim.web.app.sweeps.sweep import Sweep
from sim.web.app.ticks import axis as ticks_of
from sim.web.grid import by_world, point
from sim.web.words import scale, unit, with_unit

MOST_HELD = 40_000_000  # policies against policies, world by world
NEAR = 7.0  # percent between marks that a narrow screen can number


def front_of(sweep: Sweep, look: Look) -> dict:
    """Axes, marks and the line through the front in percent of the picture, and what the table says of each mark.
    Raises InputError: nothing was run there, or too much to hold against one another."""
    rows, metrics = sweep.rows(look), [look.right, look.up]
    world = ["seed", "replicate", *(key for key in sweep.drawn if key not in sweep.compared)]
    place = rows.groupby(sweep.compared, sort=False).ngroup().to_numpy()
    n = int(place.max(initial=-1)) + 1
    if n * n * len(rows[world].drop_duplicates()) > MOST_HELD:
        raise InputError(f"{n:,} policies in so many worlds are too many to compare here; expected a sweep of fewer")
    found = by_world(rows, place, n, metrics, tuple(world)) if n else {}
    there = [i for i in range(n) if all(np.isfinite(found[metric][i]).any() for metric in metrics)]
    if not there:
        raise InputError("Nothing was run at the values held fixed; expected other values")
    signs = [better_of(metric) for metric in metrics]
    verdicts = judge(
        np.stack([sign * found[metric][there] for sign, metric in zip(signs, metrics, strict=True)], axis=1)
    )
    means = [[point(found[metric][i]) or [] for i in there] for metric in metrics]
    policies: Any = rows[sweep.compared].groupby(place).first()
    points = rows["point"].groupby(place).agg(["nunique", "first"])
    axes = [axis(metric, values) for metric, values in zip(metrics, means, strict=True)]
    marks = []
    for i, x, y, verdict in zip(there, *means, verdicts, strict=True):
        both = list(zip(axes, (x, y), strict=True))
        marks.append(
            {
                "levers": [value_name(key, brief(policies.at[i, key]), brief=True) for key in sweep.compared],
                "on": verdict.by < 0,
                "close": verdict.by >= 0 and not verdict.clear,
                "point": int(points["first"][i]) if points["nunique"][i] == 1 else None,
                "x": axes[0]["at"](x[0]),
                "y": axes[1]["at"](y[0]),
                "bars": [[one["at"](mean + sign * (half or 0.0)) for sign in (-1, 1)] for one, (mean, half, _) in both],
                "outcomes": [value(metric, one) for metric, one in zip(metrics, (x, y), strict=True)],
            }
        )
    marks.sort(key=lambda one: (one["on"], one["x"]))  # the front last, so that it lies on top
    front = [one for one in marks if one["on"]]
    for k, one in enumerate(front):
        one["number"], one["crowded"] = (
            k + 1,
            k > 0 and all(abs(one[side] - front[k - 1][side]) < NEAR for side in "xy"),
        )
    return {
        "axes": [{key: one[key] for key in one if key != "at"} for one in axes],
        "marks": marks,
        "heads": [key_name(key) for key in sweep.compared],
        "steps": steps(front, signs[0]),
        "n": len(marks),
        "n_front": len(front),
        "close": sum(one["close"] for one in marks),
        "over": over(sweep, look, points),
    }


def axis(metric: str, means: list) -> dict:
    """Ends about all means and their intervals; `at`: a value in percent of the way."""
    ends = [mean + sign * (half or 0.0) for mean, half, _ in means for sign in (-1, 1)]
    at, ticks = ticks_of(min(ends), max(ends), scale(metric))
    return {
        "name": called(metric),
        "unit": unit(metric),
        "way": WAY[better_of(metric)],
        "better": better_of(metric),
        "ticks": ticks,
        "at": at,
    }


def steps(front: list[dict], sign: int) -> list[list[float]]:
    """Round all that somebody on the front beats: from each mark to where the next does better, then on to it."""
    ordered = sorted(front, key=lambda one: sign * one["x"])
    lines = []
    for one, other in pairwise(ordered):
        lines += [[one["x"], one["y"], one["x"], other["y"]], [one["x"], other["y"], other["x"], other["y"]]]
    return lines


def value(metric: str, found: list) -> dict:
    mean, half, _ = found
    k = scale(metric)
    return {
        "text": number(k * mean),
        "whole": with_unit(metric, number(k * mean)),
        "span": "no range" if half is None else span(k * (mean - half), k * (mean + half)),
    }


def brief(x: float | str) -> float | str:
    """Three digits of what was drawn."""
    return x if isinstance(x, str) else float(f"{x:.3g}")
