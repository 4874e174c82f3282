"""Ten teams, eight issues a week of one team-week each: this simulator, Ciw and SimPy on the M/M/10 queue.

Speed alone would be unfair to a program whose means vary less. With n customers and batches of b of them,
    v = b var(batch means);  Var(mean wait) = v/n;  CPU seconds to a standard error s: v/s² seconds a customer
All run the same weeks in the same number of batches and leave out the same first and last hundred weeks. Each mean is
compared with Erlang C before anything is timed.
"""

import math
import random
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from experiments.performance.rows import Row, of_version, peer, row, skipped, within
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.policy import Policy
from sim.study.verify.queues import SCENARIO, erlang_c
from sim.study.verify.simulator import WARM

PART = "queue"
TEAMS, ARRIVALS, SERVICE = 10, 8.0, 1.0  # teams; a week; a week and team
BATCHES = 10  # in a run: of some 250 weeks, where waits are correlated over ten
PRECISION = 0.001  # weeks, on a mean wait of a fifth of a week

Run = Callable[[int], tuple[np.ndarray, np.ndarray]]  # a seed's arrivals and waits in weeks, in order of arrival


class Measured(NamedTuple):
    mean: float
    error: float
    variance: float  # v above
    doubt: float  # relative standard error of v
    seconds: float  # a customer
    batches: int

    @property
    def to_precision(self) -> float:
        return self.variance / PRECISION**2 * self.seconds


def here(weeks: float) -> Run:
    template = start.prepare(load_scenario(SCENARIO), Policy(), years=weeks / 52)
    worlds = [start.begin(template)]

    def run(seed: int) -> tuple[np.ndarray, np.ndarray]:
        worlds[0] = start.finish(start.begin(template, 1, seed, worlds[0]))
        issues = worlds[0].issues[: int(worlds[0].federal["rows"][0])]
        return issues["opened"], issues["started"] - issues["opened"]

    return run


def with_ciw(ciw, weeks: float) -> Run:
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=ARRIVALS)],
        service_distributions=[ciw.dists.Exponential(rate=SERVICE)],
        number_of_servers=[TEAMS],
    )

    def run(seed: int) -> tuple[np.ndarray, np.ndarray]:
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(weeks)
        records = simulation.get_all_records()
        found = np.array([(r.arrival_date, r.waiting_time) for r in records])
        return tuple(found[np.argsort(found[:, 0])].T)

    return run


def with_simpy(simpy, weeks: float) -> Run:
    def customer(env, teams, served, draw):
        arrived = env.now
        with teams.request() as turn:
            yield turn
            served.append((arrived, env.now - arrived))
            yield env.timeout(draw(SERVICE))

    def source(env, teams, served, draw):
        while True:
            yield env.timeout(draw(ARRIVALS))
            env.process(customer(env, teams, served, draw))

    def run(seed: int) -> tuple[np.ndarray, np.ndarray]:
        env, served = simpy.Environment(), []
        env.process(source(env, simpy.Resource(env, capacity=TEAMS), served, random.Random(seed).expovariate))
        env.run(until=weeks)
        return tuple(np.array(served).T)  # first come first served, so in order of arrival

    return run


def measure(run: Run, weeks: float, times: int) -> Measured:
    """So many runs: their mean wait, its variance, and the CPU seconds per customer."""
    run(0)
    means, customers, kept, seconds = [], 0, 0, 0.0
    for seed in range(1, times + 1):
        began = time.process_time()
        arrived, waited = run(seed)
        seconds += time.process_time() - began
        inside = waited[(arrived > WARM) & (arrived < weeks - WARM)]
        means += [batch.mean() for batch in np.array_split(inside, BATCHES)]
        customers, kept = customers + len(arrived), kept + len(inside)
    mean, spread = float(np.mean(means)), float(np.var(means, ddof=1))
    fourth = float(np.mean((np.array(means) - mean) ** 4))  # batch means are skewed, so no chi-square here
    doubt = math.sqrt(max(fourth / spread**2 - 1.0, 0.0) / len(means))
    return Measured(
        mean, math.sqrt(spread / len(means)), spread * kept / len(means), doubt, seconds / customers, len(means)
    )


def study(weeks: float = 2700.0, times: int = 400, peer_times: int = 30) -> list[Row]:
    known = erlang_c(TEAMS, ARRIVALS / SERVICE)[1]
    ours = measure(here(weeks), weeks, times)
    found, least, missing = {"here": ours}, {"Ciw": 50.0, "SimPy": 30.0}, []
    for name, make in (("Ciw", with_ciw), ("SimPy", with_simpy)):
        module = peer(name.lower())
        if module is None:
            missing.append(skipped(PART, f"{name} is not installed"))
        else:
            found[name] = measure(make(module, weeks), weeks, peer_times)
    rows = []
    for name, m in found.items():
        within(f"mean wait of M/M/10, {name}", m.mean, m.error, known)
        said = f"{of_version(name.lower())}, " if name in least else ""
        note = (
            f"{name}: {said}mean wait {m.mean:.5f} ± {m.error:.5f} weeks, Erlang C {known:.5f}; {m.batches:,} batches"
        )
        rows += [
            row(PART, f"{name}, customers", 1.0 / m.seconds, "a CPU second", note=note),
            row(PART, f"{name}, to a standard error of {PRECISION:g} weeks", m.to_precision, "CPU s", note=note),
        ]
    for name in found:
        if name in least:
            m = found[name]
            error = math.hypot(m.doubt, ours.doubt)
            rows += [
                row(PART, f"customers a second, here / {name}", m.seconds / ours.seconds, "times"),
                row(
                    PART,
                    f"seconds to the same precision, {name} / here",
                    m.to_precision / ours.to_precision,
                    "times",
                    least=least[name],
                    note=f"precision, {name} / here: its standard error is {error:.0%} of it",
                ),
            ]
    return rows + missing
