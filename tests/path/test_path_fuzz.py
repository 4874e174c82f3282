"""A thousand random paths as words of a command, of which half are spoilt: each is one plain line or a run of a year in
which nothing is lost; no traceback, no hang."""

import random

import pytest
from matters import counts, misplaced, posts, unwatched
from patience import patience
from random_paths import random_path, some_levers, spoilt

from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model import start, week
from sim.model.limits import checked
from sim.model.metrics import METRICS, measure
from sim.model.path.course import Course
from sim.runs.address import address_of
from sim.runs.results import load
from sim.setup.config import resolve
from sim.setup.overrides import read_overrides
from sim.setup.written import to_yaml, values_of

HANG = 60  # s, on a machine that does other work; alone none takes over one
SHORT = ["scenario=toy", "run.years=1", "run.replicates=1", "run.threads=1"]
FEW, MANY = 60, 1000


def words_of(n: int, prices: dict) -> tuple[list[str], bool]:
    """The n-th command line, and whether it is spoilt."""
    dice = random.Random(n)
    said, wrong = random_path(dice, 1.0), n % 2 == 1
    said = spoilt(dice, said) if wrong else said
    free = {f"parameters.{name}": price for name, price in prices.items()}
    values = {
        "run.seed": n + 1,
        "parameters.swing": 1,
        "run.dt": dice.choice((0.5, 1, 2, 4)),
        **some_levers(dice),
        **free,
    }
    return [
        *SHORT,
        *(f"{key}={x}" for key, x in values.items()),
        *(f"policy.{key}={x}" for key, x in said.items()),
    ], wrong


def run(words: list[str]) -> str:
    """What was said against it; "" if it ran and all was well."""
    try:
        setup = resolve(words)
        address_of(setup, "digest"), to_yaml(setup), read_overrides(words)
        policy, length = setup.policy, (setup.parameters, setup.run.years, setup.run.dt)
        course = Course(load_scenario(setup.scenario), policy, *length)
        world = start.begin(course.template, setup.run.seed)
        standing, everybody, looks = course.begin(world), posts(world), 0
        while (tick := course.next_look(standing)) < world.given["ticks"][0]:
            week.run(world, tick)
            before, looks = counts(world), looks + 1
            world = course.look(world, standing)
            assert looks <= 3 * world.given["ticks"][0]
            assert all(checked(key, value) == value for key, value in standing.levers.items())
            assert misplaced(world) == [] and unwatched(world) == [] and counts(world) == before
            assert posts(world) == pytest.approx(everybody, rel=1e-12)
        found = measure(start.finish(world), standing.spent(52.0))
        assert misplaced(world) == []
        assert not any(value < -1e-9 for value, metric in zip(found, METRICS, strict=True) if metric.unit == "FTE")
    except InputError as fault:
        return str(fault)
    return ""


def try_all(numbers, prices) -> tuple[int, int]:
    """How many of the good and how many of the spoilt were refused."""
    refused = {False: 0, True: 0}
    for n in numbers:
        words, wrong = words_of(n, prices)
        with patience(HANG):
            try:
                line = run(words)
            except InputError:
                raise
            except Exception as fault:
                raise AssertionError(f"{n}: {' '.join(words)}") from fault
        assert line.isprintable() and len(line) < 4000, line
        assert not line or "expected" in line or "cannot be read" in line, (n, line)
        assert wrong or "expected" not in line or "levers cost" in line, (n, line)
        refused[wrong] += bool(line)
    return refused[False], refused[True]


def test_some_paths(toy_prices):
    good, bad = try_all(range(FEW), toy_prices)
    assert good == 0 and FEW / 5 < bad < FEW / 2


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_thousand_paths(part, toy_prices):
    try_all(range(FEW, MANY + FEW)[part::4], toy_prices)


@pytest.mark.parametrize("n", range(8))
def test_the_command_says_the_same(n, tmp_path, capsys, toy_prices):
    """At the command itself: the same line and code 2, and nothing written; or the run, with its outcomes."""
    words, _ = words_of(n, toy_prices)
    line, out = run(words), tmp_path / "out"
    code = main(["run", *words, "--out", str(out)])
    said = capsys.readouterr().err
    if line:
        assert (code, said) == (2, f"paradip: {line}\n") and not out.exists()
    else:
        assert code == 0 and len(load(out)) == 1


@pytest.mark.parametrize("n", range(0, 20, 2))
def test_what_is_written_is_what_was_said(n, toy_prices):
    """Words, the values they come to, and the yaml of the configuration say one thing."""
    words, _ = words_of(n, toy_prices)
    setup = resolve(words)
    again = resolve([f"{key}={value}" for key, value in values_of(setup).items() if key != "name"])
    assert again.policy.path == setup.policy.path and address_of(again, "x") == address_of(setup, "x")
