"""Levers: what a government chooses. One file for those that belong together, found by itself; an instrument of
oversight brings its own (`instruments/`).
"""

import sys
from itertools import chain

from sim.model import instruments
from sim.model.catalogue import Group, Lever, modules

GROUPS = {
    one.name: one
    for one in (
        Group(
            "delegation",
            "Who decides",
            "How much of the agenda is delegated, in what form, and whose staff does the work.",
        ),
        Group(
            "oversight",
            "Oversight",
            "Seven instruments, and what is done about what they detect. A regime sets how much of each.",
        ),
        Group(
            "coordination",
            "Whole of government",
            "The line, shared information, and a body that settles disputes that departments cannot.",
        ),
        Group(
            "investment",
            "People and memory",
            "What is spent on the skills of those who act and on the memory of those who follow.",
        ),
    )
}


def found() -> dict[str, Lever]:
    """Every lever by its key, group by group, in the order of their places and then as declared."""
    files = chain(modules(instruments), modules(sys.modules[__name__]))
    declared = [one for module in files for one in getattr(module, "LEVERS", ())]
    order = list(GROUPS)
    return {one.key: one for one in sorted(declared, key=lambda one: (order.index(one.group), one.place))}


LEVERS = found()
