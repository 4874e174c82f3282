"""The course of a decade: readings of every run by quarter, as the weekly records have them."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.figures import over_time
from sim.figures.curves import look
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.path.readings import READINGS, Seen
from sim.setup.config import setup_from
from sim.study.over_time import SHOWN, check, quarters
from sim.study.publish.compute import compute, names_of, points_of
from sim.study.publish.plate import parse

SMALL = {"scenario": "toy", "years": 3, "replicates": 4}
SWITCHED = sim.Policy(name="switched").then(1, **{"delegation.level": 0.5, "delegation.scope": "subnational"})


@pytest.fixture(scope="module")
def compared():
    return sim.compare("centralized", SWITCHED, over_time=True, **SMALL)


def test_every_number_is_that_of_the_weekly_records(compared):
    """By hand: a world at a time, a reading at a time, as a government of that week would see it without delay."""
    template = start.prepare(load_scenario("toy"), setup_from("centralized").policy, years=3)
    worlds = [start.finish(start.begin(template, 1, replicate)) for replicate in range(4)]
    table = compared.over_time.set_index(["policy", "outcome", "year"])
    for name in SHOWN:
        for year in (0.25, 1.0, 2.75, 3.0):
            seen = [Seen(world.series, round(year * 52), 1.0, {}).weekly(name, 0)[-1] for world in worlds]
            row = table.loc["centralized", name, year]
            assert row["n"] == np.isfinite(seen).sum() == 4
            assert row["mean"] == pytest.approx(np.mean(seen), rel=1e-12)
            assert row["high"] - row["mean"] == pytest.approx(3.182446 * np.std(seen, ddof=1) / 2, rel=1e-4)


def test_nothing_differs_before_the_first_switch(compared):
    before = compared.over_time[compared.over_time["year"] <= 1.0]
    one, other = (part.drop(columns="policy").reset_index(drop=True) for _, part in before.groupby("policy"))
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    after = compared.over_time.pivot(index=["outcome", "year"], columns="policy", values="mean").loc["backlog"]
    assert (after["centralized"] != after["switched"]).iloc[-1]


def test_to_watch_changes_no_outcome(compared):
    alone = sim.compare("centralized", SWITCHED, **SMALL)
    assert alone.over_time is None
    pd.testing.assert_frame_equal(alone.runs, compared.runs, check_exact=True)
    pd.testing.assert_frame_equal(alone.table, compared.table, check_exact=True)
    with pytest.raises(InputError, match="over_time=True"):
        alone.figure_over_time()


def test_runs_that_until_adds_are_watched_too():
    found = sim.compare(
        "centralized", "ban", over_time=True, scenario="toy", years=1, replicates=40, until="goodput:9%"
    )
    assert found.over_time["n"].max() == found.runs["replicate"].max() + 1 > 8


@pytest.mark.parametrize(("ticks", "dt", "rows"), [(52, 1.0, [12, 25, 38, 51]), (104, 0.5, [25, 51, 77, 103]),
                                                   (12, 1.0, []), (20, 2.0, [6, 12, 19])])  # fmt: skip
def test_quarters_that_are_over(ticks, dt, rows):
    """13 weeks are 6.5 ticks of two weeks: the quarter is over with the seventh."""
    assert quarters(ticks, dt).tolist() == rows


def test_dates_are_those_of_the_ticks():
    found = sim.compare("centralized", "ban", over_time=["backlog"], scenario="toy", years=1, dt=4, replicates=2)
    assert sorted(set(found.over_time["year"] * 52)) == [16, 28, 40, 52] and set(found.over_time["n"]) == {2}
    rates = sim.compare("centralized", "ban", over_time=["incidents"], scenario="toy", years=1, dt=4, replicates=2)
    assert rates.over_time["mean"].notna().all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"years": 0.2}, "run.years: 0.2; expected 0.25"), ({"over_time": "backlog"}, "'backlog'; expected True"),
     ({"over_time": ["goodput"]}, "not known"), ({"over_time": ["load", "load"]}, "named twice")],
)  # fmt: skip
def test_what_cannot_be_told_over_time_is_refused_before_any_run(asked, said, monkeypatch):
    monkeypatch.setattr("sim.study.ensemble.outcomes", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(InputError, match=said):
        sim.compare("centralized", "ban", **{"scenario": "toy", "over_time": True} | asked)


def test_one_decade_has_lines_and_no_bands():
    found = sim.compare("centralized", "ban", over_time=True, scenario="toy", years=1, replicates=1)
    figure = found.figure_over_time()
    assert all(len(line.get_xdata()) >= 4 for axes in figure.axes for line in axes.lines)
    said = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
    assert "of too few decades for bands" in said and "n = 1 decade." in said


def test_nothing_of_an_earlier_comparison_stays(tmp_path):
    words = [
        "compare",
        "centralized",
        "ban",
        "scenario=toy",
        "run.years=0.5",
        "run.replicates=2",
        "--out",
        str(tmp_path),
    ]
    assert main([*words, "--over-time"]) == 0 and (tmp_path / "over_time.csv").is_file()
    assert main(words) == 0 and not list(tmp_path.glob("over_time*"))


def course(**means):
    """A table with one date: what each policy comes to, give or take .02."""
    return pd.DataFrame(
        [{"policy": name, "year": 1.0, "outcome": "trust", "mean": x, "low": x - 0.02, "high": x + 0.02, "n": 9}
         for name, x in means.items()]
    )  # fmt: skip


def test_bands_stay_within_what_a_reading_can_be():
    wide = course(one=0.99, other=0.01)
    for collection in over_time.draw(wide).axes[0].collections:
        heights = collection.get_paths()[0].vertices[:, 1]
        assert heights.min() >= 0.0 and heights.max() <= 1.0


def test_no_two_of_fourteen_lines_look_alike():
    looks = [tuple(map(str, look(place).values())) for place in range(14)]
    assert len(set(looks)) == 14
    assert len({one[1:] for one in looks[:7]}) == 7  # in grey, too


def test_a_title_says_what_is_surely_apart():
    said = over_time.finding(course(before=0.569, near=0.58, far=0.7))
    assert (
        said
        == "Trust of states and cities at the end: 0.569 (before); 0.58 (near, no measurable difference); 0.7 (far)"
    )


def test_the_figure_has_a_panel_for_each_reading_and_says_where_policies_end(compared):
    figure, said = compared.figure_over_time(), over_time.finding(compared.over_time)
    last = compared.over_time.query("outcome == 'backlog' and year == 3").set_index("policy")["mean"]
    for name in ("centralized", "switched"):
        assert f"{last[name]:.3g} ({name}" in said.replace(" issues", "")
    assert [axes.get_title(loc="left") for axes in figure.axes] == [name.capitalize() for name in SHOWN]
    assert [axes.get_ylabel() for axes in figure.axes][:2] == ["issues", "per year"]


def test_a_reading_that_is_none():
    with pytest.raises(InputError, match="over time: reading 'backlogs': not known.*did you mean 'backlog'"):
        check(["backlogs"])


PAGE = {
    "question": "What is it like?",
    "runs": ["policy=status_quo"],
    "over_time": ["backlog"],
    "replicates": 4,
    "quick": 2,
}


def test_a_page_of_a_figure_over_time():
    plate = parse("mine.yaml", PAGE)
    assert plate.over_time == ("backlog",) and plate.figure == "over_time"
    for wrong, said in (
        ({"over_time": ["goodput"]}, "not known"),
        ({"outcomes": ["goodput"]}, "given beside outcomes"),
        ({"against": "policy=status_quo"}, "given beside against"),
        ({"over_time": []}, "expected"),
        ({"figure": "triggers"}, "triggers does not draw readings over time"),
    ):
        with pytest.raises(InputError, match=said):
            parse("mine.yaml", PAGE | wrong)
    with pytest.raises(InputError, match="over_time does not draw outcomes"):
        parse(
            "mine.yaml",
            {key: x for key, x in PAGE.items() if key != "over_time"}
            | {"outcomes": ["goodput"], "figure": "over_time"},
        )


def test_points_of_a_page_are_told_apart():
    def names(*runs):
        return names_of(points_of(parse("mine.yaml", PAGE | {"runs": list(runs)}), 2))

    assert names("policy=status_quo", "policy=ban") == ["status_quo", "ban"]
    assert names("label=before | policy=status_quo", "label=after | policy=ban") == ["before", "after"]
    swept = names("policy=ban oversight.registry=0,0.4")
    assert len(set(swept)) == 2 and all(name.startswith("ban, ") for name in swept)
    for runs, said in (
        (["label=x | policy=status_quo", "label=x | policy=status_quo"], "two lines are called 'x'"),
        (["policy=status_quo", "policy=ban run.years=2"], "run.years is not the same"),
    ):
        with pytest.raises(InputError, match=said):
            compute(parse("mine.yaml", PAGE | {"runs": runs}), 2)


def test_every_reading_knows_which_way_is_better():
    assert {name for name, one in READINGS.items() if not one.better} == {"load", "detected", "party"}
