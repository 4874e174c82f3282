"""A finished sweep as a map: an outcome over two of the levers that were swept. What a cell holds can be opened as a policy."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.figures.names import LEVER, number
from sim.limits import LEVERS
from sim.metrics import HEADLINES
from sim.overrides import presets
from sim.policy import levers
from sim.results import load
from sim.workshop.app import view as spelling
from sim.workshop.app.view import MOST, Column, View
from sim.workshop.levers import amount
from sim.workshop.words import scale
from sim.world.scenario import scenario_names

WIDEST = 40  # values of a lever that fit on a map


@dataclass(frozen=True)
class Sweep:
    """name: of its folder. runs: as `sim.results.load` has them. swept: levers that take several values, few enough for a map."""

    name: str
    runs: pd.DataFrame
    swept: list[str]


opened: list[Sweep] = []  # by whoever started the page, at most one; read by all and changed by nobody


def open_sweep(folder: str) -> Sweep:
    """Raises InputError: no sweep in the folder, or nothing in it to draw a map of."""
    runs = load(folder)
    swept = [key for key in LEVERS if key in runs and 1 < runs[key].nunique() <= WIDEST]
    if not swept or runs["scenario"].nunique() > 1 or runs["scenario"].iloc[0] not in scenario_names():
        raise InputError(f"--sweep {folder}: no levers swept in it on one federation that comes with the program; expected the folder of "
                         "a sweep such as delegation.level=0,0.15,0.3 coordination.guidance=0,0.5,1")
    return Sweep(Path(folder).name, runs, swept)


def map_of(sweep: Sweep, x: str, y: str, metric: str) -> dict:
    """Means over everything else, row by row; shade from 0 to 1."""
    k = scale(metric)
    table = k * sweep.runs.groupby([y, x] if y != x else [x])[metric].mean()
    wide = table.unstack() if y != x else table.to_frame().T
    values = wide.to_numpy(float)
    low, high = np.nanmin(values), np.nanmax(values)
    shade = (values - low) / (high - low) if high > low else np.zeros_like(values)
    across = [{"value": one, "text": amount(x, one)} for one in wide.columns] if y != x else [{"value": one, "text": amount(x, one)} for one in table.index]
    rows = [{"value": one if y != x else None, "text": amount(y, one) if y != x else "all",
             "cells": [{"text": number(v) if np.isfinite(v) else "", "shade": float(np.nan_to_num(s))} for v, s in zip(values[i], shade[i], strict=True)]}
            for i, one in enumerate(wide.index)]
    return {"across": across, "rows": rows, "x": LEVER[x][0], "y": LEVER[y][0] if y != x else ""}


def cell(sweep: Sweep, view: View, x: str, y: str, i: int, j: int) -> View:
    """The view with the policy of a cell as its last column, on the sweep's federation. Raises InputError."""
    runs = sweep.runs
    ys, xs = sorted(runs[y].unique()), sorted(runs[x].unique())
    if not (0 <= i < (len(ys) if y != x else 1) and 0 <= j < len(xs)):
        raise InputError("cell: not on the map; expected one that is there")
    here = runs[(runs[x] == xs[j]) & ((runs[y] == ys[i]) if y != x else True)]
    if here.empty:
        raise InputError("cell: nothing was run there; expected one with a number")
    point = here.iloc[0]
    preset = str(point["policy"]).rstrip("+")
    preset = preset if preset in presets("policy") else "centralized"
    own = levers(spelling.setups(replace(view, scenario=str(point["scenario"]), columns=(Column(preset),)))[0].policy)
    moved = {key: point[key] if isinstance(point[key], str) else float(point[key]) for key in LEVERS if key in point and point[key] != own[key]}
    column = Column(preset, {key: spelling.lever(key, value) for key, value in moved.items()})
    kept = view.columns if len(view.columns) < MOST and view.tab == "sweep" else view.columns[:-1]
    return replace(view, scenario=str(point["scenario"]), columns=(*kept, column), tab="compare")


OUTCOMES = HEADLINES
