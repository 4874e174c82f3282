"""Run worlds in plain Python and say who drew at which address. For a child process under NUMBA_DISABLE_JIT=1.

    python record_addresses.py < JSON list of {scenario, levers, parameters, years, dt, seed}
prints one JSON object a world: {"drawn": [[purpose, [[place in the source, reads], ...], addresses], ...]}.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import conftest
from purposes import purposes

from sim.model import draws

PURPOSES = purposes()
_philox, _reads = draws.philox, defaultdict(Counter)


def philox(*words):
    """The generator, and a note of the address and of the first line outside `draws` that asked, for each of the two
    numbers of a pair."""
    frame, halves = sys._getframe(1), (0, 1)
    while frame.f_code.co_filename == draws.__file__:
        inside, frame = frame.f_code.co_name, frame.f_back
        halves = {"uniform": (0,), "second": (1,)}.get(inside, halves)
    place = f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}:{frame.f_lineno}"
    for half in halves:
        _reads[*map(int, words), half][place if inside != "gamma" else f"{place} (gamma)"] += 1
    return _philox(*words)


def record(asked: dict) -> dict:
    """Of each purpose, the places that read one address and how often at most, and how many addresses those were."""
    _reads.clear()
    conftest.run_world(**asked)
    kinds: defaultdict = defaultdict(lambda: [Counter(), 0])
    for words, places in _reads.items():
        found = kinds[PURPOSES[words[3]], tuple(sorted(places))]
        found[0] |= places
        found[1] += 1
    return {"drawn": [[purpose, sorted(most.items()), n] for (purpose, _), (most, n) in sorted(kinds.items())]}


if __name__ == "__main__":
    draws.philox = philox
    for asked in json.load(sys.stdin):
        print(json.dumps(record(asked)))
