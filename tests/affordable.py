"""Prices that a small centre can pay."""

import functools

from sim.inputs.scenario import load_scenario
from sim.model.parameters import PARAMETERS


@functools.cache
def scaled_prices(scenario: str) -> dict[str, float]:
    """A superpower's prices scaled by the headcount of a scenario, so that a small one can afford every lever."""
    part = load_scenario(scenario).centre["headcount"] / PARAMETERS["headcount"].default
    return {
        name: p.default * part for name, p in PARAMETERS.items() if name.endswith("_fte") and p.unit.startswith("FTE")
    }


TOY_PRICES = scaled_prices("toy")
