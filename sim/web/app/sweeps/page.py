"""The view of a finished sweep: which one, as a map or a front, and a point of it put beside the other policies."""

from dataclasses import replace
from typing import Any

import solara

from sim.errors import InputError
from sim.figures.names import metric_name
from sim.model.metrics import HEADLINES
from sim.web.app.sweeps.choice import settled, turned
from sim.web.app.sweeps.found import found
from sim.web.app.sweeps.front import front_of
from sim.web.app.sweeps.look import FRONT_OF, MEAN, NOTHING, SHOWS, Look
from sim.web.app.sweeps.map import map_of
from sim.web.app.sweeps.point import put
from sim.web.app.sweeps.sweep import Sweep, opened
from sim.web.app.view import View


@solara.component_vue("sweep.vue", vuetify=False)
def Choices(about: str, fault: str, shows: list, choices: list, event_choose: Any = None): ...


@solara.component_vue("map.vue", vuetify=False)
def Map(map: dict, outcome: str, event_open: Any = None): ...


@solara.component_vue("front.vue", vuetify=False)
def Front(front: dict, event_open: Any = None): ...


def options(pairs) -> list[dict]:
    return [{"value": value, "text": text[:1].upper() + text[1:]} for value, text in pairs]


def choices(sweep: Sweep | str, look: Look) -> list[dict]:
    """The selects, in their order."""
    rows = [("sweep", "Sweep", look.sweep, [{"value": name, "text": name} for name in found])]
    if isinstance(sweep, Sweep):
        outcomes, sided = (options((one, metric_name(one)) for one in names) for names in (HEADLINES, FRONT_OF))
        keys = options((key, axis["name"]) for key, axis in sweep.axes.items())
        none = options([(NOTHING, NOTHING)])
        rows += (
            [("right", "Across", look.right, sided), ("up", "Up", look.up, sided)]
            if look.show == "front"
            else [
                ("outcome", "Outcome", look.outcome, outcomes),
                ("across", "Across", look.across, keys),
                ("down", "Down", look.down, keys + none),
            ]
        )
        rows += [
            (
                f"hold.{key}",
                f"Held: {sweep.axes[key]['name'].lower()}",
                look.held[key],
                options([*zip(sweep.at(key), sweep.axes[key]["labels"], strict=True), (MEAN, "mean over all")]),
            )
            for key in sweep.held(look)
        ]
    return [dict(zip(("key", "name", "value", "choices"), row, strict=True)) for row in rows]


def pictured(sweep: Sweep | str, look: Look) -> tuple[dict, str]:
    """What is drawn, or a sentence why it is not."""
    if isinstance(sweep, str):
        return {}, sweep
    try:
        picture = front_of(sweep, look) if look.show == "front" else map_of(sweep, look)
        return picture | {"link": "&".join("=".join(pair) for pair in look.pairs)}, ""
    except InputError as fault:
        return {}, str(fault)


@solara.component
def Swept(view: View, become):
    look = settled(view.look)[0]
    sweep = opened(look.sweep) if look.sweep else ""

    def hear(message):
        """A choice, or a point to be opened."""
        asked = message if isinstance(message, dict) else {}
        try:
            if "point" in asked and isinstance(sweep, Sweep):
                become(put(sweep, replace(view, look=look), asked["point"]))
            elif sweep:
                become((replace(view, look=turned(look, str(asked.get("key")), str(asked.get("value")))), ""))
        except InputError as fault:
            become((view, str(fault)))

    picture, fault = solara.use_memo(lambda: pictured(sweep, look), [look])
    Choices(
        about=sweep.about if isinstance(sweep, Sweep) else "",
        fault=fault,
        choices=choices(sweep, look) if look.sweep else [],
        shows=[
            {"value": show, "text": text, "on": show == look.show}
            for show, text in SHOWS.items()
            if isinstance(sweep, Sweep) and show in sweep.shows
        ],
        event_choose=hear,
    )
    if picture and look.show == "front":
        Front(front=picture, event_open=hear)
    elif picture:
        Map(map=picture, outcome=metric_name(look.outcome), event_open=hear)
