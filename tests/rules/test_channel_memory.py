"""Whose word a counterpart believes: what it remembers of the country, and of the centre, states and cities by
themselves and private actors apart."""

import pytest

from sim.model.records import CENTRE, CHANNELS, FIRMS, FREELANCE, JOINT, LOCALS, MANDATE, QUIET, ROGUE, SPEAKERS
from sim.model.rules import belief, counterpart, oversight, turnover

WHO = dict(
    central=CENTRE,
    mandate=LOCALS,
    joint=CENTRE,
    consult=CENTRE,
    quiet=LOCALS,
    freelance=LOCALS,
    rogue=FIRMS,
    licensed=FIRMS,
)


def counted(made, c=1):
    """Kept and broken of each kind of speaker."""
    n = len(SPEAKERS)
    return [(float(row["kept"]), float(row["broken"])) for row in made.w.reputations[n * c : n * c + n]]


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
def test_each_channel_has_a_speaker(channel):
    """What the centre signs is its own; a mandate is the word of who has it."""
    assert belief.speaker(channel) == WHO[CHANNELS[channel]]


def test_promises_are_remembered_by_speaker(table):
    """The country's fade with every promise, a speaker's with its own; no counterpart remembers another's."""
    made = table(forgetting=0.9)
    for channel, kept in ((MANDATE, True), (JOINT, False), (QUIET, False), (ROGUE, True), (MANDATE, True)):
        belief.remember(made.w, 1, channel, kept)
    centre, locals_, firms = counted(made)
    assert centre == (0.0, 1.0) and firms == (1.0, 0.0)
    assert locals_ == pytest.approx((0.9 * 0.9 + 1, 0.9))
    assert made.country["kept"] == pytest.approx(0.9**4 + 0.9 + 1)
    assert made.country["broken"] == pytest.approx(0.9**3 + 0.9**2)
    assert counted(made, 0) == counted(made, 2) == [(0.0, 0.0)] * 3


def test_agreements_are_remembered_of_who_made_them(table):
    made = table(default_rate=0)
    made.conclude(channel=FREELANCE)
    assert counted(made) == [(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)]


@pytest.mark.parametrize("memory", [0.0, 0.4, 1.0])
def test_belief_behind_an_offer(table, memory):
    """(1 - m) x belief about the country + m x belief about who speaks, and it enters the log-odds with its weight."""
    made = table(agree_trust=2, channel_memory=memory)
    made.country["kept"], made.country["broken"] = 8.0, 2.0
    for who, (kept, broken) in enumerate(((6.0, 0.0), (1.0, 2.0), (0.0, 0.0))):
        row = made.w.reputations[len(SPEAKERS) + who]
        row["kept"], row["broken"] = kept, broken
    plain = [made.readiness(channel) for channel in range(len(CHANNELS))]
    counterpart.take_stock(made.w, 1)
    mood = float(made.country["mood"])
    for channel, before in enumerate(plain):
        own = (7 / 8, 2 / 5, 1 / 2)[belief.speaker(channel)]
        believed = (1 - memory) * 0.75 + memory * own
        assert made.readiness(channel) == pytest.approx(before + mood + 2 * (believed - 0.75))
        if memory == 0.0:
            assert made.readiness(channel) == before + mood or mood != 0.0
    base, aligned, trusted, exposed = counterpart.mood_terms(made.w, 1)
    assert mood == base + aligned + (trusted + exposed) and trusted == pytest.approx(2 * 0.25)


@pytest.mark.parametrize("channel", [QUIET, MANDATE, ROGUE])
def test_voided_and_surfaced_acts_burden_who_made_them(watch, channel):
    """And the country, but no other speaker."""
    for rule in ("sanction", "surface"):
        made = watch(sanction_trust=0).put(1, channel=channel)
        made.regime["sanction"] = 1.0
        getattr(oversight, rule)(made.w, 0)
        burdened = [broken > 0 for _, broken in counted(made)]
        assert burdened == [who == belief.speaker(channel) for who in range(3)]
        assert made.w.counterparts["broken"][1] == pytest.approx(0.9 * 2 + 1)


def test_a_reversal_is_the_centres(watch):
    """A new government breaks the centre's word; states and cities still keep theirs."""
    made = watch(swing=1, reversal=0.5)
    w = made.w
    w.given["first_election"] = w.clock["now"] + 0.5
    turnover.hold_election(w)
    added = 0.5 * float(w.regime["memory_kept"][0])
    for c in range(len(w.counterparts)):
        assert counted(made, c) == [(0.0, added), (0.0, 0.0), (0.0, 0.0)]
