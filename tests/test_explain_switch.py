"""Stories of issues and actors where the policy changes in the course of the run, and what it would have come to
without."""

import copy
from functools import cache

import numpy as np
import pytest
from affordable import TOY_PRICES

from sim.inputs.scenario import load_scenario
from sim.model import records, start, week
from sim.model.metrics import HEADLINES, METRIC, NAMES
from sim.model.metrics.smallest import smallest_effect
from sim.model.path.course import Course
from sim.model.policy import with_levers
from sim.model.records import CENTRAL, CONCLUDED, DRAFTED, JOINT, MANDATE, RETURNED_, ROUTED
from sim.model.rules import counterpart, routing
from sim.runs import work
from sim.setup.config import setup_from
from sim.tell.explain import alone, bargain, course, handover, narrative, people, portrait, positions, without, words
from sim.tell.explain.decade import Decade

TOY = {"headcount": 27500.0}


def setup(policy, seed: int = 5, years: float = 3.0, **parameters: float):
    return setup_from(policy, "toy", TOY | parameters, years=years, seed=seed)


@cache
def reformed() -> Decade:
    """Guided delegation from the second year on, then another line on alarms, sanctions and knowledge."""
    policy = setup_from("status_quo").policy.then(1, policy="guided_delegation")
    policy = policy.then(2, policy="parallel_disharmony").then(2.5, policy="combined").reforming(weeks=10, dip=0.2)
    decade = Decade(setup(policy, load=1.1, freelance_rate=0.1), 0)
    decade.recall(range(int(decade.given.ticks)))
    return decade


@cache
def moving() -> Decade:
    """Teams go to states and cities in week 60 and come back in week 100."""
    policy = setup_from("centralized").policy.then(60 / 52, policy="guided_delegation_moved")
    policy = policy.then(100 / 52, policy="centralized", **{"delegation.staff": "moved"})
    return Decade(setup_from(policy, "toy", TOY_PRICES | {"load": 1.5}, years=3, seed=5), 0)


def told(decade: Decade, i: int) -> str:
    return " ".join(narrative.narrate(decade, i).split())


def eras_of(decade: Decade, times) -> set[int]:
    return {decade.era(decade.tick(time)).tick for time in times}


def test_a_position_is_the_one_taken_under_the_policy_of_its_day():
    """Every draft of the log, its terms asked once more: before, between and after the switches."""
    decade, seen = reformed(), set()
    for i in range(0, len(decade.issues), 7):
        issue, redrafts = decade.issues[i], 0
        for event in decade.events(i):
            if event.kind == DRAFTED:
                by_actor = issue.route in (MANDATE, JOINT)
                reading = (
                    positions.of_actor(decade, i, event.tick, False)
                    if by_actor
                    else positions.of_centre(decade, i, event.tick, redrafts)
                )
                assert reading.position == pytest.approx(event.value, abs=1e-12)
                seen.add((decade.era(event.tick).tick, bool(by_actor)))
            redrafts += event.kind == RETURNED_
        if issue.venture > 0:
            reading = positions.of_actor(decade, i, decade.tick(issue.venture_at), True)
            assert reading.position == pytest.approx(issue.venture_position, abs=1e-12)
    assert {tick for tick, _ in seen} == {era.tick for era in decade.eras} and len(seen) > len(decade.eras)


def test_why_it_was_delegated_or_not_is_said_in_the_terms_of_its_day():
    decade, lines = reformed(), set()
    for i in range(0, len(decade.issues), 5):
        tick, moment = decade.tick(decade.issues[i].opened), decade.moment(decade.tick(decade.issues[i].opened))
        levers = decade.levers(tick)
        most = min(levers["delegation.level"], levers["delegation.cap"])
        assert routing.ceiling(moment) == most
        text, given = course.reason(decade, i), decade.given_routes[i]
        if given != CENTRAL and given >= 0:
            assert routing.refusal(moment, i) == 0 and f"is below delegation.level {most:.2f}" in text
        elif given == CENTRAL:
            assert routing.refusal(moment, i) > 0 or "backlog of the subnational office" in text
        if "is not below" in text:
            assert f"{most:.2f}" in text and decade.issues.rank[i] >= most
        if "delegated nothing at the time" in text:
            assert most == 0.0
        lines.add((most, text.split(" (")[0] == "the policy delegated nothing at the time"))
    assert (0.0, True) in lines and len({most for most, _ in lines}) > 1


def test_what_was_agreed_is_judged_under_the_policy_of_its_day():
    """Whether it was delivered, the odds of agreement, and how far sanctions deterred."""
    decade = reformed()
    table = decade.issues
    rows = np.flatnonzero((table.stage == CONCLUDED) & (table.voided == 0) & ~np.isfinite(table.surfaced))
    assert len(eras_of(decade, table.closed[rows])) == len(decade.eras)
    for i in rows.tolist():
        assert bool(table.kept[i]) == bool(counterpart.delivers(decade.under(decade.settled(i)), i))
    registries = set()
    for i in rows[::9].tolist():
        moment = decade.moment(decade.taken(i))
        counterpart.take_stock(moment, int(table.counterpart[i]))
        odds = counterpart.readiness_to_agree(moment, i, table.channel[i], table.agreed[i])
        terms = bargain.terms(decade, i, int(table.channel[i]), float(table.agreed[i]))
        assert sum(value for _, value in terms) == pytest.approx(odds, abs=1e-12)
        doubt = dict(terms)["doubt about who may speak"]
        if table.channel[i] == MANDATE:
            registry = float(decade.levers(decade.taken(i))["oversight.registry"])
            assert doubt == pytest.approx(-decade.given.verification * (1 - registry), abs=1e-12)
            registries.add(registry)
    assert len(registries) > 1
    tried = np.flatnonzero(table.venture > 0)
    assert len(eras_of(decade, table.venture_at[tried])) > 1
    for i in tried.tolist():
        free = decade.regime(decade.tick(table.venture_at[i])).undeterred
        text = alone.pressure(decade, i)
        assert (f"reduced to {words.percent(free)} by the threat" in text) == (free < 1.0)


def test_what_is_told_of_sanctions_and_redrafts_is_of_the_day():
    decade, strict, back = reformed(), set(), set()
    for i in range(len(decade.issues)):
        for event in decade.events(i):
            if event.kind == records.SANCTIONED and decade.within(event.time):
                assert f"was sanctioned (strictness {event.value:.2f})" in told(decade, i)
                assert event.value == decade.levers(event.tick)["oversight.sanction"]
                strict.add(float(event.value))
            if event.kind == RETURNED_ and event.time <= decade.issues[i].closed and i % 11 == 0:
                chance = f"{decade.regime(event.tick).redraft_kept:.2f}"
                assert f"(each clearance does so with probability {chance})" in told(decade, i)
                back.add(chance)
    assert len(strict) > 1 and len(back) > 1


def test_a_moment_knows_the_desks_and_teams_of_its_time():
    decade = moving()
    one = Course(load_scenario("toy"), decade.setup.policy, decade.setup.parameters, 3.0, 1.0)
    world = start.begin(one.template, 5, 0)
    standing = one.begin(world)
    for tick in (30, 60, 61, 99, 100, 101):
        while one.next_look(standing) <= tick:
            week.run(world, one.next_look(standing))
            world = one.look(world, standing)
        week.run(world, tick)
        moment = decade.moment(tick)
        for table in ("regime", "stations", "teams"):
            assert getattr(moment, table).tolist() == getattr(world, table).tolist()
        for table in ("departments", "subnationals"):
            assert getattr(moment, table)["teams"].tolist() == getattr(world, table)["teams"].tolist()
            assert getattr(decade.under(tick), table)["teams"].tolist() == getattr(world, table)["teams"].tolist()


def test_work_laid_back_or_called_back_is_told():
    """What was in hand before a switch and is not afterwards, in a run of its own."""
    decade = moving()
    one = Course(load_scenario("toy"), decade.setup.policy, decade.setup.parameters, 3.0, 1.0)
    world = start.begin(one.template, 5, 0)
    standing, found = one.begin(world), {}
    while (tick := one.next_look(standing)) < 156:
        week.run(world, tick)
        before = copy.deepcopy(world.issues[["stage", "route", "desk"]])
        world = one.look(world, standing)
        for i in np.flatnonzero((before["stage"] == records.IN_HAND) & (world.issues["stage"] == records.WAITING)):
            found.setdefault(int(i), []).append((tick, before["route"][i] != world.issues["route"][i], True))
        waited = (before["stage"] == records.WAITING) & (before["route"] != world.issues["route"])
        for i in np.flatnonzero(waited):
            found.setdefault(int(i), []).append((tick, True, False))
    assert found == {
        i: [(int(move.week), move.called, move.in_hand) for move in moves] for i, moves in decade.handed.items()
    }
    called = [i for i, moves in found.items() if any(is_called for _, is_called, _ in moves)]
    laid = [i for i in found if i not in called]
    assert len(called) > 5 and len(laid) > 5
    owner = decade.world.domains["department"]
    for i in called:
        text, who = told(decade, i), decade.actor(decade.issues[i].locality)
        home = decade.department(owner[decade.issues[i].domain])
        assert f"The policy changed, and {who} no longer had the teams that a mandate takes (0.00 teams)." in text
        assert f"it went to {home}, to be begun anew." in text and "It was delegated: " in text
        assert decade.given_routes[i] == MANDATE and decade.issues[i].route == CENTRAL
        assert sum(event.kind == ROUTED for event in decade.events(i)) == 2
        handed = any(in_hand for _, _, in_hand in found[i])
        assert (f"A team of {who} had been at work on the issue;" in text) == handed
        times = [time for time, _ in narrative.entries(decade, i)]
        assert times == sorted(times)
    for i in laid:
        move = decade.handed[i][0]
        text, who = told(decade, i), handover.desk(decade, move.station)
        assert f"The policy changed, and {who} lost the team that was at work on it." in text
        assert f"with {words.weeks(move.left)} of work for one team left" in text
        assert decade.stamp(move.week) in narrative.narrate(decade, i)
    untouched = next(i for i in range(len(decade.issues)) if i not in found)
    assert "The policy changed" not in told(decade, untouched)


def test_what_the_office_had_not_placed_is_not_told_as_placed():
    """An issue that was to reach an actor after the day on which its mandate ended."""
    policy = setup_from("guided_delegation_moved").policy.then(1, policy="centralized", **{"delegation.staff": "moved"})
    policy.delegation.form = "consult"
    decade = Decade(setup(policy, load=1.2), 0)
    late = [
        i
        for i, moves in decade.handed.items()
        if any(e.kind == records.MANDATED and e.time > moves[0].week for e in decade.events(i))
    ]
    assert late
    for i in late:
        text, who = told(decade, i), decade.actor(decade.issues[i].locality)
        assert f"The issue had not yet reached {who}; it went to" in text and "was asked for advice" not in text


@pytest.mark.parametrize("policy", ["reform_undone", "pilot_then_widen", "half_measures_for_ever"])
def test_an_actor_tells_when_its_mandate_came_and_went(policy):
    decade = Decade(setup(policy, years=10.0), 0)
    codes, changed = decade.scenario.subnationals.codes, 0
    for j, code in enumerate(codes):
        could, flips = [], []
        for tick in range(int(decade.given.ticks)):
            levers, world = decade.levers(tick), decade.under(tick)
            most = min(levers["delegation.level"], levers["delegation.cap"])
            could.append(bool(most > 0 and world.subnationals["able"][j] and world.domains["delegable"].any()))
            if tick and could[-1] != could[-2]:
                flips.append(tick)
        text = " ".join(portrait.narrate(decade, people.find(decade, code)).split())
        assert f"When the run began {'issues could' if could[0] else 'nothing could'} be delegated to it" in text
        for tick in flips:
            assert f"from {decade.day(tick)} on {'issues could' if could[tick] else 'no longer'}" in text
        assert text.count(" on issues could") + text.count(" on no longer") == len(flips)
        first = decade.under(0).subnationals[j]
        assert f": {first['teams']:.2f} teams (" in text
        changed += len(flips)
    assert changed


def test_desks_tell_what_they_had_at_the_start_and_at_the_end():
    decade = moving()
    first, last = (decade.under(tick).departments[1] for tick in (0, 80))
    assert first["teams"] != last["teams"]
    policy = setup_from("centralized").policy.then(60 / 52, policy="guided_delegation_moved")
    gone = Decade(setup_from(policy, "toy", TOY_PRICES, years=3, seed=5), 0)
    text = " ".join(portrait.narrate(gone, people.find(gone, "interior")).split())
    begun, ended = (gone.under(tick).departments[1] for tick in (0, 155))
    assert f"{begun['teams']:.1f} drafting teams" in text and f"{ended['teams']:.1f} drafting teams" in text
    assert begun["teams"] > ended["teams"] + 1 and "when the run began" in text
    centre = " ".join(portrait.narrate(gone, people.find(gone, "centre")).split())
    for when, tick in (("began", 0), ("ended", 155)):
        assert f"it {when}: " in centre or f"run {when}: " in centre
        assert f"{gone.regime(tick).overhead:,.0f} for the levers of the policy" in centre


def never(path: dict, place: str) -> dict:
    """The same path with a rule that waits for a billion open issues."""
    others = {key: value for key, value in path.items() if key not in (place + "above", place + "below")}
    return others | {place + "when": "backlog", place + "above": 1e9}


@pytest.mark.parametrize(
    ("policy", "seed"), [("tighten_after_a_scandal", 3), ("pilot_then_widen", 1), ("reform_undone", 5)]
)
def test_without_a_rule_or_any_change_it_is_the_world_of_another_policy(policy, seed):
    """A rule is left out as one that waits for what never is; all change as the arrangement of week 0 for good."""
    made = setup(policy, seed, 10.0)
    decade, scenario = Decade(made, 0), load_scenario("toy")
    found = {one.missing: one.outcomes for one in without.others(decade)}
    was = without.as_it_was(decade)
    assert np.array_equal(was, work.one(work.prepare(made, scenario.digest, False), seed, 0), equal_nan=True)
    for missing, outcomes in found.items():
        path = dict(made.policy.path)
        if missing.startswith("rule "):
            path = never(path, f"rules.{missing[5:]}.")
        elif missing == "undoing":
            path["turnover.undo"] = 0.0
        else:
            path = {}
        other = with_levers(made.policy, decade.standing.replaced)
        other.path = path
        changed = setup_from(other, "toy", made.parameters, years=10.0, seed=seed)
        expected = work.one(work.prepare(changed, scenario.digest, False), seed, 0)
        assert np.array_equal(outcomes, expected, equal_nan=True), missing
    assert list(found)[-1] == "change" and ("undoing" in found) == (policy == "reform_undone")
    rows = {row[0]: row for row in without.table(was, without.others(decade))}
    for name in HEADLINES:
        k, metric = NAMES.index(name), METRIC[name]
        smallest = smallest_effect(metric.unit, float(was[k]))
        differs = [abs(one[k] - was[k]) > smallest for one in found.values()]
        assert (metric.title in rows) == any(differs)
        if any(differs):
            assert [cell != without.SAME for cell in rows[metric.title][2:]] == differs
            assert all(cell[0] in "+\N{MINUS SIGN}" for cell in rows[metric.title][2:] if cell != without.SAME)
    text = " ".join(" ".join(without.narrate(decade)).split())
    assert "This one world was run again without" in text and "not what they do on average" in text
