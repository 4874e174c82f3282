"""Agents and outcomes of one's own from Python: followed, measured, a factor, in other processes, gone afterwards."""

import threading
from threading import Event

import pytest
from short import SHORT, Loyal, Plain, rows

import sim
from sim.agents.agents import SubnationalActor
from sim.model.metrics import METRICS, SHIPPED, Metric
from sim.runs.plan import plan_setups
from sim.runs.work import Job, work
from sim.setup.config import setup_from


def test_agents_of_ones_own_are_followed_and_those_that_change_nothing_change_nothing():
    settings = SHORT | {"years": 0.5, "parameters": {"load": 1.2, "freelance_rate": 0.06}}
    plain, own = sim.run("ban", **settings), sim.run("ban", agents={"SubnationalActor": Plain}, **settings)
    names = [metric.name for metric in METRICS]
    assert plain[names].equals(own[names])
    free = sim.run("centralized", **settings)
    loyal = sim.run("centralized", agents={"SubnationalActor": Loyal}, **settings)
    assert (free["share_freelance"] > 0).any() and (loyal["share_freelance"] == 0).all()


def test_what_a_run_calls_cannot_wait_for_it():
    """An agent or a metric that calls the program would wait for the call that waits for it."""
    said = []

    def call():
        with pytest.raises(sim.InputError) as fault:
            sim.run("ban", metrics={"asked": lambda world: len(sim.levers())}, **SHORT)
        said.append(str(fault.value))

    caller = threading.Thread(target=call, daemon=True)
    caller.start()
    caller.join(60)
    assert said and "called by an agent or a metric during a run" in said[0]


def test_a_call_within_a_call_measures_the_same_or_is_refused():
    def asks(done, total):
        sim.run("ban", metrics={"other": rows}, **SHORT)

    with pytest.raises(sim.InputError, match="an outer call is still running"):
        sim.run("ban", progress=asks, **SHORT)
    assert tuple(METRICS) == SHIPPED


def test_a_run_that_is_broken_off_has_not_failed():
    setup = setup_from("ban", agents={"north": Loyal}, **SHORT)
    plan, stop = plan_setups([setup]), Event()
    job = Job({0: (setup, plan.scenarios["toy"].digest)}, [(0, 0), (0, 1)], plan.rules)
    whole = work(job, stop)
    assert len(whole.runs) == 2 and not whole.failures

    class Stopping(Event):
        """Set from the third time on that anybody asks: amid the first run."""

        asked = 0

        def is_set(self):
            self.asked += 1
            return self.asked > 2

    broken = work(job, Stopping())
    assert len(broken.runs) == 0 and not broken.failures


def test_agents_are_a_factor():
    found = sim.sweep({"agents.north": [None, Loyal]}, policy=["ban", "centralized"], **SHORT)
    assert found["agents.north"].unique().tolist() == ["none", f"{Loyal.__module__}.Loyal"] and len(found) == 8


@pytest.mark.slow
@pytest.mark.parametrize("cluster", ["processes", "local"])
def test_they_travel_to_other_processes(cluster):
    how = {"agents": {"north": Loyal}, "metrics": {"rows": rows}}
    here = sim.compare("centralized", "combined", **SHORT, **how)
    there = sim.compare("centralized", "combined", **SHORT, **how, cluster=cluster)
    assert here.runs.equals(there.runs)


def test_what_cannot_travel_is_said():
    class Local(SubnationalActor):
        pass

    with pytest.raises(sim.InputError, match="Local: cannot be sent to another process; expected one that can be"):
        sim.run("ban", agents={"north": Local}, **SHORT, cluster="processes")
    with pytest.raises(sim.InputError, match="cannot be sent"):
        sim.run("ban", metrics={"rows": lambda world: 1}, **SHORT, cluster="processes")


def test_metrics_of_ones_own_are_measured_compared_and_gone():
    long = Metric("long", "issues", -1, "rows", "rows of the docket")
    found = sim.compare("centralized", "combined", metrics={"rows": rows, long: rows}, **SHORT)
    table = found.table.set_index("metric")
    assert (found.runs["rows"] == found.runs["long"]).all() and found.runs["rows"].min() > 10
    assert table.loc["long", "unit"] == "issues" and table.loc["rows", "better"] == 0
    assert tuple(METRICS) == SHIPPED
    assert "rows" not in sim.run("ban", **SHORT)


def test_a_name_that_is_taken_stops_no_later_call():
    for _ in range(2):
        with pytest.raises(sim.InputError, match="metric 'goodput': known already"):
            sim.run("ban", metrics={"goodput": rows}, **SHORT)
    assert "rows" in sim.run("ban", metrics={"rows": rows}, **SHORT)


def test_a_metric_that_fails_is_named():
    for function, named in ((lambda w: "a", "metric x: 'a'"), (lambda w: 1 / 0, "metrics x: ZeroDivisionError")):
        with pytest.raises(sim.InputError, match=named):
            sim.run("ban", metrics={"x": function}, **SHORT)
    assert tuple(METRICS) == SHIPPED


def test_calls_from_several_threads_do_not_mix_their_metrics():
    found = {}

    def call(name):
        found[name] = sim.run("ban", metrics={name: rows}, **SHORT)

    threads = [threading.Thread(target=call, args=(f"rows_{k}",)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, frame in found.items():
        assert [column for column in frame if column.startswith("rows")] == [name]
