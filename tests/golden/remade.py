"""Goldens made anew in this process, as one page of JSON, for child processes on another processor or Python:

python remade.py WORLDS TRANSCRIPT ...    the first so many worlds, some transcripts of commands; figures: tables
"""

import hashlib
import json
import math
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
import numpy as np
from tables import PLATES, made, published
from worlds import LINES, pin


def remade(n_worlds: int, transcripts: list[str], figures: bool = False) -> dict:
    """What is pinned and told, by the names of worlds.json, tables.json and texts/."""
    found: dict = {
        "arithmetic": arithmetic(),
        "drawn_by": matplotlib.__version__,
        "texts": {},
        "tables": {},
        "pictures": {},
        "worlds": {line: pin(line) for line in LINES[:n_worlds]},
    }
    for name in transcripts:
        with TemporaryDirectory() as folder:
            found["texts"][name], found["tables"][name], found["pictures"][name] = made(name, Path(folder))
    with TemporaryDirectory() as folder:
        return found | {"published": {plate: published(plate, Path(folder)) for plate in PLATES} if figures else {}}


def arithmetic() -> str:
    """The last digits that C library and numpy have here: what no golden may hang on."""
    x = np.linspace(0.01, 20.0, 5000)
    one_by_one = [rule(value) for rule in (math.exp, math.log, math.expm1, math.log1p) for value in x]
    whole = [np.exp(x), np.sin(x), x**0.8, [math.pow(value, 0.37) for value in x]]
    return hashlib.sha256(b"".join(np.asarray(part).tobytes() for part in [one_by_one, *whole])).hexdigest()[:16]


if __name__ == "__main__":
    names = sys.argv[2:]
    print(json.dumps(remade(int(sys.argv[1]), [name for name in names if name != "figures"], "figures" in names)))
