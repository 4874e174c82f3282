"""Who does the work: threads here, processes here, or a dask cluster. Any concurrent.futures Executor will do."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

from sim.errors import InputError
from sim.runs.work import Found, Job, ready, work

THREADS = "paradip-run"  # how the threads that run are called
ANSWER, ARRIVAL = 5.0, 60.0  # s for a scheduler to answer, and for a worker of it to arrive


class Pool:
    """An executor, how many work in it, and which exceptions mean that a worker died. `stop` ends early what runs.
    retries: whether a chunk is given to others when its worker dies, so that several have died when that is told."""

    retries = False

    def __init__(self, make: Callable[[], Executor], workers: int, deaths: tuple = (BrokenExecutor,)) -> None:
        self.make, self.workers, self.deaths = make, workers, deaths
        self.stop = threading.Event()
        self.executor = make()

    def submit(self, job: Job) -> Future[Found]:
        return self.executor.submit(work, job)

    def deserted(self) -> bool:
        """Whether there have been no workers for so long that waiting for one is pointless."""
        return False

    def renew(self) -> None:
        """After a death: a broken pool is replaced; other executors heal by themselves."""
        if getattr(self.executor, "_broken", False):
            self.executor.shutdown(wait=False, cancel_futures=True)
            self.executor = self.make()

    def close(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)

    def abandon(self) -> None:
        """Close without waiting for what runs."""
        self.stop.set()
        self.executor.shutdown(wait=False, cancel_futures=True)


class Threads(Pool):
    """Threads of this process: the compiled rules hold no lock."""

    def __init__(self, workers: int) -> None:
        super().__init__(lambda: ThreadPoolExecutor(workers, THREADS), workers)

    def submit(self, job: Job) -> Future[Found]:
        try:
            return self.executor.submit(work, job, self.stop)
        except RuntimeError:  # the system lets no thread start
            n = sum(thread.name.startswith(THREADS) for thread in threading.enumerate())
            raise InputError(
                f"run.threads={self.workers}: the system starts no more than {n}, by a limit on processes; expected "
                "fewer, or a higher limit (ulimit -u)"
            ) from None


def be_quiet() -> None:
    """Python's own tracker of semaphores, a process too, would comment on a sweep that is stopped."""
    quiet = "ignore:resource_tracker"
    if quiet not in sys.warnoptions:
        sys.warnoptions.append(quiet)


class Processes(Pool):
    """Processes of this machine. They end when this one does, however it ends."""

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        be_quiet()
        super().__init__(lambda: ProcessPoolExecutor(workers, context, begin_worker), workers)
        try:
            with unheard_interrupts():
                started = [self.executor.submit(time.sleep, 0.01) for _ in range(workers)]
            started[0].result()
        except (BrokenExecutor, RuntimeError, OSError):
            raise InputError(
                f"run.cluster=processes: the {workers} processes died as they started, or the system starts no more; "
                "expected fewer (run.threads), a higher limit (ulimit -u), or run.cluster=threads; a script of your "
                "own makes its calls under if __name__ == '__main__'"
            ) from None

    def renew(self) -> None:
        with unheard_interrupts():
            super().renew()

    def abandon(self) -> None:
        for process in list((getattr(self.executor, "_processes", None) or {}).values()):
            process.kill()
        super().abandon()


def local_cluster(workers: int):
    """A dask cluster of processes here, in which a worker that dies is always started again. By default dask closes a
    worker for good if it happens to be down 15 s after it died, and a sweep that has lost all of its workers in this
    way would wait for ever."""
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.deploy.lost-worker-timeout": "365 days"})
    be_quiet()
    return LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=logging.CRITICAL
    )


class Cluster(Pool):
    """A dask cluster: one made here of processes, or one whose scheduler is at an address."""

    retries = True  # distributed.scheduler.allowed-failures, 3

    def __init__(self, address: str, workers: int) -> None:
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError:
            raise InputError(
                f"run.cluster={address}: dask is not installed; expected it, from pip install 'paradiplomacy[cluster]'"
            ) from None
        for name in list(logging.root.manager.loggerDict):
            if name.startswith("distributed"):  # a worker that dies is our business
                logging.getLogger(name).setLevel(logging.CRITICAL)
        self.cluster = None
        with unheard_interrupts():
            if address == "local":
                self.cluster = local_cluster(workers)
            try:
                self.client = Client(self.cluster or address, timeout=ANSWER, set_as_default=False)
                self.client.wait_for_workers(1, timeout=ARRIVAL)
            except (OSError, TimeoutError, ValueError) as fault:
                what = "has no workers" if hasattr(self, "client") else "does not answer"
                raise InputError(
                    f"run.cluster={address}: the scheduler {what} ({fault}); expected the address of a "
                    "running dask scheduler with workers"
                ) from None
        self.asked, self.seen = 0.0, time.monotonic()
        super().__init__(lambda: self.client.get_executor(pure=False), workers, (BrokenExecutor, KilledWorker))

    def count_threads(self) -> None:
        """Ask, every 2 s at most, how many threads the workers have together, and note when there were any."""
        now = time.monotonic()
        if now - self.asked > 2.0:
            threads = sum(self.client.nthreads().values())
            self.asked, self.count, self.seen = now, max(threads, 1), now if threads else self.seen

    @property
    def workers(self) -> int:
        """Threads of all workers; they may come and go."""
        self.count_threads()
        return self.count

    @workers.setter
    def workers(self, _: int) -> None:
        self.count = 1

    def deserted(self) -> bool:
        self.count_threads()
        return time.monotonic() - self.seen > ARRIVAL

    def close(self) -> None:
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()

    def abandon(self) -> None:
        self.executor.shutdown(wait=False)
        self.close()


def begin_worker() -> None:
    """In a fresh process: die with the parent, and have the rules ready."""
    try:
        threading.Thread(target=end_with_parent, daemon=True).start()
    except RuntimeError:  # the system lets no thread start: the parent says so
        os._exit(1)
    ready()


def end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def unheard_interrupts() -> Iterator[None]:
    """Processes that are started here do not hear Ctrl-C: it is for us to say what becomes of them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def open_pool(cluster: str, threads: int) -> Iterator[Pool]:
    """The pool that `run.cluster` and `run.threads` name; the rules are compiled before anybody starts. Left by an
    exception, it hardly waits for what runs."""
    ready()
    workers = threads or os.cpu_count() or 1
    pool = {"threads": Threads, "processes": Processes}.get(cluster, lambda n: Cluster(cluster, n))(workers)
    try:
        yield pool
    except BaseException:
        closing = threading.Thread(target=pool.abandon, daemon=True)
        try:
            closing.start()
            closing.join(0.5)
        except RuntimeError:  # the system lets no thread start
            pool.abandon()
        raise
    pool.close()


def busy() -> bool:
    """Whether a thread is still amid a run, which cannot be broken off."""
    return any(thread.name.startswith(THREADS) for thread in threading.enumerate())
