"""Paths in sweeps and comparisons: every key is an axis, what is stored is what a run gives, and a constant policy has
the address that it always had. Functions as rules run where they can, and are one line where they cannot."""

import functools
import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.metrics import METRICS
from sim.model.policy import Policy
from sim.runs import page
from sim.runs.address import address_of, canonical
from sim.runs.age import renewed
from sim.runs.page import read_plan
from sim.runs.results import load
from sim.setup.config import resolve

NAMES = [metric.name for metric in METRICS]
SHORT = {"scenario": "toy", "years": 1, "replicates": 2, "threads": 1}
WORDS = ["scenario=toy", "run.years=1", "run.replicates=2", "run.threads=1"]
PHASE = ["policy.phases.1.year=0.5", "policy.phases.1.delegation.level=0.6"]
RULE = ["policy.rules.1.when=backlog", "policy.rules.1.above=100", "policy.rules.1.set.oversight.alarm=0.05"]


@pytest.fixture(scope="module", autouse=True)
def undrawn(blank_pictures):
    with blank_pictures():
        yield


def outcomes(frame):
    return frame[NAMES].reset_index(drop=True)


def same(one, other):
    pd.testing.assert_frame_equal(outcomes(one), outcomes(other), check_exact=True)


def of_words(*words):
    """What a run of these words gives."""
    said = dict(word.split("=") for word in words)
    preset = said.pop("policy", "centralized")
    numbers = {key: float(x) if x.replace(".", "").replace("-", "").isdigit() else x for key, x in said.items()}
    return sim.run(preset, **SHORT, **numbers)


@pytest.mark.parametrize(
    ("key", "values", "others"),
    [
        ("policy.phases.1.year", (0.25, 0.5), PHASE[1:]),
        ("policy.phases.1.delegation.level", (0.2, 0.6), PHASE[:1]),
        ("policy.phases.1.over", (0.0, 0.4), PHASE),
        ("policy.phases.1.delegation", ("none", "guided"), PHASE[:1]),
        ("policy.rules.1.above", (20.0, 100.0), [RULE[0], RULE[2]]),
        ("policy.rules.1.when", ("backlog", "lapses"), RULE[1:]),
        ("policy.reform.dip", (0.0, 0.5), [*PHASE, "policy.reform.weeks=13"]),
        ("policy.review", (4.0, 26.0), RULE),
    ],
)
def test_every_key_is_an_axis(key, values, others, tmp_path):
    """At the command and in Python: a block of the table for each value, and it is what a run with that value gives."""
    words = [f"{key}={','.join(map(str, values))}", *others]
    assert main(["sweep", *WORDS, *words, "--out", str(tmp_path / "out")]) == 0
    frame = load(tmp_path / "out")
    same(frame, sim.sweep(*words, **SHORT))
    assert frame[key].tolist() == [value for value in values for _ in range(2)]
    blocks = [frame[frame[key] == value] for value in values]
    for value, block in zip(values, blocks, strict=True):
        same(block, of_words(f"{key}={value}", *others))
    assert (outcomes(blocks[0]).to_numpy() != outcomes(blocks[1]).to_numpy()).any()


def test_a_preset_with_a_path_is_swept(tmp_path):
    """Dates of a policy that comes with the program."""
    words = ["policy=phased_guided_delegation", "policy.phases.1.year=0.25,0.5", "policy.phases.1.over=0.25"]
    assert main(["sweep", *WORDS, *words, "--out", str(tmp_path / "out")]) == 0
    found = load(tmp_path / "out")
    for year in (0.25, 0.5):
        said = {"policy.phases.1.year": year, "policy.phases.1.over": 0.25}
        same(found[found["policy.phases.1.year"] == year], sim.run("phased_guided_delegation", **SHORT, **said))


AXES = {
    "dates": ["policy.phases.1.year=0.25,0.5", *PHASE[1:], *RULE],
    "presets": ["policy.phases.1.delegation=none,guided", PHASE[0], "policy.phases.1.delegation.cap=0.3"],
    "zipped": ["policy.phases.1.year=0.25,0.5", "policy.phases.1.delegation.level=0.2,0.6", "--zip"],
    "drawn": ["policy.rules.1.above=interval(20,100)", RULE[0], RULE[2], "--design", "lhs:3"],
}


@pytest.mark.parametrize("axes", AXES)
def test_a_stored_sweep_goes_on_where_it_stopped(axes, tmp_path):
    """Two replicates, then four: the table of four at once, and runs that were done are not done again."""
    few = [word for word in WORDS if "replicates" not in word]
    for name, replicates in (("two", 2), ("four", 4)):
        words = [*few, f"run.replicates={replicates}", *AXES[axes]]
        assert main(["sweep", *words, "--out", str(tmp_path / name)]) == 0
    assert main(["resume", str(tmp_path / "two"), "run.replicates=4"]) == 0
    pd.testing.assert_frame_equal(load(tmp_path / "two"), load(tmp_path / "four"), check_exact=True)
    lines = map(json.loads, (tmp_path / "two" / "log.jsonl").read_text().splitlines())
    assert sum(line["runs"] for line in lines if line["event"] == "shard") == len(load(tmp_path / "four"))


@pytest.mark.parametrize("axes", AXES)
def test_a_stored_path_is_read_under_other_rules_and_renewed(axes, tmp_path, monkeypatch):
    """No key is taken for one that is gone, and the points are those that they were."""
    assert main(["sweep", *WORDS, *AXES[axes], "--out", str(tmp_path)]) == 0
    plan = read_plan(tmp_path)
    assert renewed(plan).addresses == plan.addresses
    monkeypatch.setattr(page, "rules_now", lambda: "others")
    old = read_plan(tmp_path)
    assert old.gone == () and renewed(old).addresses == plan.addresses


def test_points_of_a_csv_and_of_python(tmp_path):
    (tmp_path / "points.csv").write_text("policy.phases.1.year,policy.phases.1.delegation.level\n0.25,0.6\n0.5,0.2\n")
    assert main(["sweep", *WORDS, "--points", str(tmp_path / "points.csv"), "--out", str(tmp_path / "out")]) == 0
    points = [{"policy.phases.1.year": y, "policy.phases.1.delegation.level": x} for y, x in ((0.25, 0.6), (0.5, 0.2))]
    same(load(tmp_path / "out"), sim.sweep(points=points, **SHORT))
    with pytest.raises(InputError, match=r"policy\.phases\.1\.yaer: not known"):
        sim.sweep(points=[{"policy.phases.1.yaer": 0.5}], **SHORT)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("way", ["policies", "points"])
def test_each_of_several_policies_has_its_own_path(order, way):
    """One stays, one has a phase, one a rule: none loses its path, and none has that of another."""
    plain = Policy(name="plain")
    every = [
        plain,
        plain.then(0.5, **{"delegation.level": 0.6}),
        plain.when("backlog", above=1, set={"oversight.alarm": 0.1}),
    ]
    for policy, name in zip(every, ("plain", "phased", "ruled"), strict=True):
        policy.name = name
    some = [every[k] for k in order]
    frame = (
        sim.sweep({"policy": some}, **SHORT)
        if way == "policies"
        else sim.sweep(points=[{"policy": one} for one in some], **SHORT)
    )
    assert frame["policy"].tolist() == [one.name for one in some for _ in range(2)]
    for one in some:
        same(frame[frame["policy"] == one.name], sim.run(one, **SHORT))
    assert len({tuple(outcomes(part).to_numpy().ravel()) for _, part in frame.groupby("policy")}) == 3


def test_a_constant_policy_has_the_address_that_it_had():
    """Nothing of a path is in it; any two paths have two addresses, and a number written otherwise has the same."""
    constant = resolve([*WORDS, "policy=guided_delegation"])
    assert set(json.loads(canonical(constant, "digest"))) == {
        "rules", "scenario", "run", "parameters", "delegation", "oversight", "coordination", "investment",
    }  # fmt: skip
    digest = load_scenario("toy").digest
    every = [[], PHASE, [*PHASE, "policy.review=4"], RULE, [*RULE, "policy.rules.1.most=2"],
             [*PHASE, "policy.reform.weeks=4"]]  # fmt: skip
    addresses = [address_of(resolve([*WORDS, *words]), digest) for words in every]
    assert len(set(addresses)) == len(every)
    assert address_of(resolve([*WORDS, *PHASE[:1], "policy.phases.1.delegation.level=.60"]), digest) == addresses[1]


def test_a_comparison_of_paths_is_that_of_its_runs():
    late, early = (Policy().then(year, **{"delegation.level": 0.6}) for year in (0.5, 0.25))
    found = sim.compare("centralized", late, early, **SHORT)
    assert len(set(found.policies)) == 3
    for name, one in zip(found.policies, ("centralized", late, early), strict=True):
        same(found.runs[found.runs["policy"] == name], sim.run(one, **SHORT))


def delegates(level, seen):
    """A rule of one's own: from the second quarter on, hand over."""
    return {"delegation.level": level} if seen.week > 13 else None


class Hands:
    def __call__(self, seen):
        return delegates(0.6, seen)


FUNCTIONS = {
    "partial": functools.partial(delegates, 0.6), "object": Hands(), "method": Hands().__call__,
    "lambda": lambda seen: delegates(0.6, seen),
}  # fmt: skip


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_a_function_is_a_rule(kind):
    """The same as a phase that begins at that review; in one thread or in two; in runs, comparisons and sweeps."""
    ruled, phased = Policy().when(FUNCTIONS[kind]), Policy().then(0.5, **{"delegation.level": 0.6})
    found = sim.run(ruled, **SHORT)
    same(found, sim.run(phased, **SHORT))
    same(found, sim.run(ruled, **SHORT | {"threads": 2}))
    compared = sim.compare("ban", ruled, **SHORT | {"threads": 2})
    same(compared.runs[compared.runs["policy"] == compared.policies[1]], found)
    swept = sim.sweep({"policy": [Policy(name="plain"), ruled]}, **SHORT)
    same(swept[swept["policy"] == ruled.name], found)


def test_two_functions_of_one_name_are_two_rules():
    two = [functools.partial(delegates, level) for level in (0.2, 0.6)]
    found = sim.compare(*(Policy().when(one) for one in two), **SHORT)
    for name, one in zip(found.policies, two, strict=True):
        same(found.runs[found.runs["policy"] == name], sim.run(Policy().when(one), **SHORT))
    swept = sim.sweep({"policy.rules.1.calls": two}, **SHORT)
    assert swept["policy.rules.1.calls"].nunique() == 2
    same(swept, found.runs)
    assert not np.array_equal(*(part[NAMES].to_numpy() for _, part in found.runs.groupby("policy")))


def test_a_function_that_cannot_travel_is_one_line(capsys):
    with pytest.raises(InputError, match="cannot be sent to another process; expected .* or run.cluster=threads"):
        sim.run(Policy().when(FUNCTIONS["lambda"]), **SHORT | {"cluster": "processes"})
    assert main(["sweep", *WORDS, "policy.rules.1.calls=f,g"]) == 2
    assert capsys.readouterr().err == "paradip: policy.rules.1.calls: 'f'; expected a function of what is seen\n"


@pytest.mark.parametrize("fault", [ZeroDivisionError("by zero"), InputError("mine; expected less"), SystemExit("out")])
def test_a_function_that_fails_is_one_line(fault):
    def fails(seen):
        raise fault

    with pytest.raises(InputError) as found:
        sim.run(Policy().when(fails), **SHORT)
    assert str(fault) in str(found.value) and "\n" not in str(found.value)
