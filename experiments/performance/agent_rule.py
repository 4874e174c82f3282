"""One trivial rule, a step of a random walk, with one hundred and with ten thousand agents: Mesa, AgentPy and this
engine.

    x <- x + u,  u uniform on (0, 1)
The engine's rule is written like those in sim/model/rules: over a table of records, compiled, drawing by address.
Before timing, all walk with the same numbers to the same positions, bit for bit. Then each draws with its own
generator, and its mean must be within 4 standard errors. Only the steps are timed.
"""

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from experiments.performance.rows import Row, best, of_version, peer, row, same, skipped, within
from sim.model import draws
from sim.model.compiled import drive, rule
from sim.model.records import rows as records

PART = "rule"
WALKER = np.dtype([("uid", "i8"), ("x", "f8")], align=True)
KEYS = np.dtype([("seed", "u8"), ("replicate", "u8")], align=True)


@rule
def walk(given, walker, tick):
    walker.x += draws.uniform(given, draws.TASK, walker.uid, tick, 0)


@drive
def run(keys, walkers, steps):
    for tick in range(steps):
        for k in range(walkers.shape[0]):
            walk(keys[0], walkers[k], tick)


@drive
def numbers(keys, walkers, found):
    """The draws of each walker, (steps, agents)."""
    for tick in range(found.shape[0]):
        for k in range(walkers.shape[0]):
            found[tick, k] = draws.uniform(keys[0], draws.TASK, walkers[k].uid, tick, 0)


class Told:
    """A generator that returns the numbers it was given, in turn."""

    def __init__(self, values: np.ndarray) -> None:
        self.values: Iterator[float] = iter(values.ravel().tolist())

    def random(self) -> float:
        return next(self.values)


class Engine:
    def __init__(self, agents: int, seed: int = 1) -> None:
        self.keys, self.walkers = records(KEYS, 1), records(WALKER, agents)
        self.keys["seed"], self.walkers["uid"] = seed, np.arange(agents)

    def walk(self, steps: int) -> None:
        run(self.keys, self.walkers, steps)

    def places(self) -> np.ndarray:
        return np.array(self.walkers["x"])


def with_mesa(mesa):
    class Walker(mesa.Agent):
        def __init__(self, model):
            super().__init__(model)
            self.x = 0.0

        def step(self):
            self.x += self.random.random()

    class Model(mesa.Model):
        def __init__(self, agents, seed=1, told=None):
            super().__init__(seed=seed)
            self.random = told or self.random
            Walker.create_agents(self, agents)

        def step(self):
            self.agents.do("step")

        def walk(self, steps):
            for _ in range(steps):
                self.step()

        def places(self):
            return np.array(self.agents.get("x"))

    return Model


def with_agentpy(agentpy):
    class Walker(agentpy.Agent):
        def setup(self):
            self.x = 0.0

        def act(self):
            self.x += self.model.random.random()

    class Model(agentpy.Model):
        def setup(self):
            self.random = self.p.told or self.random
            self.walkers = agentpy.AgentList(self, self.p.agents, Walker)

        def step(self):
            self.walkers.act()

        def walk(self, steps):
            for _ in range(steps):
                self.step()

        def places(self):
            return np.array(list(self.walkers.x))

    def make(agents, seed=1, told=None):
        model = Model({"agents": agents, "seed": seed, "told": told})
        model.setup()
        return model

    return make


def check(name: str, make, agents: int, steps: int) -> None:
    """The same positions with the same numbers; with its own numbers the mean of u, 1/2, with variance 1/12."""
    engine = Engine(agents)
    told = np.empty((steps, agents))
    numbers(engine.keys, engine.walkers, told)
    engine.walk(steps)
    alone = engine
    if make is not Engine:
        guided, alone = make(agents, told=Told(told)), make(agents)
        guided.walk(steps)
        same(f"where the walkers end, engine and {name}", engine.places(), guided.places())
        alone.walk(steps)
    mean = float(alone.places().mean()) / steps
    within(f"mean step of a walk, {name}", mean, math.sqrt(1 / 12 / (agents * steps)), 0.5)


def study(sizes: tuple[int, ...] = (100, 1_000, 10_000), agent_steps: int = 200_000, times: int = 5) -> list[Row]:
    makers, found = {"engine": Engine}, []
    for name, module, make in (("Mesa", "mesa", with_mesa), ("AgentPy", "agentpy", with_agentpy)):
        there = peer(module)
        if there is None:
            found.append(skipped(PART, f"{name} is not installed"))
        else:
            makers[name] = make(there)
    for agents in sizes:
        steps = max(1, agent_steps // agents)
        for name, make in makers.items():
            check(name, make, agents, min(steps, 50))
        models = {name: make(agents) for name, make in makers.items()}
        taken = best({name: partial(model.walk, steps) for name, model in models.items()}, times)
        for name, seconds in taken.items():
            note = "same places on the same numbers, " + (of_version(name.lower()) if name != "engine" else "compiled")
            found.append(row(PART, name, 1e9 * seconds / (agents * steps), "ns a step", agents, note=f"{name}, {note}"))
        found += [
            row(PART, f"{name} / engine", taken[name] / taken["engine"], "times", agents)
            for name in taken
            if name != "engine"
        ]
    return found
