"""What is asked: which levers, for which outcomes, within how much staff; and what a policy takes of it."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.inputs.scenario import Scenario, load_scenario
from sim.model import start
from sim.model.institutions import organised
from sim.model.metrics import METRICS, Metric
from sim.model.path.path import read_path
from sim.model.policy import Policy, said, with_levers
from sim.setup.config import Setup, assemble, policy_names, setup_of
from sim.setup.overrides import Assignment
from sim.study.optimize.space import STAFF, Space, place_of

REFERENCE = "centralized"
STANDARD = "goodput,contradiction_rate,surfaced"
FEWEST, MOST = 2, 4  # outcomes


def read_outcomes(text: str) -> list[Metric]:
    """Outcomes by name, of each of which more or less is better. Raises InputError."""
    known = {metric.name: metric for metric in METRICS}
    names = text.split(",")
    for name in names:
        if name not in known or names.count(name) > 1:
            problem = "named twice" if name in known else "not known"
            raise InputError(
                f"--for: {shown(name)} is {problem}; expected names from paradip list metrics{nearest(name, known)}"
            )
        if known[name].better == 0:
            judged = [metric.name for metric in METRICS if metric.group == known[name].group and metric.better]
            raise InputError(
                f"--for: {name} is neither good nor bad; expected outcomes of which more or less is better, such "
                f"as {', '.join(judged[:3] or STANDARD.split(','))}"
            )
    if not FEWEST <= len(names) <= MOST:
        raise InputError(f"--for: {len(names)} outcomes; expected {FEWEST} to {MOST}, such as {STANDARD}")
    return [known[name] for name in names]


@dataclass(frozen=True)
class Task:
    """fixed: what holds throughout, by key. budget: FTE that levers may take; None: as much as the dearest known policy
    does."""

    space: Space
    fixed: dict
    outcomes: list[Metric]
    asked: float | None = None

    @property
    def names(self) -> list[str]:
        return [metric.name for metric in self.outcomes]

    @cached_property
    def base(self) -> Setup:
        """What is fixed, and every lever that is searched where its policy has it."""
        return setup_of(self.fixed)

    @cached_property
    def scenario(self) -> Scenario:
        return load_scenario(self.base.scenario)

    @cached_property
    def given(self) -> start.Draft:
        """What is the same for all policies: assumptions, prices, headcount."""
        return start.settle(self.scenario, self.base.parameters, 52.0, 1.0)

    @cached_property
    def headcount(self) -> float:
        return float(self.given.headcount)

    @cached_property
    def own(self) -> np.ndarray:
        """Teams that each actor brings, (actors,)."""
        return start.own_teams(self.scenario, self.given)

    def bill(self, policy: Policy) -> float:
        """FTE that the levers take, as `start.bill` has it; only what depends on the policy is worked out. Raises
        InputError where they take all there are."""
        scenario = organised(self.scenario, policy.coordination.institutions)
        return float(sum(start.adopt(policy, self.given, scenario, self.own)[1].values()))

    def cost(self, setup: Setup) -> float:
        """FTE that the levers take, in a path after the dearest of its phases; the headcount if they would take all of
        it or more."""
        try:
            return max(self.bill(policy) for policy in arrangements(setup))
        except InputError:
            return self.headcount

    @cached_property
    def known(self) -> dict[str, Setup]:
        """The presets with all that is fixed, the reference first; those that are alike once."""
        found: dict[tuple, Setup] = {}
        for name in dict.fromkeys([REFERENCE, *policy_names()]):
            with suppress(InputError):  # what is fixed may be said of a path that this policy does not have
                setup = assemble(self.fixed | {"policy": name, "name": name})
                found.setdefault(tuple(said(setup.policy).items()), setup)
        return {setup.policy.name: setup for setup in found.values()}

    @cached_property
    def budget(self) -> float:
        """Raises InputError."""
        if self.asked is None:
            return max(cost for setup in self.known.values() if (cost := self.cost(setup)) < self.headcount)
        if not 0.0 <= self.asked < self.headcount:
            raise InputError(
                f"--budget: {self.asked:,.10g} FTE; expected 0 or more, and less than the headcount of "
                f"{self.headcount:,.0f}"
            )
        return self.asked

    @cached_property
    def affordable(self) -> dict[str, Setup]:
        """The presets within the budget, and the reference whatever it costs."""
        return {
            name: setup for name, setup in self.known.items() if name == REFERENCE or self.cost(setup) <= self.budget
        }

    @cached_property
    def origin(self) -> np.ndarray:
        """The point that searched levers leave: the base where it is inside, else the low end. Raises InputError."""
        values = said(self.base.policy)
        at = [place_of(factor, values.get(factor.key)) for factor in self.space.factors]
        point = self.space.snap(np.array([[0.0 if u is None else u for u in at]]))[0]
        least = self.cost(self.setup(point))
        if least > self.budget:
            raise InputError(
                f"--budget: {self.budget:,.10g} FTE, and what is fixed takes {least:,.0f}; expected at least that"
            )
        return point

    def setup(self, point: np.ndarray, name: str = "found") -> Setup:
        return assemble(self.fixed | self.space.values(point) | {"name": name})

    def over(self, points: np.ndarray) -> np.ndarray:
        """FTE by which points exceed the budget, (n,), 0 or less within it."""
        return np.array([self.cost(self.setup(point)) for point in points]) - self.budget

    def is_affordable(self, point: np.ndarray) -> bool:
        return self.cost(self.setup(point)) <= self.budget

    def placed(self) -> list[np.ndarray]:
        """The presets within the budget that a point of the space describes."""
        found = []
        for setup in self.affordable.values():
            point = self.space.place(said(setup.policy))
            if point is not None and said(self.setup(point).policy) == said(setup.policy) and self.is_affordable(point):
                found.append(point)
        return found


def arrangements(setup: Setup) -> list[Policy]:
    """The policy as it begins, and as it stands after each phase."""
    found = [setup.policy]
    for phase in sorted(read_path(setup.policy.path).phases, key=lambda one: one.week):
        found.append(with_levers(found[-1], phase.levers))
    return found


def fixed_values(assignments: list[Assignment]) -> dict:
    return {one.key: one.values[0] for one in assignments}


def staffing(task: Task) -> str:
    """The convention that all policies share, in words."""
    if task.fixed[STAFF] == "moved":
        return "staff moves from the centre with the work: the headcount is the same for all"
    return "delegates bring their own staff, on top of the one headcount"
