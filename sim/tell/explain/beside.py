"""The same world under one policy or two, described one after the other."""

import math

from sim.model.path.keys import PREFIX
from sim.setup.columns import moved_of
from sim.setup.paths import is_of_path
from sim.tell.explain import changes, incident, narrative, overview, people, portrait, stand, words
from sim.tell.explain.decade import Decade

SAME = "Both policies face the same issues and the same random draws, apart from crises that earlier problems lead to."


def opening(decades: list[Decade], title: str) -> list[str]:
    first = decades[0]
    world = (
        f"{first.scenario.title}, seed {first.setup.run.seed}, replicate {first.replicate}: {first.day(0.0)} to "
        f"{first.day(first.given.weeks - 1e-6)}, under {words.listed(d.name for d in decades)}."
    )
    for decade in decades:
        moved = moved_of(decade.setup.policy)
        if levers := {key: value for key, value in moved.items() if not is_of_path(key)}:
            world += (
                f" Levers changed in {decade.name}: {', '.join(f'{key} {value}' for key, value in levers.items())}."
            )
        if parts := list(dict.fromkeys(part_of(key) for key in moved if is_of_path(key))):
            world += f" Changed in the course that {decade.name} takes: {words.listed(parts)}."
        world += changes.in_brief(decade)
    note = " A simulated world: a thought experiment, not a forecast."
    return [words.headed(title), words.paragraph(world + note + (f" {SAME}" if len(decades) > 1 else ""))]


def part_of(key: str) -> str:
    """The part of a path that a key belongs to: phase 1, rule 2, reform."""
    part, _, rest = key.removeprefix(PREFIX).partition(".")
    return f"{part.removesuffix('s')} {rest.partition('.')[0]}" if part in ("phases", "rules") else part


def under(decade: Decade) -> str:
    return words.headed(f"Under {decade.name}")


def join(blocks: list[str]) -> str:
    return "\n\n".join(blocks)


def tell_issue(decades: list[Decade], i: int) -> str:
    narrative.check_issue(decades[0], i)
    return join(opening(decades, words.upper(narrative.title(decades[0], i))) + both(decades, i))


def tell_incident(decades: list[Decade], number: int) -> str:
    first = decades[0]
    i = incident.find(first, number)
    total = len(incident.ranked(first))
    head = f"Incident {number} of {total:,} that surfaced under {first.name}, the gravest first"
    return join([*opening(decades, head), words.paragraph(narrative.title(first, i) + "."), *both(decades, i)])


def both(decades: list[Decade], i: int) -> list[str]:
    """The story of an issue under each policy, matched by its identity and not by its row."""
    first = decades[0]
    blocks = [narrative.legend(first, i)]
    if len(decades) == 1:
        return [*blocks, narrative.narrate(first, i)]
    blocks += [under(first), narrative.narrate(first, i)]
    other = decades[1]
    twin = other.row(first.issues[i].uid)
    if twin < 0:
        return [*blocks, under(other), words.paragraph(no_twin(first, other, i))]
    name = "" if twin == i else f"Here the same issue has the number {twin}. "
    blocks += [under(other), words.paragraph(name + dates(first, other, i, twin)), narrative.narrate(other, twin)]
    return [*blocks, words.headed("Side by side"), words.paragraph(difference(first, other, i, twin))]


def dates(first: Decade, other: Decade, i: int, twin: int) -> str:
    mine, theirs = first.issues[i].opened, other.issues[twin].opened
    if mine == theirs:
        return f"It arose on the same day, {other.day(theirs)}."
    return f"The same problem led to it, but it arose on {other.day(theirs)} and not on {first.day(mine)}."


def no_twin(first: Decade, other: Decade, i: int) -> str:
    """A crisis caused by an incident: what became of the issue that caused it."""
    text = f"This crisis never arose under {other.name}: a problem under {first.name} led to it."
    for k in reversed(narrative.ancestors(first, i)):
        same = other.row(first.issues[k].uid)
        if same >= 0:
            return f"{text} The issue that led to it took a different course there. {narrative.digest(other, same)}"
    return text


def difference(first: Decade, other: Decade, i: int, twin: int) -> str:
    text = f"Under {first.name}: {narrative.outcome(first, i)} Under {other.name}: {narrative.outcome(other, twin)}"
    a, b = narrative.weeks_to_answer(first, i), narrative.weeks_to_answer(other, twin)
    if math.isfinite(a) and math.isfinite(b) and abs(a - b) >= 0.1:
        text += f" The answer came {words.weeks(abs(a - b))} {'sooner' if b < a else 'later'} under {other.name}."
    return text


def tell_week(decades: list[Decade], week: int) -> str:
    stand.check_week(decades[0], week)
    return join(
        [
            *opening(decades, f"How things stand at the start of week {week}, {decades[0].day(float(week))}"),
            stand.narrate(decades, week),
        ]
    )


def tell_actor(decades: list[Decade], name: str) -> str:
    person = people.find(decades[0], name)
    blocks = opening(decades, f"{person.name} ({person.code}), {people.what(decades[0], person)}")
    if len(decades) == 1:
        return join([*blocks, portrait.narrate(decades[0], person)])
    for decade in decades:
        blocks += [under(decade), portrait.narrate(decade, people.same(decade, person))]
    return join([*blocks, words.headed("Side by side"), portrait.compare(decades, person)])


def tell_all(decades: list[Decade]) -> str:
    blocks = opening(decades, "A decade of diplomacy" if decades[0].setup.run.years == 10 else "One simulated world")
    if len(decades) == 1:
        return join([*blocks, overview.narrate(decades[0])])
    for decade in decades:
        blocks += [under(decade), overview.narrate(decade)]
    first, other = decades
    gravest = incident.ranked(first)[:5]
    told = []
    for number, i in enumerate(gravest, 1):
        twin = other.row(first.issues[i].uid)
        there = narrative.outcome(other, twin) if twin >= 0 else "it never arose."
        told.append(
            words.paragraph(
                f"{number}. {narrative.title(first, int(i))}. Under {first.name}: "
                f"{narrative.outcome(first, int(i))} Under "
                f"{other.name}: {there}"
            )
        )
    if told:
        blocks += [words.headed(f"The gravest incidents under {first.name}, and the same under {other.name}"), *told]
    return join(blocks)
