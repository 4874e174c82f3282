"""Sentences claim what intervals allow: a direction only where zero is outside, the other one with roles swapped."""

import math

import numpy as np
import pytest

from sim.figures.names import METRIC, called, named
from sim.model.acts import MANY
from sim.model.metrics import METRICS
from sim.setup.columns import chosen_setups
from sim.study import ensemble
from sim.web.decompose import channels, incidents
from sim.web.levers import bill, pulled, rows
from sim.web.summary import headline, in_short, of_incidents, summary
from sim.web.words import Contrast, apart, brief, sentence

SAID = [(metric.name, metric.more, metric.less) for metric in METRICS if metric.more]
RUN = ["run.years=2", "run.replicates=6"]


@pytest.fixture(scope="module")
def both():
    """The same two policies, each in turn the first."""
    pair = ["centralized", "guided_delegation"]
    return ensemble.compare(chosen_setups([*pair, *RUN], ())), ensemble.compare(chosen_setups([*pair[::-1], *RUN], ()))


@pytest.mark.parametrize("metric", [m.name for m in METRICS])
def test_a_sentence_follows_the_interval(metric):
    more, less, thing = named(metric)
    for say in (sentence, brief):
        assert say(Contrast(metric, 1.0, 2.0, 1.0, 0.5, 1.5, 0.4)).startswith(more)
        assert say(Contrast(metric, 2.0, 1.0, -1.0, -1.5, -0.5, 0.4)).startswith(less)
        for low, high in ((-0.5, 2.5), (0.0, 2.0), (-2.0, 0.0), (0.3, 2.0)):  # the last without 0, within the smallest
            said = say(Contrast(metric, 1.0, 1.5, 0.5, low, high, 0.4))
            assert said.startswith(thing) and "no clear difference" in said
        said = say(Contrast(metric, 1.0, 1.2, 0.2, 0.1, 0.3, 0.4))
        assert said.startswith(thing) and "no difference that matters" in said
        assert "same in every world" in say(Contrast(metric, 1.0, 1.0, 0.0, 0.0, 0.0, 0.4))
        assert "too few" in say(Contrast(metric, 1.0, 1.0, math.nan, math.nan, math.nan, 0.4))


@pytest.mark.parametrize("metric", [m.name for m in METRICS])
def test_nobody_wins_by_what_is_paid_or_has_no_direction(metric):
    """A cost is said to cost, whatever is preferred of it; an outcome without direction is more or less."""
    one, up = METRIC[metric], Contrast(metric, 1.0, 2.0, 1.0, 0.9, 1.1, 0.5)
    down = Contrast(metric, 2.0, 1.0, -1.0, -1.1, -0.9, 0.5)
    expected = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("more", "less")}[one.better]
    if one.cost:
        expected = ("costs more", "costs less")
    assert (apart(up)[0], apart(down)[0]) == expected
    assert one.cost == (one.unit == "FTE" and one.better != 0)


def test_more_and_less_are_not_mixed_up():
    """Directions as an English reader takes them."""
    up = ("more", "further", "larger", "longer", "sooner", "higher")  # sooner: less time
    for metric, more, less in SAID:
        assert more != less
        assert any(word in more.lower().split() for word in up) and "fewer" not in more.lower(), metric


def test_rows_are_headed_by_different_words():
    heads = [called(m.name) for m in METRICS]
    assert len(set(heads)) == len(heads) and all(head[0].isupper() or head[0].isdigit() for head in heads)


def test_swapped_roles_swap_every_claim(both):
    forth, back = both
    a, b = summary(forth, "guided_delegation"), summary(back, "centralized")
    assert [title for title, _ in a] == [title for title, _ in b]
    claims = dict(a)
    assert claims["What gets done"][0].startswith("Fewer issues are agreed")
    assert dict(b)["What gets done"][0].startswith("More issues are agreed")
    handed = "Of 100 issues handed to states and cities, "
    assert any(line.startswith(handed) for line in claims["Who agreed the issues"])
    assert not any(line.startswith(handed) for line in dict(b)["Who agreed the issues"])  # the centre hands out none
    swapped = 0
    for (_, lines), (_, others) in zip(a, b, strict=True):
        for metric, more, less in SAID:
            for one, two in ((more, less), (less, more)):
                if any(line.startswith(one + ":") for line in lines):
                    assert any(line.startswith(two + ":") for line in others), metric
                    swapped += 1
    assert swapped >= 10
    assert "Fewer issues" in in_short(forth, "guided_delegation") and "More issues" in in_short(back, "centralized")


def test_the_headline_names_what_moves_most_and_counts_nothing(both):
    forth, back = (headline(one, one.policies[1]) for one in both)
    assert forth.startswith("Guided delegation against centralized: most for the better, ")
    assert "most for the worse, routine issues take longer to be agreed" in forth
    assert "most for the better, routine issues are agreed sooner" in back
    assert "most for the better, fewer acts have a latent problem" in forth
    assert "most for the worse, more acts have a latent problem" in back
    assert "Its levers cost 1,839 staff of the headcount, against 0. States and cities bring 756 staff" in forth
    assert "outcomes" not in forth


def test_parts_add_up_exactly(both):
    """Channels to agreements a week, kinds to incidents a year: means and differences."""
    forth = both[0]
    table = forth.table.set_index("metric")
    for found, whole in ((channels, "throughput"), (incidents, "surfaced")):
        parts = found(forth, "guided_delegation")
        assert np.isclose(sum(one.mean for one in parts), table.loc[whole, "guided_delegation"], rtol=1e-9)
        assert np.isclose(
            sum(one.difference for one in parts), table.loc[whole, "difference_guided_delegation"], rtol=1e-9
        )


def test_a_channel_is_its_share_of_each_runs_agreements(both):
    runs = both[0].runs
    for one in channels(both[0], "guided_delegation"):
        own = runs[runs["policy"] == "guided_delegation"]
        assert np.isclose(
            one.mean, np.mean([t * s for t, s in zip(own["throughput"], own[one.metric], strict=True)]), rtol=1e-12
        )


def test_incidents_are_told_as_their_intervals_have_it(both):
    forth = both[0]
    lines = of_incidents(forth, "guided_delegation")
    said = {
        way: next((line for line in lines if line.startswith(way)), "")
        for way in ("More", "Fewer", "No clear difference that matters")
    }
    n_told = 0
    for one in incidents(forth, "guided_delegation"):
        unclear = "" if one.same else "No clear difference that matters"
        way = "More" if one.low > 1 else "Fewer" if one.high < -1 else unclear  # one incident a year
        assert [key for key, line in said.items() if MANY[one.metric] in line] == ([way] if way else [])
        n_told += bool(way)
    assert n_told >= 3 and said["Fewer"] and of_incidents(both[1], "centralized")[0].startswith("More ")


def test_parts_of_a_kind_are_those_of_the_comparison(both):
    forth = both[0]
    for one in incidents(forth, "guided_delegation"):
        row = forth.table.set_index("metric").loc[one.metric]
        assert np.allclose(
            [one.first, one.mean, one.difference, one.low, one.high],
            [
                row["centralized"],
                row["guided_delegation"],
                *(row[f"{x}_guided_delegation"] for x in ("difference", "low", "high")),
            ],
        )


def test_the_bill_is_the_one_that_is_paid(both):
    """The staff of a policy's levers, from its Setup, is what the runs measured."""
    setups = chosen_setups(["guided_delegation", *RUN], ())
    fte, headcount = bill(setups[0]).fte, bill(setups[0]).headcount
    measured = both[0].table.set_index("metric").loc["fte_levers", "guided_delegation"]
    assert np.isclose(sum(fte.values()), measured) and headcount == 27500
    assert {key for key, cost in fte.items() if cost} <= set(pulled(setups[0].policy))


def test_a_policy_without_levers_has_no_rows():
    centre, moved = chosen_setups(["centralized", "guided_delegation_moved"], ())
    assert [what for what, *_ in rows(centre)] == ["Links between 8 institutions", "All together"]
    said = {what: how for what, how, _ in rows(moved)}
    assert said["Whose staff does the work"] == "staff moves from the centre with the work"
    assert said["Share of each open domain delegated"] == "70%"
