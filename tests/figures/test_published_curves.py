"""Published curves: a title that the table's numbers make, and no byte that anything else does."""

import io
from itertools import product

import pandas as pd
import pytest
from by_default import by_default

from sim.figures import (
    coordinating_body,
    curves,
    elections_and_memory,
    exclusion,
    growing_requirements,
    half_measures,
    multipolarity,
    scale_tyranny,
)


def table(axes: dict, effects: dict, half: float = 0.01) -> pd.DataFrame:
    """All combinations; `effects`: an outcome's mean as a function of a row; `half`: half of each interval."""
    rows = []
    for point in product(*axes.values()):
        row = dict(zip(axes, point, strict=True))
        for outcome, mean in effects.items():
            level = float(mean(row))
            rows.append(
                row
                | {
                    "outcome": outcome,
                    "mean": level,
                    "low": level - half,
                    "high": level + half,
                    "n": 8,
                    "reference": 10.0,
                }
            )
    return pd.DataFrame(rows)


def sizes(sign: int):
    spans = {"span 7": (7.0, 0.98), "span 7, leaky": (7.0, 0.9)}
    found = table(
        {"label": list(spans), "parameters.headcount": [1000.0, 4000.0]},
        {
            "per_1000_fte": lambda row: 50.0 + sign * row["parameters.headcount"] / 1000,
            "answer_gap": lambda row: 5.0 - sign * row["parameters.headcount"] / 4000,
        },
    )
    found["parameters.span"], found["parameters.attenuation"] = (
        found["label"].map(lambda one, k=k: spans[one][k]) for k in (0, 1)
    )
    return found


def growth(sign: int):
    found = table(
        {"delegation.level": [0.0, 0.3], "delegation.staff": ["kept", "moved"], "parameters.growth": [0.0, 0.02]},
        {
            "overload_week": lambda row: (
                260 + sign * 520 * row["delegation.level"] * (1 if row["delegation.staff"] == "kept" else -1)
            ),
            "backlog_end": lambda row: 300,
            "goodput": lambda row: 20,
        },
    )
    return found[~((found["delegation.level"] == 0.0) & (found["delegation.staff"] == "moved"))]


def sanctions(sign: int):
    flat = {name: lambda row: 0 for name in ("share_freelance", "share_quiet")}
    return table(
        {"oversight.sanction": [0.0, 0.5, 1.0], "parameters.concealment": [0.0, 1.0]},
        {
            "surfaced": lambda row: sign * row["oversight.sanction"] * (2 * row["parameters.concealment"] - 1),
            "latent": lambda row: -sign * row["oversight.sanction"] * (1 - row["oversight.sanction"]),
            **flat,
        },
    )


def measures(sign: int):
    means = {
        name: lambda row: sign * row["oversight.liaison"] ** 2 - 0.5 * (row["label"] != "together")
        for name in ("goodput", "surfaced", "answer_gap")
    }
    return table(
        {
            "label": ["together", "mandates first"],
            "delegation.staff": ["kept", "moved"],
            "oversight.liaison": [0.0, 0.2, 1.0],
        },
        means,
    )


def bodies(sign: int):
    return table(
        {
            "coordination.body": ["body"],
            "coordination.slots": [5.0, 10.0],
            "coordination.escalation": [0.0, 4.0],
            "coordination.authority": [0.0, 1.0],
        },
        {
            "queue_wait": lambda row: sign * (row["coordination.escalation"] / 4 - row["coordination.authority"] / 2),
            "contradiction_rate": lambda row: 0,
            "goodput": lambda row: 0,
        },
    )


def elections(sign: int):
    found = table(
        {"investment.archives": [0.0, 0.8], "parameters.swing": [0.0, 1.0]},
        {
            "election_drop": lambda row: 0.4 - sign * row["investment.archives"] / 4,
            "goodput": lambda row: 20 - sign * row["parameters.swing"] * (1 - row["investment.archives"]),
            "line_gap": lambda row: 0.4,
        },
    )
    undefined = (found["outcome"] == "election_drop") & (found["parameters.swing"] == 0.0)
    found.loc[undefined, ["mean", "low", "high"]], found.loc[undefined, "n"] = float("nan"), 0
    return found


def poles(sign: int):
    return table(
        {
            "delegation.level": [0.0, 0.3],
            "delegation.staff": ["kept", "moved"],
            "parameters.load": [0.7, 0.9, 1.2],
            "parameters.ideal_scale": [0.25, 0.5, 1.0],
        },
        {
            "goodput": lambda row: (
                sign * row["parameters.ideal_scale"] * (1 if row["delegation.staff"] == "kept" else -1)
                - row["parameters.load"]
            ),
            "surfaced": lambda row: 1,
        },
    )


DRAWN = [  # figure, table, what its title says, and of the table the other way round
    (scale_tyranny, sizes, ("5.9% more done", "shrinks by 16%"), ("6.1% less done", "grows by 14%")),
    (
        growing_requirements,
        growth,
        ("postpones overload by at least 3.0 years with delegates' own", "it brings forward overload"),
        ("brings forward overload by at least 3.0 years with delegates' own", "it postpones overload"),
    ),
    (
        exclusion,
        sanctions,
        ("incidents fall where nothing", "rise where they drive", "fall, then rise again"),
        ("incidents rise where nothing", "fall where they drive", "do not measurably change"),
    ),
    (
        half_measures,
        measures,
        ("brings 4% of its gain", "lose 4.6% of"),
        ("−0.040 of value a week, all of it −1.0", "lose 5.4% of"),
    ),
    (
        coordinating_body,
        bodies,
        ("shortens waiting by 5.0% if disputes reach it at once and lengthens", "authority it leaves waiting as it is"),
        ("lengthens waiting by 5.0% if disputes reach it at once and shortens",),
    ),
    (elections_and_memory, elections, ("cost 5.0%", "1.0% with them", "archives cut"), ("add 5.0%", "archives deepen")),
    (
        multipolarity,
        poles,
        ("falls from −1.1 to −1.9 a week with the centre's", "rises from −0.65 to 0.10 a week with delegates'"),
        ("falls from −1.1 to −1.9 a week with delegates'", "lowers it with their own"),
    ),
]
CASES = {case[0].__name__.rpartition(".")[2]: case for case in DRAWN}


def title_of(figure) -> str:
    return " ".join(next(text.get_text() for text in figure.texts if text.get_gid() == "finding").split())


@pytest.mark.parametrize("name", by_default(["half_measures"], CASES))
def test_a_title_says_what_its_table_does_and_no_byte_differs(name):
    module, made, says, otherwise = CASES[name]
    figures, drawn = [module.draw(made(sign)) for sign in (1, 1, -1)], []
    for figure in figures[:2]:
        file = io.BytesIO()
        figure.savefig(file, format="svg")
        drawn.append(file.getvalue())
    assert drawn[0] == drawn[1]
    for words, figure in ((says, figures[0]), (otherwise, figures[2])):
        title = title_of(figure)
        for part in words:
            assert part in title


def test_what_cannot_be_told_apart_is_not_called_a_difference():
    a, b = ({"mean": mean, "low": mean - 1.0, "high": mean + 1.0} for mean in (5.0, 6.3))
    assert curves.apart(b, a) == 0 and curves.apart(b | {"low": 6.2, "high": 6.4}, a) == 1
    assert curves.surely({"low": -0.1, "high": 2.0}) == 0 and curves.surely({"low": -2.0, "high": -0.1}) == -1
    wide = sizes(1)
    wide["low"], wide["high"] = wide["mean"] - 100.0, wide["mean"] + 100.0
    assert "measurably as much" in title_of(scale_tyranny.draw(wide)) and "not measurably change" in title_of(
        scale_tyranny.draw(wide)
    )
