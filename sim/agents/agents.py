"""Five kinds of agent, each holding its row of the world and the rules it lives by.

A method calls the compiled rule for its own row. Override one in a subclass and your Python rule is what happens:
`route`, `position`, `goes_alone`, `enters`, `considers` and `agrees` are single decisions, `act`, `decide` and `age` phases.
"""

import math

import mesa

from sim.model import rows
from sim.model.records import AT_ACTOR, AT_DRAFT, CONCLUDED


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

    def __getattr__(self, field):
        row = self.__dict__.get("row")
        if row is None or field not in row.dtype.names:
            raise AttributeError(f"{type(self).__name__} has no attribute {field!r}")
        return row[field]


class FederalApparatus(WorldAgent):
    """The centre: it routes issues, keeps the line, spends the headcount, watches."""

    def route(self, i: int) -> int:
        """Channel of a newly opened issue: CENTRAL, MANDATE, JOINT or CONSULT."""
        w = self.world
        return rows.route(w.given, w.issues, w.domains, w.subnationals, i)

    def open_docket(self) -> None:
        """Phases 1 and 2."""
        w, row, opened = self.world, self.row, self.world.issues["opened"]
        rows.think_alike(w.given, w.domains)
        while row["next_open"] < row["docket"] and opened[row["next_open"]] < w.given["then"][0]:
            self._open(int(row["next_open"]))
            row["next_open"] += 1
        while row["newest"] < row["rows"]:
            self._open(int(row["newest"]))
            row["newest"] += 1
        rows.settle_disputes(
            w.given, w.issues, w.federal, w.departments, w.counterparts, w.domains, w.commitments, w.queues, w.events
        )

    def _open(self, i: int) -> None:
        w = self.world
        rows.admit(w.given, w.issues, w.federal, w.subnationals, w.privates, w.due, w.events, i)
        rows.send(
            w.given, w.issues, w.federal, w.departments, w.subnationals, w.domains, w.queues, w.events, i, self.route(i)
        )

    def post(self) -> int:
        """Carry what left a desk to the next; how many papers that were."""
        w = self.world
        return rows.post(
            w.given,
            w.issues,
            w.federal,
            w.departments,
            w.subnationals,
            w.counterparts,
            w.domains,
            w.commitments,
            w.queues,
            w.bins,
            w.events,
        )

    def post_ventures(self) -> None:
        """Lay before counterparts what others have ready on their own."""
        w = self.world
        rows.post_ventures(w.issues, w.federal, w.subnationals, w.privates, w.counterparts, w.events)

    def watch(self) -> None:
        """Phases 7 and 8."""
        w = self.world
        rows.receive(w.given, w.issues, w.federal, w.subnationals, w.counterparts, w.privates, w.watch, w.events)
        rows.come_due(
            w.given,
            w.issues,
            w.federal,
            w.departments,
            w.subnationals,
            w.counterparts,
            w.privates,
            w.domains,
            w.tables,
            w.due,
            w.watch,
            w.events,
        )

    def feel_courtship(self) -> None:
        """The public side of phase 9: what this week's courtship does."""
        w = self.world
        rows.spread_influence(
            w.given,
            w.federal,
            w.subnationals,
            w.counterparts,
            w.domains,
            w.commitments,
            w.preferences,
            w.base,
            w.events,
        )

    def vote(self) -> None:
        """Elections, and what fades."""
        w = self.world
        rows.vote(w.given, w.federal, w.departments, w.counterparts, w.domains, w.events)


class Department(WorldAgent):
    """A federal agent that drafts and clears."""

    def position(self, i: int) -> float:
        """The position it takes on issue i."""
        w = self.world
        return rows.federal_position(w.given, w.issues, w.domains, w.subnationals, w.commitments, i)

    def act(self) -> None:
        """Phase 3."""
        w = self.world
        rows.department_work(w.given, w.issues, w.stations, w.queues, w.teams, w.departments, self.index)
        for i in chain(w.issues, self.row["tray"], "next_tray"):
            if w.issues["desk"][i] == AT_DRAFT:
                w.issues["position"][i] = self.position(i)

    def age(self) -> None:
        """Phase 9."""
        rows.age_department(self.world.given, self.world.departments, self.index)


class SubnationalActor(WorldAgent):
    """A state, province or city."""

    def position(self, i: int, alone: bool = False) -> float:
        """The position it takes on issue i, under its mandate or alone."""
        w = self.world
        return rows.local_position(
            w.given, w.issues, w.domains, w.commitments, w.preferences, w.subnationals, self.index, i, alone
        )

    def goes_alone(self, i: int) -> int:
        """Whether it now acts alone on issue i of its locality: 0, QUIET or FREELANCE."""
        return rows.goes_alone(self.world.given, self.world.issues, self.world.subnationals, self.index, i)

    def act(self) -> None:
        """Phase 3."""
        w, j = self.world, self.index
        rows.actor_work(w.given, w.issues, w.stations, w.queues, w.teams, w.subnationals, j, 2 * len(w.departments) + j)
        for i in chain(w.issues, self.row["tray"], "next_tray"):
            if w.issues["desk"][i] == AT_ACTOR:
                w.issues["position"][i] = self.position(i)

    def decide(self) -> None:
        """Phase 4."""
        w, j = self.world, self.index
        rows.finish_ventures(w.given, w.issues, w.subnationals, j)
        rows.look_home(w.given, w.issues, w.subnationals, j)
        for i in chain(w.issues, self.row["home"], "next_local"):
            how = self.goes_alone(i)
            if how > 0:
                rows.start_venture(w.given, w.issues, w.subnationals, j, i, how, self.position(i, alone=True))

    def age(self) -> None:
        """Phase 9."""
        w = self.world
        rows.age_actor(w.given, w.preferences, w.base, w.domains, w.subnationals, self.index)


class PrivateActor(WorldAgent):
    """A private military company or a corporation with reach."""

    def enters(self, i: int) -> int:
        """Whether it now enters on issue i: 0, ROGUE or LICENSED."""
        w = self.world
        return rows.enters(w.given, w.issues, w.counterparts, w.privates, self.index, i)

    def act(self) -> None:
        """Phase 5."""
        w = self.world
        rows.finish_entries(w.given, w.issues, w.privates, self.index)
        for i in chain(w.issues, self.row["openings"], "next_private"):
            how = self.enters(i)
            if how > 0:
                rows.start_entry(w.given, w.issues, w.domains, w.privates, self.index, i, how)


class Counterpart(WorldAgent):
    """A foreign government."""

    def considers(self, i: int) -> tuple[int, float, float]:
        """The offer it considers on issue i: channel (-1 for none), position, and since when it lies there."""
        w = self.world
        return rows.choose(w.given, w.issues, w.commitments, w.counterparts, self.index, i, len(w.domains))

    def agrees(self, i: int, channel: int, position: float, since: float) -> float:
        """When this tick it agrees; inf if it does not."""
        w = self.world
        return rows.agrees(
            w.given,
            w.issues,
            w.commitments,
            w.departments,
            w.subnationals,
            w.domains,
            w.counterparts,
            self.index,
            i,
            channel,
            position,
            since,
        )

    def act(self) -> None:
        """Phase 6."""
        w, c = self.world, self.index
        rows.take_stock(w.given, w.counterparts, c)
        for i in chain(w.issues, self.row["table"], "next_table"):
            if w.issues["stage"][i] >= CONCLUDED:
                continue
            channel, position, since = self.considers(i)
            when = self.agrees(i, channel, position, since) if channel >= 0 else math.inf
            if when < math.inf:
                rows.conclude(
                    w.given, w.issues, w.commitments, w.domains, w.counterparts, c, i, channel, position, when
                )
        rows.clear_table(w.issues, w.counterparts, c)
        rows.court(w.given, w.subnationals, w.domains, w.commitments, w.preferences, w.tables, w.counterparts, c)
