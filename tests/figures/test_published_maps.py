"""Published maps, fronts and rows: each draws, says what its table says, also when the table says the opposite, and
draws it the same twice."""

import io
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from by_default import by_default
from test_comparison_figure import outside

from sim.figures import (
    crisis_latency,
    delegation_and_oversight,
    front,
    guidance_and_delegation,
    oversight,
    private_actors,
    regime_map,
)
from sim.figures.maps import best
from sim.study.publish.beside import behind_best, quantile_rows
from sim.study.publish.plate import Plate

OWN, MOVED, NONE = "delegates bring their own staff", "staff moves with the work", "nothing delegated"
LEVEL, GUIDANCE, LICENCE = "delegation.level", "coordination.guidance", "oversight.licence"


def table_of(keys: dict, outcomes: dict, half: float = 0.1) -> pd.DataFrame:
    """A long table in which outcome `name` has the mean outcomes[name](**point); higher is better for goodput alone."""
    rows = []
    for values in product(*keys.values()):
        point = dict(zip(keys, values, strict=True))
        for name, mean in outcomes.items():
            rows.append(point | {"outcome": name, "mean": float(mean(*values)), "n": 20, "behind_half": half})
    table = pd.DataFrame(rows)
    table["low"], table["high"] = table["mean"] - half, table["mean"] + half
    return table


def with_behind(table: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    better = np.where(table["outcome"].isin(["goodput", "crisis_in_time"]), 1.0, -1.0)
    value = table["mean"] * better
    return table.assign(behind=value.groupby([table[key] for key in [*group, "outcome"]]).transform("max") - value)


def levels(sign: float) -> pd.DataFrame:
    rows = table_of(
        {"label": [OWN, MOVED], "oversight": ["none", "notify_and_veto"], LEVEL: [0.0, 0.4, 0.8]},
        {
            "goodput": lambda label, regime, level: 20 + sign * level,
            "answer_gap": lambda label, regime, level: 1 - 0.3 * (regime == "none"),
            "contradiction_rate": lambda label, regime, level: 5 + 5 * level,
            "surfaced": lambda label, regime, level: 100 + sign * 50 * level + 20 * (regime == "none"),
        },
    )
    return with_behind(rows, ["label"])


def guided(sign: float) -> pd.DataFrame:
    rows = table_of(
        {"label": [OWN, MOVED], GUIDANCE: [0.0, 0.5, 1.0], LEVEL: [0.0, 0.4, 0.8]},
        {
            "goodput": lambda label, clear, level: 20 + level * clear,
            "line_gap": lambda label, clear, level: 0.4 + 0.3 * level * (1 - clear),
            "surfaced": lambda label, clear, level: 100 + 100 * level - sign * 80 * clear * level,
        },
    )
    return with_behind(rows, ["label"])


def policies(sign: float) -> pd.DataFrame:
    def worth(label, policy):
        return 22 + (policy == "combined") + sign * (policy == "guided_delegation")

    outcomes = {
        "goodput": worth,
        "surfaced": lambda label, policy: 100 + 20 * (label == MOVED) - 30 * (policy == "combined"),
        "contradiction_rate": lambda label, policy: 3 + len(policy) / 10,
        "severity": lambda label, policy: 50,
    }
    return pd.concat(
        [
            table_of({"label": [NONE], "policy": ["status_quo", "ban"]}, outcomes),
            table_of({"label": [OWN, MOVED], "policy": ["guided_delegation", "combined"]}, outcomes),
        ],
        ignore_index=True,
    )


def latencies(sign: float) -> pd.DataFrame:
    names = [
        "crisis_first_response_p50",
        "crisis_first_response_p90",
        "first_act_p50",
        "first_act_p90",
        "crisis_conclusion_p50",
        "crisis_conclusion_p90",
        "conclusion_p50",
        "conclusion_p90",
        "crisis_in_time",
    ]
    keys = {"label": ["no coordination", "exercises", "delegation"]}
    outcomes = {
        name: lambda label, k=k: k + 4 - sign * ((label == "exercises") + 2 * (label == "delegation") * (k == 6))
        for k, name in enumerate(names)
    }
    return with_behind(table_of(keys, outcomes), [])


def privates(sign: float) -> pd.DataFrame:
    load = table_of(
        {"label": ["load"], LICENCE: [0.0, 0.9], "parameters.load": [0.8, 1.0, 1.2]},
        {"inc_private": lambda label, licence, load: 10 * load * (1 - sign * 0.5 * licence)},
    )
    tail = table_of(
        {"label": ["tail"], LICENCE: [0.0, 0.9], "parameters.tail": [0.7, 1.5], "quantile": [0.1, 0.5, 0.8, 0.9]},
        {"severity_worst": lambda label, licence, tail, level: 20 + 2 / (1 - level) / tail - sign * 8 * licence},
    )
    return pd.concat([load, tail], ignore_index=True)


def regimes(sign: float) -> pd.DataFrame:
    return table_of(
        {"label": [OWN, MOVED], "oversight": ["none", "patrol", "registry"]},
        {
            "latent": lambda label, regime: 300 - sign * 30 * (regime == "registry"),
            "detected": lambda label, regime: {"none": 10, "patrol": 60, "registry": 90}[regime],
            "surfaced": lambda label, regime: 150 - sign * 40 * (regime == "registry"),
            "vital_lapses": lambda label, regime: 20,
            "crises_lost": lambda label, regime: 30,
            "fte_oversight": lambda label, regime: 100 * (regime != "none"),
        },
    )


def arrangements(sign: float) -> pd.DataFrame:
    def surfaced(label, policy, precision, tolerance):
        return {
            "status_quo": 0,
            "guided_delegation": sign * (-precision if precision > 1 and tolerance > 1 else 10),
            "combined": -30,
            "whole_of_government": 5,
        }[policy]

    rows = table_of(
        {
            "label": [OWN, MOVED],
            "policy": ["status_quo", "whole_of_government", "guided_delegation", "combined"],
            "parameters.local_precision": [0.6, 3.0, 8.0],
            "parameters.tolerance": [0.5, 1.6],
        },
        {"goodput": lambda label, policy, *_: len(policy) * (policy != "status_quo"), "surfaced": surfaced},
    )
    return with_behind(rows, ["label", "parameters.local_precision", "parameters.tolerance"])


# figure, table, words of the title under the table's sign and under the opposite one
FIGURES = {
    "fig03": (delegation_and_oversight, levels, "Highest value: 80% delegated", "Highest value: nothing delegated"),
    "fig04": (front, policies, "guided delegation brings more value", "guided delegation brings less value"),
    "fig05": (guidance_and_delegation, guided, "100, 180 and 116 where", "100, 180 and 244 where"),
    "fig10": (
        crisis_latency,
        latencies,
        "soonest under exercises (12% sooner",
        "soonest under no coordination or delegation,",
    ),
    "fig13": (
        private_actors,
        privates,
        "cuts their harm by 45% in a full centre and thins the tail",
        "raises their harm by 45% in a full centre and thickens",
    ),
    "fig14": (oversight, regimes, "without causing them: registry detects the most (90.0", "adds to them: registry"),
    "fig15": (
        regime_map,
        arrangements,
        "33% (" + OWN + ") and 33% (" + MOVED + ") of cells, where coupling is loose, and by more the better local",
        "67% (",
    ),
}


def title(figure) -> str:
    return " ".join(next(text for text in figure.texts if text.get_gid() == "finding").get_text().split())


def pixels(figure) -> bytes:
    made = io.BytesIO()
    figure.savefig(made, format="png", dpi=60)
    return made.getvalue()


@cache
def drawn(name: str, sign: float):
    module, table, *_ = FIGURES[name]
    return module.draw(table(sign))


@pytest.mark.parametrize("name", by_default(["fig03"], FIGURES))
def test_the_title_follows_the_table(name):
    _, _, here, reverse = FIGURES[name]
    figure = drawn(name, 1.0)
    assert here in title(figure)
    opposite = title(drawn(name, -1.0))
    assert reverse in opposite and here not in opposite
    assert outside(figure) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_the_same_table_is_drawn_the_same(name):
    module, table, *_ = FIGURES[name]
    first = pixels(drawn(name, 1.0))
    assert first == pixels(module.draw(table(1.0))) and first != pixels(drawn(name, -1.0))


def test_a_map_frames_the_best_and_dots_what_cannot_be_told_from_it():
    table = levels(1.0)
    table.loc[(table["outcome"] == "goodput") & (table["label"] == OWN) & (table[LEVEL] == 0.4), "behind_half"] = 1.0
    figure = delegation_and_oversight.draw(table)
    panels = [axes for axes in figure.axes if axes.get_label() == "goodput"]
    dots = [sum(line.get_gid() == "equal" for line in axes.lines) for axes in panels]
    frames = [[patch.get_xy() for patch in axes.patches if not patch.get_fill()] for axes in panels]
    assert dots == [2, 0] and all((2, 0) in frame for frame in frames)
    assert best(table, "goodput", OWN)[LEVEL] == 0.8


def test_behind_is_a_paired_difference_to_the_best_of_the_group():
    """Points that share noisy worlds: a steady lead is told from the best, though the worlds differ far more."""
    rng = np.random.default_rng(1)
    world = rng.normal(0, 10, 20)
    values = [world, world + 1 + 0.01 * rng.normal(size=20), world + 1.002, world + 50]
    points = [type("P", (), {"values": {"label": label}}) for label in ("a", "a", "a", "b")]
    runs = pd.concat(
        [pd.DataFrame({"setup": k, "replicate": range(20), "goodput": x, "surfaced": x}) for k, x in enumerate(values)]
    )
    plate = Plate("fig00", "?", outcomes=("goodput", "surfaced"), best_of=("label",))
    found = behind_best(plate, points, runs)
    ahead = {key: one["behind"] <= one["behind_half"] for key, one in found.items()}
    assert found[0, "goodput"]["behind"] == pytest.approx(1.0, abs=0.02) and not ahead[0, "goodput"]
    assert ahead[1, "goodput"] and ahead[2, "goodput"] and found[3, "goodput"]["behind"] == 0
    assert found[0, "surfaced"]["behind"] == 0 and found[1, "surfaced"]["behind"] == pytest.approx(1.0, abs=0.02)
    assert behind_best(Plate("fig00", "?", outcomes=("goodput",)), points, runs) == {}


def test_quantiles_are_covered_by_their_order_statistics():
    """Of exponential samples 95% of the intervals hold the true quantile, within 4 standard errors."""
    rng = np.random.default_rng(2)
    held = np.zeros(0)
    for _ in range(400):
        row = next(row for row in quantile_rows(rng.exponential(size=100)) if row["quantile"] == 0.8)
        held = np.append(held, row["low"] <= -np.log(0.2) <= row["high"])
    assert 0.95 - 4 * (0.05 * 0.95 / 400) ** 0.5 < held.mean() <= 1.0
    rows = {row["quantile"]: row for row in quantile_rows(np.arange(1.0, 11.0))}
    assert rows[0.5]["mean"] == 5.5 and np.isnan(rows[0.98]["high"]) and rows[0.98]["n"] == 10
