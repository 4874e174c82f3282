"""What actors learn of the three ways to settle an issue: what each trial pays, what a sanction takes back, and what
the record then makes them do."""

import math

import numpy as np
import pytest

from sim.model import draws, start
from sim.model.records import CENTRAL, CONCLUDED, CONSULT, FREELANCE, LAPSED, LICENSED, MANDATE, QUIET
from sim.model.rules import courtship, learning, oversight, subnational
from sim.model.rules.courtship import LOOKS

FIELDS = ("learnt_official", "learnt_quiet", "learnt_open")
SIX, TWO = math.exp(-0.5), math.exp(-2 / 12)  # weeks of a patience of twelve


def settled(**fields):
    return {"stage": CONCLUDED, "opened": 10.0, "closed": 16.0, "venture_at": 14.0, "watched": 0, "voided": 0} | fields


@pytest.mark.parametrize(
    ("fields", "way", "payoff"),
    [
        (settled(channel=CENTRAL), 0, SIX),
        (settled(channel=CONSULT, route=CONSULT), 0, SIX),
        (settled(channel=LICENSED), 0, 0.0),
        (settled(stage=LAPSED), 0, 0.0),
        (settled(channel=QUIET, venture=QUIET), 1, TWO),
        (settled(channel=FREELANCE, venture=FREELANCE), 2, TWO),
        (settled(channel=CENTRAL, venture=QUIET), 1, 0.0),
        (settled(channel=LICENSED, venture=FREELANCE), 2, 0.0),
        (settled(stage=LAPSED, venture=FREELANCE), 2, 0.0),
    ],
)
def test_one_trial(state, fields, way, payoff):
    """p <- p + rate (x - p) of the way that was taken: x = exp(-weeks it took/patience) if it settled the issue, the
    weeks of an act alone counted from its own beginning; nothing if somebody else did, or nobody."""
    made = state(patience=12, actor_learning=0.2)
    made.prepare(0, **fields)
    for field, before in zip(FIELDS, (0.3, 0.6, 0.9), strict=True):
        made.actor[field] = before
    learning.learn(made.w, 0)
    expected = [0.3, 0.6, 0.9]
    expected[way] += 0.2 * (payoff - expected[way])
    assert [made.actor[field] for field in FIELDS] == pytest.approx(expected)


def test_a_mandate_teaches_nothing(state):
    """Nor does it move trust: it was not the actor's choice which way to go."""
    made = state(actor_learning=0.2)
    made.prepare(0, **settled(channel=MANDATE, route=MANDATE))
    subnational.take_answer(made.w, 0)
    assert [made.actor[field] for field in FIELDS] == [0.5] * 3


@pytest.mark.parametrize("how", [QUIET, FREELANCE])
@pytest.mark.parametrize(("strictness", "voided", "taken"), [(0.4, 0, 0.4), (0.4, 1, 1.0), (0.0, 0, 0.0)])
def test_a_sanction_takes_back(state, how, strictness, voided, taken):
    """The share `sanction` of what the act has paid, all of it if it is voided; the order in which its actor hears of
    agreement and sanction makes no difference."""
    made = state(patience=12, actor_learning=0.2)
    made.regime["sanction"] = strictness
    field = FIELDS[how - QUIET + 1]
    made.prepare(0, **settled(channel=how, venture=how))
    learning.learn(made.w, 0)
    made.issue["watched"], made.issue["voided"] = 1, voided
    learning.unlearn(made.w, 0)
    later = float(made.actor[field])
    assert later == pytest.approx(0.5 + 0.2 * (TWO * (1 - taken) - 0.5))
    made.actor[field] = 0.5
    made.prepare(0, **settled(channel=how, venture=how, opened=14.0, venture_at=18.5, closed=20.5))
    made.issue["watched"], made.issue["voided"] = 1, voided
    learning.unlearn(made.w, 0)  # in the week in which it was agreed
    assert made.actor[field] == 0.5
    learning.learn(made.w, 0)
    assert made.actor[field] == pytest.approx(later)


def test_nothing_pays_less_than_nothing(state):
    made = state(patience=12, actor_learning=0.3)
    made.regime["sanction"], made.actor["learnt_open"] = 1.0, 0.1
    made.prepare(0, **settled(channel=FREELANCE, venture=FREELANCE))
    learning.unlearn(made.w, 0)
    assert made.actor["learnt_open"] == 0.0


def test_sanctions_of_what_was_begun_alone_alone(watch):
    """An overreaching mandate is sanctioned and says nothing of acting alone."""
    for channel, taught in ((QUIET, True), (FREELANCE, True), (MANDATE, False)):
        made = watch(actor_learning=0.1, patience=12).put(
            1, channel=channel, venture=channel if taught else 0, venture_at=24.0
        )
        made.regime["sanction"] = 0.5
        oversight.sanction(made.w, 0)
        assert any(made.w.subnationals[2][field] != 0.5 for field in FIELDS) == taught


@pytest.mark.parametrize(("official", "quiet", "openly"), [(0.5, 0.5, 0.5), (0.8, 0.2, 0.4), (0.1, 0.9, 0.0)])
def test_what_a_record_does(state, official, quiet, openly):
    """The odds of the quiet form are multiplied by those that were learnt, the urge by twice the share of acting alone
    in what both ways pay. A way that has never paid counts a hundredth."""
    made = state(quiet_value=0.6, choice_noise=0.2, caught=0)
    for field, value in zip(FIELDS, (official, quiet, openly), strict=True):
        made.actor[field] = value
    made.actor["home"] = 0
    subnational.feel_urge(made.w, 1)
    openly = max(openly, 0.01)
    odds = quiet / openly * math.exp(-(1 - 0.6) / 0.2)
    chance = odds / (1 + odds)
    alone = chance * quiet + (1 - chance) * openly
    assert made.actor["stealth"] == pytest.approx(chance)
    assert made.actor["urge"] == pytest.approx(made.regime["urge_rate"] * 1.5 * 0.6 * 2 * alone / (alone + official))
    assert subnational.forms(made.w, 1)[2] == made.actor["stealth"]


def test_a_record_begins_without_weight(state):
    """At a half each the odds and the urge are those of a model without learning, to the last bit."""
    made = state()
    for value, deterred, noise in ((0.3, 0.0, 0.1), (0.6, 0.37, 0.2), (0.9, 0.81, 0.5)):
        made.given["quiet_value"], made.given["choice_noise"], made.regime["deterred_alone"] = value, noise, deterred
        openly, quietly, chance = subnational.forms(made.w, 1)
        assert (openly, quietly) == (1 - deterred, value - 0.5 * deterred)
        assert chance == 1 / (1 + subnational.exp((openly - quietly) / noise))
        assert subnational.boldness(made.w, 1, chance) == 1.0


@pytest.fixture
def rival(prepare):
    """A world of rivals that learn, and the row of the second of them."""

    def rival(dt=1.0, **parameters):
        parameters = {"rival_learning": 0.2, "courtship": 0.3, "capture_threshold": 0.4} | parameters
        w = start.begin(prepare("us_2023", None, parameters, 1.0, dt), 3)
        return w, int(np.flatnonzero(w.counterparts["rival"])[1])

    return rival


def test_rivals_have_dossiers_on_all_actors(prepare, rival):
    """One after another, and nobody else has; none where nobody learns or courts."""
    w, _ = rival()
    rivals, actors = np.flatnonzero(w.counterparts["rival"]), len(w.subnationals)
    assert len(w.dossiers) == len(rivals) * actors and not w.dossiers.any()
    assert (w.counterparts["dossier"][rivals] == np.arange(len(rivals)) * actors).all()
    assert (np.delete(w.counterparts["dossier"], rivals) == -1).all()
    for off in ({"rival_learning": 0}, {"courtship": 0}):
        w, _ = rival(**off)
        assert len(w.dossiers) == 0 and (w.counterparts["dossier"] == -1).all()


@pytest.mark.parametrize("dt", [1.0, 0.5])
def test_what_a_week_of_courtship_teaches(rival, dt):
    """How far it drew the actor's wishes on average, of a drift that captures; all of it in the week of capture."""
    w, c = rival(dt, defence=0, capture_threshold=1.0)
    n, j = len(w.domains), 5
    place, k = slice(j * n, j * n + n), int(w.counterparts["dossier"][c]) + j
    w.courts[:], w.courts[LOOKS * c] = -1, j
    w.counterparts["capability"][c], w.subnationals["liaison"][j] = 0.5, 0.4
    w.preferences[place] = w.first_preferences[place] = w.commitments["ideal"][c * n : c * n + n] + 0.8
    w.dossiers[k] = 0.3
    courtship.spread_influence(w)
    drawn = 0.8 * (1 - math.exp(-0.3 * 0.5 * 0.6 * dt))
    expected = 0.8**dt * 0.3 + 0.2 * drawn
    assert w.dossiers[k] == pytest.approx(expected) and np.count_nonzero(w.dossiers) == 1
    w.given["capture_threshold"] = 0.05  # which it now exceeds
    courtship.spread_influence(w)
    expected = 0.8**dt * expected + 0.2
    assert w.dossiers[k] == pytest.approx(expected) and w.subnationals["captured"][j] == 1
    courtship.spread_influence(w)
    drawn = 0.8 * math.exp(-0.3 * 0.5 * 0.6 * 2 * dt) * (1 - math.exp(-0.3 * 0.5 * 0.6 * dt))
    assert w.dossiers[k] == pytest.approx(0.8**dt * expected + 0.2 * min(drawn / 0.05, 1))


def test_a_rival_courts_where_it_has_paid(rival):
    """Of the eight it looks at, the one with the highest score times 1 + what it has learnt of it."""
    w, c = rival()
    n, first, turned = len(w.domains), int(w.counterparts["dossier"][c]), 0
    rng = np.random.default_rng(2)
    for tick in range(40):
        w.clock["now"] = float(tick)
        scores = []
        for k in range(8):
            u, v = draws.pair(w.given[0], draws.COURT, w.counterparts["uid"][c], tick, k)
            j, d = (int(np.searchsorted(cdf, x, side="right")) for cdf, x in ((w.locality_cdf, u), (w.domain_cdf, v)))
            actor, away = w.subnationals[j], abs(w.preferences[j * n + d] - w.commitments["ideal"][c * n + d])
            scores.append(((1 - actor["trust"]) * (1 - actor["liaison"]) * math.exp(-away), j))
        w.dossiers[:] = 0.0
        courtship.court(w, c)
        before = int(w.courts[LOOKS * c])
        assert before == max(scores)[1]
        w.dossiers[:] = rng.random(len(w.dossiers))
        courtship.court(w, c)
        best = max((score * (1 + w.dossiers[first + j]), j) for score, j in scores)[1]
        assert w.courts[LOOKS * c] == best
        turned += best != before
    assert turned > 10


def test_the_record_of_a_decade(simulate):
    """Every propensity follows from the issues as they ended: each in the week after, the latest to arise first."""
    rate, patience = 0.15, 12
    world = simulate(
        "us_2023", None, {"actor_learning": rate, "freelance_rate": 0.06, "patience": patience}, policy="status_quo"
    )
    learnt = np.full((len(world.subnationals), 3), 0.5)
    issues = world.issues[: int(world.federal["rows"][0])]
    ended = (issues["stage"] >= CONCLUDED) & (issues["closed"] < 519) & (issues["route"] != MANDATE)
    # a strictness of .1, which is not voiding alone: what was found within its own week, and what was found later
    share = np.where(issues["voided"] > 0, 1.0, world.regime["sanction"][0])
    found = np.isfinite(issues["detected"]) & (issues["detected"] < 520) & (issues["watched"] > 0)
    steps = []
    for i in np.flatnonzero(ended):
        issue, week = issues[i], int(issues[i]["closed"])
        way = int(issue["venture"]) - QUIET + 1 if issue["venture"] > 0 else 0
        won = issue["stage"] == CONCLUDED and (
            issue["channel"] == issue["venture"] if way else issue["channel"] < QUIET
        )
        since = issue["venture_at"] if way else issue["opened"]
        paid = math.exp(-(issue["closed"] - since) / patience) if won else 0.0
        caught = way > 0 and won and bool(found[i])
        soon = caught and int(issue["detected"]) == week
        place, arose = int(issue["locality"]), int(issue["opened"])
        steps.append(((week + 1, 0, -arose, -i), place, way, paid * (1 - share[i]) if soon else paid, None))
        if caught and not soon:
            steps.append(((int(issue["detected"]), 1, 0, i), place, way, None, paid * share[i]))
    assert sum(back is not None for *_, back in steps) > 5
    for _, j, way, paid, back in sorted(steps, key=lambda step: step[0]):
        if back is None:
            learnt[j, way] += rate * (paid - learnt[j, way])
        else:
            learnt[j, way] = max(learnt[j, way] - rate * back, 0.0)
    for way, field in enumerate(FIELDS):
        assert world.subnationals[field] == pytest.approx(learnt[:, way], abs=1e-9)
    assert np.ptp(learnt[:, 2]) > 0.3
