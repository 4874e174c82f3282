"""The docking gallery: five published models re-implemented, and a table of whether their published results are
reproduced.

`python -m experiments.docking` writes a figure for each model and table.csv, puts the table into README.md, and prints
it; the exit code is 1 if any row disagrees.
"""

import re
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from experiments.docking.gallery import RESULTS, leave
from experiments.docking.rows import as_csv, as_markdown, finish

MODELS = ("alonso_dessein_matouschek", "dessein", "garbage_can", "march_1991", "parkinson")
README = Path(__file__).with_name("README.md")
PART = re.compile(r"(<!-- generated: table -->\n).*?(<!-- end -->)", re.DOTALL)


def main(folder: Path = RESULTS, page: Path = README) -> int:
    rows = []
    for name in MODELS:
        found, figure = import_module(f"experiments.docking.{name}").study()
        leave(name, figure, folder)
        rows += found
    (folder / "table.csv").write_text(as_csv(rows), encoding="utf-8")
    page.write_text(
        PART.sub(lambda part: part[1] + as_markdown(rows) + part[2], page.read_text(encoding="utf-8")), encoding="utf-8"
    )
    return finish(rows)


if __name__ == "__main__":
    ArgumentParser(
        "python -m experiments.docking", description="Remake the docking gallery and its table."
    ).parse_args()
    raise SystemExit(main())
