"""The long format of the Integrated Assessment Modeling Consortium, which pyam reads: model, scenario, region,
variable, unit, year, value; and a table of indicators that states the assumptions of each scenario.

An outcome describes the whole run and is given for its last year: its mean over the replicates and, if there are
several, the ends of the 95% interval of that mean. If the weekly series were stored, they are given year by year,
averaged over the replicates. Format: Gidden and Huppmann 2019 (pyam).
"""

import numpy as np
import pandas as pd

from sim.model.metrics import METRICS
from sim.runs.intervals import interval
from sim.study.export.points import MODEL, divide

COLUMNS = ["model", "scenario", "region", "variable", "unit", "year", "value"]
WEEKS = 52  # of a year of the model
YEARLY = {  # column of the series: variable, unit, and how the weeks of a year are summarised
    "opened": ("Issues|Opened", "issues/year", "flow"),
    "agreed": ("Issues|Agreed", "issues/year", "flow"),
    "lapsed": ("Issues|Lapsed", "issues/year", "flow"),
    "open": ("Issues|Open", "issues", "end"),
    "missed": ("Issues|Left undone", "issues/year", "flow"),
    "surfaced": ("Incidents|Surfaced", "incidents/year", "flow"),
    "busy": ("Centre|Load", "share", "mean"),
    "readiness": ("Centre|Readiness", "0 to 1", "mean"),
    "trust": ("Subnational|Trust", "0 to 1", "mean"),
    "skill": ("Subnational|Skill", "0 to 1", "mean"),
    "captured": ("Subnational|Captured", "actors", "mean"),
    "legitimacy": ("Standing|Legitimacy", "0 to 1", "mean"),
    "allies": ("Standing|Credibility with allies", "0 to 1", "mean"),
    "rivals": ("Standing|Credibility with rivals", "0 to 1", "mean"),
}


def names(runs: pd.DataFrame, keys: list[str], places: pd.DataFrame) -> pd.DataFrame:
    """One row per point: model, scenario (the policy, and its world if there are several), region, first year."""
    points = divide(runs, keys)
    here = places.loc[points.index]
    world = " world " + points["world"].astype(str) if points["world"].nunique() > 1 else ""
    return pd.DataFrame(
        {"model": MODEL, "scenario": points["arrangement"] + world, "region": here["title"], "first": here["first"]}
    )


def long(runs: pd.DataFrame, keys: list[str], places: pd.DataFrame, series: pd.DataFrame | None = None) -> pd.DataFrame:
    """The table. runs, series: as returned by `sim.runs.results.load`. keys: the swept keys. places: by point, title of
    the scenario, its first year, length of a run. Outcomes that today's rules do not have are left out: no unit."""
    named = names(runs, keys, places)
    last = named["first"] + np.ceil(places["years"].loc[named.index] - 1e-9).astype(int) - 1
    parts = []
    for metric in (metric for metric in METRICS if metric.name in runs):
        found = [interval(values) for _, values in runs.groupby("point", sort=True)[metric.name]]
        variable = f"{metric.group.capitalize()}|{spelt(metric.name)}"
        for ending, values in zip(("", "|95% low", "|95% high"), zip(*found, strict=True), strict=True):
            parts.append(named.assign(variable=variable + ending, unit=unit(metric.unit), year=last, value=values))
    if series is not None:
        parts += yearly(named, series)
    table = pd.concat(parts)
    return table[np.isfinite(table["value"])][COLUMNS].sort_values(COLUMNS[:6], kind="stable", ignore_index=True)


def spelt(name: str) -> str:
    """crisis_in_time -> Crisis in time."""
    words = name.replace("_", " ")
    return words[0].upper() + words[1:]


def unit(text: str) -> str:
    """[0,1] -> 0 to 1."""
    return text[1:-1].replace(",", " to ") if text.startswith("[") else text


def yearly(named: pd.DataFrame, series: pd.DataFrame) -> list[pd.DataFrame]:
    """Each column of the series by year, the mean over the replicates."""
    year = np.ceil(series["time"] / WEEKS - 1e-9).astype(int).rename("year") - 1
    by = [series["point"], series["replicate"], year]
    parts = []
    for column, (
        variable,
        of,
        how,
    ) in YEARLY.items():  # separate from outcomes of the whole run, which may have the same name
        weeks = series[column].groupby(by)
        told = weeks.mean() if how == "mean" else weeks.last()
        if how == "flow":
            told = told.groupby(level=["point", "replicate"]).diff().fillna(told)
        means = told.groupby(level=["point", "year"]).mean().rename("value").reset_index()
        found = named.loc[means["point"]].reset_index(drop=True)
        parts.append(
            found.assign(
                variable=f"Yearly|{variable}", unit=of, value=means["value"], year=found["first"] + means["year"]
            )
        )
    return parts


def indicators(runs: pd.DataFrame, keys: list[str], places: pd.DataFrame) -> pd.DataFrame:
    """The assumptions and levers of each scenario: pyam's meta."""
    points = divide(runs, keys)
    told = points[keys].rename(columns={"scenario": "federation"})
    return pd.concat([names(runs, keys, places)[["model", "scenario"]], told], axis=1)
