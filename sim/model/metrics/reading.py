"""One pass over the issues of a world: every group counts what it needs, then reports."""

import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.errors import InputError, shown
from sim.model import metrics
from sim.model.catalogue import Metric, modules
from sim.model.compiled import drive
from sim.model.metrics import coherence, cost, incidents, latency, omissions, resilience, standing, throughput
from sim.model.metrics.survival import bins
from sim.model.records import DUE, UNSEEN, rows

# What the kernel reads in its one pass, and whatever other file of this folder has METRICS and a `measure` of its own.
COMPILED = (throughput, latency, coherence, incidents, omissions, standing, cost, resilience)
ADDED = tuple(module for module in modules(metrics) if module not in COMPILED and hasattr(module, "METRICS"))


def declared(module) -> tuple[Metric, ...]:
    """The metrics of a file, which is their group unless they name another."""
    return tuple(one._replace(group=one.group or module.__name__.rpartition(".")[2]) for one in module.METRICS)


# All that is measured in this process: what the model comes with and, after it, what a study or a call brings.
METRICS = [one for module in (*COMPILED, *ADDED) for one in declared(module)]
NAMES = [one.name for one in METRICS]
METRIC = {one.name: one for one in METRICS}
OUTCOME = np.dtype([(one.name, "f8") for module in COMPILED for one in module.METRICS])
SHIPPED = tuple(METRICS)
assert len(METRICS) == len(set(NAMES))
_brought: list[Any] = []
WORD = re.compile(r"[a-z][a-z0-9_]{0,59}")
RESERVED = ("scenario", "policy", "point", "seed", "replicate", "setup", "time")  # columns beside the metrics


def add_metrics(brought: Iterable[Any]) -> None:
    """From now on measure what these bring as well, in place of what others brought: modules, or other things, with
    METRICS and `measure(world)`. Raises InputError, and nothing has changed."""
    brought, found = list(brought), list(SHIPPED)
    for one in brought:
        try:
            for metric in check_brought(one):
                if metric.name in (*(known.name for known in found), *RESERVED):
                    raise InputError(f"metric {shown(metric.name)}: known already; expected another name")
                found.append(metric)
        except InputError as fault:
            raise InputError(f"{file_of(one)}{fault}") from None
    _brought[:], METRICS[:] = brought, found
    NAMES[:] = [metric.name for metric in found]
    METRIC.clear()
    METRIC.update({metric.name: metric for metric in found})


def file_of(brought: Any) -> str:
    """The file whose fault it is, before it is told; "" for functions of a call."""
    return f"{Path(brought.__file__).name}: " if getattr(brought, "__file__", None) else ""


def check_brought(one: Any) -> tuple[Metric, ...]:
    """Its metrics, if they can be taken."""
    if not hasattr(one, "METRICS") or not callable(getattr(one, "measure", None)):
        raise InputError("METRICS or measure(world) is missing; expected both")
    try:
        for metric in one.METRICS:
            if not isinstance(metric, Metric):
                raise InputError(f"metric {shown(metric)}; expected Metric(name, unit, better, title, meaning)")
            if not (isinstance(metric.name, str) and WORD.fullmatch(metric.name)):
                raise InputError(f"metric {shown(metric.name)}: expected a name of small letters, digits and _")
            if metric.better not in (-1, 0, 1) or isinstance(metric.better, bool):
                raise InputError(f"metric {metric.name}: better is {shown(metric.better)}; expected 1, -1 or 0")
            texts = (metric.unit, metric.title, metric.meaning)
            if not all(isinstance(text, str) and text.isprintable() for text in texts):
                raise InputError(f"metric {metric.name}: expected its unit, title and meaning as text of one line")
        return tuple(metric._replace(group=metric.group or "own") for metric in one.METRICS)
    except TypeError:
        raise InputError(f"METRICS is {shown(one.METRICS)}; expected several Metric(...)") from None


class Scratch(NamedTuple):
    """Zeroed room for counting. Tallies (1,) by group; histograms ages (bins,) and times (n, bins); positions and
    acts (J, 2D), lines and direction (2D,); opened, agreed, incidents, rate and order (J,)."""

    throughput: np.ndarray
    latency: np.ndarray
    coherence: np.ndarray
    incidents: np.ndarray
    omissions: np.ndarray
    standing: np.ndarray
    resilience: np.ndarray
    ages: np.ndarray
    times: np.ndarray
    positions: np.ndarray
    acts: np.ndarray
    lines: np.ndarray
    direction: np.ndarray
    opened: np.ndarray
    agreed: np.ndarray
    incidents_at: np.ndarray
    rate: np.ndarray
    order: np.ndarray


def make_scratch(n_actors: int, n_domains: int, n: int) -> Scratch:
    """Room for J actors, D domains and n bins."""
    return Scratch(
        throughput=rows(throughput.TALLY, 1),
        latency=rows(latency.TALLY, 1),
        coherence=rows(coherence.TALLY, 1),
        incidents=rows(incidents.TALLY, 1),
        omissions=rows(omissions.TALLY, 1),
        standing=rows(standing.TALLY, 1),
        resilience=rows(resilience.TALLY, 1),
        ages=np.zeros(n, np.int32),
        times=np.zeros((latency.N_HISTOGRAMS, n), np.int32),
        positions=np.zeros((n_actors, 2 * n_domains)),
        acts=np.zeros((n_actors, 2 * n_domains), np.int32),
        lines=np.zeros(2 * n_domains),
        direction=np.zeros(2 * n_domains),
        opened=np.zeros(n_actors),
        agreed=np.zeros(n_actors),
        incidents_at=np.zeros(n_actors),
        rate=np.zeros(n_actors),
        order=np.zeros(n_actors, np.int64),
    )


_kept = threading.local()


def scratch(n_actors: int, n_domains: int, weeks: float) -> Scratch:
    """This thread's room, zeroed; made anew only for a world of another shape, since fresh memory costs a third of a
    reading."""
    shape = (n_actors, n_domains, bins(weeks))
    if getattr(_kept, "shape", None) != shape:
        _kept.shape, _kept.room = shape, make_scratch(*shape)
    for array in _kept.room:
        array.fill(0)
    return _kept.room


@drive
def read(w, s, outcome):
    """Fill the one row of `outcome` from a world whose clock has run."""
    given, federal, out = w.given[0], w.federal[0], outcome[0]
    horizon = w.clock[0].tick * given.dt
    week, weeks = resilience.first_shutdown(w)
    for i in range(federal.rows):
        issue = w.issues[i]
        throughput.arise(issue, horizon, s.throughput[0])
        if issue.stage == DUE or issue.stage == UNSEEN:  # drawn and not yet opened, or seen by nobody
            continue
        throughput.count(w, issue, horizon, s.throughput[0], s.ages)
        latency.count(issue, horizon, s.latency[0], s.times)
        coherence.count(w, issue, s)
        incidents.count(issue, horizon, given.leeway, s.incidents[0])
        omissions.count(w, issue, s.omissions[0])
        standing.count(issue, s.standing[0])
        cost.count(issue, horizon, s.opened, s.agreed, s.incidents_at)
        resilience.count(issue, week, weeks, s.resilience[0])
    throughput.report(w, horizon, s.throughput[0], s.ages, out)
    latency.report(s.latency[0], s.times, out)
    coherence.report(s, out)
    incidents.report(horizon, s.incidents[0], out)
    omissions.report(horizon, s.omissions[0], out)
    standing.report(w, s.standing[0], out)
    cost.report(w, s, horizon, out)
    resilience.report(w, horizon, week, weeks, s.resilience[0], out)


def counted(world, template_fte: dict[str, float] | None = None) -> np.ndarray:
    """What the kernel reads of a world that has run, the first of METRICS."""
    if world.clock["tick"][0] < 1:
        raise ValueError("this world has not run yet; expected at least one tick")
    outcome = rows(OUTCOME, 1)
    weeks = float(world.clock["tick"][0] * world.given["dt"][0])
    read(world, scratch(len(world.subnationals), len(world.domains), weeks), outcome)
    cost.split_fte(outcome[0], template_fte)
    return np.asarray(outcome).view(np.ndarray).view(np.float64)


def measure(world, template_fte: dict[str, float] | None = None) -> np.ndarray:
    """Every outcome of a world that has run, (len(METRICS),) in the order of METRICS; NaN where it is not defined.

    `template_fte` is what each lever costs (`Template.fte`); without it the split of FTE by group is NaN.
    """
    values = counted(world, template_fte)
    others = [added(module, world) for module in (*ADDED, *_brought)]
    return np.concatenate([values, *others]) if others else values


def added(module, world) -> np.ndarray:
    """What a file of one's own makes of a world: `measure(world)`, a number for each of its METRICS. Raises InputError
    where it is something else, or at whatever it raises."""
    names = ", ".join(metric.name for metric in module.METRICS)
    try:
        made = module.measure(world)
    except InputError:
        raise
    except Exception as fault:
        raise InputError(f"metrics {names}: {type(fault).__name__}: {fault}") from fault
    place = f"{file_of(module)}metrics {names}"
    try:
        values = np.asarray(made, float).reshape(-1)
    except (TypeError, ValueError):
        raise InputError(f"{place}: measure returned {shown(made)}; expected a number for each") from None
    if len(values) != len(module.METRICS):
        raise InputError(f"{place}: measure returned {len(values)} numbers; expected {len(module.METRICS)}")
    return np.where(np.isfinite(values), values, np.nan)
