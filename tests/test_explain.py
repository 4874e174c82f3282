"""One world told: dates in order, facts of the run, the same issue under two policies."""

import datetime
import math
import re

import numpy as np
import pytest
from by_default import by_default

from sim.errors import InputError
from sim.model import records
from sim.model.records import CHANNELS, CONCLUDED, DRAFTED, LAPSED, MANDATE, UNSEEN
from sim.model.rules.counterpart import readiness_to_agree, take_stock
from sim.model.rules.docket import draw_marks
from sim.setup.columns import chosen_setups
from sim.setup.config import setup_from
from sim.tell import explain
from sim.tell.explain import bargain, beside, incident, narrative, positions, trouble, words
from sim.tell.explain.decade import Decade

POLICIES = ("centralized", "guided_delegation", "laissez_faire", "ban", "cooperative_joint")


def setup(scenario: str, policy: str, years: float = 2.0):
    parameters = {"headcount": 27500.0} if scenario == "toy" else None  # the toy's hundred cannot pay for most levers
    return setup_from(policy, scenario, parameters, years=years, seed=3)


@pytest.fixture(scope="module", params=[("toy", "combined"), ("us_2023", "guided_delegation"), ("us_2023", "ban")])
def decade(request) -> Decade:
    return Decade(setup(*request.param), 0)


def some(decade: Decade, most: int = 60) -> list[int]:
    """Issues of every kind: a spread, and all that is rare."""
    table, rng = decade.issues, np.random.default_rng(1)
    rare = [
        np.flatnonzero(x)[:8]
        for x in (
            table.venture > 0,
            table.entry > 0,
            table.parent >= 0,
            table.voided > 0,
            table.redrafts > 2,
            table.ruled > 0,
            np.isfinite(table.remedied),
        )
    ]
    rare += [np.flatnonzero(table.incident == kind)[:5] for kind in range(1, 8)]
    rare += [np.flatnonzero(table.channel == k)[:5] for k in range(8)]
    spread = rng.choice(len(table), min(most, len(table)), replace=False)
    return sorted({int(i) for i in np.concatenate([spread, *rare])})


@pytest.mark.parametrize("years", [0.2, pytest.param(1.0, marks=pytest.mark.slow)])
@pytest.mark.parametrize("policy", by_default(["guided_delegation"], POLICIES))
def test_every_issue_of_a_small_world_can_be_told(policy, years):
    told = Decade(setup("toy", policy, years), 0)
    told.recall(range(int(told.given.ticks)))
    for i in range(len(told.issues)):
        text = narrative.narrate(told, i)
        assert narrative.outcome(told, i) in " ".join(text.split())
        assert text.replace("\n", "").isprintable()


def test_events_are_in_order_and_inside_the_world(decade):
    decade.recall(range(int(decade.given.ticks)))
    first, last = decade.scenario.start, decade.scenario.start + datetime.timedelta(weeks=float(decade.given.weeks))
    for i in some(decade):
        entries = narrative.entries(decade, i)
        times = [time for time, _ in entries]
        assert times == sorted(times) and times[0] == decade.issues.opened[i]
        assert all(decade.within(time) for time in times)
        for stamp in re.findall(r"^(\w{3} \d+ \w{3} \d{4}) \[week \d+\]$", narrative.narrate(decade, i), re.M):
            assert first <= datetime.datetime.strptime(stamp, "%a %d %b %Y").date() <= last


def test_facts_are_those_of_the_row(decade):
    for i in some(decade):
        issue, text = decade.issues[i], narrative.narrate(decade, i)
        flat = " ".join(text.split())
        if issue.stage == CONCLUDED:
            assert f"settled on {decade.day(issue.closed)} {decade.how(i, issue.channel)}, " in flat
            assert decade.stamp(issue.closed) in text
        elif issue.stage == LAPSED:
            assert f"its window closed unanswered on {decade.day(issue.closed)}" in flat
        elif issue.stage == UNSEEN:
            assert "nobody who might have acted on it saw it" in flat
        else:
            assert "still open when the run ended" in flat
        if issue.stage != UNSEEN:
            kind = words.KIND[issue.incident] if issue.incident else "no problem"
            assert kind in flat.split("In short:")[1][:600]
        if issue.incident:
            assert f"severity {issue.severity:.2f}" in flat
        if decade.within(issue.surfaced):
            assert decade.stamp(issue.surfaced) in text and "It surfaced:" in text
        for child in decade.children(i):
            assert f"issue {child}" in flat


def check_sum(reading: positions.Reading, position: float, pull: float) -> None:
    """The terms add up to the position in the log; what stands promised pulls what precedes it by pull / (1 + pull) of
    the way."""
    assert reading.position == pytest.approx(position, abs=1e-12)
    before = reading.position - reading.promises
    if reading.promises:
        assert reading.promises == pytest.approx(pull / (1 + pull) * (reading.promised - before), abs=1e-12)


def test_a_position_is_the_sum_of_what_is_told(decade):
    checked, given, regime = 0, decade.given, decade.regime(0)
    of_actor = given.local_coordination * regime.seen_by_actors
    of_centre = given.federal_coordination * regime.seen_by_centre
    for i in some(decade, 150):
        issue, redrafts = decade.issues[i], 0
        for event in decade.events(i):
            if event.kind == DRAFTED and issue.route in (MANDATE, records.JOINT):
                check_sum(positions.of_actor(decade, i, event.tick, False), event.value, of_actor)
            elif event.kind == DRAFTED:
                check_sum(positions.of_centre(decade, i, event.tick, redrafts), event.value, of_centre)
            checked += event.kind == DRAFTED
            redrafts += event.kind == records.RETURNED_
        if issue.venture > 0:
            reading = positions.of_actor(decade, i, decade.tick(issue.venture_at), True)
            check_sum(reading, issue.venture_position, of_actor)
    assert checked > 20


def test_odds_are_those_of_the_rule(decade):
    for i in some(decade):
        issue = decade.issues[i]
        if issue.stage == CONCLUDED:
            moment = decade.moment(decade.taken(i))
            take_stock(moment, int(issue.counterpart))
            x = readiness_to_agree(moment, i, issue.channel, issue.agreed)
            told = bargain.terms(decade, i, int(issue.channel), float(issue.agreed))
            assert math.fsum(value for _, value in told) == pytest.approx(x, abs=1e-12)
            assert int(issue.channel) in bargain.offers(decade, i, issue.closed)


def test_a_contradiction_is_measured_from_what_stood(decade):
    for i in some(decade, 150):
        issue = decade.issues[i]
        if issue.stage == CONCLUDED and issue.had_standing:
            net = issue.agreed - decade.given.allowance * issue.omega
            assert abs(net - trouble.promised(decade, i)) == pytest.approx(issue.gap, abs=1e-12)
            assert trouble.earlier(decade, i)


def test_the_reserve_of_restraint_is_the_one_drawn(decade):
    """What a story says of patience begins from the draw that the world holds."""

    def compare(_, world):
        for i in range(0, int(decade.federal.docket), 97):
            drawn = decade.as_of(0, i)
            draw_marks(drawn, 0, 1)
            assert world.issues["restraint"][i] == drawn.issues["restraint"][0]

    decade.walk([0], compare)


def test_the_second_walk_is_the_same_world(decade, differ):
    def compare(_, world):
        assert [field for field in differ(world, decade.world) if "events" not in field] == []

    decade.walk(range(int(decade.given.ticks) + 1), lambda *_: None)
    decade.walk([int(decade.given.ticks)], compare)


def test_two_policies_tell_one_matter():
    pair = [Decade(setup("us_2023", policy), 0) for policy in ("centralized", "guided_delegation")]
    docket = int(pair[0].federal.docket)
    for i in (0, 17, 500, docket - 1):
        assert pair[0].issues.uid[i] == pair[1].issues.uid[i]
        text = beside.tell_issue(pair, i)
        for decade in pair:
            part = text.split(f"Under {decade.name}\n---")[1]
            assert decade.stamp(pair[0].issues.opened[i]) in part.split("\nUnder ")[0]
        head = narrative.title(pair[0], i)
        assert head == narrative.title(pair[1], i) and words.upper(head) in " ".join(text.split())
    born = [i for i in range(docket, len(pair[1].issues)) if pair[0].row(pair[1].issues.uid[i]) < 0]
    assert born, "no crisis arose under one policy alone"
    text = beside.tell_issue(pair[::-1], born[0])
    assert "never arose under centralized" in " ".join(text.split())


@pytest.mark.parametrize(
    "ask",
    [
        {},
        {"issue": 5},
        {"incident": 1},
        {"actor": "North"},
        {"actor": "RIV"},
        {"actor": "foreign"},
        {"actor": "contractor"},
        {"actor": "centre"},
    ],
)
def test_told_twice_it_is_the_same_and_fits_the_page(ask):
    one, two = setup("toy", "laissez_faire"), setup("toy", "ban")
    for chosen in ((one,), (one, two)):
        text = explain.tell(*chosen, **ask)
        assert text == explain.tell(*chosen, **ask)
        assert all(len(line) <= 100 and line.replace("\t", "").isprintable() for line in text.split("\n"))


def test_incidents_are_numbered_by_severity(decade):
    rows = incident.ranked(decade)
    severity = decade.issues.severity[rows]
    assert np.all(np.diff(severity) <= 0) and np.isfinite(decade.issues.surfaced[rows]).all()
    assert incident.find(decade, len(rows)) == rows[-1]


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        ({"issue": 99999}, "expected 0.."),
        ({"issue": -1}, "expected 0.."),
        ({"incident": 99999}, "expected 1.."),
        ({"incident": 0}, "expected 1.."),
        ({"actor": "Norht"}, "did you mean 'north'"),
        ({"actor": "\n\x1b[31m"}, "expected"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(ask, hint):
    with pytest.raises(InputError) as error:
        explain.tell(setup("toy", "centralized"), **ask)
    assert hint in str(error.value) and str(error.value).isprintable()


def test_two_of_one_name_are_told_apart():
    with pytest.raises(InputError, match="NY .state. or NY_new_york .city."):
        explain.tell(setup("us_2023", "centralized", 0.2), actor="new york")


def test_a_pair_must_share_its_world():
    with pytest.raises(InputError, match="run.years"):
        explain.tell(setup("toy", "centralized"), setup("toy", "ban", 1.0))


def test_waits_at_the_embassy_are_told():
    """With the weeks it waited and how many hands the post has; where it waited when its window closed; and what a post
    took up in all."""
    told = Decade(setup_from("status_quo", "us_2023", {"post_strain": 1.0}, years=1.0, seed=3), 0)
    table = told.issues
    at_post, taken = table.desk == records.AT_POST, np.isfinite(table.tabled) & (table.stage == CONCLUDED)
    late = np.flatnonzero(at_post & taken & (table.tabled > table.ready + 2))[:5]
    lost = np.flatnonzero(at_post & np.isinf(table.tabled) & (table.stage == LAPSED))[:5]
    prompt = np.flatnonzero(at_post & taken & (table.tabled < table.ready + 0.1))[:3]
    assert len(late) == len(lost) == 5
    for i in (*late, *lost, *prompt):
        story, issue = " ".join(narrative.narrate(told, int(i)).split()), table[i]
        where = f"the embassy in {told.country(issue.counterpart)}"
        assert f"The official text went to {where}: " in story
        if i in late:
            hands = int(told.world.counterparts["capacity"][issue.counterpart])
            waited = f"It waited {words.weeks(issue.tabled - issue.ready)} at {where}, which has at most {hands} issue"
            assert waited in story and "in hand at once, and was then submitted." in story
        elif i in lost:
            waited = words.weeks(issue.closed - issue.ready)
            assert f"It was waiting at {where}, for {waited} by then." in story and "submitted" not in story
        else:
            assert f"T{where[1:]} submitted it at once." in story
    busiest = int(np.bincount(table.counterpart[late]).argmax())
    portrait = " ".join(explain.tell(told.setup, actor=told.scenario.counterparts.codes[busiest]).split())
    assert "Of what the centre offers, the embassy there has at most " in portrait and "had to wait, for " in portrait


def test_every_channel_has_words():
    assert len(words.BY) == len(CHANNELS) and len(words.KIND) == len(records.KINDS)


def test_a_moved_policy_says_what_was_moved():
    told = explain.tell(
        setup("toy", "ban", 0.5), setup_from("combined", "toy", {"headcount": 27500.0}, years=0.5, seed=3), week=3
    )
    assert "Levers changed in" not in told
    mine, theirs = chosen_setups(
        ["ban", "combined:delegation.level=0.25,delegation.form=joint", "scenario=toy", "run.years=0.5"], ()
    )
    assert "Levers changed in combined+: delegation.level 0.25, delegation.form joint." in " ".join(
        explain.tell(mine, theirs, week=3).split()
    )


def test_a_week_beyond_the_end_is_refused():
    with pytest.raises(InputError, match="--week: 27; expected a whole number from 0 to 26"):
        explain.tell(setup("toy", "ban", 0.5), week=27)
    assert "the start of week 26" in explain.tell(setup("toy", "ban", 0.5), week=26)
