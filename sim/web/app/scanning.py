"""What a scan of an assumption has found so far: a sentence, a picture, a table."""

from sim.figures.names import better_of, called
from sim.model.parameters import PARAMETERS
from sim.model.units import signed, spoken
from sim.web.app import doubting, panel
from sim.web.app.sweeps.map import WAY
from sim.web.app.ticks import axis
from sim.web.app.view import LETTERS, View
from sim.web.words import scale, unit

NOTHING: dict = {"text": "", "heads": [], "rows": [], "chart": {}}


def told(view: View, tried: list) -> dict:
    """tried: pairs of a value and the contrasts of every policy with the first, as from `doubting.scan`."""
    metric, parameter = view.flip
    k, names, words = scale(metric), view.names, unit(metric)
    heads = [
        PARAMETERS[parameter].heading,
        *(f"{panel.title(name)} against A{', ' + words if words else ''}" for name in names[1:]),
    ]
    rows = [
        {
            "value": value,
            "cells": [
                PARAMETERS[parameter].said(value),
                *(f"{signed(k * one.difference)} ({signed(k * one.low)} to {signed(k * one.high)})" for one in found),
            ],
        }
        for value, found in tried
    ]
    over = doubting.LEFT if doubting.leaves(view, parameter) else doubting.WHOLE
    wanted = len(doubting.points(view))
    text = (
        doubting.flips(tried, names, metric, parameter, over)
        if len(tried) == wanted
        else f"{len(tried)} of {wanted} points computed ..."
    )
    return {"text": text, "heads": heads, "rows": rows, "chart": chart(view, tried)}


def chart(view: View, tried: list) -> dict:
    """The differences along the range: where each mark and its interval stand, in percent of the picture."""
    metric, parameter = view.flip
    values, along = doubting.points(view), spoken(PARAMETERS[parameter].unit)
    defined = [one for _, found in tried for one in found if one.defined]
    if not defined:
        return {}
    across, x_ticks = axis(values[0], values[-1], along.factor)
    up, y_ticks = axis(min(0.0, *(one.low for one in defined)), max(0.0, *(one.high for one in defined)), scale(metric))
    lines = []
    for i, name in enumerate(view.names[1:]):
        marks = [
            {"x": across(value), "y": up(found[i].difference), "low": up(found[i].low), "high": up(found[i].high)}
            for value, found in tried
            if found[i].defined
        ]
        lines.append({"letter": LETTERS[i + 1], "name": panel.title(name), "marks": marks})
    said = f", {unit(metric)}" if unit(metric) else ""
    return {
        "x": {"ticks": x_ticks, "name": f"{PARAMETERS[parameter].heading}{', ' + along.said if along.said else ''}"},
        "worlds": doubting.DECADES,
        "zero": up(0.0),
        "lines": lines,
        "y": {"ticks": y_ticks, "name": f"{called(metric)}, difference to A{said} ({WAY[better_of(metric)]})"},
    }
