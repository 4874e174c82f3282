"""Fill a sweep's folder: what its plan wants less what its ledger has is run and stored, then all is merged.

lock · delete what killed runners left · plan · ledger · run and store · merge · conclude (figures, manifest last)
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import InputError
from sim.runs import page
from sim.runs.adopt import adopt
from sim.runs.age import up_to_date
from sim.runs.executors import open_pool
from sim.runs.extend import extended
from sim.runs.files import Damaged, make_folder, remove, temporaries
from sim.runs.ledger import MANIFEST, Ledger, clear, is_whole, read_ledger
from sim.runs.lock import WHOLE, Busy, Part, hold, take
from sim.runs.merge import merge
from sim.runs.ours import LOCK, check_ours
from sim.runs.plan import Plan, raised
from sim.runs.runner import carry_out
from sim.runs.signals import patience
from sim.runs.store import Folder
from sim.runs.union import unite

Conclude = Callable[[Path, Plan, Ledger], None]


@dataclass
class How:
    """Who does the work and which part of it; `progress` is told (done, total), `say` what else is worth a line. renew:
    old runs are repeated. asked: the words of the command, for the log."""

    cluster: str = "threads"
    threads: int = 2
    part: Part = WHOLE
    wait: bool = False
    fail_fast: bool = False
    renew: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None
    say: Callable[[str], None] = lambda line: None
    asked: Sequence[str] = ()


class Failing(InputError):
    """A run failed and that was to be the end of it."""

    code = 5


@dataclass
class Filled:
    """A folder after the work. complete: every run of the plan is done or has failed, and the table is merged."""

    plan: Plan
    ledger: Ledger
    complete: bool


def fill(
    folder: Path, new: Plan, how: How, conclude: Conclude, others: Iterable[Path] = (), replicates: int | None = None
) -> Filled:
    """Have a folder hold what its plan and a new one want, with so many replicates, and what `others` hold already.

    Raises Busy if somebody else is at work there, KeyboardInterrupt when asked to stop. Whatever is raised, what was
    done is kept, and the same call goes on with it.
    """
    make_folder(folder)
    alone = how.part.of == 1
    with hold(folder, how.part, how.wait):
        remove(*temporaries(folder, "" if alone else how.part.name))
        plan = settle(folder, new, replicates, how)
        for other in others:
            adopt(folder, other)
        ledger = run(folder, plan, mend(folder, plan, how), how)
        plan, ledger = go_on(folder, plan, ledger, how)
        if alone:
            check_there(folder, plan, ledger)
            return finish(folder, plan, ledger, conclude)
    try:
        with hold(folder, WHOLE, merges=True):  # whichever part ends last
            plan = page.read_plan(folder)
            ledger = read_ledger(folder, plan)
            remove(*temporaries(folder), *ledger.stray)  # of parts that were killed while they wrote
            return finish(folder, plan, ledger, conclude)
    except Busy:
        return Filled(plan, ledger, False)


def check_there(folder: Path, plan: Plan, ledger: Ledger) -> None:
    """Raises InputError if files of the folder were deleted while they were made."""
    n_gone = plan.total - int(ledger.done.sum()) - ledger.n_failed
    if n_gone or not (folder / page.NAME).is_file():
        what = f"the files of {n_gone:,} runs" if n_gone else page.NAME
        raise InputError(
            f"{folder}: {what} vanished while the sweep ran; expected the folder to be left alone; the same "
            "command repeats what is missing"
        )


def provide(folder: Path, plan: Plan, how: How, spared: np.ndarray | None = None) -> Ledger:
    """Have a folder that is no sweep hold the runs of a plan, beside those it holds already. spared: which of them
    nobody needs, (total,). Raises InputError if other files are in it."""
    check_ours(folder)
    make_folder(folder)
    with hold(folder, how.part, how.wait):
        remove(*temporaries(folder))
        ledger = mend(folder, plan, how)
        if spared is not None:
            ledger.done |= spared
        return run(folder, plan, ledger, how, 0 if spared is None else int(spared.sum()))


def mend(folder: Path, plan: Plan, how: How) -> Ledger:
    """What of a plan is done, once what is damaged is named and deleted."""
    ledger = read_ledger(folder, plan)
    for path, why in ledger.damaged.items():
        how.say(f"damaged: {path.relative_to(folder)}, {why.partition(': ')[2].partition(';')[0]}; repeated")
    clear(ledger, folder, how.part.of == 1)
    return ledger


def settle(folder: Path, new: Plan, replicates: int | None, how: How) -> Plan:
    """The plan of the folder from now on, on disk; parts that begin together settle it one after another."""
    lock = take(folder / ".lock-plan", fcntl.LOCK_EX, True)
    try:
        old = None
        if (folder / page.NAME).is_file():
            try:
                old = up_to_date(page.read_plan(folder), folder, how.renew)
            except Damaged as fault:
                how.say(f"{str(fault).partition(';')[0]}; written anew")
        plan = raised(unite(old, new), replicates)
        page.write_plan(folder, plan, how.part.name)
        return plan
    finally:
        os.close(lock)


def run(folder: Path, plan: Plan, ledger: Ledger, how: How, spared: int = 0) -> Ledger:
    """Run what is missing and store it as it comes; the ledger afterwards. spared: runs that count as done, and that
    nobody is told of."""
    wanted = int((~ledger.done & plan.owned(how.part)).sum())
    if not wanted:
        return ledger
    remove(folder / MANIFEST)
    store = Folder(folder, plan, ledger, how.part)
    done, total = int(ledger.done.sum()) - spared, plan.total - spared
    stop, ended = threading.Event(), "failed"
    store.tell(
        "begin", done=done, wanted=wanted, total=total, cluster=how.cluster, part=how.part.name, asked=list(how.asked)
    )
    with open_pool(how.cluster, how.threads) as pool, patience(stop):
        try:
            for found in carry_out(plan, store, pool, how.part, stop=stop):
                done += len(found.runs)
                how.progress(done, total)
                if how.fail_fast and found.failures:
                    cell, replicates, said = found.failures[0]
                    raise Failing(f"{plan.label(cell)}, replicate {replicates[0]}: {said} (--fail-fast)")
            ended = "stopped" if stop.is_set() else "done"
        finally:
            store.flush()
            with suppress(OSError):
                store.tell(ended, done=done)
        if stop.is_set():
            raise KeyboardInterrupt(f"{done:,} of {total:,} runs are stored")
    return read_ledger(folder, plan)


def go_on(folder: Path, plan: Plan, ledger: Ledger, how: How) -> tuple[Plan, Ledger]:
    """More replicates, as long as the plan asks for tighter intervals."""
    while (more := extended(plan, folder, ledger.records)) is not plan:
        plan = more
        page.write_plan(folder, plan, how.part.name)
        ledger = run(folder, plan, read_ledger(folder, plan), how)
    return plan, ledger


def finish(folder: Path, plan: Plan, ledger: Ledger, conclude: Conclude) -> Filled:
    """Merge and conclude what is complete, unless that was done and nothing has changed since."""
    n_done = int(ledger.done.sum())
    if n_done + ledger.n_failed < plan.total:
        return Filled(plan, ledger, False)
    if not is_whole(folder):
        remove(folder / MANIFEST)
        merge(folder, plan, ledger.records)
        conclude(folder, plan, ledger)
    remove(*folder.glob(f"{LOCK}-*"))  # those of parts, none of which is at work while the whole is held
    return Filled(plan, ledger, True)
