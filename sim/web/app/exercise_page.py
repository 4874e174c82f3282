"""The view of the exercises: a page of briefing each; and the strip that stays beside the numbers of one."""

from functools import cache
from typing import Any

import solara

from sim.web.app import exercises
from sim.web.app.view import View
from sim.web.exercise import exercise_names, read_exercise


@solara.component_vue("exercise.vue", vuetify=False)
def Briefing(exercises: list, chosen: dict, event_act: Any = None): ...


@solara.component_vue("strip.vue", vuetify=False)
def Strip(chosen: dict, event_act: Any = None): ...


@cache
def pages() -> dict[str, dict]:
    return {name: exercises.told(read_exercise(name)) for name in exercise_names()}


@solara.component
def Exercises(view: View, act):
    Briefing(exercises=list(pages().values()), chosen=pages().get(view.exercise, {}), event_act=act)


@solara.component
def Beside(view: View, act):
    Strip(chosen=pages()[view.exercise], event_act=act)
