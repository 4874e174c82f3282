"""Whose word a counterpart believes.

Trust in the country is the mean of a Beta(1,1) belief over kept and broken promises, with forgetting:
    (1 + kept)/(2 + kept + broken)
Beside it stands the same belief about three speakers: the centre, states and cities by themselves, private actors. An
offer is believed with (1 - m) times trust in the country and m times that in who makes it.
"""

from sim.model.compiled import rule
from sim.model.records import CENTRE, FIRMS, FREELANCE, LOCALS, MANDATE, QUIET, ROGUE, SPEAKERS


@rule
def count(record, forgetting, kept):
    """Add one promise kept or broken to a record, in which earlier ones fade."""
    record.kept = forgetting * record.kept + (1.0 if kept else 0.0)
    record.broken = forgetting * record.broken + (0.0 if kept else 1.0)


@rule
def trust(w, c):
    """Belief that this country keeps its word."""
    counterpart = w.counterparts[c]
    return (1.0 + counterpart.kept) / (2.0 + counterpart.kept + counterpart.broken)


@rule
def speaker(channel):
    """Whose word an act in this channel is; what the centre signs too is the centre's."""
    if channel >= ROGUE:
        return FIRMS
    return LOCALS if channel == MANDATE or channel == QUIET or channel == FREELANCE else CENTRE


@rule
def row_of(c, who):
    """The row of what counterpart c remembers of this kind of speaker."""
    return len(SPEAKERS) * c + who


@rule
def reputation(w, c, who):
    """Belief that this kind of speaker keeps its word."""
    its = w.reputations[row_of(c, who)]
    return (1.0 + its.kept) / (2.0 + its.kept + its.broken)


@rule
def remember(w, c, channel, kept):
    """Count one promise kept or broken, of the country and of who made it."""
    count(w.counterparts[c], w.given[0].forgetting, kept)
    count(w.reputations[row_of(c, speaker(channel))], w.given[0].forgetting, kept)


@rule
def go_back(w, c, commitments):
    """A new government goes back on so many: the word is the centre's."""
    w.counterparts[c].broken += commitments
    w.reputations[row_of(c, CENTRE)].broken += commitments


@rule
def credit(w, c, who):
    """What a speaker's own record adds, in log-odds of agreeing, to trust in the country: bT m (reputation - trust)."""
    given = w.given[0]
    return given.agree_trust * given.channel_memory * (reputation(w, c, who) - trust(w, c))
