"""What parliament asks."""

from sim.model.catalogue import Metric

METRICS = (Metric("questions", "issues", 0, "questions put to ministers", "two for each issue that was opened"),)


def measure(world):
    return [2.0 * world.federal["opened"][0]]
