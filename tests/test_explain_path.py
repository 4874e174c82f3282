"""Policies that change in the course of a run: what is told of the path is what happened in that world."""

from functools import cache

import numpy as np
import pytest

from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.path import course
from sim.model.path import words as path_words
from sim.model.path.course import RESUMED, RULES, SETTLED, UNDONE, Course
from sim.model.path.readings import Seen
from sim.model.policy import levers, with_levers
from sim.model.records import SWITCHED
from sim.setup.columns import chosen_setups
from sim.setup.config import setup_from
from sim.tell import explain
from sim.tell.explain import changes, overview, rules_told, words
from sim.tell.explain.decade import Decade

PRESETS = (
    "phased_guided_delegation",
    "delegate_when_overloaded",
    "tighten_after_a_scandal",
    "whole_of_government_by_steps",
    "reform_undone",
    "reform_locked_in",
    "half_measures_for_ever",
    "pilot_then_widen",
)
WORLDS = [(preset, seed) for preset in PRESETS for seed in (1, 5)]
TOY = {"headcount": 27500.0}  # the toy's hundred cannot pay for most levers


def setup(policy, seed: int, years: float = 10.0, **parameters: float):
    return setup_from(policy, "toy", TOY | parameters, years=years, seed=seed)


@cache
def told(policy: str, seed: int, years: float = 10.0) -> Decade:
    return Decade(setup(policy, seed, years), 0)


def flat(blocks) -> str:
    return " ".join(" ".join(blocks).split())


@pytest.mark.parametrize(("policy", "seed"), WORLDS)
def test_the_decade_is_the_one_of_the_course(policy, seed, differ):
    """The same world and the same history as of the course itself, which keeps no diary; walked once more, too."""
    decade, one = told(policy, seed), setup(policy, seed)
    world, standing = Course(load_scenario("toy"), one.policy, one.parameters, 10.0, 1.0, log=True).follow(seed, 0)
    assert differ(world, decade.world) == []
    assert standing.history == decade.standing.history and standing.costs == decade.standing.costs
    ends = []
    decade.walk([int(decade.given.ticks)], lambda _, again: ends.extend(differ(again, decade.world)))
    assert [field for field in ends if "events" not in field] == []


@pytest.mark.parametrize(("policy", "seed"), WORLDS)
def test_every_change_is_told_with_its_cause(policy, seed):
    """Looks that switched are the history and the lines of the log; each is under its date, with what it moved."""
    decade = told(policy, seed)
    switched = [look for look in decade.course.diary if look.switched]
    history = decade.standing.history[1:]
    assert [(look.week, look.causes, look.after) for look in switched] == [tuple(one) for one in history]
    lines = decade.log[decade.log.kind == SWITCHED]
    assert [(week, float(cause)) for week, causes, _ in history for cause in causes] == [
        (line.time, line.value) for line in lines
    ]
    entries = dict(changes.entries(decade))
    grouped = list(changes.steps(decade.course.diary))
    assert [looks[0].week for looks in grouped] == list(entries) and sum(map(len, grouped)) == len(decade.course.diary)
    costs = [(0.0, 0.0), *((week, sum(fte.values())) for week, fte in decade.standing.costs)]
    for looks in grouped:
        text, first, last = entries[looks[0].week], looks[0], looks[-1]
        for key, old in first.before.items():
            what = f"{path_words.LEVERS[key].title} from "
            if last.after[key] != old:
                assert what + path_words.from_to(key, old, last.after[key]) in text
            elif not first.firings:
                assert what not in text
        for cause in first.causes:
            number = cause - RULES if RULES < cause < UNDONE else cause
            word = f"Rule {number} fired" if number != cause else f"Phase {number} " if cause < RULES else ""
            assert word in text
        assert ("The reform was over" in text) == (SETTLED in first.causes)
        if any(look.switched for look in looks) and SETTLED not in first.causes:
            now = [fte for week, fte in costs if week <= last.week][-1]
            assert f"the levers took {now:,.0f} FTE" in text
    assert f"took {sum(decade.standing.spent(520.0).values()):,.0f} FTE on average" in flat(changes.narrate(decade))


@pytest.mark.parametrize(("policy", "seed"), [*WORLDS, ("tighten_after_a_scandal", 3), ("delegate_when_overloaded", 3)])
def test_a_rule_fired_on_what_the_centre_knew(policy, seed):
    """The readings, made once more from the weekly record, are past the bound and are the ones that are told."""
    decade = told(policy, seed)
    fired: dict[int, list[float]] = {}
    for look in decade.course.diary:
        for firing in look.firings:
            rule = firing.rule
            fired.setdefault(rule.number, []).append(look.week)
            seen = Seen(decade.world.series, decade.tick(look.week), 1.0, look.before)
            values = seen.lasting(rule.when, rule.lasting, rule.delay)
            assert np.array_equal(values, firing.values) and course.holds(rule, seen)
            lowest, highest = values.min(), values.max()
            assert lowest > rule.bound if rule.above else highest < rule.bound
            text = rules_told.fired(decade, firing)
            assert f"{rules_told.bound(decade, rule)}" in text
            for value in (lowest, highest):
                assert (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}") in text
    assert fired == {number: weeks for number, weeks in decade.standing.fired.items() if weeks}
    told_silent = changes.silent(decade)
    assert len(told_silent) == len(decade.course.path.rules) - len(fired)


@pytest.mark.parametrize("seed", [1, 3, 5])
@pytest.mark.parametrize(("above", "lasting"), [(9.0, 26.0), (9.0, 0.0)])
def test_a_rule_that_never_fired_tells_how_near_it_came(above, lasting, seed):
    """The highest that the wait stayed above for so long at any review is found week by week."""
    policy = setup_from("status_quo").policy.when("wait", above=above, lasting=lasting, set={"delegation.level": 0.3})
    decade = Decade(setup(policy, seed), 0)
    n, best = max(int(lasting), 1), (0.0, 0.0)
    weekly = Seen(decade.world.series, 520, 1.0, {}).weekly("wait", 0.0)
    for week in range(13, 520, 13):
        known = weekly[: max(week - 4, 0)]
        if len(known) >= n and not np.isnan(known[-n:]).any() and known[-n:].min() > best[1]:
            best = float(week), float(known[-n:].min())
    assert decade.course.nearest[1] == best and best[1] < above
    text = flat(changes.narrate(decade))
    assert "The policy never changed in this world." in text
    assert f"came nearest at the review of {decade.day(best[0])}" in text and f"{best[1]:.3g} weeks" in text
    assert "otherwise" not in text and not decade.changes


def test_a_rule_with_nothing_to_change_says_so():
    policy = setup_from("status_quo").policy.when("backlog", above=1.0, set={"delegation.level": 0.0})
    policy = policy.when("backlog", above=1.0, revert=1)
    decade = Decade(setup(policy, 1, 2.0), 0)
    one, two = changes.silent(decade)
    assert decade.course.idle[1] == decade.course.idle[2] and len(decade.course.idle[1]) == 7
    assert "never fired: it was to fire at 7 reviews" in one and "the levers were not to be moved further" in one
    assert "there was nothing to undo" in two and decade.day(13.0) in two


def test_rules_that_undo_each_other_at_once_are_told():
    """Both fired, and in the end nothing had changed."""
    policy = setup_from("guided_delegation").policy
    policy = policy.when("gravest", above=3, set={"delegation.level": 0.35})
    policy = policy.when("incidents", below=120, lasting=52, revert=1)
    decade = Decade(setup(policy, 3), 0)
    (look, *_) = [one for one in decade.course.diary if len(one.firings) == 2]
    text = dict(changes.entries(decade))[look.week]
    assert not look.switched and look.before == look.after and text.endswith("So nothing changed.")
    assert "Rule 1 fired" in text and "Rule 2 fired" in text and text.count("It moved: ") == 2


def test_a_new_government_undoes_the_reform_or_lets_it_stand():
    undone, kept = told("reform_undone", 5), told("reform_locked_in", 5)
    (look,) = [one for one in undone.course.diary if one.turn is not None]
    assert UNDONE in look.causes and look.after == undone.standing.replaced and look.turn.chance == 1.0
    assert f"The new government of {undone.party(look.turn.party)} undid the reform (probability 100%)" in flat(
        changes.narrate(undone)
    )
    (look,) = [one for one in kept.course.diary if one.turn is not None and one.turn.chance is not None]
    locked = 0.9  # as the preset says of full archives and full co-creation
    chance = (1 - locked * look.before["investment.archives"]) * (1 - locked * look.before["coordination.inclusion"])
    assert look.turn.chance == pytest.approx(chance, abs=1e-12)
    assert f"let the reform stand (probability of undoing it: {words.percent(chance)})" in flat(changes.narrate(kept))
    assert UNDONE not in {cause for one in kept.course.diary for cause in one.causes}


def test_a_reform_may_be_given_up_before_it_began():
    policy = setup_from("status_quo").policy.then(8, policy="guided_delegation").turning(undo=1)
    decade = Decade(setup(policy, 5), 0)
    ((week, text),) = changes.entries(decade)
    (look,) = decade.course.diary
    assert week == 105.0 and not look.switched and not decade.changes
    assert text == "The new government of Minus gave the reform up before any lever had moved."


def test_a_reform_is_taken_up_again_by_those_who_began_it():
    policy = setup_from("reform_undone").policy.turning(returns=1)
    decade = Decade(setup(policy, 2), 0)
    undone, again = (look for look in decade.course.diary if look.turn is not None)
    assert UNDONE in undone.causes and RESUMED in again.causes and again.turn.party == decade.standing.began
    text = dict(changes.entries(decade))[again.week]
    assert f"{decade.party(again.turn.party)}, which governed when the reform began, governed again" in text
    assert "Phase 1 began anew." in text and "share of each open domain delegated from 0% to 70%" in text


def test_a_function_in_place_of_a_reading():
    policy = setup_from("status_quo").policy.when(
        lambda seen: {"delegation.level": 0.5} if seen.week >= 26 else None, most=1
    )
    decade = Decade(setup(policy, 1, 1.0), 0)
    (entry,) = changes.entries(decade)
    assert entry[0] == 26.0 and "Rule 1 fired: its function said so." in entry[1]


def test_what_is_in_force_is_what_the_levers_make():
    """The policy of every week is the one that would be prepared from its levers, reform included."""
    for policy, seed in (("phased_guided_delegation", 1), ("reform_undone", 5), ("whole_of_government_by_steps", 1)):
        decade, one = told(policy, seed), setup(policy, seed)
        scenario = load_scenario("toy")
        for era, following in zip(decade.eras, [*decade.eras[1:], None], strict=True):
            reforming = SETTLED not in decade.standing.history[decade.eras.index(era)].causes and era.tick > 0
            reform = decade.course.path.reform if reforming else None
            made = start.prepare(scenario, with_levers(one.policy, era.levers), one.parameters, reform=reform)
            last = following.tick - 1 if following else int(decade.given.ticks) - 1
            for tick in (era.tick, last):
                assert decade.regime(tick).tobytes() == made.world.regime[0].tobytes()
                assert decade.levers(tick) == era.levers == levers(with_levers(one.policy, era.levers))
                for table in ("departments", "subnationals"):
                    teams = getattr(decade.under(tick), table)["teams"]
                    assert teams.tolist() == getattr(made.world, table)["teams"].tolist()


def test_the_overview_tells_the_path_and_a_constant_policy_has_none():
    decade = told("reform_undone", 5)
    text = overview.narrate(decade)
    assert "How the policy changed:" in text and "What would have happened otherwise:" in text
    plain = told("status_quo", 5)
    assert changes.narrate(plain) == [] and "policy changed" not in overview.narrate(plain)
    assert changes.in_brief(plain) == "" and not plain.changes and plain.under(100) is plain.world


@pytest.mark.parametrize(
    "ask", [{}, {"issue": 3000}, {"incident": 1}, {"actor": "north"}, {"actor": "centre"}, {"week": 110}]
)
def test_told_twice_it_is_the_same_and_fits_the_page(ask):
    one, two = setup("reform_undone", 5, 3.0), setup("tighten_after_a_scandal", 5, 3.0)
    for chosen in ((one,), (one, two)):
        text = explain.tell(*chosen, **ask)
        assert text == explain.tell(*chosen, **ask)
        assert all(len(line) <= 100 and line.isprintable() for line in text.split("\n"))
        assert "The policy reform_undone changed" in " ".join(text.split())


def test_a_week_tells_how_the_policy_then_stood():
    decade = told("reform_undone", 5)
    assert changes.latest(decade, 51) == "The policy is as it was at the start."
    amid, after = changes.latest(decade, 104), changes.latest(decade, 520)
    assert decade.day(104.0) in amid and "share of each open domain delegated from 0% to 35%" in amid
    assert decade.day(131.0) in after and after.endswith("All levers are as at the start.")
    text = " ".join(explain.tell(setup("reform_undone", 5, 3.0), week=104).split())
    assert amid in text and changes.latest(told("status_quo", 5), 104) == ""


def test_a_path_of_ones_own_is_named_by_its_parts():
    words_of = ["reform_undone:delegation.office=1,policy.turnover.undo=0.5,policy.phases.1.over=1"]
    (one,) = chosen_setups([*words_of, "scenario=toy", "run.years=2", "parameters.headcount=27500"], ())
    text = " ".join(explain.tell(one, week=3).split())
    assert "Levers changed in reform_undone+: delegation.office 1." in text
    assert "Changed in the course that reform_undone+ takes: phase 1 and turnover." in text
