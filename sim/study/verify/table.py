"""Readings as tables: one row per reading, and one per case for the page that says what is verified how."""

import math

import pandas as pd

from sim.study.verify.case import Case, Reading

COLUMNS = [
    "family",
    "case",
    "claim",
    "source",
    "quantity",
    "exact",
    "simulated",
    "standard_error",
    "passed",
    "bound",
    "panel",
    "line",
    "x",
]


def rows(family: str, case: Case, readings: list[Reading]) -> pd.DataFrame:
    """One row per reading."""
    made = [
        (
            family,
            case.name,
            case.claim,
            case.source,
            r.quantity,
            r.exact,
            r.value,
            r.error,
            r.passed,
            "at most" if r.at_most else "",
            r.panel,
            r.line,
            r.x,
        )
        for r in readings
    ]
    return pd.DataFrame(made, columns=COLUMNS)


def departures(frame: pd.DataFrame) -> pd.Series:
    """Standard errors by which each reading departs from theory; nan for an identity or a bound."""
    apart = (frame["simulated"] - frame["exact"]) / frame["standard_error"].where(frame["standard_error"] > 0)
    return apart.where(frame["bound"] == "")


def by_case(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per case: its claim, source, number of readings, identities among them, largest departure, result."""
    frame = frame.assign(departure=departures(frame).abs(), identity=frame["standard_error"] == 0)
    made = []
    for (family, name), part in frame.groupby(["family", "case"], sort=False):
        made.append(
            (
                family,
                name,
                part["claim"].iloc[0],
                part["source"].iloc[0],
                len(part),
                int(part["identity"].sum()),
                part["departure"].max(),
                bool(part["passed"].all()),
            )
        )
    return pd.DataFrame(made, columns=["family", "case", "claim", "source", "readings", "exact", "departure", "passed"])


def page(frame: pd.DataFrame) -> str:
    """What is verified how, as a Markdown table."""
    lines = [
        "| family | what the simulator must give | source | readings | largest departure | |",
        "|---|---|---|---|---|---|",
    ]
    for family, _, claim, source, readings, exact, departure, passed in by_case(frame).values.tolist():
        away = "exact" if math.isnan(departure) else f"{departure:.1f} standard errors"
        if exact and away != "exact":
            away += f", {exact} exact"
        lines.append(f"| {family} | {claim} | {source} | {readings} | {away} | {'holds' if passed else 'FAILS'} |")
    return "\n".join(lines).replace("|bias|", "\\|bias\\|") + "\n"
