"""Five kinds of agent, each holding its row of the world and the rules it lives by.

A method calls the compiled rule for its own row. Override one in a subclass and your Python rule is what happens:
`route`, `position`, `goes_alone`, `enters`, `considers` and `agrees` are single decisions, whose answers are checked
(`answers.py`). A phase of the week, by its name in `sim/model/week.py`, is a method where such decisions are taken in
it; define another and it takes the place of the compiled rule.
"""

import math
from typing import ClassVar

import mesa

from sim.agents import answers
from sim.errors import ALIKE, InputError, nearest
from sim.model.limits import Limit, check
from sim.model.records import AT_ACTOR, AT_DRAFT, CONCLUDED
from sim.model.rules import counterpart, department, docket, embassy, knowledge, private, routing, subnational
from sim.model.schedule import Phase, Rounds
from sim.model.week import SCHEDULE
from sim.model.world import TABLES, World

SHARE, FLAG = Limit("number", 0, 1), Limit("integer", 0, 1)
WEEK, AMOUNT = Limit("number", 0, 10_000), Limit("number", 0, 10)


def chain(issues, head, link):
    """Issue numbers of a linked list, read ahead so that a visitor may take its issue off the list."""
    following = issues[link]
    head = int(head)
    while head >= 0:
        after = int(following[head])
        yield head
        head = after


class WorldAgent(mesa.Agent):
    """An agent that owns row `index` of one of the world's tables.

    The fields of its row read as attributes, in plain Python numbers. Those in `MAY_SET` can be set within their limits
    (InputError), the others not (AttributeError): the rules, the policy or the scenario settle them. Any other
    attribute is the agent's own.
    """

    TABLE: ClassVar[str]
    MAY_SET: ClassVar[dict[str, Limit]]
    FIELDS: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **settings) -> None:
        super().__init_subclass__(**settings)
        cls.FIELDS = TABLES[cls.TABLE][0].names or ()
        for field in cls.FIELDS:
            if hasattr(cls, field):
                raise InputError(f"{cls.__name__}.{field}: hides a field of the row; expected another name")
        if "TABLE" not in vars(cls):  # not a kind of ours
            check_names(cls)

    def __init__(self, model, index: int, code: str, name: str):
        super().__init__(model)
        self.index, self.code, self.name = index, code, name
        self.enter(model.world)

    def __repr__(self) -> str:
        return f"<{self}>"

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.code} {self.name}"

    def enter(self, world: World) -> None:
        """Stand in its row of this world; `w` is the world as rules are handed it quickest."""
        self.world, self.w, self.row = world, world.handle, getattr(world, self.TABLE)[self.index]

    def take_turn(self, phase: Phase) -> int | None:
        """Its turn in a phase of the week: what its class says of it, else the compiled rule."""
        own, row = getattr(type(self), phase.does, None), () if phase.who == "federal" else (self.index,)
        return own(self) if callable(own) else phase.rule(self.w, *row)

    def __getattr__(self, name: str):
        if "index" in self.__dict__:
            if "row" not in self.__dict__:  # a copy, which stands in the copied world
                self.enter(self.model.world)
                return getattr(self, name)
            if name in self.FIELDS:
                return self.row[name].item()
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __setattr__(self, name: str, value) -> None:
        if name not in self.FIELDS:
            object.__setattr__(self, name, value)
        elif name in self.MAY_SET:
            self.row[name] = check(f"{self}: {name}", value, self.MAY_SET[name])
        else:
            raise AttributeError(f"{self}: {name} cannot be set; expected one of {', '.join(self.MAY_SET)}")

    def __getstate__(self) -> dict:
        return {name: value for name, value in self.__dict__.items() if name not in ("world", "w", "row")}


def check_names(own: type[WorldAgent]) -> None:
    """Raises InputError at a method that stands in for none, though its name is nearly that of one that could, and that
    no other of its class calls: nobody would, and the compiled rule would hold."""
    kind = next(one for one in own.__mro__ if "TABLE" in vars(one))
    phases = [one for entry in SCHEDULE for one in (entry.phases if isinstance(entry, Rounds) else (entry,))]
    known = {name for name, one in vars(kind).items() if callable(one) and not name.startswith("_")}
    known |= {phase.does for phase in phases if phase.who == own.TABLE}
    members = {name: getattr(own, name, None) for name in dir(own)}
    called = {word for one in members.values() for word in getattr(getattr(one, "__code__", None), "co_names", ())}
    for name in members.keys() - {*dir(kind)} - known - called:
        if callable(members[name]) and not name.startswith("_") and (hint := nearest(name, known, ALIKE)):
            raise InputError(f"{own.__name__}.{name}: never called; expected a method of {kind.__name__}{hint}")


class FederalApparatus(WorldAgent):
    """The centre: it routes issues, keeps the line, spends the headcount, watches."""

    TABLE = "federal"
    MAY_SET: ClassVar = {
        "lessons": SHARE,
        "legitimacy": SHARE,
        "slots": Limit("number", 0, 1000),
        "office_free": WEEK,
        "desk_free": WEEK,
    }

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
        channel = answers.choice(self, "route", i, self.route(i), answers.ROUTES)
        if routing.is_seen(self.w, i, channel):
            docket.admit(self.w, i)
            routing.send(self.w, i, channel)
        else:
            docket.pass_unseen(self.w, i)


class Department(WorldAgent):
    """A federal agent that drafts and clears."""

    TABLE = "departments"
    MAY_SET: ClassVar = {"skill": SHARE, "readiness": SHARE}

    def position(self, i: int) -> float:
        """The position it takes on issue i."""
        return knowledge.federal_position(self.w, i)

    def act(self) -> None:
        """Phase 3."""
        department.work(self.w, self.index)
        issues = self.world.issues
        for i in chain(issues, self.row["tray"], "next_tray"):
            if issues["desk"][i] == AT_DRAFT:
                issues["position"][i] = answers.position(self, i, self.position(i))
                department.keep_apart(self.w, i, *knowledge.federal_draft(self.w, i)[1:])


class SubnationalActor(WorldAgent):
    """A state, province or city."""

    TABLE = "subnationals"
    MAY_SET: ClassVar = {
        "trust": SHARE,
        "skill": SHARE,
        "aspiration": AMOUNT,
        "learnt_official": SHARE,
        "learnt_quiet": SHARE,
        "learnt_open": SHARE,
        "defence": SHARE,
        "suspended": WEEK,
        "captured": FLAG,
    }

    def position(self, i: int, alone: bool = False) -> float:
        """The position it takes on issue i, under its mandate or alone."""
        return subnational.local_position(self.w, i, alone)

    def goes_alone(self, i: int) -> int:
        """Whether it now acts alone on issue i of its locality: 0, QUIET or FREELANCE; 0 where it does already
        (`self.world.issues["venture"][i] > 0`)."""
        return subnational.goes_alone(self.w, self.index, i)

    def act(self) -> None:
        """Phase 3."""
        subnational.work(self.w, self.index)
        issues = self.world.issues
        for i in chain(issues, self.row["tray"], "next_tray"):
            if issues["desk"][i] == AT_ACTOR:
                issues["position"][i] = answers.position(self, i, self.position(i))
                issues["faithful"][i] = subnational.faithful_position(self.w, i)

    def decide(self) -> None:
        """Phase 4."""
        w, j = self.world, self.index
        subnational.finish_ventures(self.w, j)
        subnational.look_home(self.w, j, False)
        for i in chain(w.issues, self.row["home"], "next_local"):
            how = self.goes_alone(i)
            if type(how) is int and how == 0:  # as most answers are
                continue
            how = answers.alone(self, i, how)
            if how > 0:
                subnational.start_venture(self.w, i, how, answers.position(self, i, self.position(i, alone=True)))


class PrivateActor(WorldAgent):
    """A private military company or a corporation with reach."""

    TABLE = "privates"
    MAY_SET: ClassVar = {
        "appetite": SHARE,
        "agenda": Limit("number", -10, 10),
        "tail": Limit("number", 1.1, 10),
        "capacity": Limit("integer", 0, 1000),
        "barred": WEEK,
    }

    def enters(self, i: int) -> int:
        """Whether it now enters on issue i: 0, ROGUE or LICENSED."""
        return private.enters(self.w, self.index, i)

    def act(self) -> None:
        """Phase 5."""
        private.finish_entries(self.w, self.index)
        for i in chain(self.world.issues, self.row["openings"], "next_private"):
            how = answers.choice(self, "enters", i, self.enters(i), answers.ENTRIES)
            if how > 0:
                private.start_entry(self.w, i, how)


class Counterpart(WorldAgent):
    """A foreign government."""

    TABLE = "counterparts"
    MAY_SET: ClassVar = {
        "alignment": SHARE,
        "capability": SHARE,
        "wealth": SHARE,
        "kept": Limit("number", 0, 10_000),
        "broken": Limit("number", 0, 10_000),
    }

    def considers(self, i: int) -> tuple[int, float, float]:
        """The offer it considers on issue i: channel (-1 for none), position, and since when it lies there."""
        return counterpart.choose(self.w, i)

    def agrees(self, i: int, channel: int, position: float, since: float) -> float:
        """When this tick it agrees; inf if it does not."""
        return counterpart.agrees(self.w, i, channel, position, since)

    def act(self) -> None:
        """Phase 6."""
        w, c = self.world, self.index
        checked = answers.is_own(self, Counterpart, "considers", "agrees")
        counterpart.take_stock(self.w, c)
        for i in chain(w.issues, self.row["table"], "next_table"):
            if w.issues["stage"][i] < CONCLUDED:
                self._pursue(i, checked)
        while (i := embassy.take_up(self.w, c)) >= 0:
            self._pursue(i, checked)
        counterpart.clear_table(self.w, c)
        counterpart.court(self.w, c)

    def _pursue(self, i: int, checked: bool) -> None:
        offer = self.considers(i)
        channel, position, since = answers.offer(self, i, offer) if checked else offer
        when = self.agrees(i, channel, position, since) if channel >= 0 else math.inf
        when = answers.time(self, i, when, since) if checked else when
        if when < math.inf:
            counterpart.conclude(self.w, i, channel, position, when)
