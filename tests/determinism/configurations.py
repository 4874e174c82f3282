"""Configurations drawn by lot, each a line of overrides as on the command line, so that any can be run by hand."""

import random

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.limits import LEVERS
from sim.model.parameters import PARAMETERS
from sim.model.start import prepare
from sim.setup.config import policy_names, resolve

BARE = "textbook_queue"  # can afford no lever
SCENARIOS = (BARE, "toy", "toy", "toy", "us_2023", "us_2023", "canada_2023")
STEPS, REPLICATES = (0.25, 0.5, 1, 1, 2), 2
# Weeks and arrivals a week: a full desk for a while, or few issues for years.
BUSY, SPARSE = ((2, 4, 8), None), ((52, 104, 156), 1)
LEVERS_CHANGED, PARAMETERS_CHANGED = (0, 2, 5, 12), (0, 1, 4)
KEPT = ("headcount", "arrival_rate")  # a scenario states the one, the length of the run goes with the other


def value_of(key: str, lot: random.Random):
    """A lever's value from anywhere within its limits."""
    limit = LEVERS[key]
    if limit.kind == "choice":
        return lot.choice(limit.choices)
    if limit.kind == "word":
        return lot.choice(("all", "subnational"))
    if limit.kind == "integer":
        return lot.randint(int(limit.low), int(limit.high))
    return round(lot.uniform(limit.low, limit.high), 3)


def drawn(lot: random.Random) -> str:
    """One line: scenario, preset, levers, parameters within their plausible ranges, length, step and seed."""
    weeks, arrivals = lot.choice((BUSY, BUSY, SPARSE))
    scenario, policy = lot.choice(SCENARIOS), lot.choice(policy_names())
    levers = lot.sample(sorted(LEVERS), lot.choice(LEVERS_CHANGED))
    if scenario == BARE:
        policy, levers = "centralized", []
    parts = [f"scenario={scenario}", f"policy={policy}"]
    parts += [f"{key}={value_of(key, lot)}" for key in levers]
    for name in lot.sample(sorted(set(PARAMETERS) - set(KEPT)), lot.choice(PARAMETERS_CHANGED)):
        parameter = PARAMETERS[name]
        value = lot.uniform(parameter.low, parameter.high)
        parts.append(f"parameters.{name}={round(value) if parameter.unit == 'switch' else round(value, 4)}")
    parts += [f"parameters.arrival_rate={arrivals}"] if arrivals else []
    return " ".join(
        [
            *parts,
            f"run.years={lot.choice(weeks) / 52!r}",
            f"run.dt={lot.choice(STEPS)}",
            f"run.seed={lot.randrange(2**32)}",
            f"run.replicates={REPLICATES}",
        ]
    )


def generated(n: int, seed: int = 36) -> list[str]:
    """The first n of a fixed series that can be run: levers that a small country cannot pay for are drawn again."""
    lot, lines = random.Random(seed), []
    while len(lines) < n:
        line = drawn(lot)
        try:
            setup = resolve(line.split())
            prepare(load_scenario(setup.scenario), setup.policy, setup.parameters, setup.run.years, setup.run.dt)
        except InputError:
            continue
        lines.append(line)
    return lines
