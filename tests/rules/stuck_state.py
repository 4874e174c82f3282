"""A state whose issues wait, for tests."""

import math

from sim.model import start
from sim.model.records import CENTRAL, WAITING
from sim.model.rules import subnational


class State:
    """One actor of the toy at week 20 of its world; issue 0 is of its place, ten weeks old and stuck."""

    def __init__(self, template):
        self.world = start.begin(template, 3)
        self.w, self.given, self.regime = self.world, self.world.given[0], self.world.regime[0]
        self.clock = self.w.clock[0]
        self.issues, self.issue, self.actor = self.world.issues, self.world.issues[0], self.world.subnationals[1]
        self.clock["now"], self.clock["then"] = 20.0, 21.0
        self.actor["ventures_max"], self.actor["trust"], self.actor["aspiration"] = 3, 0.4, 1.5
        self.prepare(0)

    def prepare(self, i, **fields):
        values = {
            "stage": WAITING,
            "route": CENTRAL,
            "opened": 10.0,
            "deadline": math.inf,
            "venture": 0,
            "locality": 1,
            "restraint": 50.0,
            "next_local": -1,
            "next_alone": -1,
            "venture_ready": math.inf,
            "closed": math.inf,
            "channel": -1,
            "work": 3.0,
        }
        for name, value in (values | fields).items():
            self.issues[name][i] = value

    def alone(self, i=0):
        return subnational.goes_alone(self.w, 1, i)

    def position(self, alone, i=0):
        return subnational.local_position(self.w, i, alone)

    def listed(self, head, link):
        found, i = [], int(self.actor[head])
        while i >= 0:
            found.append(i)
            i = int(self.issues[link][i])
        return found

    def decide(self):
        subnational.decide(self.w, 1)
