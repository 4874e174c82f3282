"""The view in which assumptions are doubted."""

from dataclasses import replace
from typing import Any

import solara

from sim.errors import InputError
from sim.figures.names import metric_name
from sim.metrics import HEADLINES
from sim.workshop.app import doubting, panel
from sim.workshop.app.live import Live, decides, use_comparison
from sim.workshop.app.places import in_time
from sim.workshop.app.view import View
from sim.workshop.assumptions import alone, quantity
from sim.workshop.words import scale, signed, unit
from sim.world.parameters import PARAMETERS


@solara.component_vue("assume.vue", vuetify=False)
def Doubts(rows: list, others: list, turns: list, status: str, done: int, metrics: list, flip: dict, event_act: Any = None, event_scan: Any = None,
           event_besides: Any = None): ...


def told(view: View, metric: str, parameter: str, points: list) -> dict:
    """The scan so far as a sentence and a table."""
    k, names, words = scale(metric), view.names, unit(metric)
    heads = [alone(parameter), *(f"{panel.title(name)} against A{', ' + words if words else ''}" for name in names[1:])]
    body = [[quantity(parameter, value), *(f"{signed(k * one.difference)} ({signed(k * one.low)} to {signed(k * one.high)})" for one in found)] for value, found in points]
    wanted = len(doubting.points(parameter))
    text = doubting.flips(points, names, metric, parameter) if len(points) == wanted else f"{len(points)} of {wanted} points tried ..."
    return {"text": text, "heads": heads, "rows": body}


@solara.component
def Assume(view: View, live: Live, act):
    moved = bool(view.parameters)
    before = use_comparison(replace(view, parameters={}), wanted=moved)
    (metric, parameter, asked), ask = solara.use_state(("", "", ""))
    flip, tell = solara.use_state({"text": "", "heads": [], "rows": []})
    link = decides(view)

    def look(cancel):
        if not metric or asked != link:
            tell({"text": "", "heads": [], "rows": []})
            return
        points: list = []
        tell(told(view, metric, parameter, points))
        try:
            with in_time(cancel):
                for point in doubting.scan(view, metric, parameter, cancel):
                    points.append(point)
                    tell(told(view, metric, parameter, points))
        except InputError as fault:
            tell({"text": str(fault), "heads": [], "rows": []})

    solara.use_thread(look, dependencies=[metric, parameter, asked, link], intrusive_cancel=False)

    def scan(message):
        if isinstance(message, dict) and message.get("metric") in HEADLINES and message.get("parameter") in PARAMETERS:
            ask((message["metric"], message["parameter"], link))

    standard, mine = before.comparison, live.comparison
    both = moved and standard is not None and mine is not None and live.fresh and before.fresh
    turns = solara.use_memo(lambda: doubting.turns(standard, mine) if both and standard and mine else [], [both, live.link, live.done, before.link, before.done])
    status = "All assumptions stand as they are by default in this federation." if not moved else \
        "Living through worlds under both ..." if not both else f"Under the standard assumptions: {before.status}. Under yours: {live.status}."
    besides, put = solara.use_state(())

    def lay(name):
        if isinstance(name, str) and name in PARAMETERS:
            put((*besides, name))

    rows = solara.use_memo(lambda: doubting.rows(view, besides), [link, besides])
    Doubts(rows=rows, others=doubting.others(rows), event_besides=lay, turns=turns, status=status, done=min(live.done, before.done) if moved else live.done, flip=flip,
           metrics=[{"value": one, "text": metric_name(one).capitalize()} for one in HEADLINES], event_act=act, event_scan=scan)
