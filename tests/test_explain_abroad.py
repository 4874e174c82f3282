"""Partners below the national level, patrons and rivals with a budget, as stories tell them."""

import math

import numpy as np
import pytest

from sim.model.records import CENTRAL, CONCLUDED, CONSULT, FREELANCE, QUIET
from sim.model.rules import private
from sim.model.rules.counterpart import readiness_to_agree, take_stock
from sim.setup.config import setup_from
from sim.tell import explain
from sim.tell.explain import alone, bargain, course, narrative, yearly
from sim.tell.explain.decade import Decade

ON = {"twin_share": 0.6, "rival_budget": 8.0, "patronage": 0.4, "freelance_rate": 0.06, "reach": 0.4, "entry_rate": 0.6}


@pytest.fixture(scope="module")
def decade():
    return Decade(setup_from("status_quo", "us_2023", ON, years=1.5, seed=3), 0)


def flat(text):
    return " ".join(text.split())


def test_a_twin_is_called_one(decade):
    rows = np.flatnonzero(decade.issues.twin > 0)
    assert len(rows) > 100
    for i in rows[:20]:
        partner = f"a city or province of {decade.country(decade.issues[i].counterpart)}"
        assert f" with {partner} arose in " in course.arrival(decade, int(i))[1]
        assert partner in narrative.title(decade, int(i))
    others = np.flatnonzero(decade.issues.twin == 0)[:20]
    assert not any("city or province" in narrative.title(decade, int(i)) for i in others)


def test_the_odds_say_who_is_no_peer(decade):
    table, seen = decade.issues, set()
    for i in np.flatnonzero(table.stage == CONCLUDED)[::5]:
        channel, twin = int(table.channel[i]), int(table.twin[i])
        told = bargain.terms(decade, int(i), channel, float(table.agreed[i]))
        moment = decade.moment(decade.taken(int(i)))
        take_stock(moment, int(table.counterpart[i]))
        x = readiness_to_agree(moment, int(i), channel, table.agreed[i])
        assert math.fsum(value for _, value in told) == pytest.approx(x, abs=1e-12)
        rank = dict(told)[bargain.NO_PEER[twin]]
        if channel in (CENTRAL, CONSULT, QUIET, FREELANCE):
            assert rank == pytest.approx(-0.5 if (channel in (CENTRAL, CONSULT)) == bool(twin) else 0.0)
            seen.add((twin, rank < 0))
    assert len(seen) >= 3


def test_an_entry_says_who_stood_behind_it(decade):
    table, told = decade.issues, 0
    for i in np.flatnonzero(table.entry > 0):
        patron = int(decade.scenario.patron[table.private[i]])
        text = alone.opening(decade, int(i))
        assert ("Behind it stood" in text) == (patron >= 0)
        if patron >= 0:
            name = decade.country(patron)
            wanted = float(private.agenda(decade.as_of(decade.tick(table.entry_at[i]), int(i)), 0))
            assert f"Behind it stood {name}, which drew it 40% of the way" in text
            assert text.endswith(f"to what {name} wants: to {wanted:+.2f} sd.".replace("+0.00", "0.00"))
            told += 1
    assert told > 2


def test_a_private_actor_names_its_patron(decade):
    found = flat(explain.tell(decade.setup, actor="social_platform"))
    assert "Behind it stands China: its texts go 40% of the way to what China wants." in found
    assert "Behind it" not in explain.tell(decade.setup, actor="cloud_platform")


def test_courtship_is_counted_actor_by_actor(decade):
    """A strong rival courts several a week, and each week counts for each of them."""
    courted = yearly.observe(decade).courted
    ticks, codes = int(decade.given.ticks), decade.scenario.counterparts.codes
    assert courted[codes.index("CHN")].sum() > 4 * ticks
    assert courted[codes.index("CUB")].sum() == ticks
    assert courted.max() <= ticks
