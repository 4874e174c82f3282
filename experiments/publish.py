"""What published experiments have in common: the least that may be asked for, and what a folder of results holds."""

from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.commands.output import write_csv, write_text
from sim.commands.provenance import versions
from sim.runs.files import digest_of, page, write_bytes

PICTURES = (".svg", ".png")


def at_least(least: int) -> Callable[[str], int]:
    """A whole number on the command line, such as of decades: an interval needs two."""

    def whole(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise ArgumentTypeError(f"{text!r}; expected a whole number from {least:,} on")
        return int(text)

    return whole


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
