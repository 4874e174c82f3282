"""What became of each mutant: a csv to which a line is added as each trial ends, and a page made from it."""

import csv
import math
from collections import Counter
from pathlib import Path

from mutant import ROOT, Mutant
from trial import Verdict

PUBLISHED = ROOT / "results" / "published" / "mutation"
FIELDS = ("key", "file", "line", "function", "wrong", "before", "after", "verdict", "test", "seconds")
QUICK = ROOT / "results" / "mutation"  # not kept in git
EQUIVALENT = Path(__file__).parent / "equivalent.csv"
Row = dict[str, str]


class Ledger:
    """A csv of trials; reading it again resumes the run. A later line on the same mutant counts."""

    def __init__(self, path: Path):
        self.path = path

    def rows(self) -> dict[str, Row]:
        """Last line by key of mutant."""
        if not self.path.exists():
            return {}
        with self.path.open(newline="") as file:
            return {row["key"]: row for row in csv.DictReader(file) if row["verdict"]}

    def keep(self, keys: set[str]) -> dict[str, Row]:
        """Drop lines on mutants that are not among `keys`; what is left."""
        kept = {key: row for key, row in self.rows().items() if key in keys}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("w", newline="") as file:
            writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept.values())
        return kept

    def add(self, mutant: Mutant, verdict: Verdict) -> None:
        row = {name: getattr(mutant, name) for name in FIELDS[:7]} | {
            "verdict": verdict.verdict,
            "test": verdict.test,
            "seconds": f"{verdict.seconds:.0f}",
        }
        with self.path.open("a", newline="") as file:
            csv.DictWriter(file, FIELDS, lineterminator="\n").writerow(row)


def equivalents() -> dict[tuple[str, str, str, str], str]:
    """Why a mutant that survived changes nothing that could be observed, by (file, function, before, after)."""
    with EQUIVALENT.open(newline="") as file:
        return {(row["file"], row["function"], row["before"], row["after"]): row["why"] for row in csv.DictReader(file)}


def judgement(row: Row, known: dict[tuple[str, str, str, str], str]) -> str:
    """Why a survivor is equivalent, or "": a test is missing."""
    return known.get((row["file"], row["function"], row["before"], row["after"]), "")


def wilson(caught: int, n: int) -> tuple[float, float]:
    """95% interval of a share (Wilson 1927)."""
    z, p = 1.959964, caught / n
    middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def score(rows: list[Row], known: dict[tuple[str, str, str, str], str]) -> dict[str, int | float]:
    """Counts by verdict, how many survivors are equivalent, and the share caught: of all valid mutants, and of those
    that are not equivalent."""
    n = Counter(row["verdict"] for row in rows)
    same = sum(1 for row in rows if row["verdict"] == "survived" and judgement(row, known))
    caught, valid = n["killed"] + n["timeout"], n["killed"] + n["timeout"] + n["survived"]
    return {
        "mutants": len(rows),
        "killed": n["killed"],
        "timeout": n["timeout"],
        "invalid": n["invalid"],
        "survived": n["survived"],
        "equivalent": same,
        "caught": caught / valid if valid else math.nan,
        "caught_but_equivalent": caught / (valid - same) if valid > same else math.nan,
    }


def percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.1f}%"


def cell(text: str) -> str:
    """Text that a table of a page can hold."""
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`"


def table(header: tuple[str, ...], lines: list[tuple]) -> str:
    return (
        "\n".join(
            [
                "| " + " | ".join(header) + " |",
                "|" + "---|" * len(header),
                *("| " + " | ".join(map(str, line)) + " |" for line in lines),
            ]
        )
        + "\n"
    )


def scores_page(rows: list[Row]) -> str:
    """Score by file, then survivors with what was judged of each, then what ran for ever."""
    known, by_file = equivalents(), {}
    for row in rows:
        by_file.setdefault(row["file"], []).append(row)
    lines = []
    for file, mine in [*sorted(by_file.items()), ("all", rows)]:
        s = score(mine, known)
        lines.append(
            (
                file,
                s["mutants"],
                s["killed"],
                s["timeout"],
                s["invalid"],
                s["survived"],
                s["equivalent"],
                percent(s["caught"]),
                percent(s["caught_but_equivalent"]),
            )
        )
    page = table(
        (
            "file",
            "mutants",
            "killed",
            "ran for ever",
            "does not compile",
            "survived",
            "of these equivalent",
            "caught",
            "caught of what is not equivalent",
        ),
        lines,
    )
    total = score(rows, known)
    n = int(total["killed"] + total["timeout"] + total["survived"])
    if n:
        low, high = wilson(int(total["killed"] + total["timeout"]), n)
        interval = f"95% interval {100 * low:.1f} to {100 * high:.1f}"
        page += f"\nCaught, of all that compile: {100 * total['caught']:.1f}% ({interval}).\n"
    survivors = sorted(
        (row for row in rows if row["verdict"] == "survived"), key=lambda row: (row["file"], int(row["line"]))
    )
    if survivors:
        page += "\n## Survivors\n\n" + table(
            ("where", "function", "operator", "before", "after", "judgement"),
            [
                (
                    f"{row['file']}:{row['line']}",
                    row["function"],
                    row["wrong"],
                    cell(row["before"]),
                    cell(row["after"]),
                    judgement(row, known) or "**a test is missing**",
                )
                for row in survivors
            ],
        )
    endless = [row for row in rows if row["verdict"] == "timeout"]
    if endless:
        page += "\n## Ran for ever\n\n" + table(
            ("where", "before", "after", "test"),
            [(f"{row['file']}:{row['line']}", cell(row["before"]), cell(row["after"]), row["test"]) for row in endless],
        )
    return page
