"""What sentences claim: no more than intervals allow, with the sign and size of the tables."""

from itertools import pairwise

import pandas as pd
import pytest

from sim.figures.parts import told_pairs, told_parts
from sim.figures.waterfall import draw


class Found:
    """An attribution of one outcome. parts: title, difference, verdict."""

    policies, players, n_worlds, exact = ("old", "new_way"), {"a": (), "b": ()}, 7, True

    def __init__(self, metric: str, first: float, second: float, verdict: str, parts: list, pairs: list = []):  # noqa: B006
        more = {"smallest": 1.0, "metric": metric}
        self.whole = pd.DataFrame([{"first": first, "second": second, "difference": second - first, **more}])
        self.whole["verdict"] = verdict
        self.table = pd.DataFrame(parts, columns=["title", "difference", "verdict"]).assign(**more)
        self.table["low"], self.table["high"] = self.table["difference"] - 1, self.table["difference"] + 1
        self.interactions = pd.DataFrame(pairs, columns=["title", "other_title", "together", "verdict"]).assign(**more)


PARTS = [("review", -8.0, "less"), ("training", -6.0, "less"), ("speed", 2.0, "more"), ("rest", 3.0, "inconclusive")]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Found("surfaced", 21.0, 12.0, "less", PARTS),
            (
                "Under new way, there are fewer incidents (12.0 against 21.0 a year, −9.00): −8.00 "
                "is due to review and "
                "−6.00 to training, against +2.00 from speed."
            ),
        ),
        (
            Found("surfaced", 21.0, 20.9, "too small to matter", PARTS[1:3]),
            (
                "The number of incidents: no difference that matters (−0.100), yet −6.00 is due to "
                "training and +2.00 to "
                "speed."
            ),
        ),
        (Found("surfaced", 21.0, 20.9, "inconclusive", PARTS[3:]), ""),
        (
            Found("completion", 0.5, 0.6, "more", PARTS[3:]),
            (
                "Under new way, a larger share of issues is agreed (60.0 against 50.0%, +10.0 "
                "points): no part alone is "
                "clear enough to be named."
            ),
        ),
        (
            Found("missed_vitality", 21.0, 12.0, "less", PARTS[:1]),
            (
                "Value of what is left undone under new way (12.0 against 21.0 vitality per year, "
                "−9.00): −8.00 is due to "
                "review."
            ),
        ),
    ],
)
def test_sentences(found, said):
    assert told_parts(found, found.whole["metric"][0]) == said


def test_many_parts_and_pairs_are_counted():
    parts = [(f"part {k}", 10.0 - k, "more") for k in range(7)]
    pairs = [("a", f"b{k}", 5.0 - k, "more") for k in range(5)]
    found = Found("surfaced", 10.0, 60.0, "more", parts, pairs)
    assert "+6.00 to part 4 and less to 2 more." in told_parts(found, "surfaced")
    assert told_pairs(found, "surfaced").endswith("a with b0 +5.00, a with b1 +4.00, a with b2 +3.00 and 2 more.")


def test_the_waterfall_leads_from_one_policy_to_the_other():
    found = Found("surfaced", 21.0, 12.0, "less", PARTS)
    figure = draw(found, "surfaced")
    axes = next(one for one in figure.axes if one.get_label() == "surfaced")
    bars = [one for one in axes.patches if one.get_gid() == "part"]
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    assert [end - start for start, end in ends] == pytest.approx([-8, -6, 3, 2])
    assert ends[0][0] == 21.0 and ends[-1][1] == pytest.approx(12.0)
    assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(ends))
    low, high = axes.get_xlim()
    assert low < 7.0 and high > 21.0
    assert [bool(bar.get_hatch()) for bar in bars] == [
        False,
        False,
        False,
        True,
    ]  # more incidents: worse, and it matters
