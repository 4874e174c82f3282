"""What published experiments have in common: the least that may be asked for, and what a folder of results holds."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.commands.output import write_csv, write_text
from sim.commands.provenance import versions
from sim.commands.worlds import KINDS, USUAL
from sim.errors import InputError
from sim.inputs.worlds import read_worlds, usual
from sim.runs.files import digest_of, page, write_bytes

PICTURES = (".svg", ".png")


def at_least(least: int) -> Callable[[str], int]:
    """A whole number on the command line, such as of decades: an interval needs two."""

    def whole(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise ArgumentTypeError(f"{text!r}; expected a whole number from {least:,} on")
        return int(text)

    return whole


def kind_of(text: str) -> str:
    """A kind of worlds, plausible, evidence or the path of a table."""
    try:
        read_worlds(text)
    except InputError as fault:
        raise ArgumentTypeError(str(fault)) from None
    return text


def asked(name: str, about: str, results: Path, count: str, default: int, least: int = 2, **more: float) -> Namespace:
    """What is asked of `python -m experiments.NAME`: how many there are to be of what `count` names, further numbers
    with their defaults, and the folder for the results. Where n drawn worlds are to be, also which."""
    parser = ArgumentParser(f"python -m experiments.{name}", description=about)
    what = "worlds" if count == "n" else count
    parser.add_argument(
        f"--{count}", type=at_least(least), default=default, help=f"how many {what} (default: {default})"
    )
    if what == "worlds":
        parser.add_argument(
            "--worlds", type=kind_of, default=usual(), metavar="KIND", help=f"{KINDS} (default: {USUAL})"
        )
    for key, value in more.items():
        parser.add_argument(f"--{key}", type=float, default=value, help=f"default: {value:,g}")
    parser.add_argument("--out", type=Path, default=results, help="folder for the results")
    return parser.parse_args()


def publish(folder: Path, name: str, text: str, tables: Mapping[str, pd.DataFrame], **facts: Any) -> None:
    """Write tables, the page and, last, the manifest of `python -m experiments.NAME`, which seals them and the pictures
    that are there already. tables: by name, without .csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows, index=False)
    write_text(folder / "README.md", text)
    files = [*(f"{table}.csv" for table in tables), *sorted(x.name for x in folder.iterdir() if x.suffix in PICTURES)]
    manifest = {
        "command": f"python -m experiments.{name}",
        **facts,
        "versions": versions(),
        "files": {file: digest_of(folder / file) for file in files},
    }
    write_bytes(folder / "manifest.json", page(manifest))
