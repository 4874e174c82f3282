"""Paradiplomacy: should a country's foreign policy run through one centre, or be shared?

Theoretical exposition and structured comparison of arrangements, not forecasting.

>>> import sim
>>> sim.compare("status_quo", "guided_delegation", replicates=20)      # doctest: +SKIP

`policies()`, `levers()`, `parameters()`, `metrics()` and `scenarios()` are tables of what there is to choose from.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as typing has it, which takes ten times as long to import as this file
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    import pandas as pd

    from sim.agents.model import DiplomacyModel
    from sim.errors import InputError
    from sim.inputs.scenario import load_scenario
    from sim.model.catalogue import Metric
    from sim.model.policy import Policy
    from sim.runs.results import load
    from sim.study.comparison import Comparison
    from sim.study.evidence.fit import Fit
    from sim.study.worth.answer import Worth

    Progress = Callable[[int, int], None] | bool | None  # True: a bar; None: a bar in a notebook
    Measured = Mapping[str | Metric, Callable[[Any], float]] | None  # functions of a finished world

__version__ = "0.1.0"
__all__ = [
    "DiplomacyModel", "InputError", "Policy", "compare", "evidence", "levers", "load", "load_scenario", "metrics",
    "parameters", "policies", "policy", "run", "scenarios", "sweep", "use_study", "worth",
]  # fmt: skip
# Imported when asked for, so that `import sim` is quick.
LATER = {
    "Comparison": "sim.study.comparison",
    "DiplomacyModel": "sim.agents.model",
    "InputError": "sim.errors",
    "Metric": "sim.model.catalogue",
    "Policy": "sim.model.policy",
    "load": "sim.runs.results",
    "load_scenario": "sim.inputs.scenario",
}


def run(
    policy: str | Policy | Mapping[str, Any] = "centralized",
    *,
    until: str | None = None,
    plain: bool = False,
    metrics: Measured = None,
    progress: Progress = None,
    **settings: Any,
) -> pd.DataFrame:
    """Replicates of one policy: one row each, with scenario, policy, every lever, and whatever parameter or agent was
    set, then seed, replicate and every metric.

    policy: a preset's name, a `Policy`, or values by key ({"policy": "combined", "delegation.level": 0.4}).
    settings: scenario, parameters, agents, years, dt, seed, replicates, threads, cluster, presets (oversight="alarm")
    and levers by their full key (**{"delegation.level": 0.4}). agents: your own classes by an agent's code or the kind
    they stand in for ({"CA": Mine}). until: as many replicates as it takes ("goodput:1%"), at most `replicates`; plain:
    judge that with the luck of each run left in (`sim.runs.luck`). metrics: functions of a finished world by name.
    Raises InputError."""
    from sim.study import ensemble
    from sim.study.calls import calling, plain_of, setup_of_policy, until_of

    with calling(metrics, progress) as told:
        setup = setup_of_policy(policy, settings)
        return ensemble.run(setup, told, until_of(until, [setup]), plain_of(plain))


def compare(
    *policies: str | Policy | Mapping[str, Any],
    equal_spending: float | None = None,
    over_time: bool | Sequence[str] = False,
    until: str | None = None,
    plain: bool = False,
    metrics: Measured = None,
    progress: Progress = None,
    **settings: Any,
) -> Comparison:
    """Policies on common worlds: a `Comparison` with the frames `table` (paired differences to the first with 95%
    intervals, the smallest effect that matters and which is better, one row a metric) and `runs` (one row a policy and
    replicate), and `figure()`. Policies and settings as for `run`, the settings for all. equal_spending: FTE that each
    but the first is to cost; its levers are scaled, and `moved` says how. over_time: also keep how the decade unfolds,
    quarter by quarter, in the frame `over_time` and for `figure_over_time()`; True, or readings by name (`paradip list
    readings`). plain: leave the luck of each run in its outcomes, for wider intervals. Raises InputError."""
    from sim.setup.spending import equally_spending
    from sim.study import ensemble
    from sim.study.calls import calling, compared_setups, plain_of, readings_of, until_of

    with calling(metrics, progress) as told:
        readings = readings_of(over_time)
        setups = equally_spending(compared_setups(policies, settings), equal_spending)
        return ensemble.compare(setups, told, until_of(until, setups), readings, plain_of(plain))


def sweep(
    *overrides: str | Mapping[str, Any],
    points: str | Path | pd.DataFrame | Sequence[Mapping[str, Any]] | None = None,
    zip: bool = False,
    design: str | None = None,
    over: str | Sequence[str] | None = None,
    worlds: str | Path | None = None,
    until: str | None = None,
    metrics: Measured = None,
    progress: Progress = None,
    **settings: Any,
) -> pd.DataFrame:
    """A grid, or another design: a tidy DataFrame, one row a run.

    overrides: words as on the command line ("delegation.level=0,0.3", "oversight=none,patrol"), or values by key, where
    a list or an array is an axis ({"delegation.level": np.linspace(0, 0.5, 6)}). points: a csv file, a DataFrame or
    mappings, one for each point, of what `run` takes. zip: axes are taken side by side. design: "lhs:200" or
    "sobol:256" points drawn, over what `over` names ("all", "load,growth") and keys with "interval(low,high)".
    worlds: where the assumptions that `over` names are drawn from: "plausible", each over its own range, "evidence",
    together, from worlds that agree with the evidence (the default where there is a table of them), or the path of a
    csv. settings, until, metrics: as for `run`; in settings too a list is an axis. Raises InputError."""
    from sim.study import ensemble
    from sim.study.calls import calling, design_of, swept_points, until_of

    with calling(metrics, progress) as told:
        found = swept_points(overrides, design_of(points, zip, design, over, worlds), settings)
        return ensemble.sweep(found, told, until_of(until, [point.setup for point in found]))


def evidence(*targets: str | Path, progress: Progress = None, **settings: Any) -> Fit:
    """The model at its defaults held against published figures: a `Fit` with the frame `table` (one row a target: what
    was observed, what the model gives with its 95% interval, how implausible that is) and `figure()`.

    targets: names (`paradip list targets`) or paths of yaml pages; without any, all. settings: replicates, seed,
    threads, cluster and parameters, as for `run`; scenario, policy and years are the targets' own. Raises
    InputError."""
    from sim.study.calls import by_key, calling
    from sim.study.evidence.fit import fit_defaults
    from sim.study.evidence.page import read_targets

    with calling(None, progress) as told:
        return fit_defaults(read_targets(map(str, targets)), by_key(settings), told)


def worth(
    *policies: str | Policy | Mapping[str, Any],
    value: str | Mapping[str, float] | None = None,
    unit: str = "points",
    n: int = 512,
    worlds: str | None = None,
    precision: str | Sequence[float] = (0.1, 0.25, 0.5),
    together: str | Sequence[Sequence[str]] | None = None,
    runs: str | Path | None = None,
    progress: Progress = None,
    **settings: Any,
) -> Worth:
    """What to measure before choosing among policies, and how well: a `Worth` with the frames `table` (what it is worth
    to know each assumption, exactly or from a study of each precision, those together and all of them) and `policies`,
    with `sentence`, `sentences` and `figure()`.

    Policies and settings as for `compare`; two decades in each world unless `replicates` says otherwise. value: what
    one unit of each outcome is worth in `unit`, {"goodput": 30, "surfaced": -1}. n, worlds: how many are drawn, and of
    which, "plausible", "evidence" or the path of a csv; None: evidence, or plausible where there is no table of it.
    precision: standard errors of studies, as shares of the plausible width. together: groups of assumptions by name.
    runs: a folder where runs are kept, so that another question repeats none. Raises InputError."""
    from sim.study.calls import calling
    from sim.study.worth.call import ask

    with calling(None, progress) as told:
        return ask(policies, settings, value, unit, n, worlds, precision, together, runs, told)


def policy(name: str | Policy = "centralized", **changed: Any) -> Policy:
    """A `Policy` to change and to pass on: a preset with levers (**{"delegation.level": 0.4}) or presets of a group
    (oversight="alarm") of one's own. Raises InputError."""
    from sim.study.calls import calling, changed_policy

    with calling():
        return changed_policy(name, changed)


def use_study(folder: str | Path | None) -> None:
    """From now on use what the study in this folder holds, beside what comes with the program; None: whatever study the
    working folder is. Raises InputError."""
    from sim.inputs.in_use import ask_for

    ask_for(folder)


def levers() -> pd.DataFrame:
    """By key: values it takes, off value, unit, price in FTE, meaning."""
    return listed("levers")


def parameters() -> pd.DataFrame:
    """By name: symbol, unit, default, plausible range from low to high, meaning, source."""
    return listed("parameters")


def metrics() -> pd.DataFrame:
    """By name: group, unit, which direction is better (1, -1, 0 for neither), title, meaning."""
    return listed("metrics")


def policies() -> pd.DataFrame:
    """By name: what each preset stands for, and the value of every lever."""
    return listed("policies")


def scenarios() -> pd.DataFrame:
    """By name: title, first day, and how many there are of each kind of agent."""
    return listed("scenarios")


def listed(what: str) -> pd.DataFrame:
    from sim.study import lists
    from sim.study.calls import calling

    with calling():
        return getattr(lists, what)()


if not TYPE_CHECKING:  # to which a name that is not there must not pass for one that comes later

    def __getattr__(name: str) -> Any:
        if name in LATER:
            return getattr(import_module(LATER[name]), name)
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
