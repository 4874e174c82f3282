"""A mutant's trial: the tests, likeliest killers first, until one fails; then the verdict.

killed     a test failed, or the process crashed (a rule wrote where nothing is)
timeout    a test did not end, or all together took too long: the mutant runs for ever, and is caught by that
invalid    it does not compile; no test is needed to see that, so it counts neither way
survived   every test passed
"""

import json
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mutant import Mutant, make
from witness import function_of
from workshop import Workshop

# Every draw moves to an address that nobody uses.
OTHER_NUMBERS = "np.uint64(purpose),", "np.uint64(purpose + 1000),"


@dataclass
class Verdict:
    """What a trial came to, by which test (its id) and after how many seconds."""

    verdict: str
    test: str = ""
    seconds: float = 0.0


@dataclass
class Memory:
    """What is known of tests: seconds each takes when nothing is broken, which fail even then, which killed what."""

    seconds: dict[str, float] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)
    kills: dict[str, Counter] = field(default_factory=dict)

    def learn(self, mutant: Mutant, test: str) -> None:
        for place in ("", mutant.file, f"{mutant.file} {mutant.function}"):
            self.kills.setdefault(place, Counter())[function_of(test)] += 1

    def rank(self, mutant: Mutant, first: str = "") -> dict[str, int]:
        """Order of test functions: likely kills a second. `first`: a part of the path of the file expected to kill."""
        cost = Counter()
        for test, seconds in self.seconds.items():
            cost[function_of(test)] += seconds
        here, near, anywhere = (
            self.kills.get(place, Counter()) for place in (f"{mutant.file} {mutant.function}", mutant.file, "")
        )

        def worth(test: str) -> float:
            file = test.partition("::")[0]
            hope = (
                0.02 + 100 * (first != "" and first in file) + (f"_{mutant.module}" in file) + 0.2 * ("/rules/" in file)
            )
            return (hope + 20 * here[test] + 4 * near[test] + 0.5 * anywhere[test]) / (0.05 + cost[test])

        return {test: k for k, test in enumerate(sorted(cost, key=worth, reverse=True))}


def other_numbers(draws: str) -> Mutant:
    """Every draw at another address, in the text of draws.py. Raises ValueError if that is no longer there once."""
    if draws.count(OTHER_NUMBERS[0]) != 1:
        raise ValueError(f"draws.py: {OTHER_NUMBERS[0]!r} occurs {draws.count(OTHER_NUMBERS[0])} times; expected once")
    return make("sim/model/draws.py", draws, draws.index(OTHER_NUMBERS[0]), *OTHER_NUMBERS, "other numbers")


class Bench:
    """Where trials are held: one workshop, one process at a time."""

    def __init__(self, shop: Workshop, limit: float, stop: threading.Event, tests: list[str]):
        self.shop, self.limit, self.stop, self.tests = shop, limit, stop, tests

    def control(self) -> tuple[dict[str, float], list[str]]:
        """Run every test on the copy before anything is broken: seconds by test, and the tests that fail."""
        events, _, _ = self.watch({}, [], {})
        self.shop.keep()
        return {event["passed"]: event["seconds"] for event in events if "passed" in event}, failures(events)

    def lottery(self) -> list[str]:
        """Run every test with other random numbers of the same law; those that fail cannot tell a law from a number."""
        path = self.shop.tree / "sim/model/draws.py"
        if not path.exists():
            return []
        with self.shop.broken(other_numbers(path.read_text())):
            return failures(self.watch({}, [], {})[0])

    def hold(self, mutant: Mutant, memory: Memory, first: str = "") -> Verdict:
        """The trial of one mutant."""
        began = time.monotonic()
        with self.shop.broken(mutant):
            events, code, ended = self.watch(
                memory.rank(mutant, first),
                memory.failing,
                memory.seconds,
                ["-x"],
                patience=60.0 if mutant.function else 240.0,
            )  # all is compiled anew
        verdict = judge(events, code, ended)
        verdict.seconds = time.monotonic() - began
        return verdict

    def watch(
        self,
        rank: dict[str, int],
        left_out: list[str],
        usual: dict[str, float],
        options: list[str] = (),
        patience: float = 300.0,
    ) -> tuple[list[dict], int, bool]:
        """Run pytest; its events, its exit code, and whether it was ended for taking too long: a test more than
        `patience` seconds and three times what it usually takes, or all of them more than the limit."""
        log = self.shop.tree.parent / "events"
        log.write_text("")
        plan = self.shop.tree.parent / "plan"
        plan.write_text(json.dumps({"root": str(self.shop.tree), "log": str(log), "rank": rank, "left_out": left_out}))
        process = subprocess.Popen(
            self.shop.command(*options, *self.tests),
            cwd=self.shop.tree,
            start_new_session=True,
            env=self.shop.environment | {"WITNESS": str(plan)},
            stdout=(self.shop.tree.parent / "output").open("w"),
            stderr=subprocess.STDOUT,
        )
        began = heard = time.monotonic()
        size, late = 0, False
        try:
            while process.poll() is None and not late and not self.stop.is_set():
                time.sleep(0.1)
                now = time.monotonic()
                if log.stat().st_size != size:
                    size, heard = log.stat().st_size, now
                elif now - heard > patience:
                    late = now - heard > patience + min(3 * usual.get(underway(read(log)), 0.0), 120.0)
                late = late or (now - began > self.limit and bool(usual))
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
        if self.stop.is_set():
            raise InterruptedError
        return read(log), code, late


def read(log: Path) -> list[dict]:
    """The witness's lines; the last may be half written."""
    return [json.loads(line) for line in log.read_text().splitlines() if line.endswith("}")]


def failures(events: list[dict]) -> list[str]:
    return sorted({event["failed"] for event in events if "failed" in event})


def underway(events: list[dict]) -> str:
    """The test that had begun last."""
    return next((event["begins"] for event in reversed(events) if "begins" in event), "before the first test")


def judge(events: list[dict], code: int, late: bool) -> Verdict:
    """The verdict on what the witness saw: a failure, an end by force, a crash, or every test passed."""
    failed = next((event for event in events if "failed" in event), None)
    if failed is not None:
        return Verdict("invalid" if failed["invalid"] else "killed", failed["failed"])
    if late:
        return Verdict("timeout", underway(events))
    if code < 0:
        return Verdict("killed", f"{underway(events)} (crash, signal {-code})")
    if code != 0:
        raise RuntimeError(f"pytest ended with {code} and no test failed")
    return Verdict("survived")
