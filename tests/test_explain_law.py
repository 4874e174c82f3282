"""What law asked is told: why a treaty stays, that a text was signed, who consented or refused, what courts void."""

import re

import numpy as np
import pytest
from apart import APART

from sim.model.records import (
    AGREED,
    AT_CONSENT,
    BY_COURT,
    COMPACT,
    CONCLUDED,
    CONSENT_ASKED,
    CONSENT_GIVEN,
    LAPSED,
    MEMORANDUM,
    TABLED,
    TREATY,
    VOIDED,
)
from sim.model.rules.counterpart import readiness_to_agree, take_stock
from sim.setup.config import setup_from
from sim.tell.explain import bargain, law, narrative, overview, people, portrait, trouble, words
from sim.tell.explain.decade import Decade

LAW = {"load": 1.4, "consent_time": 20.0, "ratification": 0.5, "freelance_rate": 0.06, "aspiration": 2.0}


@pytest.fixture(scope="module")
def decade() -> Decade:
    return Decade(setup_from("laissez_faire", "toy", LAW, years=5, seed=4), 0)


def flat(decade, i):
    return " ".join(narrative.narrate(decade, int(i)).split())


def test_the_nature_of_a_matter_is_told_where_it_binds(decade):
    free = Decade(setup_from("laissez_faire", "toy", LAW | {"consent_time": 0}, years=0.5, seed=4), 0)
    for act, word in ((TREATY, "took a treaty"), (COMPACT, "took a compact"), (MEMORANDUM, "")):
        i = int(np.flatnonzero((decade.issues.act_class == act) & (decade.issues.crisis == 0))[0])
        assert ("By its nature it" in flat(decade, i)) == bool(word) and word in flat(decade, i)
        assert "By its nature" not in flat(free, i)
    stays = np.flatnonzero((decade.issues.act_class == TREATY) & (decade.issues.rank < 0.5))
    told = [text for text in (flat(decade, i) for i in stays[:40]) if "only the centre may conclude" in text]
    assert told and all("It went to " in text or "nobody who might have acted on it saw it" in text for text in told)


def test_consent_is_told_on_its_days(decade):
    table, found = decade.issues, {CONCLUDED: 0, LAPSED: 0, TABLED: 0}
    for i in np.flatnonzero(table.desk == AT_CONSENT)[::7].tolist():
        issue, text = table[i], flat(decade, i)
        found[int(issue.stage)] += 1
        signed, what = law.signed_at(decade, i), ("", "compact", "treaty")[issue.act_class]
        assert issue.tabled - 1e-9 <= signed <= min(issue.closed, issue.ready)
        assert f"The {what} was signed and sent to the legislature" in text and decade.stamp(signed) in text
        country = words.upper(decade.country(issue.counterpart))
        if issue.stage == TABLED:
            assert "signed and waiting for the consent of the legislature" in text
            continue
        after = words.weeks(issue.closed - signed)
        if issue.stage == CONCLUDED:
            assert f"The legislature consented, {after} after the {what} was signed" in text
            assert f"settled on {decade.day(issue.closed)}" in text
        else:
            assert f"refused its consent, {after} after" in text and f"{country} saw a commitment broken." in text
            assert f"it was refused consent on {decade.day(issue.closed)}" in text
        assert decade.stamp(issue.closed) in text and re.search(r"signed \(probability \d+%\)", text)
    assert min(found.values()) > 2


def test_odds_and_what_stood_are_those_of_their_own_weeks(decade):
    """The counterpart agreed when it was signed; what stood promised is what stood when it came into force."""
    table, compared = decade.issues, 0
    for i in np.flatnonzero((table.desk == AT_CONSENT) & (table.stage == CONCLUDED))[:60].tolist():
        issue, moment = table[i], decade.moment(decade.taken(i))
        take_stock(moment, int(issue.counterpart))
        told = sum(value for _, value in bargain.terms(decade, i, int(issue.route), float(issue.agreed)))
        assert told == pytest.approx(readiness_to_agree(moment, i, issue.route, issue.agreed), abs=1e-12)
        assert decade.taken(i) <= decade.settled(i)
        if issue.had_standing:
            net = issue.agreed - decade.given.allowance * issue.omega
            assert abs(net - trouble.promised(decade, i)) == pytest.approx(issue.gap, abs=1e-12)
            compared += 1
    assert compared > 20


def test_courts_are_told(decade):
    table = decade.issues
    rows = np.flatnonzero(table.voided == BY_COURT)
    assert len(rows) > 2
    for i in rows[:20].tolist():
        when = next(event.time for event in decade.events(i) if event.kind == VOIDED)
        text, reserved = flat(decade, i), decade.world.domains["reserved"][table.domain[i]] > 0
        assert "A court voided what had been agreed" in text and decade.stamp(when) in text
        assert ("the law reserves" if reserved else "needs a consent that nobody had asked for") in text
        told = text.count("saw a commitment broken") + text.count("was then not delivered")
        assert told == 1


def test_counts_add_up(decade):
    log = decade.log
    text = " ".join(overview.narrate(decade).split())
    asked, given = int((log.kind == CONSENT_ASKED).sum()), int((log.kind == CONSENT_GIVEN).sum())
    refused = int(((decade.issues.desk == AT_CONSENT) & (decade.issues.stage == LAPSED)).sum())
    assert f"{asked:,} agreements needed consent: {given:,} received it, {refused:,} were refused, " in text
    assert f"{asked - given - refused:,} still waited. Courts voided {int((log.kind == VOIDED).sum()):,} acts" in text
    assert (log.kind == AGREED).sum() == (decade.issues.stage == CONCLUDED).sum()
    for name in ("centre", "North"):
        assert "needed consent" in " ".join(portrait.narrate(decade, people.find(decade, name)).split())


def test_budgets_are_told():
    """Those that change anything, with the legitimacy that they followed; the last is for after the run."""
    told = Decade(
        setup_from("centralized", "toy", APART | {"budget_response": 1.0, "legitimacy_hit": 0.0005}, years=4), 0
    )
    text = [line for _, line in overview.turns(told) if line.startswith("The budget follows legitimacy")]
    means = told.world.series["means"][[51, 103, 155]]
    assert len(text) == 3 and all(
        f"has {words.percent(m)} of the teams" in one for m, one in zip(means, text, strict=True)
    )
    legitimacy = told.world.series["legitimacy"][[51, 103, 155]]
    assert all(f"stands at {x:.2f} and began at 0.60" in one for x, one in zip(legitimacy, text, strict=True))
    assert "means: teams relative to the start" in " ".join(portrait.narrate(told, people.find(told, "centre")).split())
