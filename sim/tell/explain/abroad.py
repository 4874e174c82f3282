"""The decade of a counterpart."""

from functools import cached_property

import numpy as np

from sim.model.records import AT_POST, CAPTURED, CONCLUDED, LAPSED, SPEAKERS
from sim.model.rules.belief import reputation
from sim.tell.explain import words, yearly
from sim.tell.explain.decade import Decade
from sim.tell.explain.overview import WHO


class Counterpart:
    def __init__(self, decade: Decade, row: int):
        self.decade, self.row = decade, row
        self.concerns = decade.seen & (decade.issues.counterpart == row)

    @cached_property
    def course(self) -> yearly.Course:
        return yearly.observe(self.decade)

    @property
    def agreed(self) -> np.ndarray:
        return self.concerns & (self.decade.issues.stage == CONCLUDED)

    def narrate(self):
        decade, table = self.decade, self.decade.issues
        yield words.paragraph(self.means())
        columns = {"issues": yearly.counted(decade, table.opened, self.concerns)}
        for name, channels in WHO.items():
            columns[name] = yearly.counted(decade, table.closed, self.agreed & np.isin(table.channel, channels))
        columns["lapsed"] = yearly.counted(decade, table.closed, self.concerns & (table.stage == LAPSED))
        columns["contrad."] = yearly.counted(decade, table.closed, self.agreed & (table.contradicts > 0))
        columns["incidents"] = yearly.counted(decade, table.surfaced, self.concerns)
        columns["trust"] = self.course.confidence[:, self.row]
        yield yearly.lay_out(decade, columns)
        yield words.paragraph(
            "centre to private: issues agreed with it, by who spoke for the country. contrad.: "
            "those that contradict existing commitments. "
            "trust: its belief that the country honours its commitments, at the end of each year."
        )
        if decade.world.counterparts["capacity"][self.row] > 0:
            yield words.paragraph(self.embassy())
        if self.decade.given.channel_memory > 0.0:
            yield words.paragraph(self.beliefs())
        yield words.paragraph(self.courtship())

    def embassy(self) -> str:
        """How much the post there can have in hand, and how long others wait."""
        decade, table = self.decade, self.decade.issues
        hands = int(decade.world.counterparts["capacity"][self.row])
        text = f"Of what the centre offers, the embassy there has at most {words.many(hands, 'issue')} in hand at once."
        came = self.concerns & (table.desk == AT_POST)
        taken = came & np.isfinite(table.tabled)
        if not taken.any():
            return f"{text} None was taken up."
        waits = table.tabled[taken] - table.ready[taken]
        late = int((waits >= 1 / 7).sum())
        text += (
            f" It took up {int(taken.sum()):,} of {int(came.sum()):,}, {words.of_which(late, len(waits))} had to wait"
        )
        return f"{text}, for {words.weeks(float(waits[waits >= 1 / 7].mean()))} on average." if late else f"{text}."

    def means(self) -> str:
        partner, name = self.decade.world.counterparts[self.row], self.decade.country(self.row)
        side = "an ally" if partner["ally"] > 0 else "a rival" if partner["rival"] > 0 else "neither ally nor rival"
        return (
            f"{words.upper(name)} is {side}; by its UN votes, {partner['ideal']:.2f} sd from the midpoint between "
            "the parties (in a single domain more or less, on either "
            f"side); alignment {partner['alignment']:.2f}."
        )

    def beliefs(self) -> str:
        """Whom it believes, at the end, and by how much that counts."""
        world, memory = self.decade.world, words.percent(self.decade.given.channel_memory)
        told = words.listed(f"{who} {reputation(world, self.row, k):.2f}" for k, who in enumerate(SPEAKERS))
        return (
            f"It remembers who kept which word. Its belief at the end: {told}. When one of them makes an offer, that "
            f"counts for {memory}, and its trust in the country for the rest."
        )

    def courtship(self) -> str:
        decade, courted = self.decade, self.course.courted[self.row]
        if not courted.any():
            return "It courted no state or city."
        order = [j for j in np.argsort(-courted, kind="stable")[:5] if courted[j] > 0]
        won = decade.log[(decade.log.kind == CAPTURED) & (decade.log.value == self.row)]
        dt = decade.given.dt
        text = f"It courted {words.listed(f'{decade.actor(j)} for {courted[j] * dt:.0f} weeks' for j in order)}"
        more = int((courted > 0).sum()) - len(order)
        text += f" and {more} others." if more > 0 else "."
        captured = words.listed(f"{decade.actor(e.actor)} ({decade.day(e.time)})" for e in won[:5])
        text = f"{text} It captured {captured}." if len(won) else f"{text} It captured none."
        return f"{text}{self.dossier()}"

    def dossier(self) -> str:
        """Of whom it has learnt that courtship pays, at the end."""
        first, actors = self.decade.world.counterparts["dossier"][self.row], len(self.decade.world.subnationals)
        if first < 0:
            return ""
        learnt = self.decade.world.dossiers[first : first + actors]
        best = [j for j in np.argsort(-learnt, kind="stable")[:3] if learnt[j] > 0.0]
        told = words.listed(f"{self.decade.actor(j)} {learnt[j]:.2f}" for j in best)
        return f" As it has learnt, a week of courtship pays most with {told} (1: it captures)." if best else ""

    def totals(self) -> dict[str, float]:
        table, mine = self.decade.issues, self.concerns
        found = {"issues": yearly.total(mine), "agreed": yearly.total(self.agreed)}
        for name, channels in WHO.items():
            found[f"  {name}"] = yearly.total(self.agreed & np.isin(table.channel, channels))
        return found | {
            "lapsed": yearly.total(mine & (table.stage == LAPSED)),
            "contradictions": yearly.total(self.agreed & (table.contradicts > 0)),
            "incidents surfaced": yearly.total(mine & np.isfinite(table.surfaced)),
            "trust at the end": float(self.course.confidence[-1, self.row]),
        }
