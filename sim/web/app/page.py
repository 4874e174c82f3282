"""The page: a view, what was done to it, and what comes of it. All state is a session's own."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import solara

from sim.errors import InputError
from sim.inputs.folder import scenario_names
from sim.inputs.scenario import load_scenario
from sim.web.app import outcomes, panel
from sim.web.app import view as spelling
from sim.web.app.assume_page import Assume
from sim.web.app.claims.page import Claims
from sim.web.app.exercise_page import Beside, Exercises
from sim.web.app.home_page import TakeHome
from sim.web.app.lines import lines
from sim.web.app.link import opened
from sim.web.app.live import Live, use_comparison
from sim.web.app.moves import moved
from sim.web.app.sweeps.page import Swept
from sim.web.app.view import View
from sim.web.app.watch_page import Watch
from sim.web.exercise import read_exercise
from sim.web.page import asset

SHEETS = (asset("page.css"), Path(__file__).with_name("workshop.css").read_text(encoding="utf-8"))
BROKEN = (
    "Something went wrong in this page, and only in this one. Reload it to continue; the link in the address bar keeps "
    "your choices."
)
YEARS, DECADES = (1, 2, 5, 10, 20), (10, 25, 50, 100, 200)
NUMBERED = ("compare", "watch", "assume", "home")  # views of runs, for which it matters how many and where


@solara.component_vue("frame.vue", vuetify=False)
def Frame(
    tabs: list,
    chosen: str,
    said: str,
    settings: list,
    seed: int,
    at: dict,
    heard: int,
    event_act: Any = None,
    event_hear: Any = None,
): ...


@solara.component_vue("levers.vue", vuetify=False)
def Levers(groups: list, columns: list, policies: list, event_act: Any = None): ...


@solara.component_vue("outcomes.vue", vuetify=False)
def Outcomes(
    titles: list,
    rows: list,
    told: list,
    status: str,
    busy: bool,
    stale: bool,
    done: int,
    wanted: int,
    link: str,
    also: list,
    others: list,
    reading: str,
    event_act: Any = None,
): ...


@solara.component_vue("foot.vue", vuetify=False)
def Foot(link: str, lines: list): ...


@lru_cache(maxsize=1)
def federations() -> list[dict]:
    """Those that come with the program, the real ones first."""
    names = sorted(scenario_names(), key=lambda name: (name.startswith("textbook"), name == "toy"))
    return [{"value": name, "text": load_scenario(name).title} for name in names]


def settings(view: View) -> list[dict]:
    """What holds for every policy, with its choices."""
    numbers = {"run.years": ("Years", view.years, YEARS), "run.replicates": ("Worlds", view.replicates, DECADES)}
    found = [{"key": "scenario", "name": "Federation", "value": view.scenario, "choices": federations()}]
    return found + [
        {
            "key": key,
            "name": name,
            "value": f"{value:g}",
            "choices": [{"value": f"{x:g}", "text": f"{x:g}"} for x in sorted({*choices, value})],
        }
        for key, (name, value, choices) in numbers.items()
    ]


@solara.component
def Compare(view: View, live: Live, act):
    columns = solara.use_memo(lambda: panel.columns(view), [spelling.decides(view)])
    Levers(groups=panel.declared(), columns=columns, policies=panel.policies(), event_act=act)
    comparison = live.comparison
    known = [live.link, len(comparison.runs) if comparison else 0]
    watched = [*(read_exercise(view.exercise).measures if view.exercise else ()), *view.also]
    rows = solara.use_memo(
        lambda: outcomes.rows(comparison, watched) if comparison else [], [*known, view.exercise, view.also]
    )
    whole = comparison is not None and live.done == live.wanted  # sentences wait until nothing more will change them
    told = solara.use_memo(lambda: outcomes.told(comparison) if comparison and whole else [], [*known, whole])
    Outcomes(
        titles=[panel.title(name) for name in (comparison.policies if comparison else view.names)],
        rows=rows,
        told=told,
        status=live.status,
        busy=live.busy,
        stale=not live.fresh,
        done=live.done,
        wanted=live.wanted,
        link=live.link,
        also=list(view.also),
        others=outcomes.others(rows) if len(view.also) < spelling.MOST else [],
        reading=outcomes.READING,
        event_act=act,
    )


@solara.component
def Page():
    """The workshop, or a sentence where it broke: what went wrong within is nobody's business but the terminal's."""
    fault, _ = solara.use_exception()
    if fault is None:
        Workshop()
        return
    print(f"the page broke: {type(fault).__name__}: {fault}", file=sys.stderr, flush=True)
    # A plain element: a component with hooks of its own would be taken for the one that broke.
    solara.v.Html(tag="p", class_="w-said", attributes={"role": "alert"}, children=[BROKEN])


@solara.component
def Workshop():
    router = solara.use_router()
    first = solara.use_memo(lambda: opened(router.search), [])
    (view, said), become = solara.use_state(first)
    heard, hear = solara.use_state(0)  # how often a page that was cut off was answered
    answered, answer = solara.use_state(0)  # which of the links that the browser's own buttons asked for was the last

    def act(message):
        try:
            become((moved(view, message), ""))
        except InputError as fault:
            become((view, str(fault)))
        if isinstance(message, dict) and isinstance(message.get("n"), int):
            answer(message["n"])

    for sheet in SHEETS:
        solara.Style(sheet)
    with solara.Column(classes=["w-page"]):
        Frame(
            tabs=[{"value": value, "text": text} for value, text in spelling.TABS.items()],
            chosen=view.tab,
            said=said,
            settings=settings(view) if view.tab in NUMBERED else [],
            seed=view.seed,
            at={"link": spelling.query(view), "answered": answered},
            heard=heard,
            event_act=act,
            event_hear=lambda n: hear(n if isinstance(n, int) else 0),
        )
        live = use_comparison(view)
        if view.exercise and view.tab == "compare":
            Beside(view, act)
        if view.tab == "compare":
            with solara.Div(classes=["w-panes", *["w-many"] * (len(view.columns) > 2)]):
                Compare(view, live, act)
        elif view.tab == "watch":
            Watch(view, become, act)
        elif view.tab == "assume":
            Assume(view, live, act)
        elif view.tab == "exercise":
            Exercises(view, act)
        elif view.tab == "sweep":
            Swept(view, become)
        elif view.tab == "claims":
            Claims(view, become, act)
        else:
            TakeHome(view, live)
        if view.tab != "home":
            Foot(link=spelling.query(view), lines=lines(view))
