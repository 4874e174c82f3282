"""The Mesa model: the same rules as the compiled driver, agent by agent, and the same bits."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import mesa
import pandas as pd

from sim.agents.agents import FederalApparatus, WorldAgent
from sim.agents.batch import iteration
from sim.agents.cast import KINDS_OF_AGENT, called, cast
from sim.agents.collecting import collector
from sim.errors import InputError
from sim.inputs.scenario import Scenario, load_scenario
from sim.model import regime, start, week
from sim.model.limits import REPLICATE, Limit, Run, check
from sim.model.path.course import Course
from sim.model.policy import Policy, with_levers
from sim.model.records import CHANNELS, EVENTS, KINDS
from sim.model.schedule import Phase, Rounds
from sim.model.world import World
from sim.setup.config import setup_from

WEEKS = Limit("number", 0, 1_000_000)  # of which a world has fewer


class DiplomacyModel(mesa.Model):
    """One decade under one policy.

    scenario: name, folder or a scenario that was loaded. policy: name of a preset or a `Policy`. seed, replicate: the
    world, as in `run`. agents: your own classes, or names of those in a study's agents.py, by the name of the class
    they stand in for (`{"SubnationalActor": Mine}`) or by an agent's code (`{"CA": Mine}`). shuffle: agents of a phase
    act in random order, which changes nothing. collect: whether `datacollector` keeps the weekly series and fields of
    agents. Raises InputError on anything unknown.

    `model.random` and `model.rng`, which the agents share, follow from seed and replicate. `running` turns False at the
    end of the decade. Between two weeks a model can be copied (`copy.deepcopy`) or pickled; both go on identically.

    In `mesa.batch_run`, iteration k is replicate k of the seed: other worlds at every iteration, the same ones in every
    batch and under every policy. Values of `replicate` among the parameters go before the iteration. From Mesa 3.5 on
    the seed is given as `rng`; None is the usual seed. Mappings stand in a list: `{"parameters": [{"load": 1.1}]}`.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario = "us_2023",
        policy: str | Policy = "centralized",
        seed: int = 1,
        replicate: int | None = None,
        years: float = 10.0,
        dt: float = 1.0,
        parameters: Mapping[str, float] | None = None,
        agents: Mapping[str, str | type] | None = None,
        shuffle: bool = False,
        collect: bool = True,
    ):
        number = iteration()
        if seed is None and number is not None:
            seed = Run.seed
        setup = setup_from(policy, scenario, parameters, years=years, dt=dt, seed=seed)
        seed = setup.run.seed
        replicate = int(check("replicate", (number or 0) if replicate is None else replicate, REPLICATE))
        super().__init__(rng=[seed, replicate])
        self._place, self._policy = setup.scenario, setup.policy
        self.federation, self.shuffle = load_scenario(scenario), shuffle
        self._fixed: dict[str, Any] = {"parameters": setup.parameters, "years": setup.run.years, "dt": setup.run.dt}
        self._course = Course(self.federation, self._policy, **self._fixed, log=True) if self._policy.path else None
        template = (
            self._course.template
            if self._course
            else start.prepare(self.federation, self._policy, **self._fixed, log=True)
        )
        self.costs = [(0.0, template.fte)]  # since which week, what each lever costs
        self.world = start.begin(template, seed, replicate)
        self._standing = self._course.begin(self.world) if self._course else None
        self._registered = 0
        self._in_week = False
        self._coming: tuple[Policy, start.Template] | None = None
        self._people(cast(template.scenario, agents), template.scenario)
        self.datacollector = collector(self.groups) if collect else mesa.DataCollector()

    def __repr__(self) -> str:
        now, weeks = regime.now_of(self.world), self.given["weeks"]
        return (
            f"{type(self).__name__}({self.federation.name}, {self._policy.name}, seed {self.seed}, "
            f"replicate {self.replicate}, week {now:g} of {weeks:g})"
        )

    def __copy__(self):
        raise InputError(f"{self}: a shallow copy would share its world; expected copy.deepcopy")

    @property
    def given(self):
        """The row of what is given for the run: parameters, length, seed."""
        return self.world.given[0]

    @property
    def clock(self):
        """The row of the time: tick, when it begins (now) and ends (then), in weeks."""
        return self.world.clock[0]

    @property
    def seed(self) -> int:
        return int(self.given["seed"])

    @property
    def replicate(self) -> int:
        return int(self.given["replicate"])

    @property
    def policy(self) -> Policy:
        """The policy in force. Set it, by name or as a `Policy`, and another rules from the next tick on: its price,
        staff, desks and deterrence follow (see `sim/model/regime.py`); what the first would have changed later is void.
        Raises InputError, and nothing has changed."""
        return self._policy

    @policy.setter
    def policy(self, policy: str | Policy) -> None:
        policy = setup_from(policy, self._place).policy
        if policy.path:
            raise InputError(f"policy: {policy.name} has dates of its own; expected it from week 0 on, or levers alone")
        template = start.prepare(self.federation, policy, **self._fixed)
        regime.check_fits(self.world, template)
        self._coming = policy, template
        if not self._in_week:
            self._change_policy()

    def _change_policy(self) -> None:
        """Put the policy that was set in force."""
        if self._coming is None:
            return
        policy, template = self._coming
        world = regime.switch(self.world, template)
        if world is not self.world:
            self.costs.append((regime.now_of(world), template.fte))
        self._policy, self._coming, self._course = policy, None, None
        self._enter(world)

    def _follow_path(self) -> None:
        """Look whether the path of the policy changes anything now."""
        course, standing = self._course, self._standing
        if course is None or standing is None or not course.next_look(standing) <= self.tick < self.given["ticks"]:
            return
        world = course.look(self.world, standing)
        if world is not self.world:
            self.costs, self._policy = standing.costs, with_levers(self._policy, standing.levers)
            self._enter(world)

    def _enter(self, world: World) -> None:
        """Go on with this world."""
        self.world = world
        for agent in (agent for group in self.groups.values() for agent in group):
            agent.enter(world)

    @property
    def fte(self) -> dict[str, float]:
        """FTE that each lever has taken, a mean over the weeks that have passed."""
        return regime.mean_cost(self.costs, regime.now_of(self.world))

    def _people(self, own: dict[str, type], scenario: Scenario) -> None:
        """Give every row its agent, of a class of your own where there is one; `scenario` with the departments of the
        policy."""
        everybody = called(scenario)
        self.groups: dict[type, tuple] = {}
        for table, kind in KINDS_OF_AGENT.items():
            usual = own.get(kind.__name__, kind)
            fitting = {code: mine for code, mine in own.items() if issubclass(mine, kind)}
            self.groups[kind] = tuple(
                fitting.get(code, usual)(self, k, code, name)
                for k, (code, name) in enumerate(zip(*everybody[table], strict=True))
            )
        self.centre = self.groups[FederalApparatus][0]
        self._counted = len(self.agents)

    def register_agent(self, agent) -> None:
        """Agents are numbered here: Mesa 3.3 does it in a table that keeps every model alive."""
        super().register_agent(agent)
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self._registered += 1
        agent.unique_id = self._registered

    def deregister_agent(self, agent) -> None:
        """Agents of the world stay: their rows do, issues are routed to them and others read them. Raises InputError.
        Agents that you have added yourself go."""
        if isinstance(agent, WorldAgent):
            raise InputError(
                f"{agent}: cannot be removed, since others deal with it; expected a class of its own that does nothing"
            )
        super().deregister_agent(agent)

    def _check_ready(self) -> None:
        """Raises InputError where no week can begin: the last is over or half done, or somebody was taken out of
        `model.agents` by hand."""
        if self._in_week:
            now = self.clock["now"]
            raise InputError(
                f"week {now:g} of this world is half done; expected a new model, or a copy made between weeks"
            )
        if self.tick >= self.given["ticks"]:
            raise InputError(f"the {self.given['weeks']:g} weeks of this world are over; ask for more years")
        if len(self.agents) != self._counted:
            for agent in (agent for group in self.groups.values() for agent in group if agent not in self.agents):
                self.deregister_agent(agent)
            self._counted = len(self.agents)

    def _wrapped_step(self, *args, **settings) -> None:
        """What `model.step` is. Mesa would count a step that is refused, and from 3.5 on take none after it."""
        self._check_ready()
        super()._wrapped_step(*args, **settings)

    def _take_turns(self, phase: Phase) -> int | None:
        """Each agent whose turn it is takes it; returns what the last one said."""
        agents: Sequence[WorldAgent] = self.groups[KINDS_OF_AGENT[phase.who]]
        said = None
        if self.shuffle:
            agents = self.random.sample(agents, len(agents))
        for agent in agents:
            said = agent.take_turn(phase)
        return said

    @property
    def tick(self) -> int:
        """Ticks done."""
        return int(self.clock["tick"])

    def step(self) -> None:
        """One tick, in the order of `sim/model/week.py`. Raises InputError at the end of the decade, and in a week that
        an error or an interruption has left half done."""
        self._check_ready()
        self._in_week, tick = True, self.tick
        week.tick_clock(self.world, tick)
        for entry in week.SCHEDULE:
            phases, most = entry if isinstance(entry, Rounds) else ((entry,), 1)
            for _ in range(most):
                if not [self._take_turns(phase) for phase in phases][-1]:
                    break
        start.check_room(self.world)
        self.clock["tick"] = tick + 1
        self.running = tick + 1 < self.given["ticks"]
        if self.datacollector is not None:
            self.datacollector.collect(self)
        self._in_week = False
        self._change_policy()
        self._follow_path()

    def run_for(self, weeks: float) -> "DiplomacyModel":
        """Step through so many weeks, or to the end of the world if that comes first. Raises InputError."""
        weeks = float(check("weeks", weeks, WEEKS))
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
