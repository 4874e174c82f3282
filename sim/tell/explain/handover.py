"""What a change of policy does to those at work: an issue laid back or called back, mandates that come and go, teams of
a department."""

from sim.model.records import MANDATED
from sim.model.rules import routing
from sim.tell.explain import words
from sim.tell.explain.decade import Decade

Entry = tuple[float, str]


def laid_back(decade: Decade, i: int) -> list[Entry]:
    """That a desk lost the team that was at work on an issue."""
    told = []
    for one in decade.handed.get(i, ()):
        if not one.called:
            text = (
                f"The policy changed, and {desk(decade, one.station)} lost the team that was at work on it. It went to "
                f"the head of the queue there, with {words.weeks(one.left)} of work for one team left."
            )
            told.append((one.week, text))
    return told


def desk(decade: Decade, station: int) -> str:
    """Who works at a station."""
    n = len(decade.world.departments)
    if station >= 2 * n:
        return decade.actor(station - 2 * n)
    return decade.department(station % n) + (" (clearance)" if station >= n else "")


def called_back(decade: Decade, i: int, time: float) -> Entry:
    """That what an actor had of an issue went back to the centre."""
    issue, tick = decade.issues[i], decade.tick(time)
    one = next(one for one in decade.handed[i] if one.called)
    who, owner = decade.actor(issue.locality), decade.department(decade.world.domains["department"][issue.domain])
    teams = decade.under(tick).subnationals["teams"][issue.locality]
    needed = float(decade.levers(tick)["delegation.min_capacity"])
    has = f"{teams:.2f} teams" + (f", where {needed:g} are needed" if needed > 0.0 else "")
    placed = any(event.kind == MANDATED and event.time <= time for event in decade.events(i))
    had = f"A team of {who} had been at work on the issue" if one.in_hand else f"The issue had lain with {who}"
    had = had if placed else f"The issue had not yet reached {who}"
    text = f"The policy changed, and {who} no longer had the teams that a mandate takes ({has})."
    return time, f"{text} {had}; it went to {owner}, to be begun anew."


def may_be_asked(decade: Decade, tick: int, j: int) -> bool:
    """Whether an actor could be given issues under the policy of that time."""
    world = decade.under(tick)
    able, open_domains = world.subnationals["able"][j] > 0, (world.domains["delegable"] > 0).any()
    return bool(able and open_domains and routing.ceiling(world) > 0.0)


def mandates(decade: Decade, j: int) -> str:
    """When an actor's mandate came and went, and what it had at the end; "" where the policy does not change."""
    if not decade.changes:
        return ""
    could = may_be_asked(decade, 0, j)
    told = [f" When the run began {'issues could' if could else 'nothing could'} be delegated to it"]
    for era in decade.eras[1:]:
        if may_be_asked(decade, era.tick, j) != could:
            could = not could
            told.append(f"from {decade.day(era.week)} on {'issues could' if could else 'no longer'}")
    first, last = (decade.under(era.tick).subnationals[j] for era in (decade.eras[0], decade.eras[-1]))
    text = "; ".join(told) + "."
    if (first["teams"], first["liaison"]) != (last["teams"], last["liaison"]):
        text += f" When it ended it had {last['teams']:.2f} teams and a tie of {last['liaison']:.2f}."
    return text


def department_teams(decade: Decade, d: int) -> str:
    """Drafting and clearance teams of a department: throughout, or at the start and at the end."""
    first, last = (
        f"{row['teams']:.1f} drafting teams and {row['clearance_teams']:.1f} for clearance"
        for row in (decade.under(era.tick).departments[d] for era in (decade.eras[0], decade.eras[-1]))
    )
    return first if first == last else f"{first} when the run began, {last} when it ended"
