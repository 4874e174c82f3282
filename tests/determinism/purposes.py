"""Every purpose that a random number is drawn for: those that draws.py counts, and those that rules name themselves."""

import pkgutil
from importlib import import_module

from sim.model import draws, instruments, rules

NAMED = 2**31  # purposes that follow from a name lie from here on


def purposes() -> dict[int, str]:
    """Number -> name in capitals, of all modules of rules and instruments; before one that a module names itself stands
    the module, since two may use the same word."""
    found = {value: name for name, value in vars(draws).items() if name.isupper() and type(value) is int}
    for package in (rules, instruments):
        for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = one.name.rpartition(".")[2]
            for name, value in vars(import_module(one.name)).items():
                if name.isupper() and type(value) is int and value >= NAMED:
                    found[value] = f"{module}.{name}"
    return found
