"""A process that starts `paradip` again and again by forking, warm, so that it can be killed a thousand times a minute.

Reads a line of JSON for each. words: of the command. seconds: between shards. chunk: seconds of one. die: number of the
fsync or rename at which it kills itself, before or after it as `after` says. limit: bytes that a file may have. slow:
seconds that a run takes. said: file for what it says. mark: a word for its environment.
Answers {"pid"}, then {"status", "calls"}: the exit code or minus the signal, and how many fsyncs and renames there
were.
"""

import json
import os
import resource
import signal
import sys
import time
from contextlib import redirect_stdout
from tempfile import TemporaryDirectory

from sim.commands import stop
from sim.commands.cli import main
from sim.runs import runner, store, work


def count(die: int, after: bool, told: int) -> None:
    """Have every fsync and rename counted, in the order they come, and the process die at one of them."""
    calls = 0

    def counted(call):
        def act(*arguments):
            nonlocal calls
            calls += 1
            here = calls
            os.pwrite(told, f"{calls:8}".encode(), 0)
            if here == die and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = call(*arguments)
            if here == die:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return act

    os.fsync, os.replace = counted(os.fsync), counted(os.replace)


def child(order: dict, told: int) -> None:
    store.SOONEST, runner.CHUNK = order.get("seconds", 0.0), order.get("chunk", 0.005)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(os.open(order["said"], os.O_WRONLY | os.O_CREAT) if "said" in order else null, 2)
    os.environ["PARADIP_MARK"] = order.get("mark", "")
    if "limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    if order.get("slow"):
        work.one = lambda *_: time.sleep(order["slow"])
    count(order.get("die", 0), order.get("after", False), told)
    stop.watch()
    code = main(order["words"])
    os._exit(code)


def serve() -> None:
    with TemporaryDirectory() as folder, redirect_stdout(sys.stderr):  # what a child would have to import and compile
        assert (
            main(["sweep", "run.seed=1,2", "scenario=toy", "run.years=0.1", "run.replicates=1", "--out", folder]) == 0
        )
    told = os.memfd_create("calls")
    for line in sys.stdin:
        os.pwrite(told, b"       0", 0)
        pid = os.fork()
        if pid == 0:
            child(json.loads(line), told)
        print(json.dumps({"pid": pid}), flush=True)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(json.dumps({"status": status, "calls": int(os.pread(told, 8, 0))}), flush=True)


if __name__ == "__main__":
    serve()
