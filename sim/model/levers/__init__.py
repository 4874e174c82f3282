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
            "Watching",
            "Seven instruments and what is done with what they find. A regime is a bundle of intensities.",
        ),
        Group(
            "coordination",
            "Whole of government",
            "The line, shared information, and a body that settles what departments cannot.",
        ),
        Group(
            "investment",
            "People and memory",
            "What is spent so that those who act can act well, and later ones remember.",
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
