"""Two jobs at a time of all sessions, never two of one, in the order in which they came; and none for ever."""

import random
import threading
import time
from threading import Event

import pytest

pytest.importorskip("solara", reason="solara is not installed: pip install 'paradiplomacy[workshop]'")

from sim.errors import InputError
from sim.web.app import places


@pytest.fixture
def whose(monkeypatch):
    """The session of a thread, as a test sets it."""
    mine = threading.local()
    monkeypatch.setattr(places, "session", lambda: mine.name)
    return mine


def crowd(tasks) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_never_two_of_one_session_nor_three_in_all(whose):
    """Twenty sessions of five jobs each, some of them cancelled while they wait or work."""
    draw, now, most, done = random.Random(1), [], [0], []
    cancels = {(k, i): Event() for k in range(20) for i in range(5)}

    def job(k: int, i: int):
        pause, lasts = draw.random() / 20, draw.random() / 50

        def work():
            whose.name = f"{k}"
            time.sleep(pause)
            if i:
                cancels[k, i - 1].set()  # who asks anew has no more use for what was asked before
            with places.turn(cancels[k, i]) as mine:
                if not mine:
                    return
                now.append(k)
                most[0] = max(most[0], len(now))
                assert now.count(k) == 1
                cancels[k, i].wait(lasts)
                now.remove(k)
                done.append((k, i))

        return work

    crowd(job(k, i) for k in range(20) for i in range(5))
    assert most[0] == places.MOST == 2
    assert {k for k, _ in done} == set(range(20)) and places._working == places._queue == []


def test_first_come_first_served(whose):
    """A session with much to do does not keep another waiting."""
    served, held = [], Event()

    def hold(name: str):
        def work():
            whose.name = name
            with places.turn(Event()):
                held.wait(20)

        return work

    def ask(name: str, order: int):
        def work():
            whose.name = name
            time.sleep(0.2 + 0.1 * order)
            with places.turn(Event()):
                served.append(name)

        return work

    def let_go():
        time.sleep(1.0)
        held.set()

    crowd([hold("greedy"), hold("other"), ask("greedy", 0), ask("greedy", 1), ask("late", 2), ask("later", 3), let_go])
    assert sorted(served) == ["greedy", "greedy", "late", "later"] and served.index("late") < 3


def test_a_job_ends_when_its_time_is_up(whose, monkeypatch):
    whose.name, cancel = "slow", Event()
    monkeypatch.setattr(places, "LONGEST", 0.2)
    start = time.monotonic()
    late = pytest.raises(InputError, match="longer than 0.2 seconds .* expected fewer")
    with late, places.in_time(cancel), places.turn(cancel) as mine:
        assert mine and cancel.wait(20)
    assert time.monotonic() - start < 5 and places._working == []
    with places.in_time(Event()):
        pass


def test_a_comparison_that_takes_too_long_says_so(whose, monkeypatch):
    """The page's own job, with hardly any time: the sentence arrives instead of numbers."""
    from sim.web.app import comparing
    from sim.web.app import view as spelling

    whose.name, cancel = "slow", Event()
    monkeypatch.setattr(places, "LONGEST", 0.05)
    monkeypatch.setattr(comparing, "looks", lambda wanted: [wanted])
    with pytest.raises(InputError, match="fewer worlds"), places.in_time(cancel):
        list(comparing.progressive(spelling.setups(spelling.View(years=20, replicates=200)), cancel))
