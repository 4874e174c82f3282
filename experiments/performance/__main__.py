"""The speed experiment: this simulator and comparable programs, on one machine in one run, timed only if outputs are
equal.

`python -m experiments.performance` runs all parts, prints the table and writes it to results/published/performance, as
csv and figure, with a manifest of machine and versions, and to README.md. Parts can be named; they are printed, and
written only to a folder that --out names. The exit code is 1 only if outputs differ: a missed target is reported as a
row. `--against REV` times this tree and an earlier one in turn, and prints ratios.
"""

import os
import sys
from argparse import ArgumentParser
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from experiments.performance.gallery import draw
from experiments.performance.rows import Differs, Row, as_csv, as_markdown, as_text, finish
from sim.commands.output import write_figure, write_text
from sim.commands.provenance import versions
from sim.errors import InputError
from sim.runs.files import digest_of, page, write
from sim.study.benchmark import machine

PARTS = ("drivers", "textbook_queue", "agent_rule", "points", "cores", "growth", "limit", "paths", "page", "decades")
PEERS = ("ciw", "simpy", "agentpy", "hydra-joblib-launcher", "joblib", "distributed")
RESULTS = Path(__file__).parents[2] / "results" / "published" / "performance"
README = Path(__file__).with_name("README.md")
FROM, TO = "<!-- generated: table -->\n", "<!-- end -->"


def release(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def run(parts: list[str], full: bool) -> list[Row]:
    """The rows of the chosen parts; the part being run is reported on stderr."""
    rows = []
    for part in parts:
        print(f"{part} ...", file=sys.stderr, flush=True)
        study = import_module(f"experiments.performance.{part}").study
        rows += (partial(study, 10_000) if full and part == "decades" else study)()
    return rows


def leave(rows: list[Row], load: float, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "table.csv", as_csv(rows))
    write_figure(folder, "performance", draw(rows, machine()))
    files = ["table.csv", "performance.svg", "performance.png"]
    manifest = {
        "command": "python -m experiments.performance",
        "parts": sorted({r.part for r in rows}),
        "machine": machine(),
        "load when begun": load,
        "versions": versions() | {package: release(package) for package in PEERS},
        "files": {file: digest_of(folder / file) for file in files},
    }
    write(folder / "manifest.json", lambda part: part.write_bytes(page(manifest)))


def compare(revision: str) -> int:
    """Print this tree's times beside those of an earlier one."""
    from experiments.performance.against import study

    print(f"{machine()}; load when begun {round(os.getloadavg()[0], 2):g}", flush=True)
    try:
        print(as_text(study(revision)))
    except InputError as fault:
        print(f"experiments.performance: {fault}", file=sys.stderr)
        return 2
    return 0


def main(words: list[str] | None = None, results: Path = RESULTS, readme: Path = README) -> int:
    parser = ArgumentParser("python -m experiments.performance", description="Time the simulator beside its peers.")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--full", action="store_true", help="all ten thousand decades, not a tenth")
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder for table, figure and manifest")
    parser.add_argument(
        "--against", metavar="REV", help="only this tree beside an earlier one of git, and print ratios"
    )
    given = parser.parse_args(words)
    if given.against is not None:
        if given.parts or given.full or given.out:
            parser.error("--against: expected it alone, without parts, --full or --out")
        return compare(given.against)
    for part in given.parts:
        if part not in PARTS:
            parser.error(f"{part}: no such part; expected {', '.join(PARTS)}")
    load = round(os.getloadavg()[0], 2)
    print(f"{machine()}; load when begun {load:g}")
    try:
        rows = run(given.parts or list(PARTS), given.full)
    except Differs as fault:
        print(f"experiments.performance: {fault}; nothing of it is timed", file=sys.stderr)
        return 1
    print(f"{as_text(rows)}\n\n{finish(rows)}")
    if given.out or not given.parts:
        leave(rows, load, given.out or results)
    if not given.out and not given.parts:
        text = readme.read_text(encoding="utf-8")
        head, _, rest = text.partition(FROM)
        write_text(
            readme,
            f"{head}{FROM}{machine()}; load when begun {load:g}.\n\n{as_markdown(rows)}{TO}{rest.partition(TO)[2]}",
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
