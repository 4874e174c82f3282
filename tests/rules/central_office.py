"""A centre to be worked rule by rule, for tests."""

from sim.model import start
from sim.model.records import AT_CLEARANCE, EVENTS, READY
from sim.model.rules import routing


class Centre:
    """A world at week 0 whose centre is worked rule by rule; issue 0 is at hand."""

    def __init__(self, template, seed=1):
        self.world = start.begin(template, seed)
        self.w = w = self.world
        self.given, self.federal, self.regime, self.clock = w.given[0], w.federal[0], w.regime[0], w.clock[0]
        self.issues, self.issue = self.world.issues, self.world.issues[0]
        self.issue["next_queue"] = self.issue["next_table"] = -1
        self.issue["crisis"], self.issue["waited"], self.issue["ready"] = 0, 0.0, 0.75
        self.n = len(self.world.departments)

    def route(self, i=0):
        return routing.route(self.w, i)

    def send(self, channel, i=0):
        routing.send(self.w, i, channel)

    def hand_on(self, desk, i=0, **fields):
        """The paper has left a desk."""
        for name, value in ({"desk": desk, "stage": READY} | fields).items():
            self.issues[name][i] = value
        routing.hand_on(self.w, i)

    def settle(self):
        routing.settle_disputes(self.w)

    def join(self, e, i, joined, desk=AT_CLEARANCE):
        """Issue i waits at department e's clearance desk since `joined`."""
        self.issues["desk"][i], self.issues["holder"][i], self.issues["ready"][i] = desk, e, joined
        routing.join(self.w, self.n + e, i, joined)

    def queued(self):
        """Station where each waiting issue stands, by issue."""
        found = {}
        for k, queue in enumerate(self.w.queues):
            i = queue["head"]
            while i >= 0:
                found[int(i)] = k // 3
                i = self.issues["next_queue"][i]
        return found

    def told(self):
        """Kinds, issues, actors and values of what the log says happened."""
        events = self.w.events[: int(self.federal["events"])]
        return [
            (EVENTS[event["kind"]], int(event["issue"]), int(event["actor"]), float(event["value"])) for event in events
        ]

    def where(self):
        return int(self.issue["stage"]), int(self.issue["desk"]), int(self.issue["holder"]), self.queued().get(0)
