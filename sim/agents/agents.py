"""Five kinds of agent, each holding its row of the world and the rules it lives by.

A method calls the compiled rule for its own row. Override one in a subclass and your Python rule is what happens:
`route`, `position`, `goes_alone`, `enters`, `considers` and `agrees` are single decisions. A phase of the week, by its
name in `sim/model/week.py`, is a method where such decisions are taken in it; define another and it takes the place of
the compiled rule.
"""

import math

import mesa

from sim.model.records import AT_ACTOR, AT_DRAFT, CONCLUDED
from sim.model.rules import counterpart, department, docket, knowledge, private, routing, subnational
from sim.model.schedule import Phase


def chain(issues, head, link):
    """Issue numbers of a linked list, read ahead so that a visitor may take its issue off the list."""
    following = issues[link]
    head = int(head)
    while head >= 0:
        after = int(following[head])
        yield head
        head = after


class WorldAgent(mesa.Agent):
    """An agent that owns row `index` of one of the world's tables. Fields of the row read as attributes."""

    def __init__(self, model, row, index: int, code: str, name: str):
        super().__init__(model)
        self.row, self.index, self.code, self.name = row, index, code, name
        self.world = model.world

    @property
    def world(self):
        """The world it lives in; `w` is the same as rules are handed it quickest."""
        return self._world

    @world.setter
    def world(self, world) -> None:
        self._world, self.w = world, world.handle

    def take_turn(self, phase: Phase) -> int | None:
        """Its turn in a phase of the week: what its class says of it, else the compiled rule."""
        own, row = getattr(type(self), phase.does, None), () if phase.who == "federal" else (self.index,)
        return own(self) if own else phase.rule(self.w, *row)

    def __getattr__(self, field):
        row = self.__dict__.get("row")
        if row is None or field not in row.dtype.names:
            raise AttributeError(f"{type(self).__name__} has no attribute {field!r}")
        return row[field]


class FederalApparatus(WorldAgent):
    """The centre: it routes issues, keeps the line, spends the headcount, watches."""

    def route(self, i: int) -> int:
        """Channel of a newly opened issue: CENTRAL, MANDATE, JOINT or CONSULT."""
        return routing.route(self.w, i)

    def open_docket(self) -> None:
        """Phases 1 and 2 for all that is newly opened."""
        w, row, opened = self.world, self.row, self.world.issues["opened"]
        while row["next_open"] < row["docket"] and opened[row["next_open"]] < w.clock["then"][0]:
            self._open(int(row["next_open"]))
            row["next_open"] += 1
        while row["newest"] < row["rows"]:
            self._open(int(row["newest"]))
            row["newest"] += 1

    def _open(self, i: int) -> None:
        docket.admit(self.w, i)
        routing.send(self.w, i, self.route(i))


class Department(WorldAgent):
    """A federal agent that drafts and clears."""

    def position(self, i: int) -> float:
        """The position it takes on issue i."""
        return knowledge.federal_position(self.w, i)

    def act(self) -> None:
        """Phase 3."""
        department.work(self.w, self.index)
        issues = self.world.issues
        for i in chain(issues, self.row["tray"], "next_tray"):
            if issues["desk"][i] == AT_DRAFT:
                issues["position"][i] = self.position(i)


class SubnationalActor(WorldAgent):
    """A state, province or city."""

    def position(self, i: int, alone: bool = False) -> float:
        """The position it takes on issue i, under its mandate or alone."""
        return subnational.local_position(self.w, i, alone)

    def goes_alone(self, i: int) -> int:
        """Whether it now acts alone on issue i of its locality: 0, QUIET or FREELANCE."""
        return subnational.goes_alone(self.w, self.index, i)

    def act(self) -> None:
        """Phase 3."""
        subnational.work(self.w, self.index)
        issues = self.world.issues
        for i in chain(issues, self.row["tray"], "next_tray"):
            if issues["desk"][i] == AT_ACTOR:
                issues["position"][i] = self.position(i)

    def decide(self) -> None:
        """Phase 4."""
        w, j = self.world, self.index
        subnational.finish_ventures(self.w, j)
        subnational.look_home(self.w, j, False)
        for i in chain(w.issues, self.row["home"], "next_local"):
            how = self.goes_alone(i)
            if how > 0:
                subnational.start_venture(self.w, i, how, self.position(i, alone=True))


class PrivateActor(WorldAgent):
    """A private military company or a corporation with reach."""

    def enters(self, i: int) -> int:
        """Whether it now enters on issue i: 0, ROGUE or LICENSED."""
        return private.enters(self.w, self.index, i)

    def act(self) -> None:
        """Phase 5."""
        private.finish_entries(self.w, self.index)
        for i in chain(self.world.issues, self.row["openings"], "next_private"):
            how = self.enters(i)
            if how > 0:
                private.start_entry(self.w, i, how)


class Counterpart(WorldAgent):
    """A foreign government."""

    def considers(self, i: int) -> tuple[int, float, float]:
        """The offer it considers on issue i: channel (-1 for none), position, and since when it lies there."""
        return counterpart.choose(self.w, i)

    def agrees(self, i: int, channel: int, position: float, since: float) -> float:
        """When this tick it agrees; inf if it does not."""
        return counterpart.agrees(self.w, i, channel, position, since)

    def act(self) -> None:
        """Phase 6."""
        w, c = self.world, self.index
        counterpart.take_stock(self.w, c)
        for i in chain(w.issues, self.row["table"], "next_table"):
            if w.issues["stage"][i] >= CONCLUDED:
                continue
            channel, position, since = self.considers(i)
            when = self.agrees(i, channel, position, since) if channel >= 0 else math.inf
            if when < math.inf:
                counterpart.conclude(self.w, i, channel, position, when)
        counterpart.clear_table(self.w, c)
        counterpart.court(self.w, c)
