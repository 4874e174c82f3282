"""The order of a week: `SCHEDULE`. The compiled driver goes through it in one piece, the Mesa model agent by agent.

In each phase every row is written by one agent only and others are read as they stood when the phase began, so
agents may act in any order within a phase.
"""

from sim.model.compiled import drive, rule, step
from sim.model.rules import (
    belief,
    counterpart,
    courtship,
    dated,
    department,
    docket,
    knowledge,
    ministry,
    networks,
    oversight,
    post,
    preferences,
    private,
    routing,
    subnational,
    turnover,
)
from sim.model.schedule import Phase, Rounds, in_order

ROUNDS = 12  # of the post in one week; a paper that would pass more desks waits for the next


@drive
def begin(w, others, uids, events):
    """Draw the world's decade around its crises and dated surges, sorted by time; False if the rows for issues do not
    suffice."""
    federal = w.federal[0]
    preferences.draw_preferences(w)
    ministry.draw_houses(w)
    turnover.set_line(w, True)
    drawn = docket.draw_docket(w, others, uids, events)
    federal.docket = federal.rows = federal.newest = drawn
    return drawn >= 0


@rule
def tick_clock(w, tick):
    """Set the clock to the tick that begins `tick` dt weeks after the start."""
    clock, dt = w.clock[0], w.given[0].dt
    clock.tick, clock.now, clock.then = tick, tick * dt, (tick + 1) * dt


@rule
def open_issue(w, i):
    """Route one issue, open it and send it on its way, unless nobody sees it."""
    channel = routing.route(w, i)
    if routing.is_seen(w, i, channel):
        docket.admit(w, i)
        routing.send(w, i, channel)
    else:
        docket.pass_unseen(w, i)


@step
def open_docket(w):
    """Phases 1 and 2 for all that is newly opened."""
    federal, then = w.federal[0], w.clock[0].then
    while federal.next_open < federal.docket and w.issues[federal.next_open].opened < then:
        open_issue(w, federal.next_open)
        federal.next_open += 1
    while federal.newest < federal.rows:
        open_issue(w, federal.newest)
        federal.newest += 1


@step
def record(w):
    """Phase 10: one row of the series, (ticks,)."""
    clock, federal, departments, counterparts = w.clock[0], w.federal[0], w.departments, w.counterparts
    row = w.series[clock.tick]
    row.time, row.opened, row.agreed, row.lapsed = clock.then, federal.opened, federal.agreed, federal.lapsed
    row.open, row.surfaced, row.missed, row.detected = federal.open, federal.surfaced, federal.missed, federal.detected
    row.took, row.harm, row.gravest, federal.gravest = federal.took, federal.harm, federal.gravest, 0.0
    row.born, row.rulings = federal.born, federal.rulings
    row.party, row.legitimacy, row.lessons, row.means = (
        federal.party,
        federal.legitimacy,
        federal.lessons,
        federal.means,
    )
    teams = busy = 0.0
    for d in range(departments.shape[0]):
        teams += departments[d].teams
        busy += departments[d].teams * departments[d].busy
        row.readiness += departments[d].readiness / departments.shape[0]
    row.busy = busy / teams if teams > 0.0 else 0.0
    n, trust, skill, captured = w.subnationals.shape[0], 0.0, 0.0, 0
    for j in range(n):
        trust += w.subnationals[j].trust / n
        skill += w.subnationals[j].skill / n
        captured += w.subnationals[j].captured
    row.trust, row.skill, row.captured = trust, skill, captured
    allies = rivals = 0
    for c in range(counterparts.shape[0]):
        if counterparts[c].rival > 0:
            rivals += 1
            row.rivals += belief.trust(w, c)
        elif counterparts[c].ally > 0:
            allies += 1
            row.allies += belief.trust(w, c)
    row.allies = row.allies / allies if allies > 0 else 0.5
    row.rivals = row.rivals / rivals if rivals > 0 else 0.5


SCHEDULE: tuple[Phase | Rounds, ...] = (
    Phase("federal", "think_alike", knowledge.think_alike),
    # 1 open the docket · 2 route
    Phase("federal", "open_docket", open_docket),
    Phase("federal", "settle_disputes", routing.settle_disputes),
    # 3 actors work; departments work and clear, and the post carries what is done to the next desk, until every paper
    # lies where it will stay this week
    Phase("subnationals", "act", subnational.act),
    Rounds((Phase("departments", "act", department.act), Phase("federal", "post", post.post)), ROUNDS),
    # 4 actors look home and decide whether to go it alone
    Phase("subnationals", "decide", subnational.decide),
    Phase("federal", "spread_word", networks.spread_word),
    # 5 private actors look for openings
    Phase("privates", "act", private.look),
    Phase("federal", "post_ventures", post.post_ventures),
    # 6 counterparts negotiate, choose whom to deal with, conclude, remember, court
    Phase("counterparts", "act", counterpart.meet),
    # 7 the centre watches · 8 windows close, latent trouble surfaces
    Phase("federal", "receive", oversight.receive),
    Phase("federal", "come_due", oversight.come_due),
    # 9 rivals' courtship tells, staff turn over, elections, dated reversals, budgets
    Phase("federal", "feel_courtship", courtship.spread_influence),
    Phase("departments", "age", turnover.age_department),
    Phase("subnationals", "age", turnover.age_actor),
    Phase("federal", "vote", turnover.hold_election),
    Phase("federal", "turn_lines", dated.turn_lines),
    Phase("federal", "fade", turnover.fade),
    Phase("federal", "pass_budget", turnover.pass_budget),
    # 10 measure
    Phase("federal", "record", record),
)
go_through = in_order(SCHEDULE)


@drive
def run(w, ticks):
    """Run the world from where its clock stands until `ticks`."""
    for tick in range(w.clock[0].tick, ticks):
        tick_clock(w, tick)
        go_through(w)
    w.clock[0].tick = ticks
