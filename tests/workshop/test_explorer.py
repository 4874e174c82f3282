"""The explorer holds the sweep's own numbers, pairs them as compare does, and says what it cannot hold."""

import base64
import hashlib
import json
import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from page_reader import Page, asks_nobody

from sim.commands.cli import main
from sim.commands.sweep import by_axes
from sim.errors import InputError
from sim.model.metrics.smallest import IN_WORDS, smallest_effect
from sim.runs.intervals import COVERS, interval
from sim.runs.page import read_plan
from sim.runs.results import load
from sim.web import grid
from sim.web.explorer import explorer

METRICS = ["goodput", "conclusion_p50", "surfaced"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("sweep") / "s"
    words = [
        "scenario=toy",
        "policy=laissez_faire",
        "delegation.level=0.3,0,0.6",
        "delegation.staff=kept,moved",
        "run.years=1",
        "run.replicates=4",
        "--metrics",
        ",".join(METRICS),
        "--out",
        f"{made}",
    ]
    assert main(["sweep", *words]) == 0
    return made


@pytest.fixture(scope="module")
def content(folder):
    assert main(["explorer", f"{folder}"]) == 0
    return (folder / "explorer.html").read_text()


@pytest.fixture(scope="module")
def data(content):
    return json.loads(Page(content).scripts[0])


def place_of(data, row) -> int:
    k = 0
    for axis in data["axes"]:
        k = k * len(axis["values"]) + axis["values"].index(row[axis["key"]])
    return k


def test_means_and_intervals_are_the_sweeps(folder, data):
    runs, seen = load(folder), 0
    assert [axis["values"] for axis in data["axes"]] == [[0, 0.3, 0.6], ["kept", "moved"]]
    for _, part in runs.groupby(["delegation.level", "delegation.staff"]):
        k = place_of(data, part.iloc[0])
        for metric in METRICS:
            mean, half, n = data["means"][metric][k]
            expected, _, high = interval(part[metric])
            assert mean == expected and half == high - expected and n == part[metric].notna().sum()
            seen += 1
    assert seen == 6 * len(METRICS) and all(len(found) == 6 for found in data["means"].values())


def test_each_point_has_the_smallest_effect_that_matters_beside_it(data, content):
    for metric, unit in zip(METRICS, ("vitality/week", "weeks", "incidents/year"), strict=True):
        means = [mean for mean, _, _ in data["means"][metric]]
        assert data["least"][metric] == [smallest_effect(unit, mean) for mean in means]
    assert COVERS in Page(content).text and IN_WORDS in Page(content).text


def test_differences_are_paired_world_by_world(folder, data):
    runs = load(folder)
    runs["k"] = [place_of(data, row) for _, row in runs.iterrows()]
    for metric in METRICS:
        wide = runs.pivot(index=["seed", "replicate"], columns="k", values=metric)
        for (i, j), found in zip(combinations(range(6), 2), data["pairs"][metric], strict=True):
            mean, _, high = interval(wide[j] - wide[i])
            assert np.allclose(found, [mean, high - mean])
    assert len(data["pairs"]["goodput"]) == 15


def test_pairs_do_not_depend_on_the_order_of_rows(folder):
    frame, _ = by_axes(load(folder), read_plan(folder))
    frame, keys = frame[frame["delegation.staff"] == "kept"], ["delegation.level"]
    shuffled = frame.sample(frac=1.0, random_state=1)
    one, other = grid.grid_of(frame, keys, METRICS), grid.grid_of(shuffled, keys, METRICS)
    for metric in METRICS:
        assert np.allclose(np.array(one["pairs"][metric]), np.array(other["pairs"][metric]))


def test_the_script_is_let_in_by_its_digest_alone(content):
    page = Page(content)
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in content and len(page.scripts) == 2
    assert not re.search(
        r"https?:(?!//www\.w3\.org/2000/svg)|fetch\(|XMLHttp|import\(|eval\(|innerHTML|document\.write", page.scripts[1]
    )
    asks_nobody(content)


def test_every_control_has_a_label(content):
    page = Page(content)
    controls = {a["id"] for tag, a in page.elements if tag in ("select", "input")}
    assert controls == {a["for"] for tag, a in page.elements if tag == "label"}
    assert {"outcome", "axis0", "axis1", "across", "down", "show"} == controls


def test_the_same_bytes_twice(folder, content, tmp_path):
    assert main(["explorer", f"{folder}", "-o", f"{tmp_path / 'again.html'}"]) == 0
    assert (tmp_path / "again.html").read_text() == content


def made_up(n_points: int, n_worlds: int = 2) -> pd.DataFrame:
    k = np.repeat(np.arange(n_points), n_worlds)
    return pd.DataFrame(
        {"run.years": k / 10, "seed": 1, "replicate": np.tile(np.arange(n_worlds), n_points), "goodput": k * 1.0}
    )


def test_what_does_not_fit_is_said():
    found = grid.grid_of(made_up(300), ["run.years"], ["goodput"])
    assert found["pairs"] is None and len(found["means"]["goodput"]) == 300
    with pytest.raises(InputError, match="5,000 points .* expected at most 4,000"):
        grid.grid_of(made_up(5000), ["run.years"], ["goodput"])


def test_what_is_not_in_the_sweep_is_empty():
    frame = made_up(3, 3).assign(policy=["a", "a", "a", "b", "b", "b", "b", "b", "b"])
    frame.loc[0, "goodput"] = np.nan
    found = grid.grid_of(frame, ["run.years", "policy"], ["goodput"])
    assert [one is None for one in found["means"]["goodput"]] == [False, True, True, False, True, False]
    assert found["means"]["goodput"][0][2] == 2
    assert found["pairs"]["goodput"][0] is None
    json.dumps(found, allow_nan=False)


def test_hostile_names_stay_names():
    bad = "</script><script>alert(1)</script>"
    frame = made_up(2).rename(columns={"run.years": f"years{bad}"}).assign(**{bad: np.repeat([bad, "b"], 2)})
    page = Page(explorer(frame, [bad, f"years{bad}"], ["goodput"], {bad: bad}))
    assert len(page.scripts) == 2 and json.loads(page.scripts[0])["axes"][0]["values"] == [bad, "b"]
    assert not set("<>&") & set(page.scripts[0])


def test_an_unfinished_sweep_is_refused(folder, tmp_path, capsys):
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "design.json").write_bytes((folder / "design.json").read_bytes())
    capsys.readouterr()
    assert main(["explorer", f"{tmp_path / 'half'}"]) == 2
    said = capsys.readouterr().err
    assert "not finished" in said and said.count("\n") == 1
