"""A report may say in what share of drawn worlds its conclusions hold."""

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.commands.cli import main
from sim.inputs.worlds import read_worlds
from sim.setup.columns import chosen_setups
from sim.study.claims.judge import HOLDS, REVERSED, UNCLEAR, UNDEFINED
from sim.study.over_worlds import JUDGED, in_worlds, shares_over, sides_of
from sim.study.worlds import draw_worlds

WORDS = ["centralized", "ban", "scenario=toy", "run.years=0.5", "run.replicates=2"]
METRIC = {metric.name: metric for metric in JUDGED}


def test_sides_by_the_smallest_effect():
    """More value is better and counts beyond 1% of the first; incidents are worse, and count from one a year."""
    first = np.array([100.0, 100.0, 100.0, 100.0, np.nan])
    other = np.array([101.5, 98.5, 100.5, 99.5, 1.0])
    assert sides_of(METRIC["goodput"], first, other).tolist() == [HOLDS, REVERSED, UNCLEAR, UNCLEAR, UNDEFINED]
    assert sides_of(METRIC["surfaced"], first, other).tolist() == [REVERSED, HOLDS, UNCLEAR, UNCLEAR, UNDEFINED]


def test_every_policy_is_in_the_same_worlds_and_what_was_set_stays(path):
    setups = chosen_setups([*WORDS, "parameters.load=1.07"], ())
    rows = draw_worlds(path, 30, 1, "toy")
    for one, other in zip(*(in_worlds(setup, rows) for setup in setups), strict=True):
        assert one.parameters == other.parameters and one.run == other.run and one.policy != other.policy
        assert one.parameters["load"] == 1.07 and one.run.replicates == 1
    made = in_worlds(setups[0], rows)
    assert len({one.run.seed for one in made}) == 30
    for one, row in zip(made, rows, strict=True):
        assert {f"parameters.{key}": value for key, value in one.parameters.items()} == row | {"parameters.load": 1.07}


def test_a_policy_against_itself_is_never_better_or_worse(path):
    (one, _) = chosen_setups(WORDS, ())
    setups = [one, replace(one, policy=replace(one.policy, name="again"))]
    for shares in shares_over(setups, [path], 20).values():
        assert shares.n == 0 or (shares.holds, shares.reversed, shares.unclear) == (0.0, 0.0, 1.0)


def test_a_page_with_worlds(study, capsys):
    """The usual worlds; the line on the page makes the same bytes."""
    assert main(["report", *WORDS, "--n", "20", "-o", "one.html"]) == 0
    page = (study / "one.html").read_text()
    assert "worlds drawn by weight from a table of worlds that agree with the evidence" in page
    assert "better, evidence" in page and "worse, plausible" in page
    assert "worlds evidence, SHA-256" in page and read_worlds("evidence").digest in page
    line = re.search(r"paradip (report [^<]*) -o report.html", page)[1]
    assert "--worlds evidence,plausible --n 20" in line
    assert main([*line.split(), "-o", "two.html"]) == 0
    assert (study / "two.html").read_bytes() == page.encode()
    assert main(["report", *WORDS, "-o", "three.html"]) == 0
    assert "If assumptions are others" not in (study / "three.html").read_text()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--n", "1"], "--n: '1'; expected a whole number"),
        (["--worlds", "evidnce"], "did you mean 'evidence'"),
        (["--worlds", "evidence,evidence"], "'evidence' is named twice"),
    ],
)
def test_bad_words_write_nothing(words, named, study, capsys):
    assert main(["report", *WORDS, *words, "-o", "x.html"]) == 2
    told = capsys.readouterr().err
    assert named in told and told.count("\n") == 1 and not (study / "x.html").exists()
