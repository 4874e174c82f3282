"""A published table whose page names no drawing: its finding is read off the table, and every point is drawn."""

from itertools import product

import pandas as pd
import pytest

from sim.figures.points import draw

GRIDS = {
    "along a number": {"coordination.exercises": [0.0, 2.0, 8.0]},
    "a line for each of the rest": {"label": ["kept", "moved"], "delegation.level": [0.0, 0.2, 0.4]},
    "by name": {"policy": ["centralized", "guided_delegation", "ban"], "oversight": ["alarm", "patrol"]},
}
ENDS = {
    "along a number": ("exercises 0 per year", "exercises 8 per year"),
    "a line for each of the rest": (
        "kept, share of each open domain delegated 0%",
        "moved, share of each open domain delegated 40%",
    ),
    "by name": ("centralized, alarm", "ban, patrol"),
}


def table(axes: dict, step: float = 1.0, **more) -> pd.DataFrame:
    """The k-th point of a grid has the mean 10 + k step in each outcome, and an interval of ± 0.1."""
    rows = []
    for k, point in enumerate(product(*axes.values())):
        mean = 10.0 + k * step
        values = {"mean": mean, "low": mean - 0.1, "high": mean + 0.1, "n": 8}
        rows += [
            dict(zip(axes, point, strict=True)) | {"outcome": outcome} | values | more
            for outcome in ("goodput", "conclusion_p50")
        ]
    return pd.DataFrame(rows)


def finding_of(figure) -> str:
    return next(" ".join(text.get_text().split()) for text in figure.texts if text.get_gid() == "finding")


@pytest.mark.parametrize("name", GRIDS)
def test_the_title_names_the_lowest_and_the_highest_point(name):
    rows = table(GRIDS[name])
    low, high = ENDS[name]
    said = f"lowest at 10.0 ({low}), highest at {rows['mean'].max():.1f} ({high})"
    figure = draw(rows)
    assert finding_of(figure).endswith(said) and len(figure.axes) == 2
    drawn = {float(x) for line in figure.axes[0].lines for x in line.get_xydata().ravel()}
    assert set(rows["mean"]) <= drawn
    turned = rows.assign(mean=-rows["mean"], low=-rows["high"], high=-rows["low"])
    assert finding_of(draw(turned)).endswith(f"({high}), highest at \N{MINUS SIGN}10.0 ({low})")


@pytest.mark.parametrize("name", GRIDS)
def test_what_cannot_be_told_apart_is_said_to_be_alike(name):
    assert finding_of(draw(table(GRIDS[name], 0.01))).endswith("no measurable difference between the points")


def test_what_is_not_defined_is_neither_lowest_nor_highest():
    rows = table(GRIDS["along a number"])
    rows.loc[rows["coordination.exercises"] == 0.0, ["mean", "low", "high"]] = float("nan")
    assert "lowest at 11.0 (exercises 2 per year)" in finding_of(draw(rows))
    rows[["mean", "low", "high"]] = float("nan")
    assert finding_of(draw(rows)).endswith("not defined at any point")


def test_differences_are_called_so():
    figure = draw(table(GRIDS["along a number"], reference=3.0))
    assert figure.axes[0].get_ylabel().startswith("difference, ")
    assert any(text.get_text().startswith("Paired differences from the reference; n = 8") for text in figure.texts)
