"""The state of a world at the beginning of a week: what is open, who acts alone, what surfaced the week before."""

import math

import numpy as np

from sim.errors import InputError
from sim.inputs.scenario import Scenario
from sim.model.records import SURFACED, WENT_ALONE
from sim.model.world import World
from sim.tell.explain import changes, incident, peers, words
from sim.tell.explain.decade import Decade


def few(names: list[str]) -> str:
    """The first three, and how many more."""
    return ", ".join(names[:3]) + f" and {len(names) - 3} more" if len(names) > 4 else ", ".join(names) or "nobody"


def numbers(world: World) -> list[tuple[str, int]]:
    """The counts, in words."""
    federal = world.federal[0]
    return [
        ("open issues", int(federal["open"])),
        ("agreed so far", int(federal["agreed"])),
        ("lapsed so far", int(federal["lapsed"])),
        ("acting alone now", int((world.subnationals["ventures"] > 0).sum())),
        ("left undone so far", int(federal["missed"])),
        ("incidents so far", int(federal["surfaced"])),
    ]


def conditions(world: World, scenario: Scenario) -> list[tuple[str, str]]:
    """Who acts alone, is captured or is suspended: a title and a few names. Some actors are in two of these states at
    once. Then, where members of networks take acts from each other, how many there were of late."""
    now, home, private = float(world.clock["then"][0]), scenario.subnationals.names, scenario.privates.names
    astir: list[tuple[str, str]] = []
    if world.given["contagion"][0] > 0.0:
        acts = peers.acts(world, scenario, now)
        names = [f"{scenario.networks.names[n]} {acts[n]}" for n in np.argsort(-acts, kind="stable") if acts[n] > 0]
        astir = [("Acts alone within the quarter, by network", few(names) if names else "none")]
    found = (
        ("Acting alone", home, world.subnationals["ventures"] > 0),
        ("Captured by a rival", home, world.subnationals["captured"] > 0),
        (
            "Suspended or barred",
            [*home, *private],
            np.concatenate([world.subnationals["suspended"] > now, world.privates["barred"] > now]),
        ),
    )
    return [(title, few([names[i] for i in np.flatnonzero(held)])) for title, names, held in found] + astir


def check_week(decade: Decade, week: int) -> int:
    """The tick that begins then; the last is the end of the world."""
    last = int(decade.given.weeks)
    if not 0 <= week <= last:
        raise InputError(f"--week: {week}; expected a whole number from 0 to {last}, the weeks of this world")
    return min(math.ceil(week / decade.given.dt - 1e-9), int(decade.given.ticks))


def narrate(decades: list[Decade], week: int) -> str:
    """The week under each policy, in columns; then which actors are in which state, and what surfaced."""
    columns, blocks = [], []
    for decade in decades:
        tick = check_week(decade, week)
        decade.walk([tick], lambda _, world: columns.append((numbers(world), conditions(world, decade.scenario))))  # noqa: B023
        told = [f"{title}: {names}." for title, names in columns[-1][1]]
        told += [text for text in (changes.latest(decade, tick),) if text]
        written = decade.log[decade.ticks == tick - 1]
        alone = int((written.kind == WENT_ALONE).sum())
        fresh = written.issue[written.kind == SURFACED]
        told.append(f"Issues acted on alone in the week before: {alone:,}.")
        blocks.append([words.headed(f"Under {decade.name}"), "\n".join(words.paragraph(line) for line in told)])
        if len(fresh):
            blocks[-1].append(
                f"Incidents that surfaced in the week before, the gravest first:\n{incident.listing(decade, fresh, 10)}"
            )
    header = [decade.name for decade in decades]
    table = words.table(
        ["", *header],
        [[name, *(f"{column[0][k][1]:,}" for column in columns)] for k, (name, _) in enumerate(columns[0][0])],
    )
    return "\n\n".join([table, *(part for block in blocks for part in block)])
