"""Processes that are started, watched, killed and, whatever happens, gone at the end.

Each is the first of a session of its own, so that Ctrl-C in the terminal is heard by the experiment alone, and a kill
takes its children too, as the failure of a machine would.
"""

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sim.errors import InputError

ROOT = Path(__file__).parents[2]
GRACE = 1.0  # s to end when asked to, and to be gone when killed
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


class Failed(InputError):
    """A process ended as it should not have, or left what it should not have left."""

    code = 1


@dataclass
class Used:
    """What a process has used so far: the peak of its resident memory in MB, and processor seconds."""

    role: str
    megabytes: float = 0.0
    seconds: float = 0.0


class Crew:
    """A context in which processes of this Python may be started. folder: for what they say."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.mark = folder, f"big-machines-{uuid.uuid4().hex}"
        self.members: list[subprocess.Popen] = []
        self.used: dict[int, Used] = {}
        self.roles: dict[int, tuple[str, str]] = {}

    def start(self, role: str, *words: object, child: str = "") -> subprocess.Popen:
        """`python -m WORDS`, which is seen under the name of its role, and what it starts itself under that of a
        child."""
        with open(self.folder / f"{role.replace(' ', '-').replace('/', '-')}.txt", "ab") as said:
            member = subprocess.Popen(
                [sys.executable, "-m", *map(str, words)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                env=os.environ
                | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]), "BIG_MACHINES": self.mark},
            )
        self.members.append(member)
        self.roles[member.pid] = role.partition(" ")[0], child or role.partition(" ")[0]
        return member

    def look(self) -> None:
        """Note what everybody in the sessions of the crew has used; twice a second is enough, as the kernel keeps
        peaks."""
        import psutil  # it comes with Dask

        for pid in psutil.pids():
            with suppress(psutil.Error, OSError):
                first = os.getsid(pid)
                if first in self.roles:
                    peak = PEAK.search(Path(f"/proc/{pid}/status").read_text())
                    spent = psutil.Process(pid).cpu_times()
                    used = self.used.setdefault(pid, Used(self.roles[first][pid != first]))
                    used.seconds = max(used.seconds, spent.user + spent.system)
                    used.megabytes = max(used.megabytes, int(peak[1]) / 1024 if peak else 0.0)

    def kill(self, member: subprocess.Popen) -> None:
        """With SIGKILL, and all that it has started."""
        self.look()
        with suppress(ProcessLookupError):
            os.killpg(member.pid, signal.SIGKILL)
        member.wait()

    def watch(self, member: subprocess.Popen, pause: float = 0.1) -> float:
        """Until it has ended well; the seconds that took. Raises Failed."""
        began = time.perf_counter()
        while member.poll() is None:
            self.look()
            time.sleep(pause)
        self.check(member)
        return time.perf_counter() - began

    def check(self, member: subprocess.Popen) -> None:
        """Raises Failed if it has ended with an error."""
        if member.poll():
            words = " ".join(map(str, member.args[2:]))
            raise Failed(f"{words}: exit code {member.returncode}; expected 0, see what it said in {self.folder}")

    def left(self) -> list[int]:
        """Processes that this crew or its children have started and that are still there."""
        import psutil

        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get("BIG_MACHINES") == self.mark:
                    found.append(process.pid)
        return found

    def dismiss(self, *numbers: int) -> None:
        """Send everybody these signals, one after another for as long as anybody is left."""
        for number in numbers:
            for member in self.members:
                with suppress(ProcessLookupError):
                    os.killpg(member.pid, number)
            began = time.monotonic()
            while (self.working() or self.left()) and time.monotonic() - began < GRACE:
                time.sleep(0.05)

    def working(self) -> int:
        """How many have not ended; each is asked, so that none is left as a zombie."""
        return sum(member.poll() is None for member in self.members)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault, *_) -> None:
        """In good order if all went well; at once after Ctrl-C."""
        self.dismiss(*([] if fault else [signal.SIGTERM]), signal.SIGKILL)
