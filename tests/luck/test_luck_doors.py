"""Luck is taken off behind every door alike, left in where that is asked for, and only off means and intervals."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.model.acts import MANY
from sim.model.metrics import HEADLINES
from sim.runs.intervals import half_width, interval
from sim.runs.luck import LEAST, NAMES
from sim.study import ensemble
from sim.web.decompose import channels, incidents

PAIR = ("centralized", "whole_of_government")
TOY = {"scenario": "toy", "years": 1.0, "replicates": LEAST}
WORDS = ["scenario=toy", "run.years=1", f"run.replicates={LEAST}"]


@pytest.fixture(scope="module")
def found():
    return sim.compare(*PAIR, **TOY), sim.compare(*PAIR, plain=True, **TOY)


def test_it_narrows_intervals_and_changes_no_run(found):
    even, plain = found
    pd.testing.assert_frame_equal(even.runs, plain.runs)
    pd.testing.assert_frame_equal(plain.runs, plain.evened)
    tables = [one.table.set_index("metric") for one in found]
    width = [table["high_whole_of_government"] - table["low_whole_of_government"] for table in tables]
    taken = tables[0]["penalty"].notna()
    assert tables[1]["penalty"].isna().all() and taken["throughput"] and not taken[NAMES].any()
    kinds = [*MANY, "surfaced"]  # kinds follow what is best for all of them
    alone = taken & ~taken.index.isin(kinds)
    assert (width[0][alone] <= width[1][alone]).all() and (width[0][~taken] == width[1][~taken])[width[1].notna()].all()
    assert width[0]["throughput"] < 0.95 * width[1]["throughput"]
    raw = plain.runs.groupby("policy")["goodput"].mean()
    assert tables[1].loc["goodput", list(PAIR)].to_dict() == pytest.approx(raw.to_dict())


def test_differences_are_those_of_the_means(found):
    for one in found:
        table = one.table.set_index("metric").loc[list(HEADLINES)]
        both = table[list(PAIR)].notna().all(axis=1) & one.runs[list(HEADLINES)].notna().all()
        gap = table["whole_of_government"] - table["centralized"]
        assert np.allclose(gap[both], table["difference_whole_of_government"][both], rtol=1e-9, atol=1e-12)


def test_parts_add_up(found):
    table = found[0].table.set_index("metric")
    for parts, whole in ((channels, "throughput"), (incidents, "surfaced")):
        told = parts(found[0], "whole_of_government")
        for what, value in (("mean", "whole_of_government"), ("difference", "difference_whole_of_government")):
            assert sum(getattr(one, what) for one in told) == pytest.approx(table.loc[whole, value], rel=1e-9)
    for one in incidents(found[0], "whole_of_government"):
        row = table.loc[one.metric]
        expected = [row["whole_of_government"], row["low_whole_of_government"]]
        assert [one.mean, one.low] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("options", [[], ["--plain"]])
def test_commands_say_the_same(found, tmp_path, capsys, options):
    assert main(["compare", *PAIR, *WORDS, *options, "--out", str(tmp_path / "c")]) == 0
    said = capsys.readouterr().out
    assert ("--plain leaves it in" in said) == (not options)
    told = pd.read_csv(tmp_path / "c" / "comparison.csv")
    pd.testing.assert_frame_equal(told, found[len(options)].table, check_dtype=False, rtol=1e-9)
    assert main(["run", "policy=centralized", *WORDS, *options, "--out", str(tmp_path / "r")]) == 0
    assert ("--plain leaves it in" in capsys.readouterr().out) == (not options)
    summary = pd.read_csv(tmp_path / "r" / "summary.csv", index_col="metric")
    expected = ensemble.summarise(sim.run("centralized", **TOY), bool(options))
    pd.testing.assert_frame_equal(summary, expected, check_dtype=False, rtol=1e-9)


def test_of_few_runs_nothing_is_taken(tmp_path, capsys):
    few = TOY | {"replicates": LEAST - 1}
    one = sim.compare(*PAIR, **few)
    pd.testing.assert_frame_equal(one.runs, one.evened)
    assert main(["run", *WORDS[:2], f"run.replicates={LEAST - 1}", "--out", str(tmp_path / "r")]) == 0
    assert "--plain" not in capsys.readouterr().out


def test_until_takes_fewer_runs():
    """Of a goal that is far enough from the first look."""
    settings = TOY | {"replicates": 2_000, "years": 0.5}
    taken = [len(sim.compare(*PAIR, until="throughput:0.4%", plain=plain, **settings).runs) for plain in (False, True)]
    assert taken[0] < 0.9 * taken[1] < 0.9 * 4_000
    even = sim.run("centralized", until="throughput:0.5%", **settings)
    mean, low, high = ensemble.summarise(even).loc["throughput", ["mean", "low", "high"]]
    assert (high - low) / 2 <= 0.005 * mean < half_width(even["throughput"].to_numpy())
    assert len(even) < len(sim.run("centralized", until="throughput:0.5%", plain=True, **settings))


def test_a_sweep_keeps_its_luck():
    """Its points are of different worlds; the table has what was run."""
    table = sim.sweep({"delegation.level": [0.0, 0.3]}, **TOY)
    assert set(NAMES) <= set(table) and len(table) == 2 * LEAST
    assert interval(table["throughput"])[0] == table["throughput"].mean()


def test_order_and_threads_change_no_bit(found):
    other = sim.compare(*PAIR, threads=1, **TOY)
    pd.testing.assert_frame_equal(other.table, found[0].table, check_exact=True)
    back = sim.compare(*PAIR[::-1], **TOY).table.set_index("metric")
    table = found[0].table.set_index("metric")
    same = back["penalty"] == table["penalty"]
    assert same.sum() > 10 and (back.loc[same, "centralized"] == table.loc[same, "centralized"]).all()


@pytest.mark.parametrize("call", [lambda **more: sim.compare(*PAIR, **more), lambda **more: sim.run("ban", **more)])
def test_plain_is_yes_or_no(call):
    with pytest.raises(sim.InputError, match="plain: 'x'; expected True or False"):
        call(plain="x", scenario="toy", years=0.1, replicates=2)
