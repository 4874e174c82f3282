"""More replicates where an interval is too wide yet: a plan is begun with few, and extended as long as it asks."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sim.errors import InputError
from sim.runs.plan import Plan
from sim.runs.shards import read_outcomes
from sim.runs.until import FIRST, Until, as_wide, excess, next_look
from sim.setup.config import Setup


def world_of(setup: Setup) -> tuple:
    """What makes worlds the same: all but levers."""
    run = setup.run
    return setup.scenario, run.seed, run.years, run.dt, tuple(sorted(setup.parameters.items()))


def begun(plan: Plan, until: Until | None) -> Plan:
    """The plan with the first replicates alone."""
    if until is None:
        return plan
    if "run.replicates" in plan.keys:
        raise InputError("until: run.replicates is an axis of this sweep; expected one value, the maximum")
    return replace(plan, points=plan.points.with_replicates(min(FIRST, until.most)), until=until)


def verdicts(plan: Plan, folder: Path, records: Iterable[dict]) -> list[tuple[int, int, float]]:
    """(point, replicates it shares with its reference, excess) for each policy held against the first in its world."""
    until = plan.until
    assert until is not None
    values = read_outcomes(folder, plan, records, [name for name, _, _ in until.goals]).T
    starts, replicates = plan.offsets[plan.places], plan.points.replicates
    families: dict[tuple, list[int]] = {}
    for number, point in enumerate(plan.points):
        families.setdefault(world_of(point.setup), []).append(number)
    found = []
    for first, *others in families.values():
        for other in others or [first]:
            n = min(replicates[first], replicates[other])
            a, b = (values[:, starts[k] : starts[k] + n] for k in (first, other))
            found.append((other, n, excess(until, a, b if others else None)))
    return found


def extended(plan: Plan, folder: Path, records: Iterable[dict]) -> Plan:
    """The plan with more replicates where the interval is too wide yet, and for the policies these are held against;
    the same plan if there is no such point."""
    until = plan.until
    if until is None:
        return plan
    wanted = {
        number: next_look(until, n, ratio)
        for number, n, ratio in verdicts(plan, folder, records)
        if ratio > 1.0 and n < until.most
    }
    if not wanted:
        return plan
    most: dict[tuple, int] = {}
    for number, n in wanted.items():
        world = world_of(plan.points[number].setup)
        most[world] = max(most.get(world, 0), n)
    firsts: dict[tuple, int] = {}
    for number, point in enumerate(plan.points):
        firsts.setdefault(world_of(point.setup), number)
    for world, n in most.items():
        wanted[firsts[world]] = n
    replicates = plan.points.replicates
    for number, n in wanted.items():
        replicates[number] = max(n, replicates[number])
    return replace(plan, points=plan.points.with_replicates(replicates))


def told(plan: Plan, folder: Path, records: Iterable[dict]) -> list[str]:
    """What became of it: how many intervals are tight enough, and what that spared."""
    until = plan.until
    assert until is not None
    found = verdicts(plan, folder, records)
    met = sum(ratio <= 1.0 for _, _, ratio in found)
    used, full = int(plan.replicates.sum()), until.most * len(plan.cells)
    line = (
        f"{until.text}: reached for {met:,} of {len(found):,}, with {used:,} runs; {until.most:,} replicates of each "
        f"would have been {full:,}: {full - used:,} saved"
    )
    number, _, ratio = max(found, key=lambda one: one[2])
    if ratio <= 1.0:
        return [line]
    label = plan.label(plan.cells[plan.addresses[number]])
    return [line, f"not reached for {label}: {as_wide(ratio)} with run.replicates={until.most}"]
