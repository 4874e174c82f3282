"""One published figure, defined in a yaml file.

    question: The question that the figure answers, in one sentence.
    claims: [h07]                           claims to which it is relevant (optional)
    figure: liaisons                        sim/figures/liaisons.py, whose draw(table) makes the picture (optional:
                                            sim/figures/points.py draws any table)
    runs:                                   words as for `paradip sweep`; each line is a grid, all together the points
      - policy=guided_delegation oversight.liaison=0,0.5,1,2
      - label=staff moved | policy=guided_delegation delegation.staff=moved oversight.liaison=0,0.5,1,2
    outcomes: [goodput, surfaced]           metrics in the table
    over_time: [backlog, incidents]         in place of outcomes: readings, by quarter of a year (optional)
    against: policy=centralized             paired differences from the rows with this value (optional)
    best_of: [label]                        also how far a point is behind the best of those alike in these (optional)
    quantiles: [severity_worst]             of these outcomes, also quantiles over decades (optional)
    replicates: 40                          of each point
    quick: 8                                the same under --quick

or, where one command makes everything:

    command: claims                         words after `paradip`; --out is added
    table: ledger.csv                       the table that is checked
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.errors import InputError, nearest, shown
from sim.inputs.in_use import studies
from sim.inputs.own_code import load_code
from sim.inputs.pages import at
from sim.inputs.shipped import PACKAGE, shipped
from sim.inputs.study import Study, shipped_pages
from sim.model.limits import SETTINGS
from sim.model.metrics import NAMES
from sim.setup.named import names, read
from sim.setup.overrides import read_overrides
from sim.setup.parts import fault, line, mapping
from sim.study.over_time import check

FIELDS = (
    "question", "claims", "figure", "runs", "outcomes", "over_time", "against", "best_of", "quantiles", "replicates",
    "quick", "command", "table",
)  # fmt: skip
NEEDED = {
    "command": ("question", "command", "table"),
    "over_time": ("question", "runs", "over_time", "replicates", "quick"),
    "": ("question", "runs", "outcomes", "replicates", "quick"),
}
COURSE = "over_time"  # the figure of what is told over time
MOST = int(SETTINGS["run.replicates"].high)


@dataclass(frozen=True)
class Plate:
    """against: key and value of the reference, if differences are published. command: words, if a command makes the
    figure."""

    id: str
    question: str
    figure: str = "points"
    runs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    over_time: tuple[str, ...] = ()
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
    """The published figures, then those of studies."""
    return names("figure")


def read_plates(named: list[str]) -> list[Plate]:
    """The figures with these names, by id or its first part (fig03), or all. Raises InputError."""
    known = plate_ids()
    short = {one.partition("_")[0]: one for one in shipped_pages("figure")}
    found: list[str] = []
    for name in [] if named in ([], ["all"]) else named:
        one = short.get(name, name)
        if one not in known and not one.endswith(".yaml"):
            own = [one for one in known if one not in short.values()]
            raise InputError(
                f"figure {shown(name)}: not known; expected all, or some of {', '.join([*short, *own])}"
                f"{nearest(name, [*short, *known])}"
            )
        if one in found:
            raise InputError(f"figure {one}: named twice; expected it once")
        found.append(one)
    return [read_plate(one) for one in found or known]


def read_plate(name: str | Path) -> Plate:
    return read("figure", str(name), parse)


def parse(name: str, tree: object) -> Plate:
    needed = next(keys for kind, keys in NEEDED.items() if not kind or (isinstance(tree, dict) and kind in tree))
    page = dict(mapping("", tree, FIELDS, needed))
    if Path(name).stem in own_drawings():
        page.setdefault("figure", Path(name).stem)
    elif "over_time" in page:
        page.setdefault("figure", COURSE)
    for key in page:
        with at(tree, key):
            page[key] = READ[key](key, page[key])
    for key in ("outcomes", "quantiles"):
        with at(tree, key):
            for outcome in page.get(key, ()):
                if outcome not in NAMES:
                    hint = nearest(str(outcome), NAMES)
                    raise InputError(f"{key}: {shown(outcome)}; expected one of paradip list metrics{hint}")
    with at(tree, "over_time"):
        check(page.get("over_time", ()))
        if not page.get("over_time", True):
            raise InputError("over_time: names no reading; expected at least one, such as backlog")
        for key in ("outcomes", "against", "best_of", "quantiles"):
            if "over_time" in page and key in page:
                raise InputError(f"over_time: given beside {key}; expected one of them")
    with at(tree, "figure"):
        check_drawing(page.get("figure", "points"))
        if ("over_time" in page) != (page.get("figure") == COURSE) and page.get("figure") not in own_drawings():
            what = "readings over time" if "over_time" in page else "outcomes"
            raise InputError(
                f"figure: {page.get('figure')} does not draw {what}; expected {COURSE} as figure and as a list of "
                "readings, or neither"
            )
    with at(tree, "runs"):
        for words in page.get("runs", ()):
            read_overrides(words.rpartition("|")[2].split())
    return Plate(Path(name).stem, **page)


def check_drawing(name: str) -> None:
    """Raises InputError unless a file draws it: of sim/figures, or of the figures of a study."""
    files = sorted((PACKAGE / "figures").glob("*.py"))
    known = [path.stem for path in files if "def draw(table) " in path.read_text(encoding="utf-8")]
    known += own_drawings()
    if name not in known:
        raise InputError(f"figure: {shown(name)}; expected one of {', '.join(known)}{nearest(name, known)}")


def own_drawings() -> dict[str, Study]:
    """By name, the study that draws it."""
    return {Path(file).stem: study for study in studies() for file in study.code if file.startswith("figures/")}


def drawing(name: str) -> Any:
    """The module that draws a figure: `draw(table)`. Raises InputError."""
    study = own_drawings().get(name)
    module = load_code(study, f"figures/{name}.py") if study else import_module(f"sim.figures.{name}")
    if not callable(getattr(module, "draw", None)):
        raise InputError(f"figures/{name}.py: no function draw; expected draw(table), which returns a figure")
    return module


def read_words(key: str, found: object) -> tuple[str, ...]:
    """A list of words, which may be empty."""
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return tuple(found)
    return fault(key, found, "a list of words")


def read_reference(key: str, found: object) -> tuple[str, str]:
    name, equals, value = line(key, found).partition("=")
    return (name, value) if equals else fault(key, found, "a key with its value, such as policy=centralized")


def read_count(key: str, found: object) -> int:
    if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= MOST:
        return found
    return fault(key, found, f"a whole number from 1 to {MOST:,}")


READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("question", "figure", "command", "table"), line),
    **dict.fromkeys(("runs", "outcomes", "over_time", "best_of", "quantiles", "claims"), read_words),
    **dict.fromkeys(("replicates", "quick"), read_count),
    "against": read_reference,
}
