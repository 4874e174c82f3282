"""One mechanism at a time: what tests of rules have off unless they say otherwise."""

import functools
from collections.abc import Callable

from experiments.mechanisms.groups import ALL_OFF as APART


def apart(run: Callable) -> Callable:
    """The same function of (scenario, levers, parameters, ...) with all of these off but for what it is given."""

    @functools.wraps(run)
    def alone(scenario="textbook_queue", levers=None, parameters=None, *rest, **more):
        kept = {} if str(scenario).startswith("textbook_") else APART  # textbook cases have their own
        return run(scenario, levers, kept | (parameters or {}), *rest, **more)

    return alone
