"""The official course of an issue: who was given it and why, how long it waited, who sent it back, who ruled."""

from sim.model.records import (
    ADVISED,
    AT_POST,
    CENTRAL,
    CLEARED,
    CONSULT,
    DRAFTED,
    GRAVE,
    JOINT,
    MANDATE,
    MANDATED,
    OFFERED,
    OVERRULED,
    POSTED,
    RETURNED_,
    REVIEWED,
    ROUTED,
    RULED,
    SIGNED,
)
from sim.model.rules import docket, routing
from sim.tell.explain import dated, handover, law, positions, words
from sim.tell.explain.decade import Decade

Entry = tuple[float, str]  # when, and what happened
ASKED = {
    MANDATE: "was given a mandate for it",
    JOINT: "was asked to draft it for both to sign",
    CONSULT: "was asked for advice",
}
ORDINAL = ("", "first", "second", "third", "fourth", "fifth", "sixth")


def reason(decade: Decade, i: int) -> str:
    """Why it was delegated or not: what the rule says, with the numbers that decided."""
    issue, given, tick = decade.issues[i], decade.given, decade.tick(decade.issues[i].opened)
    moment, levers, regime = decade.moment(tick), decade.levers(tick), decade.regime(tick)
    actor, who, what = moment.subnationals[issue.locality], decade.actor(issue.locality), decade.domain(issue.domain)
    needed = float(levers["delegation.min_capacity"])
    most, why = routing.ceiling(moment), routing.refusal(moment, i)
    lever = "delegation.level" if regime.level == most else "delegation.cap"
    rank = f"its vitality rank in its domain, {issue.rank:.2f},"
    if why == routing.A_CRISIS:
        return "a crisis always stays with the centre"
    if most <= 0.0:
        nothing = "the policy delegated nothing at the time" if decade.changes else "this policy delegates nothing"
        return f"{nothing} ({lever} {'was' if decade.changes else 'is'} 0)"
    if why == routing.OUT_OF_SCOPE and moment.domains["reserved"][issue.domain]:
        return f"the law reserves {what} for the centre"
    if why == routing.OUT_OF_SCOPE:
        return f"{what} is outside delegation.scope ({levers['delegation.scope']})"
    if why == routing.A_TREATY:
        return "it took a treaty, which only the centre may conclude"
    if why == routing.TOO_VITAL:
        return f"{rank} is not below {lever} {most:.2f}"
    if why == routing.UNABLE:
        return f"{who} is below delegation.min_capacity {needed:g} (it has {actor['teams']:.2f} teams)"
    if why == routing.SUSPENDED:
        return f"the mandate of {who} was suspended until {decade.day(actor['suspended'])}"
    if why == routing.NOT_FOUND:
        return f"the centre did not find whom to ask in {who} (it does with probability {regime.match_kept:.2f})"
    if decade.given_routes[i] == CENTRAL:
        return f"the backlog of the subnational office was longer than the {given.office_wait:g} weeks allowed"
    return (
        f"{rank} is below {lever} {most:.2f}, {what} may be delegated, and {who} has "
        f"{actor['teams']:.1f} teams (at least {needed:g} needed)"
    )


def arrival(decade: Decade, i: int) -> Entry:
    issue = decade.issues[i]
    moment = decade.moment(decade.tick(issue.opened))
    line, country = float(moment.domains["line"][issue.domain]), decade.country(issue.counterpart)
    what = "A vital issue" if docket.is_vital(moment, i) else "An issue"
    what = "An opportunity, which only somebody close could see," if issue.opportunity else what
    what = "An international crisis" if issue.crisis == GRAVE else "A crisis" if issue.crisis > 0 else what
    burden = float(moment.regime["burdened"][0]) - 1.0
    more = f", and {words.percent(burden)} more for coordination" if burden > 0.0 else ""
    text = (
        f"{what} of {decade.domain(issue.domain)} with {decade.partner(i)} arose in {decade.actor(issue.locality)}: "
        f"vitality {issue.vitality:.2f}, {words.weeks(issue.work)} of work for one team{more}. The right answer was "
        f"{words.place(line + issue.omega, line, decade.ideal(i), country)}.{law.nature(decade, i)}"
        f"{dated.surge_of(decade, i)}"
    )
    owner = moment.domains["department"][issue.domain]
    others = [e for e in range(len(moment.departments)) if int(issue.clearances) >> e & 1 and e != owner]
    if others:
        text += f" If the centre handles it, it needs clearance from {words.listed(map(decade.department, others))}."
    return issue.opened, text


def routed(decade: Decade, i: int, time: float) -> Entry:
    issue = decade.issues[i]
    owner = decade.department(decade.world.domains["department"][issue.domain])
    if decade.given_routes[i] == CENTRAL:
        tip = "The liaison officer heard of it, and it" if issue.opportunity else "It"
        return time, f"{tip} went to {owner}: {reason(decade, i)}."
    return time, f"It was delegated: {reason(decade, i)}."


def take_up(decade: Decade, i: int, joined: float, route: int) -> Entry:
    """The day on which the first team took it up, when it lay where this route leads."""
    issue = decade.issues[i]
    owner = decade.department(decade.world.domains["department"][issue.domain])
    who = owner if route == CENTRAL else decade.actor(issue.locality)
    waited = issue.started - joined
    after = "at once" if waited < 1 / 7 else f"after {words.weeks(waited)} in the queue"
    return issue.started, f"A team of {who} took it up {after}."


def draft(decade: Decade, i: int, event, spent: str, redrafts: int) -> str:
    issue, country = decade.issues[i], decade.country(decade.issues[i].counterpart)
    local = issue.route in (MANDATE, JOINT)
    reading = (
        positions.of_actor(decade, i, event.tick, False)
        if local
        else positions.of_centre(decade, i, event.tick, redrafts)
    )
    who = decade.actor(issue.locality) if local else decade.department(event.actor)
    where = words.place(event.value, reading.line, decade.ideal(i), country)
    what = "finished the new draft" if redrafts else "finished the draft"
    return f"{words.upper(who)} {what}{spent}: {where}. {positions.in_words(decade, i, reading, who)}"


def step(decade: Decade, i: int, event, since: float, redrafts: int) -> str:
    """One line of the log in words; "" for those described elsewhere."""
    issue, given = decade.issues[i], decade.given
    country, kind = decade.country(issue.counterpart), event.kind
    spent = f" after {words.weeks(event.time - since)}"
    if kind == MANDATED:
        office = ""
        if decade.regime(event.tick).office > 0:
            office = f", {words.weeks(event.time - issue.opened)} later, through the subnational office"
        return f"{decade.actor(issue.locality)} {ASKED[int(event.value)]}{office}."
    if kind == ADVISED:
        return f"{decade.actor(issue.locality)} gave its advice{spent}."
    if kind == DRAFTED:
        return draft(decade, i, event, spent, redrafts)
    if kind == CLEARED:
        return f"{words.upper(decade.department(event.actor))} cleared the draft{spent}."
    if kind == RETURNED_:
        time = ORDINAL[int(event.value)] if event.value < len(ORDINAL) else f"{event.value:.0f}th"
        return (
            f"{words.upper(decade.department(event.actor))} sent the draft back{spent}, for the {time} "
            "time "
            f"(each clearance does so with probability {decade.regime(event.tick).redraft_kept:.2f})."
        )
    if kind == OVERRULED:
        return (
            "The coordinating body took it up, but its ruling was not binding (authority "
            f"{decade.regime(event.tick).authority_kept:.2f}): it went back to "
            f"the end of the queue of {decade.department(event.actor)}."
        )
    line = float(decade.moment(event.tick).domains["line"][issue.domain])
    where = words.place(event.value, line, decade.ideal(i), country)
    if kind == RULED:
        return (
            f"The coordinating body ruled{spent} of waiting for {decade.department(event.actor)}: it gave all "
            f"clearances, with the text {where}."
        )
    if kind == SIGNED:
        return (
            f"{words.upper(decade.department(event.actor))} signed as well{spent}: the text, halfway between the two "
            f"drafts, was now {where}."
        )
    if kind == REVIEWED:
        verdict = (
            f"moved it to the limit of {given.leeway:g} sd"
            if routing.correction(decade.world, event.value)
            else f"let it pass, as it was within the limit of {given.leeway:g} sd"
        )
        return (
            f"{words.upper(decade.department(event.actor))} reviewed it before signing{spent}: it was "
            f"{abs(event.value):.2f} sd from the centre's own answer; the reviewer {verdict}."
        )
    if kind == POSTED:
        return f"The official text went to the embassy in {country}: {where}."
    if kind == OFFERED:
        if issue.desk != AT_POST:
            return f"The official text was submitted to {decade.partner(i)}: {where}."
        return at_the_embassy(decade, i, event.time)
    return ""


def at_the_embassy(decade: Decade, i: int, until: float) -> str:
    """How long it waited at the post abroad, and why."""
    issue = decade.issues[i]
    country, waited = decade.country(issue.counterpart), until - issue.ready
    if waited < 1 / 7:
        return f"The embassy in {country} submitted it at once."
    hands = int(decade.world.counterparts["capacity"][issue.counterpart])
    return (
        f"It waited {words.weeks(waited)} at the embassy in {country}, which has at most {words.many(hands, 'issue')} "
        "in hand at once, and was then submitted."
    )


def official(decade: Decade, i: int) -> list[Entry]:
    """From its opening until it was offered to the counterpart. What a desk still did in the week in which the issue
    was settled elsewhere had no effect and is left out."""
    issue = decade.issues[i]
    told, since, redrafts, route = [arrival(decade, i)], issue.opened, 0, -1
    ends = [one.week for one in decade.handed.get(i, ()) if one.called]  # of what it was first given
    for event in decade.events(i):
        if not decade.within(event.time) or event.time > issue.closed:
            continue
        if event.kind == ROUTED and route >= 0:
            told.append(handover.called_back(decade, i, event.time))
            since, ends, route = event.time, [], CENTRAL
        elif event.kind == ROUTED:
            told.append(routed(decade, i, event.time))
            route = int(event.value)
        elif event.kind == MANDATED and route == CENTRAL:
            continue  # it was called back before the office had placed it
        elif text := step(decade, i, event, since, redrafts):
            told.append((event.time, text))
            redrafts += event.kind == RETURNED_
            since = event.time
        lies = (event.kind == ROUTED and route == CENTRAL) or event.kind == MANDATED
        taken_up = since <= issue.started < min(issue.closed, decade.given.weeks, *ends)
        if lies and taken_up:
            told.append(take_up(decade, i, since, route))
            since = issue.started
    return told
