"""What history matching found, as tables."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.model.parameters import PARAMETERS
from sim.study.evidence.implausibility import MISSES
from sim.study.history.region import of_readings
from sim.study.history.waves import luck_of

if TYPE_CHECKING:
    from sim.study.history.match import History

QUANTILES = {"low": 0.025, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "high": 0.975}
SURE = 3.0  # standard errors by which an assumption must have moved, since there are many of them
MANY = 4.0  # and two go together, since there are many more pairs
NAMED = 0.15  # of what matters most to a target, so that an assumption is said to matter to it


def worlds(history: "History") -> pd.DataFrame:
    rows = pd.DataFrame(history.rows)
    rows.insert(0, "weight", history.weights)
    return rows


def shares(history: "History") -> pd.DataFrame:
    found = []
    for number, (cube, left) in enumerate(zip(history.waves.cubes, history.waves.found, strict=True), 1):
        apart = [one.target for one in history.waves.apart if one.wave == number]
        place = history.waves.waves[number - 1].place
        rule = "second-worst" if place == 2 else "worst"
        found.append((number, len(cube), rule, left.share, left.reached, " ".join(apart)))
    return pd.DataFrame(found, columns=["wave", "worlds", "rule", "left", "reached", "set_apart"])


def emulators(history: "History") -> pd.DataFrame:
    """explained, within: of held-out worlds. error, luck: standard deviations, as shares of that of the target.
    rules_out: share of the wave's worlds, as they were run, in which it is over 3."""
    found = []
    for number, (wave, readings) in enumerate(zip(history.waves.waves, history.waves.readings, strict=True), 1):
        names = [target.name for target in history.waves.targets]
        for target, luck, emulator in wave.parts():
            own = (target.error**2 + target.discrepancy**2) ** 0.5
            away = of_readings(target, luck, readings.values[names.index(target.name)])
            inputs = inputs_of(history, emulator.matters)
            found.append((
                number, target.name, emulator.explained, emulator.within, emulator.variance**0.5 / own,
                luck**0.5 / own, float(np.mean(away[~np.isnan(away)] > MISSES)), " ".join(inputs),
            ))  # fmt: skip
    columns = ["wave", "target", "explained", "within", "error", "luck", "rules_out", "assumptions"]
    return pd.DataFrame(found, columns=columns)


def inputs_of(history: "History", matters: np.ndarray) -> list[str]:
    """Assumptions that matter to an emulator, most first."""
    order = np.argsort(-matters, kind="stable")
    names = [factor.key.partition(".")[2] for factor in history.waves.bench.factors]
    return [names[k] for k in order if matters[k] >= NAMED]


def targets(history: "History") -> pd.DataFrame:
    """before, after: median and 95% of the readings over worlds, in the unit of the target. defined: share of worlds in
    which it is. met: weighted share of what is left in which it is within 3."""
    fit = history.fit.table.set_index("target")
    apart = {one.target for one in history.waves.apart}
    even = np.full(history.after.values.shape[1], 1.0 / max(history.after.values.shape[1], 1))
    tested = [target for target in history.targets if target.use != "fit"]
    found = []
    for target in history.targets:
        if target.use == "fit":
            k = [one.name for one in history.waves.targets].index(target.name)
            before, after, weights = history.waves.readings[0], history.readings, history.weights
        else:
            k, before, after, weights = tested.index(target), history.before, history.after, even
        uniform = np.full(before.values.shape[1], 1.0 / before.values.shape[1])
        known = ~np.isnan(after.values[k])
        away = of_readings(target, luck_of(after.variances[k]), after.values[k][known])
        share = weights[known] / max(weights[known].sum(), 1e-300)
        row = fit.loc[target.name]
        found.append({
            "target": target.name, "title": target.title, "scenario": target.scenario, "use": target.use,
            "unit": target.unit, "scale": "log" if target.log else "linear", "observed": target.value,
            "error": target.error, "discrepancy": target.discrepancy, "default": row["reading"],
            **spread(target, before.values[k], uniform, "before"), **spread(target, after.values[k], weights, "after"),
            "defined": float(weights[known].sum()), "met": float(share @ (away <= MISSES)),
            "set_apart": target.name in apart,
        })  # fmt: skip
    return pd.DataFrame(found)


def spread(target, scaled: np.ndarray, weights: np.ndarray, name: str) -> dict[str, float]:
    """Median and 95% of readings, in the unit of the target."""
    low, middle, high = weighted_quantiles(scaled, weights, [0.025, 0.5, 0.975])
    back = np.exp if target.log else np.asarray
    return {f"{name}_low": float(back(low)), name: float(back(middle)), f"{name}_high": float(back(high))}


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, at) -> np.ndarray:
    """Of what is defined; nan if nothing is."""
    known = ~np.isnan(values)
    if not known.any() or weights[known].sum() <= 0.0:
        return np.full(len(at), np.nan)
    order = np.argsort(values[known], kind="stable")
    x, w = values[known][order], weights[known][order]
    place = (np.cumsum(w) - 0.5 * w) / w.sum()
    with np.errstate(invalid="ignore"):
        return np.interp(at, place, x)


def marginals(history: "History") -> pd.DataFrame:
    """moved: of the mean, in standard deviations of the range; narrowed: 1 less the ratio of standard deviations. told:
    whether either is over three standard errors of what as many worlds drawn from the whole range would give,

        1/√n for the mean and √(.2/n) for the standard deviation of a uniform distribution, n effective worlds

    by: targets whose readings it matters to in the last wave."""
    n, found = history.effective, []
    last = history.waves.waves[-1]
    for j, factor in enumerate(history.waves.bench.factors):
        u, name = history.cube[:, j], factor.key.partition(".")[2]
        low, high = factor.values
        mean = float(history.weights @ u)
        sd = float(history.weights @ (u - mean) ** 2) ** 0.5
        moved, narrowed = (mean - 0.5) * 12**0.5, 1.0 - sd * 12**0.5
        told = abs(moved) > SURE / n**0.5 or abs(narrowed) > SURE * (0.2 / n) ** 0.5
        quantiles = weighted_quantiles(u, history.weights, list(QUANTILES.values()))
        by = [t.name for t, _, e in last.parts() if e.matters[j] >= NAMED]
        found.append({
            "assumption": name, "unit": PARAMETERS[name].unit, "default": PARAMETERS[name].default,
            "from": low, "to": high, **{k: low + (high - low) * q for k, q in zip(QUANTILES, quantiles, strict=True)},
            "moved": moved, "narrowed": narrowed, "told": told, "by": " ".join(by),
        })  # fmt: skip
    return pd.DataFrame(found)


def pairs(history: "History") -> pd.DataFrame:
    """Correlation in what is left, where it is over four standard errors, 1/√n of n effective worlds."""
    mean = history.weights @ history.cube
    around = history.cube - mean
    cov = around.T @ (around * history.weights[:, None])
    sd = np.maximum(np.sqrt(np.diag(cov)), 1e-12)
    r = cov / np.outer(sd, sd)
    names = [factor.key.partition(".")[2] for factor in history.waves.bench.factors]
    k, j = np.nonzero(np.triu(np.abs(r) > MANY / history.effective**0.5, 1))
    found = pd.DataFrame({"one": [names[i] for i in k], "other": [names[i] for i in j], "correlation": r[k, j]})
    return found.sort_values("correlation", key=np.abs, ascending=False, kind="stable").reset_index(drop=True)
