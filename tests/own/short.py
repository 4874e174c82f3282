"""What tests of calls from Python share: a short run, two classes of agents and a function that measures."""

from sim.agents.agents import SubnationalActor

SHORT = {"scenario": "toy", "years": 0.1, "replicates": 2, "threads": 1}


class Loyal(SubnationalActor):
    """Never goes it alone."""

    def goes_alone(self, i):
        return 0


class Plain(SubnationalActor):
    """Follows the rules as they are."""


def rows(world):
    """Rows of the docket that are used."""
    return world.federal["rows"][0]
