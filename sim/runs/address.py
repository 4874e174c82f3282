"""The address under which the results of a configuration are stored.

    address = SHA-256(rules, digest of the scenario's tables, seed, years, dt, parameters, levers, own agents)

A run is an address and the number of its replicate. Names, replicates and how the work is done are left out, since they
move no number; whole numbers and fractions are written alike.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

from sim.model.policy import GROUPS
from sim.runs.rules import rules_now
from sim.setup.config import Setup
from sim.setup.written import class_name


def plain(values: dict) -> dict[str, float | str]:
    return {name: value if isinstance(value, str) else float(value) for name, value in values.items()}


def plain_path(path: dict) -> dict[str, float | str]:
    """A function is told by its name, and only within this process."""
    return plain({key: mark(value) if callable(value) else value for key, value in path.items()})


def mark(kind: str | Callable) -> str:
    """A class of a study is told by its name, since its code is among the rules; another only within this process."""
    return kind if isinstance(kind, str) else f"{class_name(kind)} {id(kind)}"


def canonical(setup: Setup, digest: str) -> bytes:
    run = setup.run
    tree = {
        "rules": rules_now(),
        "scenario": digest,
        "run": plain({"seed": run.seed, "years": run.years, "dt": run.dt}),
        "parameters": plain(setup.parameters),
        **{group: plain(vars(getattr(setup.policy, group))) for group in GROUPS},
        **({"path": plain_path(setup.policy.path)} if setup.policy.path else {}),
        **({"agents": {code: mark(kind) for code, kind in setup.agents.items()}} if setup.agents else {}),
    }
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def address_of(setup: Setup, digest: str) -> str:
    return hashlib.sha256(canonical(setup, digest)).hexdigest()


def code_of(*parts: object) -> str:
    """A short name for what parts decide together, such as addresses and replicates: of a folder."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def spans(replicates: Iterable[int]) -> str:
    """Whole numbers as text, runs of them shortened: 0-3,7."""
    parts: list[list[int]] = []
    for number in sorted(replicates):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in parts)


def read_pairs(text: str) -> Iterator[tuple[int, int]]:
    """First and last of each span: 0-3,7 is (0, 3), (7, 7)."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield int(first), int(last or first)


def count(text: str) -> int:
    """How many numbers spans hold; a page may claim more than memory has room for."""
    return sum(max(last - first + 1, 0) for first, last in read_pairs(text))


def read_spans(text: str) -> list[int]:
    return [number for first, last in read_pairs(text) for number in range(first, last + 1)]
