"""The view in which assumptions are changed."""

from dataclasses import replace
from typing import Any

import solara

from sim.errors import InputError
from sim.figures.names import metric_name
from sim.model.metrics import HEADLINES
from sim.web.app import doubting
from sim.web.app import view as spelling
from sim.web.app.live import Live, use_comparison
from sim.web.app.places import in_time
from sim.web.app.scanning import NOTHING, told
from sim.web.app.view import View


@solara.component_vue("assume.vue", vuetify=False)
def Doubts(
    rows: list,
    others: list,
    doubts: list,
    turns: list,
    status: str,
    done: int,
    metrics: list,
    asked: list,
    ranges: dict,
    flip: dict,
    event_act: Any = None,
): ...


def use_scan(view: View) -> dict:
    """The scan that the view asks for, point by point."""
    (asked, found), tell = solara.use_state(("", NOTHING))
    link = f"{view.flip} {view.worlds} {spelling.decides(view)}" if view.flip else ""

    def look(cancel):
        points = []  # (value, contrasts)
        try:
            with in_time(cancel):
                for point in doubting.scan(view, cancel) if view.flip else ():
                    points.append(point)
                    tell((link, told(view, points)))
        except InputError as fault:
            tell((link, {**NOTHING, "text": str(fault)}))

    solara.use_thread(look, dependencies=[link], intrusive_cancel=False)
    return (
        found if asked == link and link else {**NOTHING, "text": "Computing the first point ..."} if link else NOTHING
    )


@solara.component
def Assume(view: View, live: Live, act):
    moved = bool(view.parameters)
    before = use_comparison(replace(view, parameters={}), wanted=moved)
    standard, mine = before.comparison, live.comparison
    both = moved and standard is not None and mine is not None and live.fresh and before.fresh
    turns = solara.use_memo(
        lambda: doubting.turns(standard, mine) if both and standard and mine else [],
        [both, live.link, live.done, before.link, before.done],
    )
    status = (
        "All assumptions have their default values for this federation."
        if not moved
        else "Simulating worlds under both ..."
        if not both
        else f"Under the standard assumptions: {before.status}. Under yours: {live.status}."
    )
    rows = solara.use_memo(lambda: doubting.rows(view), [spelling.decides(view), view.doubts, view.flip, view.worlds])
    Doubts(
        rows=rows,
        others=doubting.others(rows),
        doubts=list(view.doubts),
        turns=turns,
        status=status,
        done=min(live.done, before.done) if moved else live.done,
        metrics=[{"value": one, "text": metric_name(one).capitalize()} for one in HEADLINES],
        asked=list(view.flip),
        ranges=doubting.ranges(view),
        flip=use_scan(view),
        event_act=act,
    )
