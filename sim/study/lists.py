"""What there is to choose from, as tables."""

import pandas as pd

from sim.inputs.folder import scenario_names
from sim.inputs.scenario import TABLES, load_scenario
from sim.model.levers import LEVERS
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.model.policy import levers as levers_of
from sim.setup.config import presets, setup_from
from sim.setup.presets import describe


def levers() -> pd.DataFrame:
    """By key: values it takes, off value, unit, price in FTE, meaning."""
    rows = [
        (k, x.expected, x.off, x.unit, x.price.formula if x.price else x.paid, x.explained) for k, x in LEVERS.items()
    ]
    return pd.DataFrame(rows, columns=["lever", "values", "off", "unit", "price", "meaning"]).set_index("lever")


def parameters() -> pd.DataFrame:
    """By name: symbol, unit, default, plausible range, meaning, source."""
    rows = [(p.name, p.symbol, p.unit, p.default, p.low, p.high, p.meaning, p.source) for p in PARAMETERS.values()]
    columns = ["parameter", "symbol", "unit", "default", "low", "high", "meaning", "source"]
    return pd.DataFrame(rows, columns=columns).set_index("parameter")


def metrics() -> pd.DataFrame:
    """By name: group, unit, which direction is better (1, -1, 0 for neither), title, meaning."""
    rows = [(m.name, m.group, m.unit, m.better, m.title, m.meaning) for m in METRICS]
    return pd.DataFrame(rows, columns=["metric", "group", "unit", "better", "title", "meaning"]).set_index("metric")


def policies() -> pd.DataFrame:
    """By name: what it stands for, and the value of every lever."""
    rows: dict[str, dict[str, float | str]] = {}
    for name in presets("policy"):
        rows[name] = {"about": describe("policy", name), **levers_of(setup_from(name).policy)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("policy")


def scenarios() -> pd.DataFrame:
    """By name: title, first day, and how many actors, counterparts, departments, domains and private actors."""
    rows = {}
    for name in scenario_names():
        one = load_scenario(name)
        counts = {kind: len(getattr(one, kind)) for kind in TABLES if kind not in ("clearance", "elections")}
        rows[name] = {"title": one.title, "start": one.start, **counts}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scenario")
