"""A world in week 30 whose watch is worked act by act, for tests."""

import math

from sim.model import start
from sim.model.records import CONCLUDED, EVENTS, MANDATE, MISJUDGED
from sim.model.rules import oversight


class Watch:
    """The toy in week 30; the first twenty issues are mandates with trouble in them, concluded in week 25."""

    def __init__(self, template):
        self.world = w = start.begin(template, 3)
        self.w, self.given, self.federal, self.issues, self.issue = w, w.given[0], w.federal[0], w.issues, w.issues[0]
        self.regime, self.clock = w.regime[0], w.clock[0]
        self.clock["now"], self.clock["then"], self.clock["tick"], self.given["dt"] = 30.0, 31.0, 30, 1.0
        self.federal["legitimacy"], self.federal["open"] = 0.6, 100
        w.counterparts["kept"], w.counterparts["broken"] = 10.0, 2.0
        self.put(20)

    def put(self, n=1, **fields):
        """The first n issues as they should be; fields may differ."""
        values = {
            "stage": CONCLUDED,
            "channel": MANDATE,
            "closed": 25.0,
            "incident": MISJUDGED,
            "severity": 0.75,
            "detected": 30.25,
            "surfaces": 50.0,
            "surfaced": math.inf,
            "remedied": math.inf,
            "kept": 1,
            "voided": 0,
            "watched": 0,
            "counterpart": 1,
            "locality": 2,
            "private": 0,
            "next_watch": -1,
            "next_due": -1,
            "next_tray": -1,
            "agreed": 0.5,
            "line": 0.5,
            "omega": 0.0,
            "contradicts": 0,
            "deadline": math.inf,
            "crisis": 0,
            "vitality": 0.5,
        }
        for name, value in (values | fields).items():
            self.issues[name][:n] = value
        return self

    def call(self, name, *arguments):
        getattr(oversight, name)(self.w, *arguments)

    def receive(self):
        oversight.receive(self.w)

    def come_due(self):
        oversight.come_due(self.w)

    def listed(self, heads, link):
        """Issues by tick."""
        found = {}
        for tick, i in enumerate(heads):
            while i >= 0:
                found.setdefault(tick, []).append(int(i))
                i = self.issues[link][i]
        return found

    def told(self):
        events = self.w.events[: int(self.federal["events"])]
        return [
            (EVENTS[e["kind"]], int(e["issue"]), float(e["time"]), int(e["actor"]), float(e["value"])) for e in events
        ]
