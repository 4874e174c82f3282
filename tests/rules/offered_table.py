"""A counterpart with offers before it, for tests."""

import math

from sim.model import start
from sim.model.records import CENTRAL, TABLED
from sim.model.rules import counterpart


class Table:
    """Counterpart 1 of the toy in week 20; issue 0 lies before it, offered in week 15."""

    def __init__(self, template):
        self.world = w = start.begin(template, 3)
        self.w, self.given, self.issues, self.issue = w, w.given[0], w.issues, w.issues[0]
        self.country, self.regime, self.clock = w.counterparts[1], w.regime[0], w.clock[0]
        self.clock["now"], self.clock["then"], self.given["dt"] = 20.0, 21.0, 1.0
        self.d = len(w.domains)
        w.commitments["ideal"] = 0.0
        for i in range(20):
            self.prepare(i)

    def prepare(self, i, **fields):
        values = {
            "stage": TABLED,
            "route": CENTRAL,
            "counterpart": 1,
            "domain": 2,
            "position": 0.5,
            "tabled": 15.0,
            "venture": 0,
            "entry": 0,
            "venture_ready": math.inf,
            "entry_ready": math.inf,
            "reluctance": -1.0,
            "deadline": math.inf,
            "locality": 2,
            "next_table": -1,
            "opened": 10.0,
            "kept": 0,
            "had_standing": 0,
            "contradicts": 0,
            "gap": 0.0,
            "twin": 0,
            "closed": math.inf,
            "channel": -1,
        }
        for name, value in (values | fields).items():
            self.issues[name][i] = value

    def choose(self):
        return counterpart.choose(self.w, 0)

    def readiness(self, channel, position=0.5):
        return counterpart.readiness_to_agree(self.w, 0, channel, position)

    def agrees(self, since=15.0, i=0, channel=CENTRAL):
        return counterpart.agrees(self.w, i, channel, 0.5, since)

    def conclude(self, i=0, channel=CENTRAL, position=0.5, when=20.5):
        counterpart.conclude(self.w, i, channel, position, when)

    def standing(self):
        return self.w.commitments[self.d + 2]

    def meet(self):
        counterpart.meet(self.w, 1)

    def lying(self):
        found, i = [], int(self.country["table"])
        while i >= 0:
            found.append(i)
            i = int(self.issues["next_table"][i])
        return found

    def waiting(self):
        """Who stands in line at the post, crises first."""
        found = []
        for line in self.w.posts[2:4]:
            i = int(line["head"])
            while i >= 0:
                found.append(i)
                i = int(self.issues["next_queue"][i])
        return found
