"""The Mesa model: the same rules as the compiled driver, agent by agent, and the same bits."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mesa
import pandas as pd

from sim.agents.agents import Counterpart, Department, FederalApparatus, PrivateActor, SubnationalActor
from sim.agents.cast import KINDS_OF_AGENT, called, cast
from sim.errors import InputError
from sim.model import regime, start, week
from sim.model.limits import REPLICATE, check
from sim.model.policy import Policy
from sim.model.records import CHANNELS, EVENTS, KINDS, SERIES
from sim.model.schedule import Phase, Rounds
from sim.scenarios.scenario import Scenario, load_scenario
from sim.setup.config import setup_from

REPORTED = {
    Department: ("busy", "skill", "readiness"),
    SubnationalActor: ("trust", "skill", "ventures", "drift", "suspended"),
    PrivateActor: ("active", "barred"),
    Counterpart: ("kept", "broken"),
}


class DiplomacyModel(mesa.Model):
    """One decade under one policy.

    scenario: name, folder or a scenario that was loaded. policy: name of a preset or a `Policy`. agents: your own
    classes, or names of those in a study's agents.py, by the name of the class they stand in for
    (`{"SubnationalActor": Mine}`) or by an agent's code (`{"CA": Mine}`). shuffle: agents of a
    phase act in random order, which changes nothing. Raises InputError on anything unknown.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario = "us_2023",
        policy: str | Policy = "centralized",
        seed: int = 1,
        replicate: int = 0,
        years: float = 10.0,
        dt: float = 1.0,
        parameters: Mapping[str, float] | None = None,
        agents: Mapping[str, str | type] | None = None,
        shuffle: bool = False,
        collect: bool = True,
    ):
        super().__init__()
        setup = setup_from(policy, scenario, parameters, years=years, dt=dt, seed=seed)
        self._scenario, self._policy = setup.scenario, setup.policy
        self.federation, self.shuffle = load_scenario(scenario), shuffle
        self._fixed: dict[str, Any] = {"parameters": setup.parameters, "years": setup.run.years, "dt": setup.run.dt}
        self.phases = [(0.0, start.prepare(self.federation, self._policy, **self._fixed, log=True))]
        self.world = start.begin(self.phases[0][1], setup.run.seed, int(check("replicate", replicate, REPLICATE)))
        self.given, self.clock = self.world.given[0], self.world.clock[0]
        self._people(cast(self.federation, agents))
        reporters = {name: self._reads(name) for name in SERIES.fields or ()}
        self.datacollector = (
            mesa.DataCollector(
                model_reporters=reporters,
                agenttype_reporters={kind: {f: self._field(f) for f in fields} for kind, fields in REPORTED.items()},
            )
            if collect
            else None
        )
        # Mesa 3.3 keeps every model alive through this table.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    @property
    def policy(self) -> Policy:
        """The policy in force. Set it, by name or as a `Policy`, and another rules from the next tick on: its price,
        staff, desks and deterrence follow (see `sim/model/regime.py`). Raises InputError, and nothing has changed."""
        return self._policy

    @policy.setter
    def policy(self, policy: str | Policy) -> None:
        policy = setup_from(policy, self._scenario).policy
        template = start.prepare(self.federation, policy, **self._fixed)
        world = regime.switch(self.world, template)
        if world is not self.world:
            self.phases.append((regime.now_of(world), template))
        self.world, self._policy = world, policy
        for agent in (agent for group in self.groups.values() for agent in group):
            agent.world = world

    @property
    def fte(self) -> dict[str, float]:
        """FTE that each lever has taken, a mean over the weeks that have passed."""
        return regime.mean_cost(self.phases, regime.now_of(self.world))

    def _people(self, own: dict[str, type]) -> None:
        everybody = called(self.federation)
        self.groups: dict[type, list] = {}
        for table, kind in KINDS_OF_AGENT.items():
            rows = getattr(self.world, table)
            self.groups[kind] = [
                own.get(code, own.get(kind.__name__, kind))(self, rows[k], k, code, name)
                for k, (code, name) in enumerate(zip(*everybody[table], strict=True))
            ]
        self.centre = self.groups[FederalApparatus][0]

    def _take_turns(self, phase: Phase) -> int | None:
        """Each agent whose turn it is takes it; returns what the last one said."""
        agents, said = list(self.groups[KINDS_OF_AGENT[phase.who]]), None
        if self.shuffle:
            self.random.shuffle(agents)
        for agent in agents:
            said = agent.take_turn(phase)
        return said

    @property
    def tick(self) -> int:
        """Ticks done."""
        return int(self.clock["tick"])

    def step(self) -> None:
        """One tick, in the order of `sim/model/week.py`."""
        tick = self.tick
        if tick >= self.given["ticks"]:
            raise InputError(f"the {self.given['weeks']:g} weeks of this world are over; ask for more years")
        week.tick_clock(self.world, tick)
        for entry in week.SCHEDULE:
            phases, most = entry if isinstance(entry, Rounds) else ((entry,), 1)
            for _ in range(most):
                if not [self._take_turns(phase) for phase in phases][-1]:
                    break
        start.check_room(self.world)
        if self.datacollector is not None:
            self.datacollector.collect(self)
        self.clock["tick"] = tick + 1

    def run_for(self, weeks: float) -> "DiplomacyModel":
        """Step through so many weeks, or to the end of the world if that comes first."""
        for _ in range(min(round(weeks / self.given["dt"]), int(self.given["ticks"]) - self.tick)):
            self.step()
        return self

    @property
    def issues(self) -> pd.DataFrame:
        """Every issue opened so far, one row each, with channels and incidents by name."""
        table = self.world.issues[: int(self.centre.row["rows"])]
        frame = pd.DataFrame({name: table[name] for name in table.dtype.fields or () if not name.startswith("next_")})
        frame = frame[frame["opened"] < self.clock["then"]]
        for column, codes in (
            ("domain", self.federation.domains.codes),
            ("locality", self.federation.subnationals.codes),
            ("counterpart", self.federation.counterparts.codes),
        ):
            frame[column] = [codes[k] for k in frame[column]]
        frame["channel"] = [CHANNELS[k] if k >= 0 else None for k in frame["channel"]]
        frame["incident"] = [KINDS[k] for k in frame["incident"]]
        return frame

    @property
    def events(self) -> pd.DataFrame:
        """The log, in order of time."""
        table = self.world.events[: int(self.centre.row["events"])]
        frame = pd.DataFrame({name: table[name] for name in table.dtype.fields or ()})
        frame["kind"] = [EVENTS[k] for k in frame["kind"]]
        return frame.sort_values("time", kind="stable", ignore_index=True)

    @staticmethod
    def _reads(name):
        return lambda model: model.world.series[name][int(model.clock["tick"])]

    @staticmethod
    def _field(name):
        return lambda agent: agent.row[name]
