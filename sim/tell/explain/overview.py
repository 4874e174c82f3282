"""The decade of one world at a glance, and what to look at next."""

import numpy as np

from sim.inputs.in_use import option
from sim.model.records import (
    BUDGETED,
    CAPTURED,
    CENTRAL,
    CONCLUDED,
    CONSULT,
    ELECTED,
    FREELANCE,
    JOINT,
    LAPSED,
    LICENSED,
    MANDATE,
    PRIVATE_HARM,
    QUIET,
    ROGUE,
)
from sim.tell.explain import changes, dated, incident, law, without, words, yearly
from sim.tell.explain.decade import Decade

WHO = {
    "centre": (CENTRAL, CONSULT),
    "mandate": (MANDATE, JOINT),
    "alone": (QUIET, FREELANCE),
    "private": (ROGUE, LICENSED),
}
MOST = 10


def agenda(decade: Decade) -> str:
    """By year: what arose, what was settled, what remained, the shares of those who handled it, what surfaced."""
    table = decade.issues
    settled, lapsed = table.stage == CONCLUDED, table.stage == LAPSED
    ends = [min((k + 1) * yearly.YEAR, decade.given.weeks) for k in range(yearly.years(decade))]
    agreed = yearly.counted(decade, table.closed, settled)
    columns: dict[str, list | np.ndarray] = {
        "arose": yearly.counted(decade, table.opened, decade.seen),
        "crises": yearly.counted(decade, table.opened, table.crisis > 0),
        "agreed": agreed,
        "lapsed": yearly.counted(decade, table.closed, lapsed),
        "open": [int(np.sum((table.opened < end) & (table.closed >= end))) for end in ends],
    }
    for name, channels in WHO.items():
        part = yearly.counted(decade, table.closed, settled & np.isin(table.channel, channels))
        columns[name] = [words.percent(x / n) if n else "-" for x, n in zip(part, agreed, strict=True)]
    columns["undone"] = yearly.counted(decade, table.closed, lapsed & (table.incident > 0))
    columns["surfaced"] = yearly.counted(decade, table.surfaced)
    if not decade.seen.all():
        columns["unseen"] = yearly.counted(decade, table.opened, ~decade.seen)
    return yearly.lay_out(decade, columns)


def turns(decade: Decade) -> list[tuple[float, str]]:
    """Elections, budgets, dated events, captures."""
    given, told, captured, governed = decade.given, [], set(), float(decade.given.incumbent)
    means = 1.0
    for event in decade.log[decade.log.issue < 0]:  # written week by week
        if event.kind == ELECTED:
            party = decade.party(event.value)
            turned = event.value != governed
            told.append(
                (
                    event.time,
                    f"An election changed the government: {decade.party(governed)} gave way to {party}, "
                    "and the national "
                    f"line moved in every domain."
                    if turned
                    else f"An election confirmed {party}.",
                )
            )
            governed = event.value
        elif event.kind == BUDGETED and decade.within(event.time):
            told += budget(decade, event.time, float(event.value), means)
            means = float(event.value)
        elif event.kind == CAPTURED and decade.within(event.time):
            again = "again " if event.actor in captured else ""
            captured.add(event.actor)
            told.append(
                (
                    event.time,
                    (
                        f"{decade.actor(event.actor)} was {again}captured: its preferences had shifted "
                        f"by {given.capture_threshold:g} sd, last towards {decade.country(int(event.value))}."
                    ),
                )
            )
    return sorted(told + dated.turns(decade), key=lambda one: one[0])


def budget(decade: Decade, time: float, means: float, before: float) -> list[tuple[float, str]]:
    """A budget that changes the teams of the centre by a hundredth or more."""
    if abs(means - before) < 0.01:
        return []
    stands = float(decade.moment(decade.tick(time)).federal["legitimacy"][0])
    text = (
        f"The budget follows legitimacy, which stands at {stands:.2f} and began at {decade.given.legitimacy:.2f}: the "
        f"centre has {words.percent(means)} of the teams of the start, after {words.percent(before)} the year before."
    )
    return [(time, text)]


def kinds(decade: Decade) -> str:
    """How much went wrong and how much of it surfaced; how much was left undone."""
    table = decade.issues
    parts, undone = [], []
    for kind in range(1, len(words.KIND)):
        mine = table.incident == kind
        n, surfaced = int(mine.sum()), int(np.isfinite(table.surfaced[mine]).sum())
        if n and kind <= PRIVATE_HARM:
            parts.append(f"{words.KIND[kind]}: {n:,}, {words.of_which(surfaced, n)} surfaced")
        elif n:
            undone.append(f"{words.KIND[kind]}: {n:,}")
    text = "; ".join(parts) if parts else "nothing went wrong"
    left = "; ".join(undone) if undone else "nothing that mattered"
    born = int(np.sum(table.parent >= 0))
    return words.paragraph(
        f"What went wrong. {words.upper(text)}. What was left undone. {words.upper(left)}. Earlier problems led to "
        f"{words.many(born, 'crisis', 'crises')}.{law.counts(decade)}"
    )


def look_next(decade: Decade) -> str:
    run = decade.setup.run
    who = decade.scenario.subnationals.names[int(np.argmax(decade.scenario.economy))]
    command = f"paradip explain {decade.name.rstrip('+')} --seed {run.seed}"
    if decade.replicate:
        command += f" --replicate {decade.replicate}"
    if decade.setup.scenario != "us_2023":
        command += f" scenario={decade.setup.scenario}"
    name = f'"{who}"' if " " in who else who
    wishes = (["--incident 1"] if len(incident.ranked(decade)) else []) + ["--issue 0", f"--actor {name}"]
    return "\n".join(
        [
            "To look closer (with the same overrides, if there were any):",
            *(f"  {command} {wish}{option()}" for wish in wishes),
        ]
    )


def narrate(decade: Decade) -> str:
    gravest = incident.ranked(decade)
    blocks = [
        agenda(decade),
        words.paragraph(
            "Years of 52 weeks. open: at the end of the year. mandate: by states and cities under a mandate or jointly "
            "with the centre. alone: by them on their own, quietly or openly. undone: vital issues and crises that "
            "lapsed. Shares are of the issues agreed that year."
            + ("" if decade.seen.all() else " unseen: opportunities that nobody saw who might have acted on them.")
        ),
        *changes.narrate(decade),
        *without.narrate(decade),
        kinds(decade),
    ]
    if told := turns(decade):
        blocks += ["Turning points:", "\n".join(words.dated(decade.stamp(time), text) for time, text in told[:40])]
        if len(told) > 40:
            blocks.append(f"and {len(told) - 40} more captures.")
    if len(gravest):
        blocks += [
            f"The gravest of {words.many(len(gravest), 'incident')} that surfaced, by severity:",
            incident.listing(decade, gravest, MOST),
        ]
    return "\n\n".join([*blocks, look_next(decade)])
