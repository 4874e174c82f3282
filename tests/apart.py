"""One mechanism at a time: what tests of rules have off unless they say otherwise."""

import functools
from collections.abc import Callable

from sim.study.verify.textbook import TEXTBOOK


def apart(run: Callable) -> Callable:
    """The same function of (scenario, levers, parameters, ...) with all of these off but for what it is given."""

    @functools.wraps(run)
    def alone(scenario="textbook_queue", levers=None, parameters=None, *rest, **more):
        return run(scenario, levers, TEXTBOOK | (parameters or {}), *rest, **more)

    return alone
