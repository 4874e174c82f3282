"""Every assumption is looked for somewhere: what moves is told by how much, what does not by name."""

import pandas as pd
import pytest

from experiments.screening import __main__ as screening
from experiments.screening.places import OWN, everywhere, places
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.setup.config import setup_from


def test_places_can_be_run_and_are_of_assumptions_that_there_are():
    for name in OWN:
        assert name in PARAMETERS
        for _, policy, levers, parameters in places(name):
            setup_from(policy, parameters=parameters, **levers)
    assert places("load") == everywhere()


def test_an_effect_counts_where_its_whole_interval_is_beyond_the_smallest():
    """Goodput 100 and 98, 102: 2 ± 0 moves it by two smallest effects; 1 ± 1 does not."""
    low = pd.DataFrame({metric.name: [100.0, 100.0, 100.0] for metric in METRICS})
    sure, vague = low.assign(goodput=102.0), low.assign(goodput=[100.0, 101.0, 102.0])
    (effect,) = screening.effects("load", "here", low, sure)
    assert (effect.outcome, effect.mean, effect.ratio) == ("goodput", 2.0, pytest.approx(2.0))
    assert list(screening.effects("load", "here", low, vague)) == []


def test_page(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(screening, "places", lambda name: everywhere()[:1])
    screening.main(2, tmp_path / "new", ["headcount", "joint_fte"])
    text = (tmp_path / "new" / "README.md").read_text("utf-8")
    assert "`headcount`" in text and "These move none: `joint_fte`." in text
    assert len(pd.read_csv(tmp_path / "new" / "screening.csv")) == 1
