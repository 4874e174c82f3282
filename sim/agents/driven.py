"""A run in which agents are of classes of one's own: Mesa drives it, and its world is measured as any other."""

from threading import Event
from typing import Any

from sim.agents.model import DiplomacyModel
from sim.errors import InputError
from sim.inputs.scenario import Scenario
from sim.setup.config import Setup


def drive(setup: Setup, scenario: Scenario, replicate: int, stop: Event | None = None) -> Any:
    """The world at its end. Raises InputError if `stop` is set meanwhile."""
    run = setup.run
    model = DiplomacyModel(
        scenario,
        setup.policy,
        run.seed,
        replicate,
        run.years,
        run.dt,
        setup.parameters,
        agents=setup.agents,
        collect=False,
    )
    while model.tick < model.given["ticks"]:
        if stop is not None and stop.is_set():
            raise InputError("stopped")
        model.step()
    return model.world
