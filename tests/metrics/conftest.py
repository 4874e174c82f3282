"""Worlds made by hand: the toy scenario's entities, and issues written row by row."""

import math

import numpy as np
import pytest

from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.metrics import METRICS, measure
from sim.model.policy import Policy
from sim.model.records import CENTRAL, CONCLUDED, LAPSED, TABLED

NEVER = ("started", "ready", "tabled", "closed", "detected", "remedied", "surfaces", "surfaced", "deadline")


class Handmade:
    """A toy world whose clock stands at `weeks`, without issues; half of the teams busy in every week."""

    def __init__(self, weeks: int = 104, policy: Policy | None = None, **parameters):
        self.template = start.prepare(load_scenario("toy"), policy or Policy(), parameters, years=weeks / 52.0)
        self.world = self.template.world
        self.world.clock["tick"] = weeks
        self.series = self.world.series
        self.series["time"], self.series["busy"], self.series["party"] = np.arange(1, weeks + 1), 0.5, 1.0

    def add(self, opened=0.0, **fields):
        """One more issue, open unless its stage says otherwise; times never come unless given."""
        i = int(self.world.federal["rows"][0])
        self.world.federal["rows"] += 1
        values = dict.fromkeys(NEVER, math.inf) | {"opened": opened, "stage": TABLED, "channel": -1, "route": CENTRAL}
        for name, value in (values | fields).items():
            self.world.issues[name][i] = value

    def agree(self, closed, opened=0.0, channel=CENTRAL, kept=1, **fields):
        self.add(opened, closed=closed, stage=CONCLUDED, channel=channel, kept=kept, **fields)

    def lapse(self, closed, opened=0.0, **fields):
        self.add(opened, closed=closed, stage=LAPSED, **fields)

    def outcomes(self) -> dict[str, float]:
        """Every outcome by name."""
        return dict(zip([metric.name for metric in METRICS], measure(self.world).tolist(), strict=True))


@pytest.fixture
def handmade():
    return Handmade


@pytest.fixture
def hand():
    return Handmade()
