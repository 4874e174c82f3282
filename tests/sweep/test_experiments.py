"""Experiments: a whole design on one page of yaml, checked like everything else."""

import json

import pandas as pd
import pytest
from sweeping import sweep

from sim.errors import InputError
from sim.model.metrics import METRICS
from sim.setup.design import Design, axes_of, points_of
from sim.study.experiment import experiment_names, read_experiment, take_experiment

GOOD = {
    "question": "question: Does it?",
    "policies": "policies: [centralized, combined]",
    "set": "set: {parameters.load: [0.8, 1.0], oversight.alarm: 0.5}",
    "worlds": "worlds: {design: lhs, n: 3, over: [growth, slack], seed: 2}",
    "run": "run: {years: 0.1, replicates: 2}",
    "measures": "measures: [goodput, surfaced]",
}


def page(tmp_path, **parts):
    path = tmp_path / "mine.yaml"
    path.write_text("\n".join(line for line in (GOOD | parts).values() if line))
    return str(path)


def points(words, design=Design()):  # noqa: B008
    words, design, experiment = take_experiment(words, design)
    return points_of(words, design), experiment


@pytest.mark.parametrize("name", experiment_names())
def test_every_bundled_experiment_is_valid(name):
    experiment = read_experiment(name)
    assert experiment.question.endswith("?") and len(experiment.measures) >= 4
    assert set(experiment.measures) <= {metric.name for metric in METRICS}
    found, _ = points([f"experiment={name}"])
    assert 10 <= len(found) <= 5000
    assert len(axes_of(found)) in (1, 2)  # so there is a figure


def test_the_robustness_experiment_meets_each_policy_in_the_same_worlds():
    found, _ = points(["experiment=robustness"])
    by_policy: dict[str, list] = {}
    for point in found:
        by_policy.setdefault(point.setup.policy.name, []).append((point.setup.parameters, point.setup.run))
    assert len(by_policy) == 6
    first = by_policy["centralized"]
    assert len(first) == 200 and all(worlds == first for worlds in by_policy.values())


def test_one_page_says_policies_worlds_run_and_measures(tmp_path):
    found, experiment = points([f"experiment={page(tmp_path)}"])
    assert len(found) == 2 * 2 * 3 and experiment.measures == ["goodput", "surfaced"]
    assert axes_of(found) == ["policy", "parameters.load"]
    one = found[0].setup
    assert (one.run.years, one.run.replicates, one.policy.oversight.alarm) == (0.1, 2, 0.5)
    assert set(one.parameters) == {"load", "growth", "slack"}
    assert {p.values["parameters.growth"] for p in found} == {
        p.values["parameters.growth"] for p in points_of([], Design(sample="lhs:3:2", over="growth,slack"))
    }


def test_what_is_typed_beside_an_experiment_comes_first(tmp_path):
    path = page(tmp_path)
    found, _ = points([f"experiment={path}", "run=trial", "policy=ban", "parameters.load=0.9"])
    assert len(found) == 3
    assert {(p.setup.run.years, p.setup.policy.name, p.setup.parameters["load"]) for p in found} == {(2, "ban+", 0.9)}
    found, _ = points([f"experiment={path}"], Design(sample="sobol:4", over="reach"))
    assert len(found) == 16 and {tuple(p.values)[-1] for p in found} == {"parameters.reach"}


@pytest.mark.parametrize(
    ("parts", "named", "hint"),
    [
        ({"question": ""}, "key question is missing", "expected question"),
        ({"question": "qestion: Does it?"}, "key 'qestion': not known", "did you mean 'question'?"),
        ({"policies": "policies: [centralised]"}, "policy: 'centralised'", "did you mean 'centralized'?"),
        ({"policies": "policies: centralized"}, "policies: 'centralized'", "a list"),
        ({"set": "set: {parameters.lod: 1}"}, "parameters.lod", "did you mean 'parameters.load'?"),
        ({"set": "set: {parameters.load: {a: 1}}"}, "parameters.load", "a list of them"),
        ({"set": "set: {parameters.load: true}"}, "parameters.load", "expected"),
        ({"set": "set: {policy: ban}"}, "set: policy", "under policies"),
        ({"set": "set: [1]"}, "set", "keys with values"),
        ({"worlds": "worlds: {desing: lhs, n: 3}"}, "worlds: key 'desing'", "did you mean 'design'?"),
        ({"worlds": "worlds: {design: lsh, n: 3}"}, "worlds: design: 'lsh'", "did you mean 'lhs'?"),
        ({"worlds": "worlds: {design: lhs, n: 2.5}"}, "worlds: n: '2.5'", "a whole number"),
        ({"worlds": "worlds: {design: sobol, n: 3, over: all}"}, "worlds: design: sobol of 3", "a power of two"),
        ({"run": "run: {yeers: 2}"}, "run: key 'yeers'", "did you mean 'years'?"),
        ({"run": "run: trail"}, "run: 'trail'", "did you mean 'trial'?"),
        ({"measures": "measures: [godput]"}, "measures: 'godput' is not known", "did you mean 'goodput'?"),
        ({"measures": "measures: [goodput, goodput]"}, "measures: 'goodput' is named twice", "expected"),
        ({"run": "run: {years: 2"}, "row", "well-formed YAML"),
        ({"run": "run: !!python/object/apply:os.system [ls]"}, "row 5", "well-formed YAML"),
    ],
)
def test_a_fault_on_a_page_is_named_with_the_nearest(parts, named, hint, tmp_path):
    with pytest.raises(InputError) as fault:
        read_experiment(page(tmp_path, **parts))
    said = str(fault.value)
    assert said.startswith("experiment mine") and named in said and hint in said and "\n" not in said


def test_values_on_a_page_are_held_against_their_limits(tmp_path):
    for wrong, named in (("run: {replicates: 0}", "run.replicates: '0'"), ("run: {years: '1,2,x'}", "run.years: 'x'")):
        with pytest.raises(InputError, match=named):
            points([f"experiment={page(tmp_path, run=wrong)}"])
    with pytest.raises(InputError, match=r"over: 'lod'.*did you mean 'load'"):
        points([f"experiment={page(tmp_path, worlds='worlds: {design: lhs, n: 3, over: lod}')}"])


def test_an_experiment_runs_and_tells_by_policy(tmp_path, capsys):
    path = page(tmp_path, set="", policies="policies: [centralized, laissez_faire]")
    folder = sweep(tmp_path / "out", f"experiment={path}", "scenario=toy")
    said = capsys.readouterr().out
    assert said.startswith("Does it?\n") and "6 points, 12 runs" in said
    frame = pd.read_parquet(folder / "sweep.parquet")
    assert len(frame) == 12 and {"parameters.growth", "parameters.slack"} <= set(frame.columns)
    means = frame.groupby("policy")["goodput"].mean()
    assert all(f"{means[name]:.4g}" in said for name in means.index)
    assert json.loads((folder / "manifest.json").read_text())["runs"] == 12
    assert (folder / "sweep.png").is_file()  # six columns were swept, one of them an axis
