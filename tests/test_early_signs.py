"""Which early sign tells that delegation fails: areas by hand, their error, one small run; when a reform has paid."""

import numpy as np
import pandas as pd
import pytest

from experiments.early_signs import __main__ as signs
from sim.figures import reform_pays
from sim.model.path.readings import READINGS


def pairs(sign, fails):
    """The share of pairs in which the sign is higher where it fails, ties half."""
    higher = sign[fails][:, None] - sign[~fails][None, :]
    return ((higher > 0) + 0.5 * (higher == 0)).mean()


@pytest.mark.parametrize("seed", range(4))
def test_the_area_is_the_share_of_pairs(seed):
    rng = np.random.default_rng(seed)
    sign, fails = rng.integers(0, 6, 40).astype(float), rng.random(40) < 0.4
    assert signs.area(sign, fails)[0] == pytest.approx(pairs(sign, fails), abs=1e-12)
    assert signs.area(-sign, fails)[0] == pytest.approx(1 - pairs(sign, fails), abs=1e-12)


def test_its_error_is_that_of_other_worlds():
    """Exponential signs, for which Hanley and McNeil's error is exact."""
    rng = np.random.default_rng(1)
    fails = np.arange(120) < 40
    found = [signs.area(np.where(fails, 2.0, 1.0) * rng.exponential(size=120), fails) for _ in range(3000)]
    areas, errors = np.array(found).T
    assert areas.mean() == pytest.approx(2 / 3, abs=4 * areas.std() / 3000**0.5)
    assert errors.mean() == pytest.approx(areas.std(), rel=0.06)


def test_where_nothing_fails_there_is_no_area():
    assert np.isnan(signs.area(np.arange(5.0), np.zeros(5, bool))).all()


def test_a_small_run_names_what_tells_best():
    table = signs.observed(20, "plausible", lambda *_: None)
    assert set(table) == {*READINGS, *signs.FAILS.values()} - {*signs.UNSEEN}
    found = signs.areas(table)
    defined = found.dropna(subset="auc")
    assert (defined["auc"] >= 0.5).all() and (defined["low"] <= defined["auc"]).all()
    for row in defined.itertuples():
        known = table[row.reading].notna()
        area = pairs(table.loc[known, row.reading].to_numpy(), table.loc[known, row.fails].to_numpy(bool))
        assert row.auc == pytest.approx(max(area, 1 - area)) and (row.direction == "rise") == (area >= 0.5)


def test_a_reform_has_paid_once_its_total_stays_above_nothing():
    part = pd.DataFrame({"since": [1.0, 2.0, 4.0, 9.0], "low": [0.1, -0.2, 0.3, 0.5], "high": [0.4, 0.1, 0.6, 0.9]})
    assert reform_pays.pays(part) == 4.0 and not reform_pays.dips(part)
    assert reform_pays.pays(part.assign(low=-1.0)) == float("inf")
    assert reform_pays.pays(part.assign(low=0.1)) == 1.0
    assert reform_pays.dips(part.assign(high=[-0.1, 1, 1, 1]))
    total = reform_pays.summed(
        pd.DataFrame(
            {
                "run.years": [3.0, 3.0],
                "outcome": ["goodput", "surfaced"],
                **{name: [2.0, 2.0] for name in ("mean", "low", "high")},
            }
        )
    )
    assert total["mean"].tolist() == [2.0 * 52 * 3, 2.0 * 3] and total["since"].tolist() == [2.0, 2.0]
