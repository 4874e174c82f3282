"""A sweep as a map: an outcome over two of its keys, the others held."""

import math

from sim.figures.names import better_of, called, key_name
from sim.model.units import number
from sim.web.app.outcomes import span
from sim.web.app.sweeps.look import MEAN, NOTHING, Look
from sim.web.app.sweeps.sweep import Sweep
from sim.web.grid import by_world, places, point
from sim.web.words import scale, with_unit

WAY = {1: "more is better", -1: "less is better", 0: "neither way is better"}


def map_of(sweep: Sweep, look: Look) -> dict:
    """Row by row the mean of each cell, its interval in words, its shade from 0 to 1, and the number of its point: None
    where several points are behind it."""
    rows, metric = sweep.rows(look), look.outcome
    keys = [key for key in (look.down, look.across) if key != NOTHING]
    axes = [sweep.axes[key] for key in keys]
    sides = [axis["labels"] for axis in axes]
    across, down = (sides or [[""]])[-1], sides[0] if len(sides) > 1 else [called(metric)]
    n_cells = len(across) * len(down)
    place = places(rows, axes)
    k = scale(metric)
    found: list[list | None] = [None] * n_cells
    if len(rows):
        found = [
            point(values)
            for values in by_world(rows, place, n_cells, [metric], ("seed", "replicate", *sweep.drawn))[metric]
        ]
    points = rows["point"].groupby(place).agg(["nunique", "first"])
    alone = points.loc[points["nunique"] == 1, "first"]
    means = [k * one[0] for one in found if one]
    low, high = (min(means), max(means)) if means else (math.nan, math.nan)
    cells = [
        cell(metric, one, (k * one[0] - low) / (high - low) if high > low else 0.0, alone.get(i))
        if one
        else {"text": ""}
        for i, one in enumerate(found)
    ]
    return {
        "across": across, "x": axes[-1]["name"] if axes else "", "y": axes[0]["name"] if len(axes) > 1 else "",
        "rows": [{"text": text, "cells": cells[i * len(across):(i + 1) * len(across)]} for i, text in enumerate(down)],
        "low": number(low), "high": with_unit(metric, number(high)), "way": WAY[better_of(metric)],
        "over": over(sweep, look, points),
    }  # fmt: skip


def over(sweep: Sweep, look: Look, points) -> str:
    """What is behind the cells or marks, and what to do for a point of it to be opened."""
    if (points["nunique"] == 1).all():
        return ""
    free = [key for key in sweep.held(look) if look.held[key] == MEAN]
    names = [key_name(key).lower() for key in (*free, *sweep.drawn)]
    return f"a mean over {' and '.join(names)}." + (
        " Hold that at one value to put a policy beside the others." if free and not sweep.drawn else ""
    )


def cell(metric: str, found: list, shade: float, at: int | None) -> dict:
    mean, half, n = found
    k = scale(metric)
    worlds = f"{n} {'world' if n == 1 else 'worlds'}"
    about = (
        f"{worlds}, no range"
        if half is None
        else f"95% interval {span(k * (mean - half), k * (mean + half))}, {worlds}"
    )
    return {
        "text": number(k * mean),
        "whole": f"{with_unit(metric, number(k * mean))}, {about}",
        "shade": shade,
        "point": None if at is None else int(at),
    }
