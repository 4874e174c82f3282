"""The decade of a department, and of the centre."""

from functools import cached_property

import numpy as np

from sim.model.desks import central_teams
from sim.model.records import (
    CENTRAL,
    CLEARED,
    CONCLUDED,
    CONSULT,
    DETECTED,
    DRAFTED,
    LAPSED,
    OVERRULED,
    REMEDIED,
    RETURNED_,
    RULED,
    SANCTIONED,
)
from sim.tell.explain import dated, handover, law, words, yearly
from sim.tell.explain.decade import Decade


def logged(decade: Decade, kind: int, chosen=None) -> np.ndarray:
    """The number of log lines of a kind in each year."""
    log = decade.log if chosen is None else decade.log[chosen]
    return yearly.counted(decade, log.time, log.kind == kind)


class Department:
    def __init__(self, decade: Decade, row: int):
        self.decade, self.row = decade, row
        table = decade.issues
        self.own = decade.seen & (decade.world.domains["department"][table.domain] == row)
        self.concerns = self.own & np.isin(table.route, (CENTRAL, CONSULT))

    @cached_property
    def course(self) -> yearly.Course:
        return yearly.observe(self.decade)

    @cached_property
    def desk(self) -> np.ndarray:
        """Which log lines are its own: drafts of issues that the centre holds, clearances, rulings, signatures."""
        log = self.decade.log
        route = self.decade.issues.route  # a crisis caused as the decade ends has a line but was never opened
        central = np.isin(route[np.clip(log.issue, 0, len(route) - 1)], (CENTRAL, CONSULT))
        return (log.actor == self.row) & (log.issue >= 0) & ((log.kind != DRAFTED) | central)

    def waits(self) -> np.ndarray:
        """Median weeks until a team took up an issue, by the year in which it did so."""
        table, decade = self.decade.issues, self.decade
        mine = self.concerns & (table.route == CENTRAL) & (table.started < decade.given.weeks)
        year = (table.started[mine] / yearly.YEAR).astype(int)
        wait = (table.started - table.opened)[mine]
        each = [wait[year == k] for k in range(yearly.years(decade))]
        return np.array([np.median(one) if len(one) else np.nan for one in each])

    def narrate(self):
        decade, table, course = self.decade, self.decade.issues, self.course
        domains = map(decade.domain, np.flatnonzero(decade.world.domains["department"] == self.row).tolist())
        yield words.paragraph(
            f"{words.upper(decade.department(self.row))} is responsible for {words.listed(domains)}; "
            f"{handover.department_teams(decade, self.row)}."
        )
        yield yearly.lay_out(
            decade,
            {
                "arose": yearly.counted(decade, table.opened, self.own),
                "retained": yearly.counted(decade, table.opened, self.concerns),
                "drafts": logged(decade, DRAFTED, self.desk),
                "wait": self.waits(),
                "lapsed": yearly.counted(decade, table.closed, self.concerns & (table.stage == LAPSED)),
                "cleared": logged(decade, CLEARED, self.desk),
                "sent back": logged(decade, RETURNED_, self.desk),
                "busy": course.busy[:, self.row],
                "skill": course.department_skill[:, self.row],
                "readiness": course.readiness[:, self.row],
            },
        )
        yield words.paragraph(
            "arose: issues in its domains; retained: of those, not delegated; wait: median weeks until a "
            "team took one up; "
            "cleared, sent back: drafts of others; busy: mean share of its teams at work."
        )
        if befell := dated.of_department(decade, self.row):
            yield words.paragraph(befell)

    def totals(self) -> dict[str, float]:
        decade, table, mine = self.decade, self.decade.issues, self.concerns
        waits = (table.started - table.opened)[mine & (table.route == CENTRAL) & (table.started < decade.given.weeks)]
        return {
            "arose": yearly.total(self.own),
            "retained": yearly.total(mine),
            "agreed": yearly.total(mine & (table.stage == CONCLUDED)),
            "lapsed": yearly.total(mine & (table.stage == LAPSED)),
            "median wait, weeks": float(np.median(waits)) if len(waits) else 0.0,
            "sent back to others": int(logged(decade, RETURNED_, self.desk).sum()),
            "busy": float(self.course.busy[:, self.row].mean()),
            "incidents surfaced": yearly.total(mine & np.isfinite(table.surfaced)),
        }


class Centre:
    def __init__(self, decade: Decade, row: int):
        self.decade, self.row = decade, row
        self.concerns = np.isin(decade.issues.route, (CENTRAL, CONSULT))

    def at_ends(self, name: str) -> np.ndarray:
        """A number of the weekly series in the last week of each year."""
        series, given = self.decade.world.series, self.decade.given
        ends = [min(round((k + 1) * yearly.YEAR / given.dt), len(series)) - 1 for k in range(yearly.years(self.decade))]
        return series[name][ends]

    @property
    def legitimacy(self) -> np.ndarray:
        """Legitimacy at the end of each year."""
        return self.at_ends("legitimacy")

    def managers(self, regime) -> str:
        """How many they are, and what they cost where a manager is paid better than those below."""
        given = self.decade.given
        found = f"{max(regime.front - 1.0, 0.0) / (given.span - 1.0):,.0f} managers"
        paid = "" if given.pay_step == 1.0 else f" at the cost of {regime.managers:,.0f} officers"
        return f"{found} above them{paid}"

    def links(self, regime) -> str:
        """Staff that keeps the links between the departments, if any."""
        fte, between = regime.links, len(self.decade.world.departments)
        return f"{fte:,.0f} for the links between {between} institutions, " if fte > 0.0 else ""

    def staff(self, regime) -> str:
        """What the staff of the centre does under this policy."""
        return (
            f"{self.decade.given.headcount:,.0f} staff: {regime.overhead:,.0f} for the levers of "
            f"{'the policy' if self.decade.changes else 'this policy'}, {self.links(regime)}{regime.front:,.0f} "
            f"front-line officers in {central_teams(regime):.0f} teams of "
            f"{words.many(len(self.decade.world.departments), 'institution')} on "
            f"{regime.levels:.0f} levels, {self.managers(regime)}, and "
            f"{regime.supply:,.0f} who supply and support them."
        )

    def narrate(self):
        decade, given = self.decade, self.decade.given
        first, last = (self.staff(decade.regime(era.tick)) for era in (decade.eras[0], decade.eras[-1]))
        if first != last:
            first = f"When the run began: {first} When it ended: {last}"
        elif decade.changes:
            first = f"When the run began, and again when it ended: {first}"
        yield words.paragraph(first)
        kinds = {
            "ruled": RULED,
            "not binding": OVERRULED,
            "detected": DETECTED,
            "corrected": REMEDIED,
            "sanctions": SANCTIONED,
        }
        yield yearly.lay_out(
            decade,
            {
                "retained": yearly.counted(decade, decade.issues.opened, self.concerns),
                **{name: logged(decade, kind) for name, kind in kinds.items()},
                "incidents": yearly.counted(decade, decade.issues.surfaced),
                "legitimacy": self.legitimacy,
            }
            | ({"means": self.at_ends("means")} if given.budget_response > 0.0 else {}),
        )
        yield words.paragraph(
            "retained: issues not delegated; ruled: disputes settled by the coordinating body; not "
            f"binding: rulings that were ignored.{self.budgets()}{law.counts(decade)}"
        )

    def budgets(self) -> str:
        """What the last column is, where budgets follow legitimacy."""
        followed = self.decade.given.budget_response > 0.0
        return " means: teams relative to the start, by the budget granted as the year ended." if followed else ""

    def totals(self) -> dict[str, float]:
        table, mine = self.decade.issues, self.concerns
        return {
            "retained": yearly.total(mine),
            "agreed of those": yearly.total(mine & (table.stage == CONCLUDED)),
            "lapsed of those": yearly.total(mine & (table.stage == LAPSED)),
            "detected": int(logged(self.decade, DETECTED).sum()),
            "corrected": int(logged(self.decade, REMEDIED).sum()),
            "incidents surfaced": yearly.total(np.isfinite(table.surfaced)),
            "legitimacy at the end": float(self.legitimacy[-1]),
        }
