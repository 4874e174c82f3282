"""A sweep as a front: every policy a mark over two outcomes, and those that no other beats on both."""

from itertools import pairwise

import numpy as np
from matplotlib.ticker import MaxNLocator

from sim.errors import InputError
from sim.figures.names import better_of, number, plain
from sim.optimize.front import judge
from sim.workshop.app.look import Look
from sim.workshop.app.outcomes import span
from sim.workshop.app.sweep import Sweep
from sim.workshop.app.sweep_map import WAY
from sim.workshop.grid import by_world, label, point, said
from sim.workshop.words import called, scale, unit, with_unit

MOST_HELD = 40_000_000  # policies against policies, world by world
ROOM = 0.05  # about what is drawn, of its span


def front_of(sweep: Sweep, look: Look) -> dict:
    """Axes, marks and the line through the front in percent of the picture, and the table of the front. Raises InputError:
    too many to hold against one another."""
    rows, metrics = sweep.rows(look), [look.right, look.up]
    world = ("seed", "replicate", *(key for key in sweep.drawn if key not in sweep.compared))
    place = rows.groupby(sweep.compared, sort=False).ngroup().to_numpy()
    n = int(place.max(initial=-1)) + 1
    if n * n * len(rows[[*world]].drop_duplicates()) > MOST_HELD:
        raise InputError(f"{n:,} policies in so many worlds are too many to hold against one another here; expected a sweep of fewer")
    found = by_world(rows, place, n, metrics, world)
    signs = np.array([better_of(metric) for metric in metrics])
    verdicts = judge(np.stack([found[metric] for metric in metrics], axis=1) * signs[:, None])
    means = [[point(values) for values in found[metric]] for metric in metrics]
    policies = rows[sweep.compared].groupby(place).first()
    points = rows["point"].groupby(place).agg(["nunique", "first"])
    there = [i for i in range(n) if means[0][i] and means[1][i]]
    axes = [axis(metric, [means[m][i] for i in there]) for m, metric in enumerate(metrics)]
    marks = []
    for i in there:
        alone = points["nunique"][i] == 1
        bars = [[axes[m]["at"](means[m][i][0] + sign * (means[m][i][1] or 0.0)) for sign in (-1, 1)] for m in (0, 1)]
        marks.append({"levers": [label(key, brief(policies.at[i, key])) for key in sweep.compared], "on": verdicts[i].by < 0, "close": not verdicts[i].clear,
                      "point": int(points["first"][i]) if alone else None, "x": axes[0]["at"](means[0][i][0]), "y": axes[1]["at"](means[1][i][0]), "bars": bars,
                      "outcomes": [value(metric, means[m][i]) for m, metric in enumerate(metrics)]})
    marks.sort(key=lambda one: (one["on"], one["x"]))  # the front last, so that it lies on top
    front = [one for one in marks if one["on"]]
    for k, one in enumerate(front, 1):
        one["number"] = k
    return {
        "axes": [{key: one[key] for key in ("name", "unit", "way", "better", "ticks")} for one in axes], "marks": marks, "heads": [said(key) for key in sweep.compared],
        "steps": steps(front, signs[0]), "n": len(marks), "n_front": len(front), "close": sum(one["close"] and not one["on"] for one in marks),
        "alone": all(one["point"] is not None for one in marks),
    }  # fmt: skip


def axis(metric: str, means: list) -> dict:
    """Ends about all means and their intervals; `at`: a value in percent of the way."""
    ends = [mean + sign * (half or 0.0) for mean, half, _ in means for sign in (-1, 1)]
    low, high = min(ends), max(ends)
    room = ROOM * (high - low) or 1.0
    low, high = low - room, high + room

    def at(x: float) -> float:
        return round(100 * (x - low) / (high - low), 2)

    k = scale(metric)
    ticks = [{"at": at(x / k), "text": plain(x)} for x in MaxNLocator(5).tick_values(k * low, k * high).tolist() if k * low <= x <= k * high]
    return {"name": called(metric), "unit": unit(metric), "way": WAY[better_of(metric)], "better": better_of(metric), "ticks": ticks, "at": at}


def steps(front: list[dict], sign: int) -> list[list[float]]:
    """Round all that somebody on the front beats: from each mark to where the next begins to do better, and on to that."""
    ordered = sorted(front, key=lambda one: sign * one["x"])
    lines = []
    for one, other in pairwise(ordered):
        lines += [[one["x"], one["y"], one["x"], other["y"]], [one["x"], other["y"], other["x"], other["y"]]]
    return lines


def value(metric: str, found: list) -> dict:
    mean, half, _ = found
    k = scale(metric)
    return {"text": with_unit(metric, number(k * mean)), "span": "no range" if half is None else span(k * (mean - half), k * (mean + half))}


def brief(x: float | str) -> float | str:
    """Three digits of what was drawn."""
    return x if isinstance(x, str) else float(f"{x:.3g}")
