"""Python is as strong as the command line: what it takes, what it gives back, and what it says of what does not fit."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from short import SHORT, Loyal

import sim
from sim.agents.agents import SubnationalActor
from sim.study.bar import watched

# ---- policies


SAME = {
    "a preset with what is moved": "guided_delegation:delegation.level=0.4",
    "values by key": {"policy": "guided_delegation", "delegation.level": 0.4},
    "a number of numpy": {"policy": "guided_delegation", "delegation.level": np.float32(0.4)},
}


@pytest.mark.parametrize("case", SAME)
def test_one_policy_said_in_many_ways_is_one(case):
    wanted = sim.run("guided_delegation", **SHORT, **{"delegation.level": 0.4})
    found = sim.run(SAME[case], **SHORT)
    if case == "a number of numpy":
        assert np.allclose(found["delegation.level"], 0.4)
    else:
        assert found.equals(wanted)


def test_a_policy_object_is_taken_changed_and_told(capsys):
    made = sim.policy("guided_delegation", **{"delegation.level": 0.4, "oversight": "none"})
    assert sim.run(made, **SHORT)["delegation.level"].eq(0.4).all()
    assert repr(made).startswith("<Policy guided_delegation+: delegation.level=0.4") and "alarm" not in repr(made)
    assert repr(sim.Policy()) == "<Policy centralized: every lever off>"


def test_a_preset_beside_a_policy_takes_its_place():
    """As it does beside the name of one."""
    named, made = (sim.policy(one, oversight="patrol") for one in ("combined", sim.policy("combined")))
    assert named.oversight == made.oversight and made.oversight.patrol > 0 and made.oversight.alarm == 0


def test_parameters_of_a_policy_stand_beside_those_of_the_call():
    mine = {"policy": "combined", "parameters": {"load": 1.5}}
    runs = sim.compare("combined", mine, parameters={"growth": 0.04}, **SHORT).runs
    assert runs["parameters.growth"].eq(0.04).all()
    assert runs.groupby("policy", sort=False)["parameters.load"].first().tolist()[1] == 1.5


def test_presets_of_the_run_are_taken():
    settings = {key: value for key, value in SHORT.items() if key not in ("years", "replicates")}
    assert len(sim.run("ban", run="trial", **settings)) == 10


def test_policies_of_one_preset_are_told_apart():
    found = sim.compare(
        "guided_delegation", *({"policy": "guided_delegation", "delegation.level": x} for x in (0, 0.2)), **SHORT
    )
    assert found.policies == ["guided_delegation", "guided_delegation+", "guided_delegation+2"]
    assert found.runs.groupby("policy")["delegation.level"].first().to_dict() == {
        "guided_delegation": 0.7, "guided_delegation+": 0, "guided_delegation+2": 0.2,
    }  # fmt: skip
    assert found.moved["guided_delegation+2"] == {"delegation.level": 0.2}


def test_frames_keep_all_that_a_run_was_made_of():
    frame = sim.run("ban", **SHORT, parameters={"load": 1.2}, agents={"north": Loyal})
    from sim.model.levers import LEVERS

    assert set(LEVERS) <= set(frame.columns)
    assert frame["parameters.load"].eq(1.2).all() and frame["agents.north"].eq(f"{Loyal.__module__}.Loyal").all()
    assert sim.run("ban", **SHORT, parameters=pd.Series({"load": 1.2})).filter(like="parameters.").shape == (2, 1)


def test_a_scenario_is_taken_as_it_was_read_and_not_otherwise():
    import dataclasses

    toy = sim.load_scenario("toy")
    settings = {key: value for key, value in SHORT.items() if key != "scenario"}
    assert sim.run("ban", scenario=toy, **settings).equals(sim.run("ban", **SHORT))
    with pytest.raises(sim.InputError, match="changed since it was read"):
        sim.run("ban", scenario=dataclasses.replace(toy, title="other"), **settings)


# ---- designs


def test_a_sweep_of_arrays_is_that_of_words():
    words = sim.sweep("delegation.level=0,0.2,0.4", "parameters.load=0.9,1.1", "scenario=toy", "run.years=0.1",
                      "run.replicates=2", "policy=guided_delegation")  # fmt: skip
    arrays = sim.sweep(
        {"delegation.level": np.linspace(0, 0.4, 3), "parameters.load": pd.Series([0.9, 1.1])},
        policy="guided_delegation",
        **SHORT,
    )
    assert np.allclose(arrays["delegation.level"], words["delegation.level"])
    numbers = words.select_dtypes(float).columns.difference(["delegation.level"])
    assert np.allclose(arrays[numbers], words[numbers], equal_nan=True)


def test_designs_are_those_of_the_command_line(tmp_path):
    table = pd.DataFrame({"delegation.level": [0, 0.2], "parameters.load": [1.0, 1.1]})
    table.to_csv(tmp_path / "points.csv", index=False)
    by_file = sim.sweep(points=tmp_path / "points.csv", **SHORT)
    assert by_file.equals(sim.sweep(points=table, **SHORT)) and len(by_file) == 4
    assert by_file.equals(sim.sweep(points=table.to_dict("records"), **SHORT))
    zipped = sim.sweep(zip=True, **{"delegation.level": [0, 0.2]}, parameters={"load": [1.0, 1.1]}, **SHORT)
    assert zipped["goodput"].equals(by_file["goodput"])
    drawn = sim.sweep({"parameters.load": "interval(0.8,1.1)"}, design="lhs:3", over=["growth"], **SHORT)
    assert drawn["parameters.load"].nunique() == 3 and drawn["parameters.growth"].nunique() == 3
    assert drawn.equals(sim.sweep("parameters.load=interval(0.8,1.1)", design="lhs:3", over="growth", **SHORT))


def test_points_take_what_a_run_takes():
    own = sim.policy("combined", **{"delegation.level": 0.1})
    points = [
        {"policy": own, "seed": 3, "parameters": {"load": 1.1}},
        {"policy": "combined:delegation.level=0.2", "seed": 4, "parameters.load": 1.1},
        {"policy": {"policy": "combined", "delegation.level": 0.3}, "run.seed": 5, "parameters": {"load": 1}},
        {"policy": own, "seed": 6, "parameters": {"load": 1}},
    ]
    found = sim.sweep(points=points, **SHORT).groupby("point").first()
    assert found["policy"].tolist() == ["combined+", "combined+2", "combined+3", "combined+"]
    assert found["delegation.level"].tolist() == [0.1, 0.2, 0.3, 0.1] and found["seed"].tolist() == [3, 4, 5, 6]
    assert sim.sweep(points=pd.DataFrame(points[::3]), **SHORT)["goodput"].iloc[0] == found["goodput"][0]
    assert sim.run(own, **SHORT | {"seed": 3}, parameters={"load": 1.1})["goodput"].iloc[0] == found["goodput"][0]


def test_classes_of_one_name_are_told_apart():
    def made(answer):
        class Mine(SubnationalActor):
            def goes_alone(self, i):
                return answer

        return Mine

    one, other = made(0), made(False)
    frame = sim.run("ban", agents={"north": one, "south": other, "port": one}, **SHORT)
    north, port, south = frame.filter(like="agents.").iloc[0]
    assert north == port and south == f"{north} 2"
    assert sim.sweep(agents={"north": [one, other]}, **SHORT)["agents.north"].unique().tolist() == [north, south]


def test_policies_of_ones_own_are_an_axis():
    own = sim.policy("combined", **{"delegation.level": 0.1})
    found = sim.sweep(policy=["ban", own, {"delegation.level": 0.5}], **{"parameters.load": [0.9, 1.0]}, **SHORT)
    assert found.groupby("policy", sort=False)["delegation.level"].first().tolist() == [0, 0.1, 0.5]
    assert len(found) == 3 * 2 * 2 and "name" not in found
    assert len(sim.sweep(policy=np.array(["ban", "combined:delegation.level=0.1"]), **SHORT)) == 4
    alike = [{"delegation.level": level} for level in (0.1, 0.2)]
    assert sim.sweep(policy=alike, **SHORT)["policy"].unique().tolist() == ["centralized+", "centralized+2"]


def test_until_takes_as_many_as_it_needs():
    settings = SHORT | {"replicates": 500}
    loose = sim.run("ban", until="goodput:20%", **settings)
    assert 20 <= len(loose) < 100
    found = sim.sweep(policy=["ban", "combined"], until="goodput:20%", **settings)
    assert found.groupby("policy").size().nunique() == 1 and len(found) < 200
    assert len(sim.compare("ban", "combined", until="goodput:20%", **settings).runs) == len(found)


# ---- what comes back


def test_a_comparison_is_a_table_a_figure_and_a_page():
    found = sim.compare("centralized", "combined", **SHORT)
    assert "goodput" in repr(found) and "2 common worlds" in repr(found) and len(repr(found)) < 6000
    page = found._repr_html_()
    assert page.count("<tr") == len(found.headlines) + 2 and "<script" not in page
    assert all("matters from" in said and "Intervals reflect chance alone" in said for said in (page, repr(found)))
    assert found.figure(["goodput"]).get_size_inches()[0] > 3


def test_lists_are_tables():
    assert sim.levers().loc["delegation.level", "unit"] == "share"
    assert sim.parameters().loc["load", "low"] < 1 < sim.parameters().loc["load", "high"]
    assert sim.metrics().loc["goodput", "better"] == 1
    assert sim.policies().loc["combined", "coordination.body"] == "body"
    assert sim.scenarios().loc["toy", "subnationals"] == 4


def test_progress_is_told_as_one_likes(capsys):
    told = []
    sim.run("ban", **SHORT, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)
    sim.run("ban", **SHORT)
    assert capsys.readouterr().err == ""
    sim.run("ban", **SHORT, progress=True)
    assert "runs" in capsys.readouterr().err


def test_in_a_notebook_there_is_a_bar(monkeypatch, capsys):
    from types import SimpleNamespace

    shell = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setitem(sys.modules, "IPython", shell)
    with watched(None) as told:
        told(1, 4)
        told(4, 4)
    assert "runs" in capsys.readouterr().err
    with watched(False) as told:
        assert told is None


def test_a_study_is_used_from_python(coast):
    sim.use_study(coast)
    frame = sim.run("open_door", **SHORT | {"scenario": "coast"}, agents={"north": "Patient"})
    assert {"alone_share", "agents.north"} <= set(frame.columns) and frame["agents.north"].eq("Patient").all()
    assert "open_door" in sim.policies().index and "alone_share" in sim.metrics().index
    sim.use_study(None)
    assert "open_door" not in sim.policies().index


def test_an_edited_page_is_seen_by_the_next_call(coast):
    sim.use_study(coast)
    assert sim.policy("open_door").coordination.guidance == 0.5
    page = coast / "policies" / "open_door.yaml"
    page.write_text(page.read_text().replace("guidance: 0.5", "guidance: 0.7"))
    assert sim.policy("open_door").coordination.guidance == 0.7


USER = """
import numpy as np
import pandas as pd

import sim
from sim.agents.agents import SubnationalActor


class Mine(SubnationalActor):
    def goes_alone(self, i: int) -> int:
        return 0


def share(world: object) -> float:
    return 0.5


frame: pd.DataFrame = sim.run("combined", scenario="toy", years=1, metrics={"share": share}, agents={"north": Mine})
found = sim.compare("centralized", sim.policy("combined", **{"delegation.level": 0.2}), until="goodput:1%")
table: pd.DataFrame = found.table
found.figure(["goodput"]).savefig("x.png")
swept: pd.DataFrame = sim.sweep({"delegation.level": np.linspace(0, 1, 3)}, design="lhs:8", over=["load"])
model = sim.DiplomacyModel("toy", policy="ban", seed=3).run_for(4)
lists: list[pd.DataFrame] = [sim.levers(), sim.parameters(), sim.metrics(), sim.policies(), sim.scenarios()]
back: pd.DataFrame = sim.load("results/x", "runs")
"""


@pytest.mark.slow
def test_a_users_file_is_typed(tmp_path):
    pytest.importorskip("mypy")
    file = tmp_path / "study.py"
    for wrong, said in (("", ""), ('sim.run("ban", progress="x")\n', "progress"), ("sim.compair()\n", "compair")):
        file.write_text(USER + wrong)
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", str(file)],
            cwd=Path(sim.__file__).parents[1], capture_output=True, text=True, check=False,
        )  # fmt: skip
        ours = [line for line in done.stdout.splitlines() if line.startswith(str(file))]
        assert (not ours and not wrong) or (ours and said in ours[0]), done.stdout
