"""The view in which a decade is watched: two worlds that differ in their policy alone, stepped together."""

from dataclasses import replace
from typing import Any

import solara

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.institutions import organised
from sim.tell import explain
from sim.web.app import panel
from sim.web.app import view as spelling
from sim.web.app.places import in_time, turn
from sim.web.app.stage import nodes
from sim.web.app.view import View
from sim.web.app.watching import MOST_WEEKS, Stage


@solara.component_vue("watch.vue", vuetify=False)
def Theatre(
    nodes: list,
    scenes: list,
    titles: list,
    others: list,
    beside: str,
    world: int,
    actor: str,
    story: str,
    status: str,
    event_act: Any = None,
): ...


def played(view: View, beside: int) -> str:
    """What decides the worlds on stage."""
    return f"{beside} {view.world} {spelling.query(replace(view, tab='compare', replicates=2, week=0, actor=''))}"


def use_story(view: View, beside: int) -> str:
    """The decade of the chosen actor, told for both policies."""
    words, tell = solara.use_state(("", ""))
    asked = f"{view.actor} {played(view, beside)}"

    def work(cancel):
        if not view.actor:
            return
        try:
            with in_time(cancel), turn(cancel) as mine:
                found = told(spelling.setups(view)) if mine else ""
            if found and not cancel.is_set():
                tell((asked, found))
        except InputError as fault:
            tell((asked, str(fault)))

    def told(setups) -> str:
        each = [explain.tell(setups[k], replicate=view.world, actor=view.actor) for k in (0, beside)]
        return "\n\n".join(
            [
                explain.tell(setups[0], setups[beside], replicate=view.world, actor=view.actor),
                *(
                    f"UNDER {panel.title(setups[k].policy.name).upper()}\n\n{one}"
                    for k, one in zip((0, beside), each, strict=True)
                ),
            ]
        )

    solara.use_thread(work, dependencies=[asked], intrusive_cancel=False)
    return words[1] if words[0] == asked else "Reading the log of the decade ..."


@solara.component
def Watch(view: View, become, act):
    beside = view.beside if view.beside < len(view.columns) else 1
    round_, again = solara.use_state(0)
    nothing: tuple[list, str, Any] = ([], "", None)
    scene, show = solara.use_state(nothing)  # pictures, the link they belong to, the worlds
    asked = f"{round_} {played(view, beside)}"
    fresh = scene[1] == asked

    def prepare(cancel):
        try:
            setups = spelling.setups(view)
            with in_time(cancel), turn(cancel) as mine:
                stages = [Stage(setups[k], view.world) for k in (0, beside)] if mine else []
                for stage in stages:
                    stage.to(view.week, cancel)
            if stages and not cancel.is_set():
                show(([stage.picture() for stage in stages], asked, stages))
        except InputError as fault:
            show(([], asked, str(fault)))

    solara.use_thread(prepare, dependencies=[asked], intrusive_cancel=False)

    def hear(message):
        do = message.get("do") if isinstance(message, dict) else None
        stages = scene[2] if fresh and isinstance(scene[2], list) else []
        if do == "step":
            weeks = message.get("weeks")
            for stage in stages if isinstance(weeks, int) and 0 < weeks <= MOST_WEEKS else ():
                stage.step(weeks)
            if stages:
                show(([stage.picture() for stage in stages], asked, stages))
                become((replace(view, week=stages[0].model.tick), ""))
        elif do == "again":
            become((replace(view, week=0), ""))
            again(round_ + 1)
        else:
            act(message)

    story = use_story(view, beside)
    names = view.names
    setups = spelling.setups(view)
    many = [setups[k].policy.coordination.institutions for k in (0, beside)]
    people = solara.use_memo(
        lambda: [nodes(organised(load_scenario(view.scenario), wanted)) for wanted in many], [view.scenario, *many]
    )
    fault = scene[2] if fresh and isinstance(scene[2], str) else ""
    Theatre(
        nodes=people,
        scenes=scene[0] if fresh else [],
        titles=[panel.title(names[0]), panel.title(names[beside])],
        others=[{"value": spelling.LETTERS[k], "text": panel.title(name)} for k, name in enumerate(names) if k],
        beside=spelling.LETTERS[beside],
        world=view.world,
        actor=view.actor,
        story=story,
        event_act=hear,
        status=fault
        or (
            "The same issues arise in both, in the same week; only the policy differs."
            if fresh
            else "Preparing the two worlds ..."
        ),
    )
