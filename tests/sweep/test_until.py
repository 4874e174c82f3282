"""As many replicates as it takes, and no more."""

import numpy as np
import pandas as pd
import pytest
from sweeping import MERGED, SHORT, digests, ran, resume, sweep

from sim.commands.cli import main
from sim.runs import fill
from sim.runs.intervals import interval
from sim.runs.results import load
from sim.runs.until import FIRST, excess, next_look, read_until
from sim.setup.config import setup_from
from sim.study import ensemble

GRID = ["policy=centralized,laissez_faire,combined", "parameters.load=0.8,1.2", *SHORT[:1], "run.years=0.5"]
UNTIL = ["--until", "goodput:1%", "run.replicates=300"]


def stop_at(until, draw):
    """Replicates at which a stream of differences would be left off."""
    n = FIRST
    while (ratio := excess(until, draw[:, :n])) > 1.0 and n < until.most:
        n = next_look(until, n, ratio)
    return n


@pytest.mark.parametrize("relative", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_intervals_keep_their_coverage(relative):
    """4,000 streams with mean 1, sd .5: 95% of the intervals where the stream stops hold the mean, less what looking
    costs; and n is about (1.96 × .5/.05)² = 384."""
    until, rng = read_until("goodput:5%" if relative else "goodput:0.05", 5_000), np.random.default_rng(3)
    inside, used = 0, []
    for _ in range(4_000):
        draw = 1.0 + 0.5 * rng.standard_normal((1, 1_200))
        n = stop_at(until, draw)
        _, low, high = interval(draw[0, :n])
        inside += low <= 1.0 <= high
        used.append(n)
    assert inside / 4_000 > 0.95 - 0.01 - 4 * (0.05 * 0.95 / 4_000) ** 0.5
    assert 384 * 0.95 < np.mean(used) < 384 * 1.25


def test_what_is_known_for_certain_takes_the_first_look_and_no_more():
    assert excess(read_until("goodput:1%", 100), np.zeros((1, 20)), np.zeros((1, 20))) == 0.0
    assert excess(read_until("goodput:1%", 100), np.full((1, 20), np.nan)) == np.inf
    assert next_look(read_until("goodput:1%", 30), 20, np.inf) == 30


def test_every_point_stops_on_its_own(tmp_path, capsys):
    folder = sweep(tmp_path / "a", *GRID, *UNTIL)
    said = capsys.readouterr().out
    runs = load(folder)
    counts = runs.groupby(["policy", "parameters.load"]).size()
    assert counts.nunique() > 1 and counts.max() < 300
    for load_, world in runs.groupby("parameters.load"):
        a = world[world["policy"] == "centralized"].set_index("replicate")["goodput"]
        for policy, part in world.groupby("policy"):
            if policy != "centralized":
                b = part.set_index("replicate")["goodput"]
                _, low, high = interval((b - a.loc[b.index]).to_numpy())
                assert (high - low) / 2 <= 0.01 * a.loc[b.index].mean(), (load_, policy)
                assert len(a) >= len(b)
    assert f"reached for 4 of 4, with {len(runs):,} runs; 300 replicates of each would have been 1,800: " in said
    assert ran(folder) == len(runs)


def test_a_stopped_one_goes_on_to_the_same_bytes(tmp_path, monkeypatch):
    whole = digests(sweep(tmp_path / "whole", *GRID, *UNTIL))
    looks, extended = [], fill.extended

    def tired(*args):
        looks.append(1)
        if len(looks) == 1:
            raise KeyboardInterrupt
        return extended(*args)

    monkeypatch.setattr(fill, "extended", tired)
    folder = sweep(tmp_path / "stopped", *GRID, *UNTIL, code=130)
    before = ran(folder)
    resume(folder)
    assert digests(folder, MERGED) == whole and before < ran(folder) == len(load(folder))


def test_a_plain_sweep_afterwards_has_all_replicates(tmp_path):
    folder = sweep(tmp_path / "a", *GRID[:1], *GRID[2:], "--until", "goodput:20%", "run.replicates=40")
    few = len(load(folder))
    sweep(folder, *GRID[:1], *GRID[2:], "run.replicates=40")
    assert few < len(load(folder)) == 120 == ran(folder)


def test_compare_and_run(tmp_path, capsys):
    setups = [setup_from(policy, scenario="toy", years=0.5, replicates=200) for policy in ("centralized", "combined")]
    until = read_until("goodput:5%", 200)
    found = ensemble.compare(setups, until=until)
    n = found.runs.groupby("policy").size().unique()
    assert len(n) == 1 and FIRST <= n[0] < 200
    even = found.evened
    assert excess(until, *(even.loc[even["policy"] == p, "goodput"].to_numpy()[None] for p in found.policies)) <= 1
    full = ensemble.compare(setups).runs
    pd.testing.assert_frame_equal(
        found.runs.reset_index(drop=True), full[full["replicate"] < n[0]].reset_index(drop=True)
    )
    assert main(["run", *SHORT, "--until", "goodput:0.000001", "--out", str(tmp_path / "run")]) == 0
    assert "goodput:0.000001: not reached with 4 runs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--until", "goodput"], "until: goodput: ''; expected a share such as 1%"),
        (["--until", "goodput:-1%"], "until: goodput: '-1%'"),
        (["--until", "goodputt:1%"], "did you mean 'goodput'?"),
        (["--until", "goodput:1%,goodput:2%"], "named twice"),
        (["--until", "goodput:1%", "run.replicates=20,40"], "run.replicates is an axis"),
        (["--until", "goodput:1%", "--shard", "1/2"], "given together with --until"),
    ],
)
def test_bad_goals(tmp_path, capsys, words, named):
    sweep(tmp_path / "x", "policy=centralized,ban", *SHORT[:2], *words, code=2)
    assert named in capsys.readouterr().err and not (tmp_path / "x").exists()
