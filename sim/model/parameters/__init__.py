"""Parameters: what is assumed. One file for each theme, found by itself; a price stands with what it pays for.

A scenario's page may override a default; the command line may override both (`parameters.growth=0.03`).
"""

import sys
from itertools import chain

from sim.model import instruments, levers
from sim.model.catalogue import Parameter, modules

# In the order of the model's story. A theme that is not named here comes after them.
THEMES = (
    "docket", "crises", "weights", "apparatus", "ministries", "sight", "subnational", "preferences", "alone",
    "networks", "private", "agreement", "promises", "courtship", "oversight", "law", "lessons", "legitimacy",
    "coordination", "turnover", "politics", "prices",
)  # fmt: skip


def themed(module, theme: str) -> list[Parameter]:
    """The parameters of a file; those that name no theme are given this one."""
    return [one._replace(theme=one.theme or theme) for one in getattr(module, "PARAMETERS", ())]


def found() -> dict[str, Parameter]:
    """Every parameter by its name, theme by theme, in the order of their places and then as declared."""
    here = [
        one for module in modules(sys.modules[__name__]) for one in themed(module, module.__name__.rpartition(".")[2])
    ]
    beside = [one for module in chain(modules(instruments), modules(levers)) for one in themed(module, "prices")]
    order = [*THEMES, *sorted({one.theme for one in here + beside} - {*THEMES})]
    declared = sorted(here + beside, key=lambda one: (order.index(one.theme), one.place))
    complete = [one._replace(title=one.title or one.meaning) for one in declared]
    return {one.name: one._replace(brief=one.brief or one.title) for one in complete}


PARAMETERS = found()
# Mechanism -> the value at which it vanishes exactly. A test turns each off and checks.
OFF = {name: one.off for name, one in PARAMETERS.items() if one.off is not None}
