"""Ranges hold wherever a value enters: whatever is put in at whatever door, the answer is one plain line or a run that
ends, with outcomes that can be. No traceback, no hang, no outcome out of its range."""

import json
import math
import queue
import random
import subprocess
import sys
import threading

import pytest
import trying
from trying import DOORS, fits

from sim.model.levers import LEVERS
from sim.model.limits import FRACTIONS, LIMITS
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.runs.luck import NAMES as LUCK

HANG = 60.0  # s, on a machine that does other work; alone none takes over 2
EVERY, SOME = 5_000, 49
OFF = [
    -1, 0, 1, 2, 1e308, -1e308, 1e-308, 5e-324, 10**30, -0.0, float("nan"), float("inf"), -float("inf"), "", "abc",
    "nan", True, None, [1], {"a": 1}, "1e999", "0x10", "1_000", "１", "1e3", "0,5", "-", "=1", "${x}", "a" * 500,
    "\x1b[31m",
]  # fmt: skip
SIGNED = ("small_place_gap", "shutdown_drop", "shutdown_backlog", "election_drop", *LUCK)  # differences


def values_of(key: str) -> list:
    """What a key may be at its ends, beside them, and far off."""
    limit = LIMITS[key]
    if limit.kind in ("number", "integer"):
        step = 1 if limit.kind == "integer" else abs(limit.high) * 1e-9
        ends = [limit.low, limit.high, limit.low - step, limit.high + step, (limit.low + limit.high) / 2]
        known = PARAMETERS.get(key.partition(".")[2]) if key.startswith("parameters.") else None
        return [*ends, *([known.low, known.high, known.default] if known else []), *OFF]
    return [*limit.choices, *OFF]


def cases(n: int, seed: int) -> list[tuple[str, str, object]]:
    """So many, every key and every door in turn."""
    rng = random.Random(seed)
    keys = [
        key for key in LIMITS if key.partition(".")[2] and key not in ("run.threads", "run.cluster", "run.replicates")
    ]
    pairs = {door: [key for key in keys if fits(door, key)] for door in DOORS}
    for fitting in pairs.values():
        rng.shuffle(fitting)
    chosen = [(DOORS[k % len(DOORS)], k // len(DOORS)) for k in range(n)]
    each = [(door, pairs[door][k % len(pairs[door])]) for door, k in chosen]
    return [(door, key, rng.choice(values_of(key))) for door, key in each]


class Child:
    """A process that answers; one that does not within HANG seconds is killed."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, trying.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.lines: queue.Queue = queue.Queue()
        threading.Thread(target=self.listen, args=(self.process, self.lines), daemon=True).start()

    @staticmethod
    def listen(process, lines) -> None:
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    def ask(self, case, seconds: float = HANG) -> dict:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        try:
            line = self.lines.get(timeout=seconds)
        except queue.Empty:
            line = ""
        if line:
            return json.loads(line)
        self.close()
        code = self.process.returncode
        self.start()
        return {"code": -2, "said": f"no answer: {'hung' if code in (None, -9) else f'died with {code}'}"}

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def child():
    one = Child()
    assert one.ask(("python", "run.seed", 1), seconds=300)["code"] == 0  # compiles, if that must be
    yield one
    one.close()


def problem(found: dict) -> str:
    """What is wrong with an answer, "" if nothing is."""
    if found["code"] == 0:
        return "; ".join(filter(None, (out_of_range(one, found["values"][one.name]) for one in METRICS)))
    lines = found["said"].splitlines()
    if found["code"] == 2 and len(lines) == 1 and lines[0].isprintable() and len(lines[0]) < 4000:
        return ""
    return f"code {found['code']}: {found['said'][-600:]}"


def out_of_range(metric, value: float) -> str:
    low, high = (0.0, math.inf) if metric.name not in SIGNED else (-math.inf, math.inf)
    if metric.unit in FRACTIONS and metric.name not in SIGNED:
        high = 1.0
    if metric.unit == "[-1,1]":
        low, high = -1.0, 1.0
    if math.isnan(value):  # a mean, a share or a percentile of nothing
        is_count = metric.unit in ("FTE", "issues") or metric.unit.endswith(("/week", "/year"))
        is_index = metric.group == "standing" and metric.unit == "[0,1]"
        return f"{metric.name} is NaN" if is_count or is_index else ""
    return "" if low - 1e-9 <= value <= high + 1e-9 and math.isfinite(value) else f"{metric.name} is {value:g}"


def try_all(child, wanted) -> None:
    answers = {f"{door} {key}={value!r}": child.ask((door, key, value)) for door, key, value in wanted}
    bad = {case: said for case, found in answers.items() if (said := problem(found))}
    assert not bad, "\n".join(f"{case}: {said}" for case, said in list(bad.items())[:40])


def test_some_values_at_every_door(child):
    try_all(child, cases(SOME, seed=1))


def test_every_door_lets_in_what_fits(child):
    for door in DOORS:
        key = "oversight.alarm" if fits(door, "oversight.alarm") else "parameters.load"
        assert child.ask((door, key, 0.9))["code"] == 0, door


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_five_thousand_values_at_every_door(child, part):
    try_all(child, cases(EVERY, seed=2)[part::10])


def ends() -> list[tuple[str, str, object]]:
    """Every key at both ends of what it may be."""
    found = []
    for key, limit in LIMITS.items():
        if limit.kind in ("number", "integer") and key not in ("run.threads", "run.replicates", "run.years"):
            found += [("python", key, end) for end in (limit.low, limit.high)]
    return found


def test_some_ends_of_ranges(child):
    try_all(child, random.Random(3).sample(ends(), 20))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_all_ends_of_ranges(child, part):
    try_all(child, ends()[part::4])


def corner(rng: random.Random) -> dict:
    """Every lever at one end or the other; a choice, any of its words."""
    return {key: rng.choice(list(one.choices) or [one.low, one.high]) for key, one in LEVERS.items()}


def try_corners(child, prices: dict, n: int, seed: int) -> None:
    """All levers at once. What a small country cannot afford is one line; prices are scaled so that it can."""
    rng = random.Random(seed)
    bad = {}
    for _ in range(n):
        levers = corner(rng)
        found = child.ask(("corner", json.dumps(levers), prices))
        if said := problem(found):
            bad[json.dumps(levers)] = said
    assert not bad, "\n".join(f"{case}: {said}" for case, said in list(bad.items())[:4])


def test_some_corners_of_the_levers(child, toy_prices):
    try_corners(child, toy_prices, 10, seed=4)


@pytest.mark.slow
def test_many_corners_of_the_levers(child, toy_prices):
    try_corners(child, toy_prices, 600, seed=5)
