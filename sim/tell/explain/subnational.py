"""The decade of a state or city."""

from functools import cached_property

import numpy as np

from sim.model.records import (
    CAPTURED,
    CENTRAL,
    CONCLUDED,
    CONSULT,
    FREELANCE,
    JOINT,
    LAPSED,
    MANDATE,
    QUIET,
    ROGUE,
    SANCTIONED,
)
from sim.tell.explain import handover, law, peers, words, yearly
from sim.tell.explain.decade import Decade


class Subnational:
    def __init__(self, decade: Decade, row: int):
        self.decade, self.row = decade, row
        self.concerns = decade.seen & (decade.issues.locality == row)

    @cached_property
    def course(self) -> yearly.Course:
        return yearly.observe(self.decade)

    @property
    def asked(self) -> np.ndarray:
        """Given to it when they arose, whatever was called back later."""
        return self.concerns & np.isin(self.decade.given_routes, (MANDATE, JOINT, CONSULT))

    @property
    def answered(self) -> np.ndarray:
        """Settled by itself under a mandate, jointly, or on its advice."""
        table = self.decade.issues
        return self.concerns & (table.stage == CONCLUDED) & np.isin(table.channel, (MANDATE, JOINT, CONSULT))

    @property
    def tried(self) -> np.ndarray:
        return self.concerns & (self.decade.issues.venture > 0)

    @property
    def alone(self) -> np.ndarray:
        table = self.decade.issues
        return self.tried & (table.stage == CONCLUDED) & (table.channel == table.venture)

    def narrate(self):
        decade, table = self.decade, self.decade.issues
        yield words.paragraph(self.means())
        yield yearly.lay_out(
            decade,
            {
                "issues": yearly.counted(decade, table.opened, self.concerns),
                "given": yearly.counted(decade, table.opened, self.asked),
                "settled": yearly.counted(decade, table.closed, self.answered),
                "attempted": yearly.counted(decade, table.venture_at, self.tried),
                "alone": yearly.counted(decade, table.closed, self.alone),
                "incidents": yearly.counted(decade, table.surfaced, self.concerns),
                "trust": self.course.trust[:, self.row],
                "skill": self.course.skill[:, self.row],
                "drift": self.course.drift[:, self.row],
            },
        )
        yield words.paragraph(
            "Years of 52 weeks. given: issues given to it, by mandate, for joint signature or for "
            "advice; settled: of those. attempted: issues on which it acted on its own; alone: of those, settled "
            "that way. trust in the centre, skill and drift of its preferences (sd): at the end of each year."
        )
        theirs = np.isin(decade.log.issue, np.flatnonzero(self.concerns & (table.route != CENTRAL) | self.alone))
        yield words.paragraph(f"{self.courtship()} {self.sanctions()}{law.counts(decade, theirs)}")
        if self.decade.given.actor_learning > 0.0:
            yield words.paragraph(self.record())

    def means(self) -> str:
        decade = self.decade
        actor = decade.under(0).subnationals[self.row]
        given, name = decade.given, decade.actor(self.row)
        mandates = "able to take mandates" if actor["able"] else "too small to take mandates"
        return (
            f"{name}: {actor['teams']:.2f} teams ({mandates}), aspiration to act abroad "
            f"{actor['aspiration']:.2f}, defence against "
            f"courtship {actor['defence']:.2f}, tie through liaison officers {actor['liaison']:.2f}, trust in the "
            "centre at the start "
            f"{given.trust:.2f}.{peers.belonging(decade, self.row)}{handover.mandates(decade, self.row)}"
        )

    @property
    def ways(self) -> dict[str, tuple[str, int]]:
        """The ways to settle an issue: where what it has learnt of each stands, and how often it tried each."""
        table = self.decade.issues
        ended = self.concerns & (table.stage >= CONCLUDED) & (table.route != MANDATE)
        ended &= table.closed < self.decade.given.weeks - self.decade.given.dt  # of what came later it had not heard
        return {
            way: (field, yearly.total(ended & (table.venture == venture)))
            for way, field, venture in (
                ("waiting", "learnt_official", 0),
                ("acting quietly", "learnt_quiet", QUIET),
                ("acting openly", "learnt_open", FREELANCE),
            )
        }

    def record(self) -> str:
        """What it has learnt from its own record, and from how many issues."""
        actor = self.decade.world.subnationals[self.row]
        told = words.listed(
            f"{way} pays {actor[field]:.2f} (from {words.many(n, 'issue')})" for way, (field, n) in self.ways.items()
        )
        return f"From its own record it has learnt, on a scale of 0 to 1 that began at 0.50 for each way, that {told}."

    def courtship(self) -> str:
        """Which rivals courted it, for how long, and whether they captured it."""
        decade, courted = self.decade, self.course.courted[:, self.row]
        order = [c for c in np.argsort(-courted, kind="stable") if courted[c] > 0]
        dt = decade.given.dt
        text = "No rival courted it."
        if order:
            most = words.listed(f"{decade.country(c)} for {courted[c] * dt:.0f} weeks" for c in order[:5])
            text = f"Rivals courted it: {most}."
        won = decade.log[(decade.log.kind == CAPTURED) & (decade.log.actor == self.row)]
        for event in won[:5]:
            last = decade.country(int(event.value))
            text += f" It was captured on {decade.day(event.time)}, last drawn by {last}."
        if len(won) > 5:
            text += f" It was captured {len(won) - 5} more times."
        never = f"{text} It was never captured (that takes a drift of {decade.given.capture_threshold:g} sd)."
        return text if len(won) else never

    @property
    def punished(self) -> np.recarray:
        """Sanctions of the actor itself, not of private actors in its locality."""
        decade = self.decade
        events = decade.log[(decade.log.kind == SANCTIONED) & (decade.log.actor == self.row)]
        return events[decade.issues.channel[events.issue] < ROGUE]

    def sanctions(self) -> str:
        events = self.punished[np.argsort(self.punished.time, kind="stable")]
        if not len(events):
            return "It was never sanctioned."
        told = words.listed(f"{self.decade.day(e.time)} (issue {e.issue})" for e in events[:6])
        often = f" {len(events):,} times, first" if len(events) > 6 else ""
        return f"It was sanctioned{often} on {told}."

    def totals(self) -> dict[str, float]:
        table, mine, actor = self.decade.issues, self.concerns, self.decade.world.subnationals[self.row]
        learnt = self.ways if self.decade.given.actor_learning > 0.0 else {}
        return {
            "issues": yearly.total(mine),
            "given to it": yearly.total(self.asked),
            "settled of those": yearly.total(self.answered),
            "lapsed": yearly.total(mine & (table.stage == LAPSED)),
            "attempted alone": yearly.total(self.tried),
            "settled alone": yearly.total(self.alone),
            "with a problem": yearly.total(mine & (table.incident > 0)),
            "incidents surfaced": yearly.total(mine & np.isfinite(table.surfaced)),
            "sanctions": len(self.punished),
            "trust at the end": float(self.course.trust[-1, self.row]),
            "skill at the end": float(self.course.skill[-1, self.row]),
            "weeks courted": int(self.course.courted[:, self.row].sum() * self.decade.given.dt),
            **{f"learnt that {way} pays": float(actor[field]) for way, (field, _) in learnt.items()},
        }
