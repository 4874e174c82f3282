"""The speed experiment at tiny size: every part runs, its outputs are equal, and where they differ nothing is timed."""

import csv
import json
import math
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from experiments.performance import __main__ as experiment
from experiments.performance import (
    against,
    agent_rule,
    cores,
    decades,
    drivers,
    gallery,
    growth,
    limit,
    points,
    rows,
    textbook_queue,
)
from experiments.performance.rows import Differs, Row, as_csv, as_text, finish, row, same, within
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.policy import Policy
from sim.runs.work import one
from sim.setup.config import Run, setup_from
from sim.study import ensemble


def values(found: list[Row]) -> dict[tuple[str, str], float]:
    table = {(r.what, r.at): r.value for r in found}
    assert len(table) == len(found)
    return table


def test_a_target_is_met_on_its_side_of_the_number_and_never_without_one():
    assert row("p", "w", 50.0, "times", least=50).met == "yes"
    assert row("p", "w", 49.9, "times", least=50).met == "no"
    assert row("p", "w", 1.0, "ms", most=1).met == "yes"
    assert row("p", "w", 1.1, "ms", most=1).met == "no"
    assert row("p", "w", math.nan, "ms", most=1).met == "no"
    assert row("p", "w", 1.0, "ms").met == "—"


def test_a_miss_is_named():
    found = [
        row("p", "good", 60.0, "times", least=50),
        row("p", "bad", 40.0, "times", 1_000, least=50),
        row("p", "o", 1, "s"),
    ]
    assert finish(found) == "1 of 2 targets met.\nMissed: p, bad at 1,000: 40, at least 50"
    assert [line["met"] for line in csv.DictReader(as_csv(found).splitlines())] == ["yes", "no", "—"]
    assert as_text(found).count("\n") == 6


def test_one_bit_is_a_difference_and_a_missing_value_is_not():
    a = np.array([1.0, np.nan])
    same("what", a, a.copy())
    with pytest.raises(Differs, match="what"):
        same("what", a, np.nextafter(a, 2.0))
    with pytest.raises(Differs, match="what"):
        same("what", 1, 1.0)
    within("mean", 0.53, 0.01, 0.5)
    for off in (0.55, math.nan):
        with pytest.raises(Differs, match="mean"):
            within("mean", off, 0.01, 0.5)


def test_acts_take_turns_and_the_least_of_each_counts(monkeypatch):
    clock = iter([0, 5, 10, 11, 20, 23, 30, 34])
    monkeypatch.setattr(rows.time, "process_time", lambda: next(clock))
    order = []
    assert rows.best({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 2) == {"a": 3, "b": 1}
    assert order == ["a", "b", "a", "b"]


@pytest.mark.slow
def test_a_decade_is_the_same_three_ways():
    found = drivers.study(years=0.04, plain_years=0.02, times=1, mesa_times=1)
    assert [r.target for r in found].count("at least 50") == 2
    table = values(found)
    assert table["plain Python / compiled", "0.02 years"] == pytest.approx(
        table["plain Python", "0.02 years"] / table["compiled", "0.02 years"]
    )


def test_a_decade_that_mesa_runs_otherwise_is_not_timed(monkeypatch):
    by_mesa = drivers.by_mesa

    def one_issue_off(years, collect):
        model, seconds = by_mesa(years, collect)
        model.world.issues["vitality"][0] += 1e-16
        return model, seconds

    monkeypatch.setattr(drivers, "by_mesa", one_issue_off)
    with pytest.raises(Differs, match="Mesa"):
        drivers.study(years=0.04, plain_years=0.02, times=1, mesa_times=1)


def test_queues_agree_with_erlang():
    pytest.importorskip("ciw")
    pytest.importorskip("simpy")
    found = values(textbook_queue.study(weeks=1000.0, times=20, peer_times=2))
    assert found["Ciw, customers", ""] > 0.0 and found["SimPy, customers", ""] > 0.0


def test_a_queue_that_disagrees_with_erlang_is_not_timed(monkeypatch):
    monkeypatch.setattr(textbook_queue, "erlang_c", lambda teams, offered: (0.4, 0.3))
    monkeypatch.setattr(textbook_queue, "peer", lambda name: None)
    with pytest.raises(Differs, match="M/M/10"):
        textbook_queue.study(weeks=1000.0, times=20)


def test_precision_is_bought_with_customers_at_their_price():
    """At a variance of v a customer, v/s² customers are wanted; a run of independent waits has v = Var(wait)."""

    def run(seed):
        rng = np.random.default_rng(seed)
        return np.arange(1000.0), rng.exponential(2.0, 1000)

    m = textbook_queue.measure(run, 1100.0, 300)
    assert abs(m.mean - 2.0) < 4.0 * m.error
    assert abs(m.variance - 4.0) < 4.0 * m.doubt * m.variance
    assert m.to_precision == pytest.approx(m.variance / textbook_queue.PRECISION**2 * m.seconds)


def test_walkers_reach_the_same_places():
    pytest.importorskip("agentpy")
    found = values(agent_rule.study(sizes=(10, 20), agent_steps=200, times=1))
    assert {("Mesa / engine", "20"), ("AgentPy / engine", "10")} <= set(found)


def test_walkers_who_end_elsewhere_are_not_timed(monkeypatch):
    monkeypatch.setattr(agent_rule.Told, "random", lambda self: next(self.values) + 1e-16)
    with pytest.raises(Differs, match="Mesa"):
        agent_rule.check("Mesa", agent_rule.with_mesa(agent_rule.peer("mesa")), 10, 5)


def alone(loads) -> np.ndarray:
    return np.array([one(start.prepare(load_scenario("toy"), Policy(), {"load": load}, 0.02), 1, 0) for load in loads])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["here", "Hydra", "Hydra, joblib"])
def test_a_sweep_leaves_the_outcomes_of_its_points(name):
    if "joblib" in name:
        pytest.importorskip("hydra_plugins.hydra_joblib_launcher")
    found, seconds = points.sweep(name, 2)
    assert found.tobytes() == alone((0.5, 1.1)).tobytes() and seconds > 0.0


@pytest.mark.slow
def test_sweeps_that_differ_are_not_timed(monkeypatch):
    monkeypatch.setattr(points, "sweep", lambda name, n: (np.full((n, 2), len(name), float), 1.0))
    with pytest.raises(Differs, match="Hydra"):
        points.study(n=3, times=1)


@pytest.mark.slow
def test_a_difference_lost_in_noise_is_no_cost_and_meets_nothing(monkeypatch):
    monkeypatch.setattr(points, "sweep", lambda name, n: (np.zeros((n, 2)), 1.0))
    assert {r.met for r in points.study(n=3, times=1) if r.target} == {"no"}


def test_threads_and_processes_bring_back_the_same(monkeypatch):
    monkeypatch.setattr(cores, "WAYS", {name: cores.WAYS[name] for name in ("one thread", "two threads")})
    monkeypatch.setattr(cores, "peer", lambda name: object())
    monkeypatch.setattr(cores, "WAYS", cores.WAYS | {"two Dask workers": ("threads", 2)})
    monkeypatch.setattr(cores, "spin", lambda: 2.0)
    found = values(cores.study(6, 1, "toy", 0.1))
    assert found["two threads / one thread", ""] == pytest.approx(found["two threads", ""] / found["one thread", ""])


def test_workers_who_bring_back_something_else_are_not_timed(monkeypatch):
    monkeypatch.setattr(cores, "outcomes", lambda pool, setup, n: np.full(n, float(pool.workers)))
    with pytest.raises(Differs, match="two threads"):
        cores.study(6, 1, "toy", 0.1)


def test_the_slope_of_a_power_is_its_exponent():
    assert growth.slope((1, 2, 4), (3.0, 6.0, 12.0)) == pytest.approx(1.0)
    assert growth.slope((10, 100), (1.0, 1000.0)) == pytest.approx(3.0)


@pytest.mark.slow
def test_sizes_are_what_they_say():
    found = growth.study({"issues a week": (30, 60), "actors": (50, 100), "weeks": (26, 52)}, weeks=26, times=1)
    assert [r.what for r in found if r.target] == ["slope by issues a week", "slope by actors", "slope by weeks"]
    assert [growth.seconds("weeks", weeks, 0, 1)[1] for weeks in (26, 52)] == pytest.approx([26 * 53, 52 * 53], rel=0.2)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not here")
def test_c_draws_the_same_docket_and_one_that_it_does_not_is_not_timed(monkeypatch):
    assert limit.study(years=0.5, times=1)[-1].target == "at most 1.5"
    on = {"grave_rate": 6, "opportunity_share": 0.2, "twin_share": 0.5}
    assert limit.study(years=0.5, times=1, parameters=on)[0].note != limit.study(years=0.5, times=1)[0].note
    monkeypatch.setitem(limit.NUMBERS, "DUE", 5)
    with pytest.raises(Differs, match="stage"):
        limit.study(years=0.1, times=1)


def test_no_compiler_costs_a_row(monkeypatch):
    monkeypatch.setattr(limit.shutil, "which", lambda name: None)
    assert [r.note for r in limit.study()] == ["gcc is not here"]


@pytest.mark.slow
def test_decades_are_stored_and_measured():
    found = decades.study(10, "toy", 0.1)
    assert found[0].target == "at most 0.18" and found[2].value > 10.0


def test_stored_decades_that_are_not_those_run_alone_are_not_timed():
    table = ensemble.run(replace(setup_from("centralized"), scenario="toy", run=Run(years=0.1, replicates=3)))
    decades.check(table, "toy", 0.1)
    table.loc[2, decades.NAMES[0]] += 1.0
    with pytest.raises(Differs, match="replicate 2"):
        decades.check(table, "toy", 0.1)


def test_table_figure_and_manifest_are_left_and_the_readme_holds_the_table(tmp_path, monkeypatch, capsys):
    found = [
        row("drivers", "Mesa as it comes / compiled", 52.0, "times", "10 years", least=50, note="why"),
        row("growth", "a run by weeks", 1.0, "s", 520),
        row("growth", "a run by weeks", 2.0, "s", 1040),
        row("rule", "engine", 8.0, "ns a step", 100),
        rows.skipped("queue", "Ciw is not installed"),
    ]
    monkeypatch.setattr(experiment, "run", lambda parts, full: found)
    page = tmp_path / "README.md"
    page.write_text(f"above\n{experiment.FROM}old\n{experiment.TO}\nbelow\n", encoding="utf-8")
    assert experiment.main([], tmp_path / "out", page) == 0
    assert page.read_text(encoding="utf-8").startswith("above\n") and "| 52 | times |" in page.read_text(
        encoding="utf-8"
    )
    assert page.read_text(encoding="utf-8").endswith(f"{experiment.TO}\nbelow\n") and "old" not in page.read_text()
    left = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert set(left["files"]) == {path.name for path in (tmp_path / "out").iterdir()} - {"manifest.json"}
    assert "simpy" in left["versions"] and "1 of 1 targets met." in capsys.readouterr().out
    assert experiment.main(["growth"], tmp_path / "other", page) == 0 and not (tmp_path / "other").exists()


def test_outputs_that_differ_end_the_experiment_with_nothing_left(tmp_path, monkeypatch, capsys):
    def differ(parts, full):
        raise Differs("a decade by Mesa: not the same bits")

    monkeypatch.setattr(experiment, "run", differ)
    assert experiment.main([], tmp_path / "out", tmp_path / "README.md") == 1
    assert "a decade by Mesa" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_the_figure_does_without_a_part():
    assert gallery.draw([row("limit", "here / C", 1.0, "times", most=1.5)], "a machine").get_size_inches()[1] < 1.0


@pytest.mark.parametrize("part", experiment.PARTS)
def test_every_part_can_be_asked_for(part):
    assert callable(__import__(f"experiments.performance.{part}", fromlist=["study"]).study)


def test_a_ratio_is_the_median_over_rounds():
    found = against.told("running", np.array([[2.0, 1.0], [3.0, 1.0], [10.0, 2.0]]), "ms")
    assert found.value == 3.0 and "3 against 1 ms, quartiles of the ratio 2.500 to 4.000" in found.note


@pytest.mark.parametrize("revision", ["nonsense", "--help", "", "HEAD:sim"])
def test_a_revision_that_git_does_not_know(revision, capsys):
    assert experiment.main([f"--against={revision}"]) == 2
    assert f"--against: {revision!r} is not known to git; expected a commit" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["growth"], ["--full"], ["--out", "x"]])
def test_an_earlier_tree_is_timed_alone(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        experiment.main(["--against", "HEAD", *words])
    assert stopped.value.code == 2 and "--against: expected it alone" in capsys.readouterr().err


def test_without_git(monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert experiment.main(["--against", "HEAD"]) == 2
    assert "--against: git is not installed; expected it" in capsys.readouterr().err


@pytest.mark.slow
def test_a_tree_beside_itself(capsys):
    """All ratios near 1, and nothing is left of the other tree."""
    found = against.study("HEAD", rounds=6)
    assert {row.what for row in found} >= {"centralized, in all", "Mesa, two years", "resident memory"}
    assert all(0.5 < row.value < 2.0 for row in found if row.what.endswith("in all"))
    trees = subprocess.run(["git", "-C", str(against.ROOT), "worktree", "list"], capture_output=True, text=True).stdout
    assert "against-" not in trees
