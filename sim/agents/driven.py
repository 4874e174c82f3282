"""A run in which agents are of classes of one's own: Mesa drives it, and its world is measured as any other."""

from collections.abc import Iterator

from sim.agents.model import DiplomacyModel
from sim.inputs.scenario import Scenario
from sim.setup.config import Setup


def drive(setup: Setup, scenario: Scenario, replicate: int) -> Iterator[DiplomacyModel]:
    """The model after each week, and so at its end."""
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
        model.step()
        yield model
