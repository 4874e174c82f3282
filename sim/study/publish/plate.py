"""One published figure, defined in a yaml file.

    question: The question that the figure answers, in one sentence.
    claims: [h07]                           claims to which it is relevant (optional)
    figure: liaisons                        sim/figures/liaisons.py, whose draw(table) makes the picture (optional:
                                            sim/figures/points.py draws any table)
    runs:                                   words as for `paradip sweep`; each line is a grid, all together the points
      - policy=guided_delegation oversight.liaison=0,0.5,1,2
      - label=staff moved | policy=guided_delegation delegation.staff=moved oversight.liaison=0,0.5,1,2
    outcomes: [goodput, surfaced]           metrics in the table
    against: policy=centralized             paired differences from the rows with this value (optional)
    best_of: [label]                        also how far a point is behind the best of those alike in these (optional)
    quantiles: [severity_worst]             of these outcomes, also quantiles over decades (optional)
    replicates: 40                          of each point
    quick: 8                                the same under --quick

or, where one command makes everything:

    command: claims                         words after `paradip`; --out is added
    table: ledger.csv                       the table that is checked
"""

from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import InputError, nearest, shown
from sim.model.metrics import METRICS
from sim.scenarios.pages import read_yaml
from sim.scenarios.shipped import shipped

FIELDS = {
    "question",
    "claims",
    "figure",
    "runs",
    "outcomes",
    "against",
    "best_of",
    "quantiles",
    "replicates",
    "quick",
    "command",
    "table",
}
NEEDED = ({"question", "runs", "outcomes", "replicates", "quick"}, {"question", "command", "table"})


@dataclass(frozen=True)
class Plate:
    """against: key and value of the reference, if differences are published. command: words, if a command makes the
    figure."""

    id: str
    question: str
    figure: str = "points"
    runs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    against: tuple[str, str] | None = None
    best_of: tuple[str, ...] | None = None
    quantiles: tuple[str, ...] = ()
    replicates: int = 0
    quick: int = 0
    claims: tuple[str, ...] = ()
    command: str = ""
    table: str = "table.csv"
    files: tuple[str, ...] = field(default=("figure.svg", "figure.png", "table.csv"))


def plates_dir() -> Path:
    """The yaml files of the source tree, or of the installed package."""
    return shipped("experiments") / "figures"


def plate_ids() -> list[str]:
    return sorted(path.stem for path in plates_dir().glob("fig*.yaml"))


def read_plates(names: list[str]) -> list[Plate]:
    """The figures with these names, by id or its first part (fig03), or all. Raises InputError."""
    known = plate_ids()
    short = {one.partition("_")[0]: one for one in known}
    found = []
    for name in [] if names in ([], ["all"]) else names:
        one = short.get(name, name)
        if one not in known:
            raise InputError(
                f"figure {shown(name)}: not known; expected all, or some of {', '.join(short)}"
                f"{nearest(name, [*short, *known])}"
            )
        if one in found:
            raise InputError(f"figure {one}: named twice; expected it once")
        found.append(one)
    return [read_plate(plates_dir() / f"{one}.yaml") for one in found or known]


def read_plate(path: Path) -> Plate:
    try:
        page = read_yaml(f"figure {path.stem}", path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"figure {path.stem}: {str(fault).splitlines()[0]}; expected well-formed yaml") from None
    if not isinstance(page, dict) or not page.keys() <= FIELDS or not any(need <= page.keys() for need in NEEDED):
        raise InputError(
            f"figure {path.stem}: expected the keys {', '.join(sorted(NEEDED[0]))}, or {', '.join(sorted(NEEDED[1]))}"
        )
    known = [metric.name for metric in METRICS]
    for name in (*page.get("outcomes", ()), *page.get("quantiles", ())):
        if name not in known:
            raise InputError(
                f"figure {path.stem}: outcome {shown(name)}; expected one of paradip list "
                f"metrics{nearest(str(name), known)}"
            )
    against = page.pop("against", None)
    key, _, value = str(against).partition("=")
    page |= {name: tuple(page[name]) for name in ("runs", "outcomes", "best_of", "quantiles", "claims") if name in page}
    return Plate(path.stem, **page, against=(key, value) if against else None)
