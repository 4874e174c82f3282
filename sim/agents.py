"""Five kinds of agent, each holding its row of the world and the rules it lives by.

A method calls the compiled rule for its own row. Override one in a subclass and your Python rule is what happens:
`position`, `goes_alone`, `enters`, `considers`, `agrees` and `route` are single decisions, the others whole phases.
"""
import math

import mesa

from sim.rules import counterpart, department, oversight, private, routing, subnational, turnover
from sim.rules import knowledge as federal_rules
from sim.week import admit, settle_disputes
from sim.world.records import AT_ACTOR, AT_DRAFT, CONCLUDED


def chain(issues, head, link):
    """Issue numbers of a linked list, read ahead so that a visitor may take its issue off the list."""
    following = issues[link]
    while head >= 0:
        after = int(following[head])
        yield int(head)
        head = after


class WorldAgent(mesa.Agent):
    """An agent that owns row `index` of one of the world's tables. Fields of the row read as attributes."""

    def __init__(self, model, row, index: int, code: str, name: str):
        super().__init__(model)
        self.row, self.index, self.code, self.name = row, index, code, name

    def __getattr__(self, field):
        row = self.__dict__.get("row")
        if row is None or field not in row.dtype.names:
            raise AttributeError(f"{type(self).__name__} has no attribute {field!r}")
        return row[field]

    @property
    def world(self):
        return self.model.world

    @property
    def given(self):
        return self.model.given


class FederalApparatus(WorldAgent):
    """The centre: it routes issues, keeps the line, spends the headcount, watches."""

    def route(self, i: int) -> int:
        """Channel of a newly opened issue: CENTRAL, MANDATE, JOINT or CONSULT."""
        w = self.world
        return routing.route(self.given, w.issues, w.domains, w.subnationals, i)

    def open_docket(self) -> None:
        """Phases 1 and 2."""
        w, row, opened = self.world, self.row, self.world.issues["opened"]
        while row["next_open"] < row["docket"] and opened[row["next_open"]] < self.given["then"]:
            self._open(int(row["next_open"]))
            row["next_open"] += 1
        while row["newest"] < row["rows"]:
            self._open(int(row["newest"]))
            row["newest"] += 1
        settle_disputes(self.given, w, row)

    def _open(self, i: int) -> None:
        w = self.world
        admit(self.given, w, self.row, i)
        routing.send(self.given, w.issues, self.row, w.departments, w.subnationals, w.domains, w.queues, w.events, i,
                     self.route(i))

    def post(self) -> None:
        """Carry what left a desk to the next."""
        w = self.world
        routing.post(self.given, w.issues, self.row, w.departments, w.subnationals, w.privates, w.counterparts,
                     w.domains, w.commitments, w.queues, w.events)

    def watch(self) -> None:
        """Phases 7 and 8."""
        w = self.world
        oversight.receive(self.given, w.issues, self.row, w.subnationals, w.counterparts, w.privates, w.watch, w.events)
        oversight.come_due(self.given, w.issues, self.row, w.departments, w.subnationals, w.counterparts, w.privates,
                           w.domains, w.tables, w.due, w.watch, w.events)

    def feel_courtship(self) -> None:
        """The public side of phase 9: what this week's courtship does."""
        w = self.world
        turnover.spread_influence(self.given, self.row, w.subnationals, w.counterparts, w.commitments, w.preferences,
                                  w.base, len(w.domains), w.events)

    def vote(self) -> None:
        """Elections, and what fades."""
        w = self.world
        turnover.hold_election(self.given, self.row, w.departments, w.counterparts, w.domains, w.events)
        turnover.fade(self.given, self.row)


class Department(WorldAgent):
    """A federal agent that drafts and clears."""

    def position(self, i: int) -> float:
        """The position it takes on issue i."""
        w = self.world
        return federal_rules.federal_position(self.given, w.issues, i, w.domains, w.subnationals, w.commitments)

    def act(self) -> None:
        """Phase 3."""
        w = self.world
        department.work(self.given, w.issues, w.stations, w.queues, w.teams, w.departments, self.index)
        for i in chain(w.issues, self.tray, "next_tray"):
            if w.issues["desk"][i] == AT_DRAFT:
                w.issues["position"][i] = self.position(i)

    def age(self) -> None:
        """Phase 9."""
        turnover.age_department(self.given, self.row)


class SubnationalActor(WorldAgent):
    """A state, province or city."""

    def position(self, i: int, alone: bool = False) -> float:
        """The position it takes on issue i, under its mandate or alone."""
        w = self.world
        return subnational.local_position(self.given, w.issues, w.domains, w.commitments, w.preferences, self.row, i,
                                          alone)

    def goes_alone(self, i: int) -> int:
        """Whether it now acts alone on issue i of its locality: 0, QUIET or FREELANCE."""
        return subnational.goes_alone(self.given, self.world.issues, self.row, i)

    def act(self) -> None:
        """Phase 4."""
        w = self.world
        station = 2 * len(w.departments) + self.index
        subnational.work(self.given, w.issues, w.stations, w.queues, w.teams, self.row, station)
        for i in chain(w.issues, self.tray, "next_tray"):
            if w.issues["desk"][i] == AT_ACTOR:
                w.issues["position"][i] = self.position(i)
        subnational.look_home(self.given, w.issues, self.row)
        for i in chain(w.issues, self.home, "next_local"):
            how = self.goes_alone(i)
            if how > 0:
                subnational.start_venture(self.given, w.issues, self.row, i, how, self.position(i, alone=True))

    def age(self) -> None:
        """Phase 9."""
        w = self.world
        turnover.age_actor(self.given, w.preferences, w.base, len(w.domains), self.row, self.index)


class PrivateActor(WorldAgent):
    """A private military company or a corporation with reach."""

    def enters(self, i: int) -> int:
        """Whether it now enters on issue i: 0, ROGUE or LICENSED."""
        w = self.world
        return private.enters(self.given, w.issues, w.counterparts, self.row, i)

    def act(self) -> None:
        """Phase 5."""
        w = self.world
        private.finish_entries(self.given, w.issues, self.row)
        for i in chain(w.issues, self.openings, "next_private"):
            how = self.enters(i)
            if how > 0:
                private.start_entry(self.given, w.issues, w.domains, self.row, i, how)


class Counterpart(WorldAgent):
    """A foreign government."""

    def considers(self, i: int) -> tuple[int, float, float]:
        """The offer it considers on issue i: channel (-1 for none), position, and since when it lies there."""
        w = self.world
        return counterpart.choose(self.given, w.issues, w.commitments, self.row, i, len(w.domains))

    def agrees(self, i: int, channel: int, position: float, since: float) -> float:
        """When this tick it agrees; inf if it does not."""
        w = self.world
        return counterpart.agrees(self.given, w.issues, w.commitments, w.departments, w.subnationals, w.domains,
                                  self.row, i, channel, position, since)

    def act(self) -> None:
        """Phase 6."""
        w = self.world
        for i in chain(w.issues, self.table, "next_table"):
            if w.issues["stage"][i] >= CONCLUDED:
                continue
            channel, position, since = self.considers(i)
            when = self.agrees(i, channel, position, since) if channel >= 0 else math.inf
            if when < math.inf:
                counterpart.conclude(self.given, w.issues, w.commitments, w.domains, self.row, i, channel, position,
                                     when)
        counterpart.clear_table(w.issues, self.row)
        counterpart.court(self.given, w.subnationals, w.commitments, w.preferences, w.tables.locality, self.row,
                          self.index, len(w.domains))
