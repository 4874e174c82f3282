"""The parts of a position: the rules of knowledge and judgement applied once more, term by term.

Every term is relative to the national line of that week. Their sum is the position that was taken; a test compares it
with the one in the log.
"""

import math
from dataclasses import dataclass

from sim.model import draws
from sim.model.records import CONSULT
from sim.model.rules.knowledge import federal_precision, weight
from sim.tell.explain.decade import Decade


@dataclass(frozen=True)
class Reading:
    """A position and its parts, in sd: response to local conditions, misreading of the line, pull of the actor's own
    preferences, pull of standing commitments (of which `promised` is the mean, nan if there were none)."""

    line: float
    answer: float
    misread: float
    wish: float
    promises: float
    promised: float

    @property
    def position(self) -> float:
        return self.line + self.answer + self.misread + self.wish + self.promises


def pulled(position: float, standing, taste: float, seen: float) -> tuple[float, float]:
    """The shift towards standing commitments, and their mean."""
    if standing["count"] <= 0.0:
        return 0.0, math.nan
    pull = taste * seen
    return (position + pull * standing["position"]) / (1.0 + pull) - position, float(standing["position"])


def standing_with(decade: Decade, i: int, tick: int):
    """The standing commitment to the counterpart of an issue in its domain, at the beginning of a tick."""
    return decade.moment(tick).commitments[decade.pair(i)]


def of_centre(decade: Decade, i: int, tick: int, redrafts: int) -> Reading:
    """The position a department took in this tick."""
    issue, given, moment = decade.issues[i], decade.given, decade.moment(tick)
    raw, domain = decade.world.given[0], moment.domains[issue.domain]
    precision = federal_precision(moment, issue.locality, issue.route == CONSULT)
    own = draws.normal(draws.uniform(raw, draws.SIGNAL, issue.uid, 0, redrafts))
    now = tick * given.dt
    common = draws.normal(draws.uniform(raw, draws.COMMON, domain["uid"], int(now / 13.0), 0))
    error = decade.regime.common_error * common + decade.regime.own_error * own
    answer = (
        decade.regime.retained * weight(precision, domain["local_sd"]) * (issue.omega + error / math.sqrt(precision))
    )
    line = float(domain["line"])
    pull, promised = pulled(
        line + answer, standing_with(decade, i, tick), given.federal_coordination, decade.regime.seen_by_centre
    )
    return Reading(line, answer, 0.0, 0.0, pull, promised)


def of_actor(decade: Decade, i: int, tick: int, alone: bool) -> Reading:
    """The position that the actor of its locality took in this tick, under a mandate or alone."""
    issue, given, moment = decade.issues[i], decade.given, decade.moment(tick)
    raw, domain = decade.world.given[0], moment.domains[issue.domain]
    own = draws.normal(draws.uniform(raw, draws.LOCAL_SIGNAL, issue.uid, 0, 0))
    misread = draws.normal(draws.uniform(raw, draws.READING, issue.uid, 0, 0))
    guided = 0.0 if alone else decade.regime.guided
    slack = given.slack if alone else decade.regime.slack_kept * (1.0 - moment.subnationals["liaison"][issue.locality])
    answer = weight(given.local_precision, domain["local_sd"]) * (issue.omega + own / math.sqrt(given.local_precision))
    line, published = float(domain["line"]), float(domain["published"])
    misreading = published + (1.0 - guided) * given.guidance_noise * misread - line
    wants = moment.preferences[int(issue.locality) * len(moment.domains) + issue.domain]
    wish = slack * (wants - published)
    pull, promised = pulled(
        line + answer + misreading + wish,
        standing_with(decade, i, tick),
        given.local_coordination,
        decade.regime.seen_by_actors,
    )
    return Reading(line, answer, misreading, wish, pull, promised)


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
    if abs(reading.misread) >= 0.005:
        parts.append(f"{side * reading.misread:+.2f} because it misread the line")
    if abs(reading.wish) >= 0.005:
        parts.append(f"{side * reading.wish:+.2f} for its own preferences")
    if abs(reading.promises) >= 0.005:
        parts.append(
            f"{side * reading.promises:+.2f} for existing commitments to {country}, which averaged "
            f"{side * (reading.promised - reading.line):+.2f}"
        )
    return f"Components: {'; '.join(parts)} (+: towards {country})."
