"""Each rule as a Mesa agent calls it: whole tables and a row number.

A numba function takes an array in a third of a microsecond and a record of two hundred fields in eighteen, so the
border is crossed with arrays; behind it stands the one rule that the compiled week calls too.
"""

from sim.model import week
from sim.model.compiled import step
from sim.model.rules import (
    counterpart,
    department,
    docket,
    knowledge,
    oversight,
    private,
    routing,
    subnational,
    turnover,
)
from sim.model.rules import post as mail


@step
def tick_clock(given, tick):
    week.tick_clock(given[0], tick)


@step
def think_alike(given, domains):
    knowledge.think_alike(given[0], domains)


@step
def admit(given, issues, federal, subnationals, privates, due, events, i):
    docket.admit(given[0], issues, federal[0], subnationals, privates, due, events, i)


@step
def route(given, issues, domains, subnationals, i):
    return routing.route(given[0], issues, domains, subnationals, i)


@step
def send(given, issues, federal, departments, subnationals, domains, queues, events, i, channel):
    routing.send(given[0], issues, federal[0], departments, subnationals, domains, queues, events, i, channel)


@step
def settle_disputes(given, issues, federal, departments, counterparts, domains, commitments, queues, events):
    routing.settle_disputes(
        given[0], issues, federal[0], departments, counterparts, domains, commitments, queues, events
    )


@step
def post(given, issues, federal, departments, subnationals, counterparts, domains, commitments, queues, bins, events):
    return mail.post(
        given[0],
        issues,
        federal[0],
        departments,
        subnationals,
        counterparts,
        domains,
        commitments,
        queues,
        bins,
        events,
    )


@step
def post_ventures(issues, federal, subnationals, privates, counterparts, events):
    mail.post_ventures(issues, federal[0], subnationals, privates, counterparts, events)


@step
def finish_ventures(given, issues, subnationals, j):
    subnational.finish_ventures(given[0], issues, subnationals[j])


@step
def receive(given, issues, federal, subnationals, counterparts, privates, watch, events):
    oversight.receive(given[0], issues, federal[0], subnationals, counterparts, privates, watch, events)


@step
def come_due(
    given, issues, federal, departments, subnationals, counterparts, privates, domains, tables, due, watch, events
):
    oversight.come_due(
        given[0],
        issues,
        federal[0],
        departments,
        subnationals,
        counterparts,
        privates,
        domains,
        tables,
        due,
        watch,
        events,
    )


@step
def spread_influence(given, federal, subnationals, counterparts, domains, commitments, preferences, base, events):
    turnover.spread_influence(
        given[0], federal[0], subnationals, counterparts, domains, commitments, preferences, base, events
    )


@step
def vote(given, federal, departments, counterparts, domains, events):
    turnover.hold_election(given[0], federal[0], departments, counterparts, domains, events)
    turnover.fade(given[0], federal[0])


@step
def record(world):
    week.record(world.given[0], world, world.federal[0])


@step
def department_work(given, issues, stations, queues, teams, departments, d):
    department.work(given[0], issues, stations, queues, teams, departments, d)


@step
def federal_position(given, issues, domains, subnationals, commitments, i):
    return knowledge.federal_position(given[0], issues, i, domains, subnationals, commitments)


@step
def age_department(given, departments, d):
    turnover.age_department(given[0], departments[d])


@step
def actor_work(given, issues, stations, queues, teams, subnationals, j, station):
    subnational.work(given[0], issues, stations, queues, teams, subnationals[j], station)


@step
def local_position(given, issues, domains, commitments, preferences, subnationals, j, i, alone):
    return subnational.local_position(given[0], issues, domains, commitments, preferences, subnationals[j], i, alone)


@step
def look_home(given, issues, subnationals, j):
    subnational.look_home(given[0], issues, subnationals[j])


@step
def goes_alone(given, issues, subnationals, j, i):
    return subnational.goes_alone(given[0], issues, subnationals[j], i)


@step
def start_venture(given, issues, subnationals, j, i, how, position):
    subnational.start_venture(given[0], issues, subnationals[j], i, how, position)


@step
def age_actor(given, preferences, base, domains, subnationals, j):
    turnover.age_actor(given[0], preferences, base, domains, subnationals[j], j)


@step
def finish_entries(given, issues, privates, k):
    private.finish_entries(given[0], issues, privates[k])


@step
def enters(given, issues, counterparts, privates, k, i):
    return private.enters(given[0], issues, counterparts, privates[k], i)


@step
def start_entry(given, issues, domains, privates, k, i, how):
    private.start_entry(given[0], issues, domains, privates[k], i, how)


@step
def take_stock(given, counterparts, c):
    counterpart.take_stock(given[0], counterparts[c])


@step
def choose(given, issues, commitments, counterparts, c, i, n_domains):
    return counterpart.choose(given[0], issues, commitments, counterparts[c], i, n_domains)


@step
def agrees(
    given, issues, commitments, departments, subnationals, domains, counterparts, c, i, channel, position, since
):
    return counterpart.agrees(
        given[0], issues, commitments, departments, subnationals, domains, counterparts[c], i, channel, position, since
    )


@step
def conclude(given, issues, commitments, domains, counterparts, c, i, channel, position, when):
    counterpart.conclude(given[0], issues, commitments, domains, counterparts[c], i, channel, position, when)


@step
def clear_table(issues, counterparts, c):
    counterpart.clear_table(issues, counterparts[c])


@step
def court(given, subnationals, domains, commitments, preferences, tables, counterparts, c):
    counterpart.court(given[0], subnationals, domains, commitments, preferences, tables, counterparts[c], c)
