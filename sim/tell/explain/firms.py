"""The decade of a private actor."""

import numpy as np

from sim.model.records import CONCLUDED, LICENSED, ROGUE, SANCTIONED
from sim.tell.explain import words, yearly
from sim.tell.explain.decade import Decade


class Firm:
    def __init__(self, decade: Decade, row: int):
        self.decade, self.row = decade, row
        self.noticed = decade.seen & (decade.issues.private == row)
        self.concerns = self.noticed & (decade.issues.entry > 0)

    @property
    def agreed(self) -> np.ndarray:
        table = self.decade.issues
        return self.concerns & (table.stage == CONCLUDED) & np.isin(table.channel, (ROGUE, LICENSED))

    @property
    def trouble(self) -> np.ndarray:
        return self.harm

    @property
    def harm(self) -> np.ndarray:
        return self.agreed & (self.decade.issues.incident > 0)

    def narrate(self):
        decade, table = self.decade, self.decade.issues
        firm = decade.world.privates[self.row]
        yield words.paragraph(
            f"{words.upper(decade.firm(self.row))}: appetite {firm['appetite']:.2f}, agenda "
            f"{words.signed(firm['agenda'])} sd "
            f"from the national line, at most {words.many(int(firm['capacity']), 'venture')} at a "
            f"time.{self.patron()}"
        )
        yield yearly.lay_out(
            decade,
            {
                "noticed": yearly.counted(decade, table.opened, self.noticed),
                "entered": yearly.counted(decade, table.entry_at, self.concerns),
                "under licence": yearly.counted(decade, table.entry_at, self.concerns & (table.entry == LICENSED)),
                "agreed": yearly.counted(decade, table.closed, self.agreed),
                "harm done": yearly.counted(decade, table.closed, self.harm),
                "incidents": yearly.counted(decade, table.surfaced, self.harm),
            },
        )
        events = self.punished
        dates = words.listed(f"{decade.day(e.time)} (issue {e.issue})" for e in events[:6])
        yield words.paragraph(
            f"It was barred after sanctions {words.many(len(events), 'time')}: {dates}."
            if len(events)
            else "It was never sanctioned."
        )

    def patron(self) -> str:
        row, patronage = int(self.decade.world.privates["patron"][self.row]), self.decade.given.patronage
        if row < 0 or patronage <= 0.0:
            return ""
        name = self.decade.country(row)
        return f" Behind it stands {name}: its texts go {words.percent(patronage)} of the way to what {name} wants."

    @property
    def punished(self) -> np.recarray:
        events = self.decade.log[self.decade.log.kind == SANCTIONED]
        return events[self.agreed[events.issue]]

    def totals(self) -> dict[str, float]:
        surfaced = np.isfinite(self.decade.issues.surfaced)
        return {
            "noticed": yearly.total(self.noticed),
            "entered": yearly.total(self.concerns),
            "agreed": yearly.total(self.agreed),
            "harm done": yearly.total(self.harm),
            "incidents surfaced": yearly.total(self.harm & surfaced),
            "sanctions": len(self.punished),
        }
