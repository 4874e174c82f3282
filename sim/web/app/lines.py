"""Command lines that give the numbers of a view again: what each gives, and the line."""

import shlex

from sim.inputs.in_use import option
from sim.model.parameters import PARAMETERS
from sim.web.app import doubting
from sim.web.app.claims.trying import commands
from sim.web.app.sweeps.choice import settled
from sim.web.app.sweeps.sweep import Sweep, opened
from sim.web.app.view import View, command, spell, words
from sim.web.exercise import command_lines, read_exercise


def lines(view: View) -> list[tuple[str, str]]:
    """Of the view that is open."""
    ways = {"watch": watched, "assume": doubted, "exercise": exercised, "claims": claimed, "sweep": swept}
    return [(what, line + option()) for what, line in ways.get(view.tab, compared)(view)]


def compared(view: View) -> list[tuple[str, str]]:
    return [("The same numbers", command(view))]


def watched(view: View) -> list[tuple[str, str]]:
    """Both worlds: as they stand, and the story of one actor or of all."""
    pair = dict.fromkeys(spell(view.columns[k]) for k in (0, view.beside if view.beside < len(view.columns) else 1))
    held = [word for word in words(view) if not word.startswith("run.replicates=")]
    world = ["paradip", "explain", *pair, *held, *["--replicate", f"{view.world}"] * bool(view.world)]
    return [
        (f"How both stand in week {view.week}", shlex.join([*world, "--week", f"{view.week}"])),
        (
            "The same story" if view.actor else "The story of the decade",
            shlex.join([*world, *["--actor", view.actor] * bool(view.actor)]),
        ),
    ]


def doubted(view: View) -> list[tuple[str, str]]:
    """Under these assumptions, under the standard ones, and at every point of what is scanned."""
    found = (
        [
            ("Under your assumptions", command(view)),
            (
                "Under the standard ones",
                command(View(view.columns, view.scenario, view.years, view.replicates, view.seed)),
            ),
        ]
        if view.parameters
        else compared(view)
    )
    tried = doubting.points(view) if view.flip else ()
    return found + [
        (
            f"{PARAMETERS[view.flip[1]].heading}: {PARAMETERS[view.flip[1]].said(value)}",
            command(doubting.at(view, value)),
        )
        for value in tried
    ]


def exercised(view: View) -> list[tuple[str, str]]:
    return (
        list(command_lines(read_exercise(view.exercise)).items())
        if view.exercise
        else [("Which there are", "paradip exercise")]
    )


def claimed(view: View) -> list[tuple[str, str]]:
    return commands(view.claim)


def swept(view: View) -> list[tuple[str, str]]:
    name = settled(view.look)[0].sweep
    sweep = opened(name) if name else ""
    return list(sweep.lines) if isinstance(sweep, Sweep) else []
