"""A programme at a budget: its levers scaled until they cost so many FTE.

    Σ over levers of fte(min(s · lever, highest)) = budget,     s found by bisection
Every number among the levers that cost anything is scaled by the same s; what a policy does not do stays undone, and a
share delegated, a form or a scope costs nothing and stays as it is.
"""

import math
from contextlib import suppress
from dataclasses import replace

from sim.errors import InputError, shown
from sim.inputs.scenario import load_scenario
from sim.model.levers import LEVERS
from sim.model.limits import Limit, check
from sim.model.policy import levers, on, with_levers
from sim.model.start import bill
from sim.setup.config import Setup

FTE = Limit("number", 0, 1_000_000)
DIGITS = 4  # of a scaled lever, so that a command can name it


def equally_spending(setups: list[Setup], fte: float | str | None) -> list[Setup]:
    """The first policy as it is, the others at a budget; all as they are without one. Raises InputError."""
    if fte is None:
        return setups
    if isinstance(fte, str):
        with suppress(ValueError):
            fte = float(fte)
    budget = float(check("equal spending", fte, FTE))
    return [*setups[:1], *(at_spending(setup, budget) for setup in setups[1:])]


def spending(setup: Setup) -> float:
    """FTE that all levers of a policy cost in its scenario."""
    return math.fsum(bill(load_scenario(setup.scenario), setup.policy, setup.parameters).values())


def changed(setup: Setup, values: dict[str, float]) -> Setup:
    return replace(setup, policy=with_levers(setup.policy, values))


def scalable(setup: Setup) -> dict[str, float]:
    """The levers that are on and cost something, more of them more: numbers all, and at 0 where they are off."""
    whole = spending(setup)
    found = {key: float(value) for key, value in on(setup.policy).items() if LEVERS[key].off == 0.0}
    return {key: value for key, value in found.items() if spending(changed(setup, {key: 0.0})) < whole}


def at_spending(setup: Setup, fte: float) -> Setup:
    """The same policy with its levers scaled to a budget. Raises InputError where they cannot come to it."""
    name = setup.policy.name
    if setup.policy.path:
        raise InputError(
            f"equal spending: {shown(name)} changes in the course of a run, and so does what it costs; expected a "
            "policy whose levers stay as they are"
        )
    own = scalable(setup)
    if not own:
        raise InputError(f"equal spending: {shown(name)} has no lever that costs anything; expected a policy with one")

    def scaled(factor: float) -> Setup:
        return changed(setup, {key: min(value * factor, LEVERS[key].high) for key, value in own.items()})

    def costs(factor: float) -> float:
        try:
            return spending(scaled(factor))
        except InputError:  # more than there is staff
            return math.inf

    most = max(LEVERS[key].high / value for key, value in own.items())
    low, high = 0.0, most
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if costs(middle) < fte else (low, middle)
    if abs(costs(high) - fte) > max(0.5, 1e-6 * fte):
        raise InputError(
            f"equal spending: {fte:,.0f} FTE; expected at most {costs(low):,.0f}, the most that {shown(name)} can cost"
        )
    found = scaled(high)
    return changed(found, {key: float(f"{levers(found.policy)[key]:.{DIGITS}g}") for key in own})


def scaling_said(before: Setup, after: Setup) -> str:
    """How a policy came to its budget: the levers that moved, from and to."""
    was, now = levers(before.policy), levers(after.policy)
    parts = [f"{key} {was[key]:g} to {now[key]:g}" for key in was if was[key] != now[key]]
    return (
        f"{after.policy.name} at equal spending: {spending(after):,.0f} FTE, from {spending(before):,.0f}; "
        f"{', '.join(parts) or 'nothing had to be scaled'}."
    )
