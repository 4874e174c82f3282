"""A row for each quantity that is checked: the reference value, the value found here, and whether the two agree."""

import csv
import io
from typing import NamedTuple

PUBLISHED = "published"  # printed by the authors, or by the replication named
EXACT = "closed form"  # follows from the published model by algebra
DIRECTION = "direction"  # the direction of a published result, without a number


class Row(NamedTuple):
    model: str
    quantity: str
    kind: str
    reference: str
    here: str
    standard_error: str
    tolerance: str
    agrees: bool


HEADER = ("model", "quantity", "kind", "reference", "here", "standard error", "tolerance", "agrees")


def near(
    model: str,
    quantity: str,
    kind: str,
    reference: float,
    here: float,
    *,
    tolerance: float | None = None,
    error: float | None = None,
    digits: int = 4,
) -> Row:
    """Agrees within a tolerance, in the unit of the quantity, or, if none is given, within 4 standard errors."""
    allowed = 4.0 * error if tolerance is None else tolerance
    return Row(
        model,
        quantity,
        kind,
        f"{reference:.{digits}f}",
        f"{here:.{digits}f}",
        "" if error is None else f"{error:.2g}",
        "4 standard errors" if tolerance is None else f"{tolerance:.3g}",
        bool(abs(here - reference) <= allowed + 1e-12),
    )


def direction(model: str, quantity: str, reference: str, here: str, holds: bool) -> Row:
    """Agrees if the verbal statement holds for the numbers found here."""
    return Row(model, quantity, DIRECTION, reference, here, "", "", bool(holds))


def cells(rows: list[Row]) -> list[tuple[str, ...]]:
    return [HEADER, *((*row[:-1], "yes" if row.agrees else "NO") for row in rows)]


def as_text(rows: list[Row]) -> str:
    """Columns for a terminal."""
    table = cells(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table
    )


def as_csv(rows: list[Row]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(cells(rows))
    return file.getvalue()


def as_markdown(rows: list[Row]) -> str:
    lines = ["| " + " | ".join(line) + " |" for line in cells(rows)]
    return "\n".join([lines[0], "|" + " --- |" * len(HEADER), *lines[1:]]) + "\n"


def finish(rows: list[Row]) -> int:
    """Prints the table and any disagreements; returns the exit code, 1 if there are any."""
    print(as_text(rows))
    wrong = [row for row in rows if not row.agrees]
    print(
        f"\n{len(rows) - len(wrong)} of {len(rows)} agree."
        + "".join(f"\nDisagrees: {r.model}, {r.quantity}" for r in wrong)
    )
    return 1 if wrong else 0
