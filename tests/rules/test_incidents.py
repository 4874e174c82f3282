"""What goes wrong in an act, how badly, by which instrument it is found and when, channel by channel, by hand."""

import math

import numpy as np
import pytest

from sim.model import draws, start
from sim.model.instruments.alarm import alarm_prob
from sim.model.records import (
    CAPTURE,
    CENTRAL,
    CHANNELS,
    CONSULT,
    CONTRADICTION,
    FREELANCE,
    JOINT,
    LICENSED,
    MANDATE,
    MISJUDGED,
    OVERREACH,
    PRIVATE_HARM,
    QUIET,
    ROGUE,
    UNAUTHORISED,
)
from sim.model.rules import incidents

EVERY = range(len(CHANNELS))
DELEGATED = (MANDATE, JOINT)


class Act:
    """The toy's issues as acts concluded in week 30; issue 0 is at hand."""

    def __init__(self, template):
        self.world = start.begin(template, 3)
        self.w = w = self.world
        self.given, self.regime, self.federal = w.given[0], w.regime[0], w.federal[0]
        self.issues, self.issue, self.actor = self.world.issues, self.world.issues[0], self.world.subnationals[0]
        self.n = int(self.federal["docket"])
        self.issues["closed"][: self.n], self.issues["private"][: self.n] = 30.0, 0
        self.issues["locality"][: self.n] = 0
        self.issues["incident"] = self.issues["severity"] = self.issues["contradicts"] = 0

    def judge(self, i=0):
        self.issues["incident"][i], self.issues["severity"][i] = 0, 0.0
        incidents.judge(self.w, i)
        return int(self.issues["incident"][i]), float(self.issues["severity"][i])

    def found(self, i=0, rival=0):
        self.w.counterparts["rival"] = rival
        incidents.race(self.w, i)
        return float(self.issues["found"][i])

    def put(self, **fields):
        for name, value in fields.items():
            self.issues[name][: self.n] = value
        return self

    def u(self, purpose, i=0):
        return draws.pair(self.given, purpose, self.issues["uid"][i], 0, 0)


@pytest.fixture
def act(prepare, toy_prices):
    def act(levers=None, **parameters):
        return Act(prepare("toy", levers, toy_prices | parameters, 1.0))

    return act


@pytest.mark.parametrize("channel", EVERY)
def test_an_act_within_tolerance_is_no_trouble(act, channel):
    """Whoever does it, unless chance says that it does harm by the way it is done."""
    made = act(leeway=0.8, private_trouble=0, alone_trouble=0)
    made.put(channel=channel, agreed=1.0, faithful=1.0, line=0.4, omega=-0.1)
    assert made.judge() == (0, 0.0)


@pytest.mark.parametrize("channel", EVERY)
@pytest.mark.parametrize(("agreed", "away"), [(2.0, 1.7), (-2.0, 2.3)])
def test_every_channel_is_judged_by_one_yardstick(act, channel, agreed, away):
    """|y - L - ω| beyond the leeway, as severe as it is far and the issue vital."""
    made = act(leeway=0.8, private_trouble=0, alone_trouble=0).put(
        channel=channel, agreed=agreed, faithful=agreed, line=0.4, omega=-0.1, vitality=0.3
    )
    assert made.judge() == (MISJUDGED, pytest.approx(0.8 * away))


@pytest.mark.parametrize("channel", EVERY)
def test_overreach_is_a_wish_of_ones_own(act, channel):
    """In a mandate's text or a joint one, by more than the leeway; of a captured actor it is capture. A text that
    happens to be right is not misjudged, and still is not what was asked."""
    made = act(leeway=0.8, private_trouble=0, alone_trouble=0).put(
        channel=channel, agreed=0.4, faithful=-0.6, line=0.4, omega=0.0, vitality=0.3
    )
    for captured, kind in ((0, OVERREACH), (1, CAPTURE)):
        made.actor["captured"] = captured
        assert made.judge() == ((kind, pytest.approx(0.8 * 1.0)) if channel in DELEGATED else (0, 0.0))
    made.put(faithful=-0.39)
    assert made.judge() == (0, 0.0)  # captured, and within what is allowed
    made.put(agreed=5.0, faithful=3.0)
    assert made.judge() == ((CAPTURE if channel in DELEGATED else MISJUDGED), pytest.approx(0.8 * 4.6))


@pytest.mark.parametrize("channel", [CENTRAL, MANDATE, FREELANCE, ROGUE])
def test_the_edge_of_the_leeway_is_within(act, channel):
    made = act(leeway=0.75, private_trouble=0, alone_trouble=0).put(channel=channel, line=0.25, omega=0.0)
    for agreed, kind in ((1.0, 0), (-0.5, 0), (1.001, MISJUDGED), (-0.501, MISJUDGED)):
        made.issue["agreed"] = made.issue["faithful"] = agreed
        assert made.judge()[0] == kind


def test_without_a_mandate_some_give_offence(act):
    """By chance; all of them at 1, none at 0."""
    made = act(alone_trouble=0.3, quiet_value=0.6, concealment=0).put(vitality=0.3, agreed=0.5, omega=0.2)
    for channel, worth in ((QUIET, 0.6), (FREELANCE, 1.0)):
        made.put(channel=channel)
        for i in range(made.n):
            offence = made.u(draws.TROUBLE, i)[0] < 0.3
            assert made.judge(i) == ((UNAUTHORISED, pytest.approx(0.8 * 0.8 * worth)) if offence else (0, 0.0))


@pytest.mark.parametrize(("concealment", "sanction"), [(0.0, 0.8), (0.5, 0.0), (0.5, 0.8)])
def test_strictness_raises_what_is_hidden(act, concealment, sanction):
    made = act(quiet_value=0.6, alone_trouble=1).put(channel=QUIET, agreed=0.5, line=0.0, omega=0.0, vitality=0.5)
    made.given["concealment"], made.regime["sanction"] = concealment, sanction
    assert made.judge()[1] == pytest.approx(1.0 * 1.0 * 0.6 * (1 + concealment * sanction))


@pytest.mark.parametrize("channel", EVERY)
def test_contradictions(act, channel):
    """In every channel, as severe as the distance from what was promised, unless the act is misjudged as well."""
    made = act(leeway=0.8, private_trouble=0, alone_trouble=0).put(
        channel=channel, agreed=0.5, faithful=0.5, line=0.4, omega=0.0, vitality=0.3, contradicts=1, gap=1.7
    )
    assert made.judge() == (CONTRADICTION, pytest.approx(0.8 * 1.7))
    made.put(agreed=3.0, faithful=3.0)
    assert made.judge() == (MISJUDGED, pytest.approx(0.8 * 2.6))
    made.put(gap=9.0)
    assert made.judge() == (MISJUDGED, pytest.approx(0.8 * 9.0))  # the gravest says how severe


def test_lessons_prevent_a_share_of_official_mistakes(act):
    """Those whose draw lies below what was learnt, the centre's and its delegates' alike; nobody else's."""
    made = act(leeway=0.1, private_trouble=0, alone_trouble=0).put(agreed=9.0, faithful=0.0, line=0.0, gap=1.0)
    for channel in EVERY:
        made.put(channel=channel, contradicts=1)
        for lessons in (0.0, 0.35):
            made.federal["lessons"] = lessons
            for i in range(made.n):
                learnt = channel < QUIET and made.u(draws.TROUBLE, i)[0] < lessons
                assert (made.judge(i)[0] == 0) == learnt


@pytest.mark.parametrize(("channel", "risk"), [(ROGUE, 0.5), (LICENSED, 0.2)])
def test_private_harm(act, channel, risk):
    """By chance, less under a contract; a Pareto tail times vitality, bounded at a thousand."""
    made = act(private_trouble=0.5, licence_effect=0.6, tail=0.8).put(channel=channel, agreed=0.0, vitality=0.7)
    made.w.privates["tail"] = 1.5
    made.put(omega=0.0)
    for i in range(made.n):
        u, v = made.u(draws.TROUBLE, i)
        assert made.judge(i) == ((PRIVATE_HARM, pytest.approx(0.7 * v ** (-1 / 1.2))) if u < risk else (0, 0.0))
    made.given["tail"], made.given["private_trouble"] = 0.01, 1.0
    assert max(made.judge(i)[1] for i in range(made.n)) == pytest.approx(700)


@pytest.mark.parametrize("channel", EVERY)
def test_what_is_no_trouble_never_surfaces(act, channel):
    """But who acted without a mandate may be found, and is sanctioned then."""
    made = only(act(alarm_delay=0.01, surface_rate=0.05, fading_rate=0), caught=1).put(channel=channel, incident=0)
    found = 0
    for i in range(made.n):
        incidents.race(made.w, i)
        assert made.issues["surfaces"][i] == math.inf
        found += math.isfinite(made.issues["detected"][i])
    assert found > 0 and incidents.is_breach(channel) == (channel in (QUIET, FREELANCE))


def test_openness(act):
    """Everybody sees an official act; what is hidden is found less, quiet acts half as often, deniable ones least."""
    made = act({"oversight.sanction": 0.8}, concealment=0.5, private_detection=0.3)
    expected = [1, 1, 1, 1, 0.5 * 0.6, 0.6, 0.3, 1]
    assert [incidents.openness(made.w, channel) for channel in EVERY] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("bystanders", "transparency", "expected"),
    [(10, 1.0, 1 - 0.94**10), (3, 0.0, 1 - 0.97**3), (0, 1.0, 0.0), (-1, 1.0, 0.0)],
)
def test_alarm(act, bystanders, transparency, expected):
    """1 - (1 - q)^m with q halved where nothing is public; nobody is nobody."""
    made = act({"oversight.alarm": 0.6}, report_prob=0.1)
    made.regime["transparency"] = transparency
    assert alarm_prob(made.w, bystanders) == pytest.approx(expected)


OFF = {"patrol": 0.0, "caught": 0.0, "alarm": 0.0, "registry": 0.0, "reviews": 0.0}


def only(made, **on):
    for name, value in (OFF | on).items():
        (made.given if name == "caught" else made.regime)[name] = value
    return made


@pytest.mark.parametrize("channel", EVERY)
@pytest.mark.parametrize("closed", [30.0, 32.5, 38.99])
def test_patrols(act, channel, closed):
    """At the next date of the audit, of all that the centre did not do itself, by chance and openness."""
    made = only(
        act({"oversight.sanction": 0.8, "oversight.patrol_period": 13.0}, concealment=0.5, private_detection=0.3),
        patrol=0.7,
    ).put(channel=channel, closed=closed)
    seen = 0.0 if channel in (CENTRAL, CONSULT) else incidents.openness(made.w, channel)
    for i in range(made.n):
        caught = made.u(draws.AUDIT, i)[0] < 0.7 * seen
        assert made.found(i) == (39.0 if caught else math.inf)


@pytest.mark.parametrize("channel", EVERY)
@pytest.mark.parametrize("rival", [0, 1])
def test_chance_and_alarms(act, channel, rival):
    """Each after its own exponential delay; the earlier of the two counts."""
    made = only(
        act(
            {"oversight.sanction": 0.8},
            concealment=0.5,
            private_detection=0.3,
            alarm_delay=5,
            report_prob=0.2,
            bystanders=4,
        ),
        caught=0.4,
        alarm=1.0,
    ).put(channel=channel)
    seen, both = incidents.openness(made.w, channel), 0
    for i in range(made.n):
        first, second = (30.0 - 5.0 * math.log(x) for x in made.u(draws.ALARM_DELAY, i))
        chance = made.u(draws.AUDIT, i)[1] < 0.4 * seen
        alarm = made.u(draws.ALARM, i)[0] < (1 - 0.9 ** (4 - rival)) * seen
        expected = min(first if chance else math.inf, second if alarm else math.inf)
        assert made.found(i, rival) == pytest.approx(expected)
        both += chance and alarm
    assert both > 5


@pytest.mark.parametrize("channel", EVERY)
def test_notices(act, channel):
    """Delegates notify as far as they trust the centre, licensed companies as they must, the rest do not."""
    made = only(act(compliance=0.9, notice_delay=3), registry=0.8).put(channel=channel)
    made.actor["trust"] = 0.4
    willing = {MANDATE: 0.9 * 0.7, JOINT: 0.9 * 0.7, LICENSED: 0.9}.get(channel, 0.0)
    for i in range(made.n):
        told = made.u(draws.NOTIFY, i)[0] < 0.8 * willing
        assert made.found(i) == (33.0 if told else math.inf)


@pytest.mark.parametrize("channel", EVERY)
def test_self_reports(act, channel):
    """Of official acts, the more the less they carry blame."""
    made = only(act({"coordination.blame": 0.25}, self_report=0.8, alarm_delay=5), reviews=0.5).put(channel=channel)
    for i in range(made.n):
        u, v = made.u(draws.REPORT, i)
        told = channel < QUIET and u < 0.8 * 0.5 * 0.75
        assert made.found(i) == (pytest.approx(30.0 - 5.0 * math.log(v)) if told else math.inf)


def test_the_earliest_instrument_counts(act):
    """All together find at the earliest time at which any of them would alone."""
    made = act({"oversight.patrol_period": 13.0}, alarm_delay=5, self_report=0.8, notice_delay=3).put(channel=MANDATE)
    kinds = ({"patrol": 0.6}, {"caught": 0.3}, {"alarm": 1.0}, {"registry": 0.7}, {"reviews": 0.9})
    alone = []
    for kind in kinds:
        only(made, **kind)
        alone.append([made.found(i) for i in range(made.n)])
    only(made, **{name: value for kind in kinds for name, value in kind.items()})
    together = [made.found(i) for i in range(made.n)]
    assert together == np.min(alone, axis=0).tolist()
    assert len(np.unique(np.argmin(alone, axis=0))) == 5


@pytest.mark.parametrize(("surfacing", "fading"), [(0.0, 0.0), (0.05, 0.0), (0.0, 0.08), (0.05, 0.08)])
def test_a_race(act, surfacing, fading):
    """What is moot neither surfaces nor is found; what surfaces first is not found."""
    made = only(act(alarm_delay=8, surface_rate=surfacing, fading_rate=fading), caught=0.7).put(
        channel=MANDATE, incident=MISJUDGED
    )
    for i in range(made.n):
        u, v = made.u(draws.SURFACE, i)
        out = 30.0 - math.log(u) / surfacing if surfacing else math.inf
        moot = 30.0 - math.log(v) / fading if fading else math.inf
        found = made.found(i)
        incidents.race(made.w, i)
        assert made.issues["surfaces"][i] == (pytest.approx(out) if out < moot else math.inf)
        assert made.issues["detected"][i] == (pytest.approx(found) if found < min(out, moot) else math.inf)
