"""With its mechanisms off the simulator is the textbook case and gives the textbook's number: all known answers hold.

The formulas are held against published figures first, so that neither side can drift.
"""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from sim.commands import cli, verify
from sim.study.verify import FAMILIES, delegating, judging, optimum, pooling, priorities, promising, queues, windows
from sim.study.verify.case import Case, Panel, Reading, mean, share
from sim.study.verify.simulator import Simulator

EVERY = [(family, case) for family, module in FAMILIES.items() for case in module.CASES]
# By default an eighth of the worlds that `paradip verify` runs, and standard errors of at most a tenth of theory: what
# is off by half is seen five times in six, by two thirds 99 times in 100. Some need more worlds for that.
SHARES = {"erlang": 0.25, "null": 0.25, "thinning": 1.0, "laplace": 1.0}
LONG = ("moved", "kept", "clusters", "growth")  # need so many worlds that they are tried whole or not at all


class Short(Simulator):
    """A share of the worlds, in whole replicates as long as there is more than one. What is short is left alone."""

    def __init__(self, share: float):
        super().__init__(1)
        self.share = share

    def world(self, scenario, years, *levers, **settings):
        return super().world(scenario, years * self.share if years >= 100 else years, *levers, **settings)

    def runs(self, template, replicates):
        return super().runs(template, round(replicates * self.share) if replicates >= 100 else replicates)

    def settled(self, scenario, years, levers=None, replicates=1, **settings):
        if years < 100:
            return super().settled(scenario, years, levers, replicates, **settings)
        part = max(1, round(replicates * self.share))
        return super().settled(scenario, years * replicates * self.share / part, levers, part, **settings)


TRIALS = [
    pytest.param(family, case, whole, id=f"{'whole' if whole else 'share'}-{family}-{case.name}", marks=marks)
    for whole, marks in ((False, ()), (True, pytest.mark.slow))
    for family, case in EVERY
    if whole or case.name not in LONG
]


@pytest.mark.parametrize(("family", "case", "whole"), TRIALS)
def test_known_answer(family, case, whole, monkeypatch):
    if not whole:
        monkeypatch.setattr("sim.study.verify.case.BLUNT", 0.1)
    readings = list(case.run(Short(1.0 if whole else SHARES.get(case.name, 0.125))))
    assert readings
    assert [r for r in readings if not r.passed] == []
    panels = {panel.title: panel.lines for panel in FAMILIES[family].PANELS}
    assert all(r.line in panels[r.panel] and math.isfinite(r.x) for r in readings if r.panel)


@pytest.mark.parametrize(
    ("found", "published"),
    [
        (queues.erlang_c(10, 8), (0.409180151, 0.204590075)),
        (queues.tail(1), 0.055376512),
        (queues.wait(10, 0.8), 0.204590075),
        (4 / queues.wait(10, 0.8), 19.55129),
        (delegating.centre_wait(0), 0.469687),
        (delegating.centre_wait(0.1), 0.071599),
        (delegating.centre_wait(0.3), 0.00240936),
        (delegating.centre_wait(0.5), 1.2152e-5),
        (delegating.centre_wait(0.3, 21), 0.713986),
        (delegating.moved_wait(0.3), 1.056179),
        (delegating.time_at_pace(1.270867), 1.469687),
        ((windows.abandoned(0.8), windows.abandoned(1.2)), (0.0388214, 0.195656)),
        (priorities.cobham((0.3, 0.5)), (1.142857, 5.714286)),
        (priorities.cobham((1, 3), 5), (0.138528, 0.692641)),
        ([firm.formula() for firm in optimum.FIRMS], [4.078352, 7.926711, 8.011693, 2.088050, 5.479442]),
        ([firm.whole() for firm in optimum.FIRMS], [4, 8, 8, 2, 5]),
        (judging.LINE, 0.916515),
        (judging.central_loss(1, 1), 0.5),
    ],
)
def test_formulas_give_published_figures(found, published):
    assert found == pytest.approx(published, rel=1e-5, abs=1e-9)


def test_losses_are_least_at_the_posterior_mean():
    """Any other weight on the signal errs by more: the closed form of the loss has its minimum at a."""
    for precision, sd in ((0.2, 0.4), (3.0, 1.2)):
        best = judging.central_loss(precision, sd)
        assert best == pytest.approx(judging.posterior(precision, sd))
        assert all(judging.central_loss(precision, sd, kept) > best for kept in (0.8, 0.95, 1.05, 1.2))


def test_every_panel_has_points_and_names_are_unique():
    names = [*FAMILIES, *(case.name for _, case in EVERY)]
    assert len(names) == len(set(names)) and list(FAMILIES) == list(verify.FAMILIES)
    titles = [panel.title for module in FAMILIES.values() for panel in module.PANELS]
    assert len(titles) == len(set(titles))


def test_a_reading_passes_within_four_errors_that_tell_something():
    assert Reading("q", 1.0, 1.03, 0.01).passed and not Reading("q", 1.0, 1.05, 0.01).passed
    assert not Reading("q", 1.0, 1.0, 0.06).passed  # too blunt
    assert Reading("q", 0.0, 0.1, 0.03, scale=1.0).passed and not Reading("q", 0.0, 0.1, 0.03).passed
    assert Reading("q", 2.0, 2.0 + 1e-10).passed and not Reading("q", 2.0, 2.0001).passed
    assert not Reading("q", 2.0, math.nan).passed and not Reading("q", 2.0, math.nan, 0.01).passed
    assert Reading("q", 2.0, 1.0, at_most=True).passed and not Reading("q", 2.0, 2.1, at_most=True).passed


def test_standard_errors_are_right():
    """Of independent and of correlated series, by the spread of estimates over many of them."""
    draw = np.random.default_rng(1)
    found = []
    for _ in range(400):
        noise = draw.normal(size=5000)
        series = np.convolve(noise, np.ones(10))[:5000]
        found.append(mean(series))
    estimates, errors = np.array(found).T
    assert np.sqrt((errors**2).mean()) == pytest.approx(estimates.std(), rel=0.15)
    assert share(np.arange(100) < 30, 0.3) == (0.3, pytest.approx(math.sqrt(0.21 / 100)))


def wrong(simulator):
    yield Reading("wait, weeks", 1.0, 2.0, 0.01, "Waits", "theory", 0.5)


def test_a_missed_number_ends_with_1(monkeypatch, tmp_path, capsys):
    module = SimpleNamespace(
        CASES=(Case("wrong", "twice as long", "nobody", wrong),),
        PANELS=(Panel("Waits", "load", "weeks", {"theory": ([0, 1], [1, 1])}),),
    )
    monkeypatch.setitem(FAMILIES, "queues", module)
    assert cli.main(["verify", "wrong", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert "FAIL" in said and "1 MISSED: wait, weeks" in said and "+100.0 SE" in said
    assert "FAILS" in (tmp_path / "out" / "verification.md").read_text()
    assert (tmp_path / "out" / "queues.svg").stat().st_size > 1000


def test_what_it_prints(tmp_path, capsys):
    assert cli.main(["verify", "headcount", "posts", "--seed", "3", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "managers by whole posts, 25,000 at 7" in said and "4170" in said and "all as theory says" in said
    assert "--seed 3" in (tmp_path / "manifest.json").read_text()
    assert len((tmp_path / "verification.csv").read_text().splitlines()) == 21


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["erlang_x"], "neither a family nor a case; expected one of conserving, queues"),
        (["quues"], "did you mean 'queues'?"),
        (["queues", "--seed", "x"], "--seed: 'x'; expected a whole number"),
        (["queues", "--seed", str(2**32)], "--seed"),
        (["queues", "--seed", "-1"], "--seed"),
    ],
)
def test_refusals(words, said, tmp_path, capsys):
    assert cli.main(["verify", *words, "--out", str(tmp_path / "new")]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1 and not (tmp_path / "new").exists()


def test_the_recursion_is_the_one_of_the_docstring():
    assert promising.reckoned([1.0, -1.0, 1.0], 1.0) == pytest.approx([1.0, 0.0, 0.5])
    assert pooling.SCENARIO == "textbook_silos"
