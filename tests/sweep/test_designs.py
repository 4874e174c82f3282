"""Designs: what is listed, zipped and drawn, and that a design is the same for the same seed, byte for byte."""

import json
import subprocess
import sys

import numpy as np
import pytest
from by_default import by_default

from sim.errors import InputError
from sim.model.limits import LIMITS
from sim.model.parameters import PARAMETERS
from sim.setup.design import Design, axes_of, grid, points_of
from sim.setup.factors import Factor, known_range, read_over, split_words
from sim.setup.overrides import presets
from sim.setup.sample import Sample, draw, latin_hypercube, read_sample

pytest.importorskip("scipy")
KEYS = ("a", "b", "c", "d", "e", "f")
NUMBERS = [Factor(key, "number", (0.0, 1.0)) for key in KEYS]


def cube(sample: Sample, factors=NUMBERS) -> np.ndarray:
    return np.array([list(row.values()) for row in draw(sample, factors)])


def drawn(design: str, over: str | None = "load,growth", words=()) -> list[dict]:
    return [point.values for point in points_of(list(words), Design(sample=design, over=over))]


def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_factor():
    for n in (1, 7, 200):
        slices = np.floor(cube(Sample("lhs", n)) * n).astype(int)
        assert all(sorted(column) == list(range(n)) for column in slices.T)


def test_columns_of_a_latin_hypercube_are_independent():
    correlations = np.corrcoef(latin_hypercube(Sample("lhs", 400), NUMBERS).T)[np.triu_indices(6, 1)]
    assert abs(correlations).max() < 4 / 400**0.5


def test_a_sobol_sequence_is_a_net_in_every_pair_of_its_first_factors():
    """Scrambling keeps what defines it: of 2^m points one falls in each of 2^m slices of a factor, and as many in each
    square of a pair as chance would give on average."""
    points = cube(Sample("sobol", 256))
    for column in np.floor(points * 256).astype(int).T:
        assert sorted(column) == list(range(256))
    first, second = np.floor(points[:, :2] * 16).astype(int).T
    assert np.bincount(first * 16 + second, minlength=256).tolist() == [1] * 256


@pytest.mark.slow
def test_the_same_seed_is_the_same_design_byte_for_byte_in_another_process():
    code = (
        "import json; from sim.setup.design import Design, points_of; "
        "print(json.dumps([p.values for d in ('lhs:20:3', 'sobol:16:3') for p in "
        "points_of(['oversight=choice(none,alarm)'], Design(sample=d, over='all'))]))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    here = [
        values
        for design in ("lhs:20:3", "sobol:16:3")
        for values in drawn(design, "all", ["oversight=choice(none,alarm)"])
    ]
    assert said.strip() == json.dumps(here)
    assert drawn("lhs:20:3") != drawn("lhs:20:4") and drawn("sobol:16:3") != drawn("sobol:16:4")
    assert drawn("lhs:20") == drawn("lhs:20:1")


def test_another_factor_leaves_the_others_where_they_were():
    for kind in ("lhs", "sobol"):
        few, more = cube(Sample(kind, 64), NUMBERS[:3]), cube(Sample(kind, 64), NUMBERS)
        assert (few == more[:, :3]).all()
    first = drawn("lhs:50", "load,growth")
    other = drawn("lhs:50", "slack,growth,reach,load")
    assert [[row["parameters.load"], row["parameters.growth"]] for row in first] == [
        [row["parameters.load"], row["parameters.growth"]] for row in other
    ]


def test_a_longer_sobol_sequence_begins_with_the_shorter_one():
    assert (cube(Sample("sobol", 8192))[:256] == cube(Sample("sobol", 256))).all()


@pytest.mark.parametrize("n", by_default([60], [60, 300]))
def test_factors_take_the_values_of_their_key(n):
    rows = drawn(
        f"lhs:{n}",
        "pooled,load,investment,delegation.form,delegation.level",
        ["run.seed=interval(1,5)", "coordination.body=choice(none,lead)"],
    )
    count = {key: [row[key] for row in rows] for key in rows[0]}
    assert set(count["parameters.pooled"]) == {0, 1} and count["parameters.pooled"].count(1) == n // 2
    assert [count["run.seed"].count(seed) for seed in range(1, 6)] == [n // 5] * 5
    assert {type(seed) for seed in count["run.seed"]} == {int}
    names = presets("investment")
    assert all(abs(count["investment"].count(name) - n / len(names)) < 2 for name in names)
    assert [count["delegation.form"].count(form) for form in ("mandate", "joint", "consult")] == [n // 3] * 3
    assert count["coordination.body"].count("none") == n // 2
    low, high = PARAMETERS["load"].low, PARAMETERS["load"].high
    first, last = low + (high - low) / n, high - (high - low) / n  # a point in every n-th of the range
    assert low <= min(count["parameters.load"]) < first < last < max(count["parameters.load"]) <= high
    assert list(rows[0])[:2] == ["run.seed", "coordination.body"]


def test_no_value_leaves_its_range_at_the_ends():
    for key in [*(f"parameters.{name}" for name in PARAMETERS), "delegation.level", "delegation.form", "oversight"]:
        factor = known_range(key)
        ends = [factor.at(0.0), factor.at(1.0)]
        assert ends == [factor.values[0], factor.values[-1]]
        if key in LIMITS and factor.kind != "choice":
            assert all(LIMITS[key].low <= factor.at(u) <= LIMITS[key].high for u in np.linspace(0, 1, 11))


def test_all_leaves_out_what_is_given_and_what_the_scenario_states_otherwise():
    keys = set(drawn("lhs:2", "all", ["parameters.load=0.9", "parameters.growth=interval(0,0.01)"])[0])
    assert "parameters.load" not in keys and len(keys) == sum(one.unit != "switch" for one in PARAMETERS.values()) - 1
    assert "parameters.headcount" not in drawn("lhs:2", "all", ["scenario=canada_2023"])[0]
    assert "parameters.courtship" not in drawn("lhs:2", "all", ["scenario=textbook_queue"])[0]
    assert all(
        row["parameters.growth"] <= 0.01 for row in drawn("lhs:9", "all", ["parameters.growth=interval(0,0.01)"])
    )


def test_policies_are_crossed_with_worlds_and_share_their_seeds():
    points = points_of(["policy=centralized,combined", "run.seed=5"], Design(sample="lhs:10", over="load,growth"))
    assert len(points) == 20 and axes_of(points) == ["policy"]
    for one, other in zip(points[::2], points[1::2], strict=True):
        assert (one.setup.policy.name, other.setup.policy.name) == ("centralized", "combined")
        assert one.setup.parameters == other.setup.parameters and one.setup.run == other.setup.run
    assert len({point.setup.parameters["load"] for point in points}) == 10


def test_a_csv_lists_points(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("\ufeffdelegation.level,policy,run.seed\r\n0.1,combined,3\r\n\r\n0.25,ban,4\r\n", encoding="utf-8")
    points = points_of(["oversight.alarm=0,1"], Design(points=str(path)))
    assert [point.values for point in points[:2]] == [
        {"oversight.alarm": 0.0, "delegation.level": 0.1, "policy": "combined", "run.seed": 3},
        {"oversight.alarm": 1.0, "delegation.level": 0.1, "policy": "combined", "run.seed": 3},
    ]
    assert points[3].setup.policy.delegation.level == 0.25 and points[3].setup.run.seed == 4
    assert axes_of(points) == ["oversight.alarm"]
    assert len(points_of([], Design(points=str(path)))) == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no points"),
        ("delegation.level\n", "no points"),
        ("delegation.levl\n0.1\n", "row 1: delegation.levl: not known"),
        ("delegation.levl\n0.1\n", "did you mean 'delegation.level'?"),
        ("delegation.level,delegation.level\n0.1,0.2\n", "row 1: delegation.level is named twice"),
        ("delegation.level,policy\n0.1\n", "row 2: 1 cells"),
        ("delegation.level\n0.1\n2\n", "row 3: delegation.level: '2';"),
        ("delegation.level\n1_0\n", "row 2: delegation.level: '1_0'"),
        ("delegation.level,policy\n,ban\n", "row 2: delegation.level: ''"),
        ("policy\nbna\n", "did you mean 'ban'?"),
        ("run.seed\n1.5\n", "row 2: run.seed: '1.5'"),
        ("run.seed\n1\n2\n1.0\n", "row 4: the same point as row 2"),
        ('delegation.level\n"0.1\n', "row 2"),
    ],
)
def test_a_fault_in_a_csv_is_named_with_its_place(text, named, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(InputError) as fault:
        points_of([], Design(points=str(path)))
    assert named in str(fault.value) and "expected" in str(fault.value) and "mine.csv" in str(fault.value)


def test_zipped_axes_are_taken_side_by_side():
    points = points_of(["delegation.level=0.1,0.2,0.3", "oversight=none,alarm,patrol", "run.years=3"], Design(zip=True))
    assert [tuple(point.values.values()) for point in points] == [(0.1, "none"), (0.2, "alarm"), (0.3, "patrol")]
    assert {point.setup.run.years for point in points} == {3.0} and axes_of(points) == []
    with pytest.raises(InputError, match="the same"):
        points_of(["delegation.level=0.1,0.1", "oversight=none,none"], Design(zip=True))


def test_axes_are_told_from_what_is_drawn():
    assert axes_of(grid(["delegation.level=0,0.1,0.2", "oversight=none,alarm"])) == ["delegation.level", "oversight"]
    assert axes_of(grid(["run.seed=1,2"])) == ["run.seed"]
    points = points_of(["policy=ban,combined", "oversight=none,alarm"], Design(sample="lhs:30", over="load,pooled"))
    assert axes_of(points) == ["policy", "oversight"]


def test_bare_lists_stay_axes_and_choices_are_drawn():
    factors, others = split_words(
        ["policy=ban,combined", "oversight=choice(none,alarm)", "parameters.load=interval(1,1.1)"]
    )
    assert [factor.key for factor in factors] == ["oversight", "parameters.load"] and others == ["policy=ban,combined"]
    assert [factor.values for factor in factors] == [("none", "alarm"), (1.0, 1.1)]
    assert len(grid(["oversight=choice(none,alarm)"])) == 2


def test_samples_are_read_with_their_seed():
    assert read_sample("lhs:200") == Sample("lhs", 200, 1) and read_sample("sobol:256:9") == Sample("sobol", 256, 9)
    for wrong in ("lhs", "lhs:", "lhs:x", "lhs:0", "sobol:3", "lhs:5:4294967296", "lhs:1e3", "LHS:5", "lhs:5:1:1"):
        with pytest.raises(InputError, match="expected"):
            read_sample(wrong)
    with pytest.raises(InputError, match="given twice"):
        read_over("load,parameters.load", [], [])
