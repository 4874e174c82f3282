"""The order of a week, on one screen. The Mesa model walks the same order agent by agent (`sim/agents/model.py`).

In each phase every row is written by one agent only and others are read as they stood when the phase began, so
agents may act in any order within a phase.
"""

from sim.model.compiled import drive, rule, step
from sim.model.records import World
from sim.model.rules import (
    counterpart,
    department,
    docket,
    knowledge,
    oversight,
    post,
    preferences,
    private,
    routing,
    subnational,
    turnover,
)

ROUNDS = 12  # of the post in one week; a paper that would pass more desks waits for the next


@drive
def begin(world, crises, uids):
    """Draw the world's decade around its crises, sorted by time; False if the rows for issues do not suffice."""
    w, given, federal = world, world.given[0], world.federal[0]
    preferences.draw_preferences(given, w.subnationals, w.counterparts, w.domains, w.commitments, w.preferences, w.base)
    turnover.set_line(given, federal, w.domains, True)
    drawn = docket.draw_docket(given, w.issues, w.departments, w.domains, w.tables, crises, uids)
    federal.docket = federal.rows = federal.newest = drawn
    return drawn >= 0


@rule
def tick_clock(given, tick):
    """Set the clock to the tick that begins `tick` dt weeks after the start."""
    given.tick, given.now, given.then = tick, tick * given.dt, (tick + 1) * given.dt


@rule
def admit(given, w, federal, i):
    """Open one issue."""
    docket.admit(given, w.issues, federal, w.subnationals, w.privates, w.due, w.events, i)


@rule
def open_issue(given, w, federal, i):
    """Open one issue, route it and send it on its way."""
    admit(given, w, federal, i)
    channel = routing.route(given, w.issues, w.domains, w.subnationals, i)
    routing.send(given, w.issues, federal, w.departments, w.subnationals, w.domains, w.queues, w.events, i, channel)


@step
def open_docket(given, w, federal):
    """Phases 1 and 2 for all that is newly opened."""
    while federal.next_open < federal.docket and w.issues[federal.next_open].opened < given.then:
        open_issue(given, w, federal, federal.next_open)
        federal.next_open += 1
    while federal.newest < federal.rows:
        open_issue(given, w, federal, federal.newest)
        federal.newest += 1


@step
def settle_disputes(given, w, federal):
    """The coordinating body's part of phase 2."""
    routing.settle_disputes(
        given, w.issues, federal, w.departments, w.counterparts, w.domains, w.commitments, w.queues, w.events
    )


@step
def record(given, w, federal):
    """Phase 10: one row of the series, (ticks,)."""
    row = w.series[given.tick]
    row.time, row.opened, row.agreed, row.lapsed = given.then, federal.opened, federal.agreed, federal.lapsed
    row.open, row.surfaced, row.born, row.rulings = federal.open, federal.surfaced, federal.born, federal.rulings
    row.party, row.legitimacy, row.lessons = federal.party, federal.legitimacy, federal.lessons
    teams = busy = 0.0
    for d in range(w.departments.shape[0]):
        teams += w.departments[d].teams
        busy += w.departments[d].teams * w.departments[d].busy
        row.readiness += w.departments[d].readiness / w.departments.shape[0]
    row.busy = busy / teams if teams > 0.0 else 0.0
    n = w.subnationals.shape[0]
    for j in range(n):
        row.trust += w.subnationals[j].trust / n
        row.skill += w.subnationals[j].skill / n
        row.captured += w.subnationals[j].captured
    allies = rivals = 0
    for c in range(w.counterparts.shape[0]):
        if w.counterparts[c].rival > 0:
            rivals += 1
            row.rivals += counterpart.trust(w.counterparts[c])
        elif w.counterparts[c].ally > 0:
            allies += 1
            row.allies += counterpart.trust(w.counterparts[c])
    row.allies = row.allies / allies if allies > 0 else 0.5
    row.rivals = row.rivals / rivals if rivals > 0 else 0.5


@drive
def run(world: World, ticks):
    """Run the world from where its clock stands until `ticks`."""
    w, given, federal = world, world.given[0], world.federal[0]
    n_departments, n_actors = w.departments.shape[0], w.subnationals.shape[0]
    for tick in range(given.tick, ticks):
        tick_clock(given, tick)
        knowledge.think_alike(given, w.domains)
        # 1 open the docket · 2 route
        open_docket(given, w, federal)
        settle_disputes(given, w, federal)
        # 3 actors and departments work and clear; the post carries what is done to the next desk, until every paper
        # lies where it will stay this week
        for j in range(n_actors):
            subnational.act(
                given,
                w.issues,
                w.stations,
                w.queues,
                w.teams,
                w.domains,
                w.commitments,
                w.preferences,
                w.subnationals[j],
                2 * n_departments + j,
            )
        for _ in range(ROUNDS):
            for d in range(n_departments):
                department.act(
                    given,
                    w.issues,
                    w.stations,
                    w.queues,
                    w.teams,
                    w.departments,
                    w.domains,
                    w.subnationals,
                    w.commitments,
                    d,
                )
            if (
                post.post(
                    given,
                    w.issues,
                    federal,
                    w.departments,
                    w.subnationals,
                    w.counterparts,
                    w.domains,
                    w.commitments,
                    w.queues,
                    w.bins,
                    w.events,
                )
                == 0
            ):
                break
        # 4 actors look home and decide whether to go it alone
        for j in range(n_actors):
            subnational.decide(given, w.issues, w.domains, w.commitments, w.preferences, w.subnationals[j])
        # 5 private actors look for openings
        for p in range(w.privates.shape[0]):
            private.look(given, w.issues, w.domains, w.counterparts, w.privates[p])
        post.post_ventures(w.issues, federal, w.subnationals, w.privates, w.counterparts, w.events)
        # 6 counterparts negotiate, choose whom to deal with, conclude, remember, court
        for c in range(w.counterparts.shape[0]):
            counterpart.meet(
                given,
                w.issues,
                w.commitments,
                w.departments,
                w.subnationals,
                w.domains,
                w.preferences,
                w.tables,
                w.counterparts[c],
                c,
            )
        # 7 the centre watches · 8 windows close, latent trouble surfaces
        oversight.receive(given, w.issues, federal, w.subnationals, w.counterparts, w.privates, w.watch, w.events)
        oversight.come_due(
            given,
            w.issues,
            federal,
            w.departments,
            w.subnationals,
            w.counterparts,
            w.privates,
            w.domains,
            w.tables,
            w.due,
            w.watch,
            w.events,
        )
        # 9 staff turn over, rivals' courtship tells, elections
        turnover.spread_influence(
            given, federal, w.subnationals, w.counterparts, w.domains, w.commitments, w.preferences, w.base, w.events
        )
        for d in range(n_departments):
            turnover.age_department(given, w.departments[d])
        for j in range(n_actors):
            turnover.age_actor(given, w.preferences, w.base, w.domains, w.subnationals[j], j)
        turnover.hold_election(given, federal, w.departments, w.counterparts, w.domains, w.events)
        turnover.fade(given, federal)
        # 10 measure
        record(given, w, federal)
    given.tick = ticks
