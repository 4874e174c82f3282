"""results/published/README.md: every published figure with its question, its finding and the command that makes it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.model.version import MODEL_VERSION
from sim.runs.files import Damaged, read_page
from sim.runs.intervals import COVERS
from sim.study.publish.plate import Plate, read_plates

HEAD = """# Published figures

Each was made by the command beside it, and `paradip reproduce FIGURE` makes it again and holds every \
number of the table behind
it against the one here (`paradip reproduce all --quick` in minutes). Intervals are 95% over common worlds.
{covers}
Scenario: the
United States of 2023 unless said otherwise. It is theoretical exposition and structured comparison of arrangements, not
forecasting.
"""
OTHERS = (
    ("main_comparison", "Main comparison", "`paradip compare --out results/published/main_comparison`"),
    ("dominance", "Does any preset win by arithmetic?", "`python -m experiments.dominance --worlds plausible`"),
    ("mechanisms", "What each mechanism does", "`python -m experiments.mechanisms`"),
    ("screening", "Does every assumption matter?", "`python -m experiments.screening`"),
    (
        "early_signs",
        "Which early sign tells that delegation fails?",
        "`python -m experiments.early_signs --worlds plausible`",
    ),
    ("precision", "How many decades is a decade worth?", "`python -m experiments.precision`"),
    ("evidence", "Held against published figures", "`paradip evidence --out results/published/evidence`"),
    ("big_machines", "What large sweeps cost", "`python -m experiments.big_machines`"),
    (
        "search_cost",
        "What does the search for the best use of a headcount cost?",
        "`python -m experiments.search_cost`",
    ),
    ("verification", "Known answers", "`paradip verify --out results/published/verification`"),
    ("docking", "Five classic models", "`python -m experiments.docking`"),
    ("mutation", "Tests that bite", "tests/mutation"),
)


def figures(published: Path) -> str:
    """The part of the page on figures, from what is published."""
    return HEAD.format(covers=COVERS) + "".join(entry(plate, published / plate.id) for plate in read_plates(["all"]))


def gallery(published: Path) -> str:
    """The page."""
    there = (one for one in OTHERS if (published / one[0]).is_dir())
    rest = "".join(other(published / folder, title, command) for folder, title, command in there)
    return figures(published) + "\n## Elsewhere\n\n" + rest


def aged(manifest: Mapping[str, Any]) -> str:
    """That a result is of an earlier model, if it is: until it is made again it says nothing of the one at hand."""
    made_by = manifest["versions"]["model"]
    return "" if made_by == MODEL_VERSION else f"Of model {made_by}, and not made again under model {MODEL_VERSION}."


def age_of(folder: Path) -> str:
    """The same of a folder; nothing where no manifest says who made it."""
    path = folder / "manifest.json"
    return aged(read_page(path)) if path.is_file() else ""


def other(folder: Path, title: str, command: str) -> str:
    """A line on what is published beside the figures."""
    said = age_of(folder)
    return f"- [{title}]({folder.name}): {command}" + (f" *{said}*" if said else "") + "\n"


def entry(plate: Plate, folder: Path) -> str:
    try:
        manifest = read_page(folder / "manifest.json")
    except (Damaged, OSError):
        return ""
    picture = next((name for name in manifest["files"] if name.endswith(".svg")), None)
    finding = manifest.get("finding") or ""
    command = (
        f"paradip {plate.command} --out results/published/{plate.id}"
        if plate.command
        else f"paradip reproduce {plate.id} --publish"
    )
    lines = [
        f"\n## {plate.id.partition('_')[0]}. {plate.question}\n",
        f"**{finding}**\n" if finding else "",
        f"*{said}*\n" if (said := aged(manifest)) else "",
        f"![{plate.question}]({plate.id}/{picture})\n" if picture else "",
        f"`{command}`; table: [{plate.table}]({plate.id}/{plate.table})\n",
    ]
    return "\n".join(line for line in lines if line)
