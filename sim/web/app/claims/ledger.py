"""The published ledger of claims, read from its tables and checked: what was found of each claim.

The tables lie in results/published of the repository, and inside the package in a wheel. They must fit the claims'
own pages (experiments/claims): another claim, part or verdict than these give is refused in one sentence.
"""

import csv
import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import InputError, shown
from sim.inputs.folder import scenario_names
from sim.inputs.shipped import shipped
from sim.inputs.worlds import PLAUSIBLE, name_of
from sim.model.parameters import PARAMETERS
from sim.runs.intervals import share_said
from sim.study.claims.arms import CONVENTIONS, Trial
from sim.study.claims.claim import Claim, Part, claim_ids, read_claims
from sim.study.claims.judge import Effect, Shares, verdict_of
from sim.study.claims.ledger import said
from sim.study.claims.tree import Rule

FOLDER = "fig16_claims"
COLUMNS = {
    "ledger.csv": (
        "id",
        "claim",
        "staffing",
        "worlds",
        "undefined",
        "holds",
        "holds_se",
        "partly",
        "unclear",
        "reversed",
        "reversed_se",
        "default",
        "rule",
        "inside",
        "outside",
        "n_inside",
        "n_outside",
        "verdict",
    ),
    "parts.csv": (
        "id",
        "staffing",
        "outcome",
        "contrast",
        "expected",
        "mean",
        "low",
        "high",
        "reference",
        "least",
        "said",
        "holds",
        "reversed",
    ),
}
BY_WORLDS = {"ledger.csv": ("", "_reversed", "_effective", "_verdict"), "parts.csv": ("", "_reversed")}
DEFAULT = ("holds", "holds in part", "reversed", "inconclusive", "too small to matter", "not defined")
CONDITION = re.compile(r"([a-z_0-9]+) (≤|>) (-?[0-9.]+(?:e[-+]?[0-9]+)?)")
MOST = 10**9


@dataclass(frozen=True)
class PartFound:
    """A part of a claim: its effect in the default scenario, what that says, and its shares of the drawn worlds."""

    part: Part
    effect: Effect
    said: str
    holds: float
    reversed: float


@dataclass(frozen=True)
class Other:
    """Shares of worlds, with intervals, and the verdict."""

    holds: str
    reversed: str
    verdict: str


@dataclass(frozen=True)
class Found:
    """A claim under one staffing convention. default: the verdict in the default scenario. others: over worlds beside
    the first, by their name."""

    staffing: str
    shares: Shares
    rule: Rule | None
    default: str
    verdict: str
    parts: tuple[PartFound, ...]
    others: dict[str, Other]


@dataclass(frozen=True)
class Entry:
    """trials: none of a claim that has not been tested since it was written."""

    claim: Claim
    trials: tuple[Found, ...]


@dataclass(frozen=True)
class Ledger:
    """trial: the sizes at which it was made, and the worlds."""

    trial: Trial
    entries: dict[str, Entry]


@dataclass(frozen=True)
class Row:
    """A line of a table, whose cells are asked for one by one."""

    file: str
    line: int
    cells: dict[str, str]

    def wrong(self, column: str, expected: str) -> InputError:
        return InputError(
            f"the published ledger, {self.file}, row {self.line}, {column}: {shown(self.cells[column])}; expected "
            f"{expected}"
        )

    def word(self, column: str, known) -> str:
        if self.cells[column] not in known:
            raise self.wrong(column, ", ".join(dict.fromkeys(known)) if len(known) < 8 else "one that is known")
        return self.cells[column]

    def number(self, column: str, low: float = -math.inf, high: float = math.inf) -> float:
        try:
            value = float(self.cells[column])
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and low <= value <= high):
            raise self.wrong(column, "a number" + (f" from {low:g} to {high:g}" if math.isfinite(low) else ""))
        return value


def published_dir() -> Path:
    """Of the installed package, or of the source tree."""
    return shipped("published")


@lru_cache(maxsize=1)
def published() -> Ledger:
    """The ledger that comes with the program. Raises InputError."""
    return read_ledger(published_dir() / FOLDER)


def read_ledger(folder: Path) -> Ledger:
    """Raises InputError, one sentence."""
    trial, entries = read_trial(folder / "manifest.json"), {}
    names = [*map(name_of, trial.worlds)]
    found, parts = (grouped(folder / name, names) for name in COLUMNS)
    for claim in read_claims([]):
        mine = found.pop(claim.id, [])
        staffing = tuple(row.cells["staffing"] for row in mine)
        if staffing not in (("none",), CONVENTIONS) and (mine or claim.id in parts):
            raise InputError(
                f"the published ledger, ledger.csv: claim {claim.id} has {len(mine)} rows; expected one, or one for "
                "each way of staffing"
            )
        entries[claim.id] = Entry(claim, tuple(read_found(row, claim, parts.get(claim.id, []), names) for row in mine))
    if found or parts.keys() - entries.keys():
        stray = sorted({*found, *parts} - entries.keys())[0]
        raise InputError(
            f"the published ledger: {shown(stray)} is in it; expected the claims {claim_ids()[0]} to {claim_ids()[-1]}"
        )
    return Ledger(trial, entries)


def read_trial(path: Path) -> Trial:
    """The sizes of the trial, from the manifest."""
    try:
        page = json.loads(path.read_text(encoding="utf-8"))["trial"]
        trial = Trial(**{name: type(standard)(page[name]) for name, standard in vars(Trial()).items()})
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            f"the published ledger, {path.name}: cannot be read; expected what paradip claims wrote"
        ) from None
    if trial.scenario not in scenario_names() or not all(0 < x < MOST for x in (trial.n, trial.decades, trial.years)):
        raise InputError(
            f"the published ledger, {path.name}: a trial that cannot be; expected a scenario that is there, and sizes "
            "above 0"
        )
    return trial


def grouped(path: Path, names: list[str]) -> dict[str, list[Row]]:
    """Rows of a table by claim. names: of the worlds; where there are others than plausible ones, each has columns."""
    compared = names if names != [PLAUSIBLE] else []
    columns = (*COLUMNS[path.name], *(f"{name}{column}" for name in compared for column in BY_WORLDS[path.name]))
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError(
            f"the published ledger, {path.name}: cannot be read; expected the table that comes with the program"
        ) from None
    if tuple(header) != columns:
        raise InputError(
            f"the published ledger, {path.name}: columns {shown(', '.join(header))}; expected {', '.join(columns)}"
        )
    rows: dict[str, list[Row]] = {}
    for number, line in enumerate(lines, 2):
        if len(line) != len(columns):
            raise InputError(
                f"the published ledger, {path.name}, row {number}: {len(line)} cells; expected {len(columns)}"
            )
        rows.setdefault(line[0], []).append(Row(path.name, number, dict(zip(columns, line, strict=True))))
    return rows


def read_found(row: Row, claim: Claim, parts: list[Row], names: list[str]) -> Found:
    row.word("claim", (claim.claim,))
    held, partly, unclear, against = (row.number(name, 0, 1) for name in ("holds", "partly", "unclear", "reversed"))
    n, effective = int(row.number("worlds", 1, MOST)), f"{names[0]}_effective"
    counted = row.number(effective, 1, n) if effective in row.cells else float(n)
    shares = Shares(n, int(row.number("undefined", 0, MOST)), held, partly, unclear, against, counted)
    if abs(held + partly + unclear + against - 1.0) > 1e-6:
        raise row.wrong("holds", "shares that sum to 1")
    rule = read_rule(row) if row.cells["rule"] else None
    row.word("verdict", (verdict_of(shares, rule),))
    mine = [one for one in parts if one.cells["staffing"] == row.cells["staffing"]]
    if len(mine) != len(claim.parts):
        raise InputError(
            f"the published ledger, parts.csv: claim {claim.id} has {len(mine)} parts; expected {len(claim.parts)}"
        )
    return Found(
        row.cells["staffing"],
        shares,
        rule,
        row.word("default", DEFAULT),
        row.cells["verdict"],
        tuple(read_part(one, part) for one, part in zip(mine, claim.parts, strict=True)),
        {name: read_other(row, name) for name in names[1:]},
    )


def read_other(row: Row, name: str) -> Other:
    n = row.number(f"{name}_effective", 0, MOST)
    holds, against = (share_said(row.number(column, 0, 1), n) for column in (name, f"{name}_reversed"))
    return Other(holds, against, row.cells[f"{name}_verdict"])


def read_rule(row: Row) -> Rule:
    words = row.cells["rule"]
    found = [CONDITION.fullmatch(one) for one in words.split(" and ")]
    if not all(one and one[1] in PARAMETERS for one in found):
        raise row.wrong("rule", "conditions such as load > 0.831 and growth > 0.0092")
    factors = tuple(dict.fromkeys(f"parameters.{one[1]}" for one in found if one))
    n = (int(row.number("n_inside", 1, MOST)), int(row.number("n_outside", 1, MOST)))
    return Rule(words, factors, row.number("inside", 0, 1), row.number("outside", 0, 1), n)


def read_part(row: Row, part: Part) -> PartFound:
    row.word("outcome", (part.outcome,))
    row.word("contrast", (part.contrast,))
    row.word("expected", ("above 0" if part.sign > 0 else "below 0",))
    effect = Effect(
        row.number("mean"), row.number("low"), row.number("high"), row.number("reference"), row.number("least", 0, MOST)
    )
    if not effect.low <= effect.mean <= effect.high:
        raise row.wrong("mean", "a mean within its interval")
    row.word("said", (said(part.sign, effect),))
    return PartFound(part, effect, row.cells["said"], row.number("holds", 0, 1), row.number("reversed", 0, 1))
