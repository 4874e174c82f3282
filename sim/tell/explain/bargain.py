"""Bargaining with the counterpart: which offers it had, why it took one, or that the window closed first."""

import math

from sim.model.records import (
    AT_ACTOR,
    AT_ADVICE,
    AT_CLEARANCE,
    AT_CONSENT,
    AT_DRAFT,
    AT_POST,
    CONCLUDED,
    LAPSED,
    SPEAKERS,
    TABLED,
    UNSEEN,
)
from sim.model.rules import belief, counterpart
from sim.tell.explain import law, words
from sim.tell.explain.course import Entry
from sim.tell.explain.decade import Decade

# Why who speaks is no peer of a government, and of a city or province.
NO_PEER = ("partner below national level", "partner above the level of a city or province")
DESK = {
    AT_ADVICE: "with {actor} for advice",
    AT_DRAFT: "in the drafting queue of {department}",
    AT_CLEARANCE: "waiting for clearance by {department}",
    AT_ACTOR: "with {actor}",
}


def terms(decade: Decade, i: int, channel: int, position: float) -> list[tuple[str, float]]:
    """The log-odds of agreement within a week, term by term, as of the beginning of the week in which the issue was
    agreed to or lapsed."""
    w, partner = decade.as_of(decade.taken(i), i), int(decade.issues[i].counterpart)
    base, aligned, trusted, exposed = counterpart.mood_terms(w, partner)
    far, skilled, rank, doubt = counterpart.offer_terms(w, 0, channel, position)
    who = belief.speaker(channel)
    return [
        ("base", base),
        (f"alignment {w.counterparts['alignment'][partner]:.2f}", aligned),
        (f"trust {belief.trust(w, partner):.2f}", trusted),
        (
            f"{words.of(SPEAKERS[who])} own record {belief.reputation(w, partner, who):.2f}",
            belief.credit(w, partner, who),
        ),
        (f"skill {counterpart.skill_behind(w, 0, channel):.2f}", skilled),
        (f"distance {counterpart.distance(w, 0, position):.2f} sd", far),
        ("bargaining room lost to transparency", exposed),
        (NO_PEER[int(w.issues["twin"][0])], rank),
        ("doubt about who may speak", doubt),
    ]


def weekly_chance(decade: Decade, i: int, channel: int, position: float) -> float:
    """Probability of agreement within a week, as of then."""
    w = decade.as_of(decade.taken(i), i)
    counterpart.take_stock(w, int(decade.issues[i].counterpart))
    return -math.expm1(-counterpart.hazard(w, 0, channel, position))


def offers(decade: Decade, i: int, time: float) -> dict[int, tuple[float, float]]:
    """Position and date of every offer made to the counterpart by `time`, by channel."""
    issue = decade.issues[i]
    found = {}
    if issue.tabled <= time:
        found[int(issue.route)] = (float(issue.position), float(issue.tabled))
    if issue.venture > 0 and issue.venture_ready <= time:
        found[int(issue.venture)] = (float(issue.venture_position), float(issue.venture_ready))
    if issue.entry > 0 and issue.entry_ready <= time:
        found[int(issue.entry)] = (float(issue.entry_position), float(issue.entry_ready))
    return found


def forum(decade: Decade, i: int, found: dict, channel: int) -> str:
    """Why the counterpart took this offer and not another one."""
    issue = decade.issues[i]
    others = [k for k in found if k != channel]
    if not others:
        return ""
    rival = decade.world.counterparts["rival"][issue.counterpart] > 0
    far = {k: counterpart.distance(decade.world, i, position) for k, (position, _) in found.items()}
    apart = words.listed(f"{far[k]:.2f} sd ({decade.how(i, k)})" for k in [channel, *others])
    rule = (
        "a rival takes the offer nearest to its own position"
        if rival
        else "any other counterpart takes the official offer if there is one, and otherwise the nearest"
    )
    return f" {words.upper(decade.partner(i))} had {len(found)} offers, {apart} from its own position: {rule}."


def odds(decade: Decade, i: int, channel: int, position: float) -> str:
    """How likely agreement was, and what made it so."""
    if decade.given.bargaining <= 0.0:
        return "Counterparts agree at once in this world."
    found = terms(decade, i, channel, position)
    weighed = ", ".join(f"{name} {value:+.2f}" for name, value in found if abs(value) >= 0.005)
    chance = words.percent(weekly_chance(decade, i, channel, position))
    return (
        f"Its probability of agreeing was {chance} a week (log-odds "
        f"{sum(value for _, value in found):+.2f}: {weighed})."
    )


def agreement(decade: Decade, i: int) -> list[Entry]:
    """What the counterpart agreed to and why; where that needs consent, what became of it."""
    issue, country, signed = decade.issues[i], decade.country(decade.issues[i].counterpart), law.signed_at(decade, i)
    time = min(float(issue.closed), signed)
    channel, found = int(issue.channel if issue.stage == CONCLUDED else issue.route), offers(decade, i, time)
    lain = time - found[channel][1]
    soon = "at once" if lain < 1 / 7 else f"after {words.weeks(lain)}"
    text = (
        f"{words.upper(decade.partner(i))} agreed {soon} with {decade.how(i, channel).removeprefix('by ')}: "
        f"{words.place(issue.agreed, issue.line, decade.ideal(i), country)}."
        f"{forum(decade, i, found, channel)} {odds(decade, i, channel, issue.agreed)}"
    )
    if channel == issue.route and abs(issue.agreed - issue.line) > 0.005 and issue.tabled < time:
        before = decade.moment(decade.tick(issue.tabled)).domains["line"][issue.domain]
        if abs(before - issue.line) > 0.005:
            text += " The national line had moved since the text was written."
    told = [(time, text)]
    if math.isfinite(signed):
        told = [(time, text + law.asked(decade, i)), *law.decision(decade, i)]
    agreed = decade.under(decade.settled(i))
    if issue.stage == CONCLUDED and not counterpart.delivers(agreed, i):
        chance = words.percent(counterpart.chance_to_fail(agreed, i))
        told[-1] = (told[-1][0], f"{told[-1][1]} The commitment was then not delivered (probability {chance}).")
    return told


def where_it_stood(decade: Decade, i: int) -> str:
    """At whose desk an unsettled issue was."""
    issue, country = decade.issues[i], decade.country(decade.issues[i].counterpart)
    if issue.desk == AT_CONSENT:
        return "signed and waiting for the consent of the legislature"
    if math.isfinite(issue.tabled):
        return f"with {decade.partner(i)}"
    if issue.desk == AT_POST:
        since = min(issue.closed, decade.given.weeks) - issue.ready
        return f"waiting at the embassy in {country}, for {words.weeks(since)} by then"
    department = decade.department(issue.holder) if issue.desk not in (AT_ADVICE, AT_ACTOR) else ""
    text = DESK.get(int(issue.desk), "on the desk of {department}").format(
        department=department, actor=decade.actor(issue.locality)
    )
    return text if decade.within(issue.started) else f"{text}, and no team had taken it up"


def lapse(decade: Decade, i: int) -> Entry:
    """The window closed."""
    issue = decade.issues[i]
    age = words.weeks(issue.closed - issue.opened)
    text = f"The window closed {age} after the issue arose. It was {where_it_stood(decade, i)}."
    found = offers(decade, i, issue.closed)
    if found:
        channel = int(issue.route) if issue.stage == LAPSED and issue.route in found else next(iter(found))
        position, since = found[channel]
        chance = odds(decade, i, channel, position)
        text += f" {words.upper(decade.partner(i))} had had the offer for {words.weeks(issue.closed - since)}. {chance}"
    return issue.closed, text


def ending(decade: Decade, i: int) -> list[Entry]:
    """Agreement or lapse; an issue that is still open at the end has neither, unless it is signed."""
    issue = decade.issues[i]
    if issue.stage == CONCLUDED or issue.desk == AT_CONSENT:
        return agreement(decade, i)
    return [lapse(decade, i)] if issue.stage == LAPSED else []


def still_open(decade: Decade, i: int) -> str:
    issue = decade.issues[i]
    if issue.stage in (CONCLUDED, LAPSED, UNSEEN):
        return ""
    where = where_it_stood(decade, i) if issue.stage <= TABLED else ""
    return f"When the run ended it was still open: it was {where}."
