"""The view of a finished sweep."""

from typing import Any

import solara

from sim.errors import InputError
from sim.figures.names import LEVER, metric_name
from sim.workshop.app import sweep
from sim.workshop.app.view import View


@solara.component_vue("sweep.vue", vuetify=False)
def Map(name: str, choices: list, map: dict, event_draw: Any = None, event_open: Any = None): ...


@solara.component
def Swept(view: View, become):
    here = sweep.opened[0] if sweep.opened else None
    known = here.swept if here else []
    start = {"x": known[0] if known else "", "y": known[min(1, len(known) - 1)] if known else "", "metric": "goodput"}
    drawn, draw = solara.use_state(start)
    offered = {"x": ("Across", known, LEVER), "y": ("Down", known, LEVER), "metric": ("Outcome", sweep.OUTCOMES, None)}

    def hear(message):
        key = message.get("key") if isinstance(message, dict) else None
        if isinstance(key, str) and key in offered and message.get("value") in list(offered[key][1]):
            draw({**drawn, key: message["value"]})

    def open_cell(message):
        i, j = (message.get("i"), message.get("j")) if isinstance(message, dict) else (None, None)
        if here and isinstance(i, int) and isinstance(j, int):
            try:
                become((sweep.cell(here, view, drawn["x"], drawn["y"], i, j), ""))
            except InputError as fault:
                become((view, str(fault)))

    choices = [{"key": key, "name": name, "value": drawn[key],
                "choices": [{"value": one, "text": (words[one][0] if words else metric_name(one)).capitalize()} for one in values]}
               for key, (name, values, words) in offered.items()]
    found = solara.use_memo(lambda: sweep.map_of(here, drawn["x"], drawn["y"], drawn["metric"]) if here else {}, [drawn])
    Map(name=here.name if here else "", choices=choices, map=found, event_draw=hear, event_open=open_cell)
