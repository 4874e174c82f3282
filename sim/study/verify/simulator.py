"""The simulator itself, as every command runs it, for as long as a known answer needs."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.lib import recfunctions

from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.policy import Policy
from sim.model.records import CONCLUDED
from sim.model.world import World

COLUMNS = ["uid", "opened", "started", "tabled", "closed", "deadline", "stage", "route", "priority", "redrafts"]
WARM = 100.0  # weeks until a queue counts as being in its steady state, and weeks left out at the end


class Simulator:
    """Worlds of one seed."""

    def __init__(self, seed: int = 1):
        self.seed = seed

    def template(self, scenario: str, years: float, levers=None, dt: float = 1.0, **parameters) -> start.Template:
        """The world of a scenario under these levers (by full name) and parameters, before its seed is drawn."""
        policy = Policy()
        for key, value in (levers or {}).items():
            group, lever = key.split(".")
            setattr(getattr(policy, group), lever, value)
        return start.prepare(load_scenario(scenario), policy, parameters, years, dt)

    def world(
        self, scenario: str, years: float, levers=None, dt: float = 1.0, replicate: int = 0, **parameters
    ) -> World:
        """A finished world."""
        return start.finish(start.begin(self.template(scenario, years, levers, dt, **parameters), self.seed, replicate))

    def runs(self, template: start.Template, replicates: int) -> Iterator[World]:
        """Finished replicates one after another, each in the memory of the one before."""
        world = None
        for replicate in range(replicates):
            world = start.finish(start.begin(template, self.seed, replicate, world))
            yield world

    def issues(self, *place, **settings) -> np.ndarray:
        """Issues that opened in a world, in order of opening."""
        return opened(self.world(*place, **settings))

    def acts(self, *place, **settings) -> np.ndarray:
        """Issues on which agreement was reached."""
        issues = self.issues(*place, **settings)
        return issues[issues["stage"] == CONCLUDED]

    def settled(self, scenario: str, years: float, levers=None, replicates: int = 1, **settings) -> np.ndarray:
        """Issues that opened in the steady state of each of several replicates, with enough time left to be worked on.
        Only their dates and places are stored, to save memory."""
        template, kept = self.template(scenario, years, levers, **settings), threading.local()

        def one(replicate: int) -> np.ndarray:
            used = getattr(kept, "world", None)  # each thread reuses one world's memory
            kept.world = start.finish(start.begin(template, self.seed, replicate, used))
            issues = opened(kept.world)
            inside = (issues["opened"] > WARM) & (issues["opened"] < years * 52 - WARM)
            return recfunctions.repack_fields(issues[COLUMNS][inside])

        with ThreadPoolExecutor(2) as pool:
            return np.concatenate(list(pool.map(one, range(replicates))))


def opened(world: World) -> np.ndarray:
    """Issues that opened before the world's end."""
    issues = world.issues[: int(world.federal["rows"][0])]
    return issues[issues["opened"] < float(world.given["weeks"][0])]


def waits(issues: np.ndarray) -> np.ndarray:
    """Weeks from opening to the start of work."""
    return issues["started"] - issues["opened"]
