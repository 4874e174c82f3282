"""A programme at a budget: its levers scaled until they cost so many FTE.

    Σ over levers of fte(min(s · lever, highest)) = budget,     s found by bisection
Every number among the levers that cost anything is scaled by the same s; what a policy does not do stays undone, and a
share delegated, a form or a scope costs nothing and stays as it is.
"""

import math
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace

from sim.errors import InputError, shown
from sim.inputs.scenario import load_scenario
from sim.model.levers import LEVERS
from sim.model.limits import Limit, check
from sim.model.policy import Policy, levers, on
from sim.model.start import prepare
from sim.setup.config import Setup

FTE = Limit("number", 0, 1_000_000)
DIGITS = 4  # of a scaled lever, so that a command can name it


def equally_spending(setups: list[Setup], fte: float | str | None) -> list[Setup]:
    """The first policy as it is, the others at a budget; all as they are without one. Raises InputError."""
    if fte is None:
        return setups
    with suppress(ValueError):
        fte = float(fte)
    budget = float(check("equal spending", fte, FTE))
    return [*setups[:1], *(at_spending(setup, budget) for setup in setups[1:])]


def spending(setup: Setup) -> float:
    """FTE that all levers of a policy cost in its scenario."""
    run = setup.run
    return math.fsum(prepare(load_scenario(setup.scenario), setup.policy, setup.parameters, 1.0, run.dt).fte.values())


def with_levers(setup: Setup, values: dict[str, float]) -> Setup:
    policy: Policy = deepcopy(setup.policy)
    for key, value in values.items():
        setattr(getattr(policy, LEVERS[key].group), LEVERS[key].name, value)
    return replace(setup, policy=policy)


def scalable(setup: Setup) -> dict[str, float]:
    """The levers that are on and cost something, more of them more: numbers all, and at 0 where they are off."""
    whole = spending(setup)
    found = {key: float(value) for key, value in on(setup.policy).items() if LEVERS[key].off == 0.0}
    return {key: value for key, value in found.items() if spending(with_levers(setup, {key: 0.0})) < whole}


def at_spending(setup: Setup, fte: float) -> Setup:
    """The same policy with its levers scaled to a budget. Raises InputError where they cannot come to it."""
    own, name = scalable(setup), setup.policy.name
    if not own:
        raise InputError(f"equal spending: {shown(name)} has no lever that costs anything; expected policies that have")

    def scaled(factor: float) -> Setup:
        return with_levers(setup, {key: min(value * factor, LEVERS[key].high) for key, value in own.items()})

    most = max(LEVERS[key].high / value for key, value in own.items())
    try:
        top = spending(scaled(most))
    except InputError:  # more than there is staff
        top = math.inf
    if fte > top:
        raise InputError(
            f"equal spending: {fte:,.0f} FTE; expected at most {top:,.0f}, what {shown(name)} costs with all of its "
            "levers at their highest"
        )
    low, high = 0.0, most
    for _ in range(60):
        middle = 0.5 * (low + high)
        try:
            less = spending(scaled(middle)) < fte
        except InputError:
            less = False
        low, high = (middle, high) if less else (low, middle)
    found = scaled(high)
    return with_levers(found, {key: float(f"{levers(found.policy)[key]:.{DIGITS}g}") for key in own})


def scaling_said(before: Setup, after: Setup) -> str:
    """How a policy came to its budget: the levers that moved, from and to."""
    was, now = levers(before.policy), levers(after.policy)
    parts = [f"{key} {was[key]:g} to {now[key]:g}" for key in was if was[key] != now[key]]
    return (
        f"{after.policy.name} at equal spending: {spending(after):,.0f} FTE, from {spending(before):,.0f}; "
        f"{', '.join(parts) or 'nothing had to be scaled'}."
    )
