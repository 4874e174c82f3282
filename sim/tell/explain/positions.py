"""The parts of a position: the rules of knowledge and judgement asked once more.

Every term is relative to the national line of that week. Their sum is the position that was taken; a test compares it
with the one in the log.
"""

from dataclasses import dataclass, replace

from sim.model.rules import knowledge, ministry, subnational
from sim.model.world import World
from sim.tell.explain.decade import Decade


@dataclass(frozen=True)
class Reading:
    """A position and its parts, in sd: response to local conditions, what a department gives up of that so that its
    part fits another's, misreading of the line, pull of its maker's own preferences, pull of standing commitments
    (which call for `promised`)."""

    line: float
    answer: float
    misread: float
    wish: float
    promises: float
    promised: float
    fitted: float = 0.0
    joint: bool = False  # whether a joint team drafted it

    @property
    def position(self) -> float:
        return self.line + self.answer + self.fitted + self.misread + self.wish + self.promises


def of_centre(decade: Decade, i: int, tick: int, redrafts: int) -> Reading:
    """The position a department took in this tick."""
    w = decade.as_of(tick, i, redrafts=redrafts)
    answer, fitted, misread, wish, _ = knowledge.federal_terms(w, 0)
    reading = read(decade, i, w, knowledge.federal_position(w, 0), answer, misread, wish, fitted)
    return replace(reading, joint=bool(ministry.is_joint(w, 0)))


def of_actor(decade: Decade, i: int, tick: int, alone: bool) -> Reading:
    """The position that the actor of its locality took in this tick, under a mandate or alone."""
    w = decade.as_of(tick, i)
    answer, reading, wish = subnational.local_terms(w, 0, alone)
    misread = reading - float(w.domains["line"][decade.issues[i].domain])
    return read(decade, i, w, subnational.local_position(w, 0, alone), answer, misread, wish)


def read(
    decade: Decade, i: int, w: World, position: float, answer: float, misread: float, wish: float, fitted: float = 0.0
) -> Reading:
    """A position and its terms; the rest of it is the pull of what stands promised."""
    line, standing = float(w.domains["line"][decade.issues[i].domain]), w.commitments[decade.pair(i)]
    promises = position - (line + answer + fitted + misread + wish) if standing["count"] > 0 else 0.0
    return Reading(line, answer, misread, wish, promises, float(knowledge.called_for(w, 0, answer)), fitted)


def in_words(decade: Decade, i: int, reading: Reading, maker: str) -> str:
    """Why the position is what it is. Signs: + towards the counterpart's own position."""
    issue, country = decade.issues[i], decade.country(decade.issues[i].counterpart)
    side = 1.0 if decade.ideal(i) >= reading.line else -1.0
    parts = [
        (
            f"{side * reading.answer:+.2f} for local conditions as {maker} saw them (the right answer: "
            f"{side * issue.omega:+.2f})"
        )
    ]
    if abs(reading.fitted) >= 0.005:
        by = (
            "a joint team of both departments" if reading.joint else f"what {maker} had heard from the other department"
        )
        parts.append(f"{side * reading.fitted:+.2f} to fit the part of the other department, by {by}")
    if abs(reading.misread) >= 0.005:
        parts.append(f"{side * reading.misread:+.2f} because it misread the line")
    if abs(reading.wish) >= 0.005:
        parts.append(f"{side * reading.wish:+.2f} for its own preferences")
    if abs(reading.promises) >= 0.005:
        parts.append(
            f"{side * reading.promises:+.2f} for existing commitments to {country}, which called for "
            f"{side * (reading.promised - reading.line):+.2f}"
        )
    return f"Components: {'; '.join(parts)} (+: towards {country})."
