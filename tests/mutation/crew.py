"""Trials of many mutants at once, each worker in its own workshop; Ctrl-C leaves what was done."""

import argparse
import os
import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from mutant import Mutant
from trial import Bench, Memory, Verdict
from workshop import Workshop, copy_tree

Report = Callable[[Mutant, Verdict], None]


def options(about: str) -> argparse.ArgumentParser:
    """The options that every run has."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="mutants at a time (default: one per core)"
    )
    parser.add_argument("--limit", type=float, default=900.0, help="seconds that all tests of one mutant may take")
    parser.add_argument(
        "--tests",
        nargs="+",
        default=[],
        metavar="PATH",
        help="a quick look with these tests alone; kept in results/mutation, not published",
    )
    return parser


class Crew:
    """Workers around one copy of the tree, taken when the run begins and deleted when it ends."""

    def __init__(self, jobs: int, limit: float, tests: list[str]):
        self.jobs, self.limit, self.tests, self.memory = jobs, limit, tests, Memory()
        self.folder, self.stop, self.lock = (
            Path(tempfile.mkdtemp(prefix="mutation-")),
            threading.Event(),
            threading.Lock(),
        )
        self.source = self.folder / "source"
        copy_tree(self.source)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def text(self, file: str) -> str:
        """A source as the copy has it."""
        return (self.source / file).read_text()

    def run(self, mutants: list[Mutant], report: Report, first: dict[str, str] | None = None) -> bool:
        """Try every mutant, in order; `first` names the test file expected to kill one. False if interrupted."""
        waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
        for mutant in mutants:
            waiting.put(mutant)
        progress, errors = Progress(len(mutants)), []

        def work(bench: Bench) -> None:
            try:
                seconds, failing = bench.control()
                lottery = bench.lottery() if bench is benches[0] else []
                with self.lock:
                    self.memory.seconds |= seconds
                    self.memory.failing = sorted({*self.memory.failing, *failing, *lottery})
                    progress.control(seconds, failing, sorted({*lottery} - {*failing}))
                ready.wait()
                while not self.stop.is_set():
                    mutant = waiting.get_nowait()
                    verdict = bench.hold(mutant, self.memory, (first or {}).get(mutant.key, ""))
                    with self.lock:
                        if verdict.verdict == "killed":
                            self.memory.learn(mutant, verdict.test)
                        report(mutant, verdict)
                        progress.trial(mutant, verdict)
            except (queue.Empty, InterruptedError, threading.BrokenBarrierError):
                ready.abort()
            except Exception as error:
                errors.append(error)
                self.stop.set()
                ready.abort()

        benches = [
            Bench(Workshop(self.folder / str(k), self.source), self.limit, self.stop, self.tests)
            for k in range(min(self.jobs, len(mutants)))
        ]
        ready = threading.Barrier(
            max(len(benches), 1)
        )  # nobody begins before it is known which tests cannot bear witness
        threads = [threading.Thread(target=work, args=(bench,)) for bench in benches]
        try:
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                time.sleep(0.2)
        except KeyboardInterrupt:
            print("interrupted: what was tried is kept")
        interrupted = any(thread.is_alive() for thread in threads)
        self.stop.set()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        return not interrupted


class Progress:
    """A line for each trial: how far, what became of the mutant, share caught so far, and minutes left."""

    def __init__(self, n: int):
        self.n, self.done, self.caught, self.counted, self.began = n, 0, 0, 0, time.monotonic()

    def control(self, seconds: dict[str, float], failing: list[str], lottery: list[str]) -> None:
        print(f"control: {len(seconds)} tests pass on the copy in {sum(seconds.values()):.0f} s", flush=True)
        for why, tests in (
            ("it fails before anything is broken", failing),
            ("it fails with other random numbers", lottery),
        ):
            for test in tests:
                print(f"  left out, {why}: {test}", flush=True)
        self.began = time.monotonic()

    def trial(self, mutant: Mutant, verdict: Verdict) -> None:
        self.done += 1
        self.counted += verdict.verdict != "invalid"
        self.caught += verdict.verdict in ("killed", "timeout")
        left = (time.monotonic() - self.began) / self.done * (self.n - self.done) / 60
        print(
            f"[{self.done}/{self.n}] {verdict.verdict:8} {verdict.seconds:4.0f} s  {mutant.file}:{mutant.line} "
            f"{mutant.wrong} · {verdict.test or mutant.after} · {100 * self.caught / max(self.counted, 1):.0f}% "
            f"caught, {left:.0f} min left",
            flush=True,
        )
