"""The same outcomes by channel, by domain and by year, as tables for reports. pandas is imported only when asked."""

import math

import numpy as np

from sim.model.records import CHANNELS, CONCLUDED, CONSULT, DUE, LAPSED, LICENSED, UNSEEN


def seen_issues(world) -> np.ndarray:
    """The issues that have opened and were seen, as a plain array of ISSUE rows."""
    issues = np.asarray(world.issues[: int(world.federal["rows"][0])]).view(np.ndarray)
    return issues[~np.isin(issues["stage"], (DUE, UNSEEN))]


def channels_of(issues: np.ndarray) -> np.ndarray:
    """Channel of each issue: the one that concluded it, or the official one it was sent to if none has."""
    return np.where(issues["stage"] == CONCLUDED, issues["channel"], issues["route"])


def weeks_of(world) -> float:
    """Weeks that have passed."""
    return float(world.clock["tick"][0] * world.given["dt"][0])


def summarise(issues: np.ndarray, place: np.ndarray, n: int, weeks: float) -> dict[str, np.ndarray]:
    """Columns (n,) for issues grouped by `place`; NaN where a mean has nothing to average."""
    agreed, lapsed = issues["stage"] == CONCLUDED, issues["stage"] == LAPSED
    acts = agreed & (issues["incident"] > 0)
    surfaced = np.isfinite(issues["surfaced"])
    away = np.where(agreed, issues["agreed"] - issues["line"], 0.0)

    def add(values):
        return np.bincount(place, weights=np.asarray(values, float), minlength=n)

    def over(amount, number):
        return np.divide(amount, number, out=np.full(n, np.nan), where=number > 0)

    n_agreed, n_opened = add(agreed), np.bincount(place, minlength=n)
    duration = np.where(agreed, np.where(agreed, issues["closed"], 0.0) - issues["opened"], 0.0)
    return {
        "opened": n_opened,
        "agreed": n_agreed.astype(int),
        "lapsed": add(lapsed).astype(int),
        "open": add(~agreed & ~lapsed).astype(int),
        "throughput": n_agreed / weeks,
        "completion": over(n_agreed, n_agreed + add(lapsed)),
        "weeks_to_agreement": over(add(duration), n_agreed),
        "delivered": over(add(agreed & (issues["kept"] == 1)), n_agreed),
        "line_gap": np.sqrt(over(add(away * away), n_agreed)),
        "latent": add(acts) / weeks * 52.0,
        "missed": add(lapsed & (issues["incident"] > 0)) / weeks * 52.0,
        "surfaced": add(surfaced) / weeks * 52.0,
        "severity": add(np.where(surfaced, issues["severity"], 0.0)) / weeks * 52.0,
    }


def by_channel(world, scenario=None):
    """One row per channel, in the order of CHANNELS: counts, issues agreed a week, completion of what ended, mean
    weeks, share kept, gap to the line in sd, omissions and incidents a year. What has not been agreed counts for its
    official channel."""
    import pandas as pd

    issues = seen_issues(world)
    columns = summarise(issues, channels_of(issues), len(CHANNELS), weeks_of(world))
    table = pd.DataFrame(columns, index=pd.Index(CHANNELS, name="channel"))
    # Whoever goes it alone takes an issue from an official channel: nothing opens or lapses there.
    table.loc[list(CHANNELS[CONSULT + 1 : LICENSED + 1]), "completion"] = math.nan
    return table


def by_domain(world, scenario):
    """One row per domain, by code: the same columns, and the share of issues agreed that each side of the centre
    agreed."""
    import pandas as pd

    issues = seen_issues(world)
    n, place = len(scenario.domains), issues["domain"]
    table = pd.DataFrame(
        summarise(issues, place, n, weeks_of(world)), index=pd.Index(scenario.domains.codes, name="domain")
    )
    agreed = issues["stage"] == CONCLUDED
    for name, low, high in (("central", 0, 0), ("delegated", 1, 3), ("alone", 4, 5), ("private", 6, 7)):
        mine = agreed & (issues["channel"] >= low) & (issues["channel"] <= high)
        table[f"share_{name}"] = np.bincount(place[mine], minlength=n) / table["agreed"].where(table["agreed"] > 0)
    return table


def by_year(world, scenario=None):
    """One row per year, the last perhaps short: busy share of drafting teams, what opened, was agreed, lapsed,
    was left undone and surfaced in it, open issues at its end, and means of what stands with others."""
    import pandas as pd

    ticks = int(world.clock["tick"][0])
    series = pd.DataFrame({name: np.asarray(world.series[name][:ticks]) for name in world.series.dtype.names})
    year = np.ceil(series["time"] / 52.0 - 1e-9).astype(int).rename("year")
    last = series.groupby(year).last()
    totals = last[["opened", "agreed", "lapsed", "missed", "surfaced"]]
    flows = totals.diff().fillna(totals)
    means = series.groupby(year)[["busy", "trust", "legitimacy", "allies", "rivals", "captured"]].mean()
    return pd.concat(
        [means.rename(columns={"busy": "central_load"}), flows.astype(int), last["open"].astype(int).rename("backlog")],
        axis=1,
    )
