"""Acts without a mandate: an actor that acted alone, a private actor that saw an opening."""

import math

from sim.model.records import LICENSED, QUIET
from sim.model.rules import docket, private, subnational
from sim.model.world import World
from sim.tell.explain import law, peers, positions, words
from sim.tell.explain.course import Entry
from sim.tell.explain.decade import Decade


def pressure(decade: Decade, i: int) -> str:
    """Why the actor stopped waiting: the hazard of that week, and how much of its restraint it had used up."""
    issue, given, w = decade.issues[i], decade.given, decade.as_of(decade.tick(decade.issues[i].venture_at), i)
    actor, age = w.subnationals[issue.locality], issue.venture_at - issue.opened
    subnational.feel_urge(w, issue.locality)
    hazard = subnational.hazard(w, issue.locality, 0) / given.dt
    docket.draw_marks(w, 0, 1)
    used = float(w.issues["restraint"][0] - issue.restraint)
    deterred = learnt = ""
    undeterred = float(w.regime["undeterred"][0])
    if undeterred < 1.0:
        deterred = f", reduced to {words.percent(undeterred)} by the threat of sanctions"
    if given.actor_learning > 0.0:
        factor = subnational.boldness(w, issue.locality, actor["stealth"])
        learnt = f", multiplied by {factor:.2f} by what it had learnt ({expected(actor)})"
    return (
        f"The pressure to act: {words.weeks(age)} without an answer (patience: {given.patience:g} weeks), trust "
        f"in the centre {actor['trust']:.2f}, "
        f"aspiration {actor['aspiration']:.2f}{deterred}{learnt}; a probability of "
        f"{words.percent(-math.expm1(-hazard))} in that week.{peers.stirred(decade, i, w)} In "
        f"{words.percent(-math.expm1(-used))} of such cases it would have acted by then."
    )


def expected(actor) -> str:
    """What an actor has learnt to expect of each way to settle an issue."""
    return (
        f"that waiting pays {actor['learnt_official']:.2f}, acting quietly {actor['learnt_quiet']:.2f} and acting "
        f"openly {actor['learnt_open']:.2f}, where each began at 0.50"
    )


def form(decade: Decade, i: int) -> str:
    """Whether it acted openly or quietly, and what each was worth to it."""
    issue = decade.issues[i]
    w = decade.as_of(decade.tick(issue.venture_at), i)
    openly, quietly, chance = subnational.forms(w, issue.locality)
    learnt = " with what it had learnt of both" if decade.given.actor_learning > 0.0 else ""
    return (
        f"Acting openly was worth {openly:.2f} to it and acting quietly {quietly:.2f}, which{learnt} gave a "
        f"probability of {words.percent(chance)} for acting quietly."
    )


def venture(decade: Decade, i: int) -> list[Entry]:
    issue = decade.issues[i]
    if issue.venture <= 0:
        return []
    who, country = decade.actor(issue.locality), decade.country(issue.counterpart)
    how = "quietly" if issue.venture == QUIET else "openly"
    reading = positions.of_actor(decade, i, decade.tick(issue.venture_at), True)
    where = words.place(issue.venture_position, reading.line, decade.ideal(i), country)
    told = [
        (
            issue.venture_at,
            (
                f"{who} stopped waiting and acted on its own, {how}. {pressure(decade, i)} {form(decade, i)} "
                f"Its offer: {where}. {positions.in_words(decade, i, reading, who)}"
            ),
        )
    ]
    return told + ripen(decade, i, issue.venture_ready, f"{words.of(who)} own offer")


def opening(decade: Decade, i: int) -> str:
    """The vacuum a private actor saw."""
    issue, given = decade.issues[i], decade.given
    w, age = decade.as_of(decade.tick(issue.entry_at), i, started=math.inf), issue.entry_at - issue.opened
    seen = f"an issue {words.weeks(age)} old, which looks abandoned after {given.overdue:g}"
    if issue.crisis > 0:
        seen = f"a crisis without a response for {words.weeks(age)}"
    profit = w.counterparts["wealth"][issue.counterpart]
    appetite = w.privates["appetite"][issue.private]
    hazard = private.hazard(w, 0, bool(issue.entry == LICENSED))
    return (
        f"It saw {seen} (vacuum {private.vacuum(w, 0):.2f}); with appetite {appetite:.2f} and profit {profit:.2f}, "
        f"its probability of entering was {words.percent(-math.expm1(-hazard))} in that week.{behind(decade, i, w)}"
    )


def behind(decade: Decade, i: int, w: World) -> str:
    """The patron of the private actor that entered, and what it made of its text."""
    patron, patronage = w.privates["patron"][decade.issues[i].private], decade.given.patronage
    if patron < 0 or patronage <= 0.0:
        return ""
    own, name = float(w.privates["agenda"][decade.issues[i].private]), decade.country(patron)
    return (
        f" Behind it stood {name}, which drew it {words.percent(patronage)} of the way from its own agenda, "
        f"{words.signed(own)} sd from the national line, to what {name} wants: to "
        f"{words.signed(private.agenda(w, 0))} sd."
    )


def entry(decade: Decade, i: int) -> list[Entry]:
    issue = decade.issues[i]
    if issue.entry <= 0:
        return []
    line = float(decade.moment(decade.tick(issue.entry_at)).domains["line"][issue.domain])
    who, country = decade.firm(issue.private), decade.country(issue.counterpart)
    how = "under a licence" if issue.entry == LICENSED else "without a licence"
    where = words.place(issue.entry_position, line, decade.ideal(i), country)
    told = [(issue.entry_at, f"{words.upper(who)} stepped in {how}. {opening(decade, i)} Its offer: {where}.")]
    return told + ripen(decade, i, issue.entry_ready, f"the offer of {who}")


def ripen(decade: Decade, i: int, ready: float, offer: str) -> list[Entry]:
    """The day the actor's own offer was ready, if it ever was."""
    issue = decade.issues[i]
    if law.signed_at(decade, i) < ready <= issue.closed and decade.within(ready):
        return [
            (ready, f"{words.upper(offer)} was ready, but the official text had been signed, and it came to nothing.")
        ]
    if ready <= issue.closed and decade.within(ready):
        return [(ready, f"{words.upper(offer)} was ready and was submitted to {decade.partner(i)}.")]
    if decade.within(issue.closed):
        return [(issue.closed, f"When the issue was closed, {offer} was not ready, and it came to nothing.")]
    return []
