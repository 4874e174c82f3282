"""Patterns that somebody who has done the work would look for, in the United States of 2023: each a direction or a size
with its tolerance, and none of them put in by hand.
"""

import dataclasses

import numpy as np
import pytest
from happening import happening, shutdown

from sim.inputs.scenario import load_scenario
from sim.model import regime, start, week
from sim.model.records import CONCLUDED, FREELANCE, MANDATE, MISJUDGED, PRIVATE_HARM, QUIET
from sim.setup.config import setup_from

US = "us_2023"
FREE = {
    "patrol_fte": 0, "inspector_fte": 0, "liaison_fte": 0, "guidance_fte": 0, "sharing_fte": 0, "burden": 0
}  # fmt: skip


@pytest.fixture
def decades(simulate, issues_of):
    """Issues of some worlds under levers and parameters, one array."""

    def decades(levers=None, n=3, years=4, **parameters):
        worlds = (simulate(US, levers, parameters, years=years, seed=seed) for seed in range(1, n + 1))
        return np.concatenate([issues_of(world) for world in worlds])

    return decades


def acts(issues):
    return issues[issues["stage"] == CONCLUDED]


def share(which, of):
    return which.sum() / max(of.sum(), 1)


def test_more_oversight_finds_more_and_causes_no_more(decades):
    watched = {"delegation.level": 0.3, "oversight.patrol": 0.8, "oversight.inspector": 0.8}
    few, many = (acts(decades(levers, **FREE)) for levers in ({"delegation.level": 0.3}, watched))
    found = [np.isfinite(one["detected"]).sum() for one in (few, many)]
    latent = [(one["incident"] > 0).sum() for one in (few, many)]
    assert found[1] > 4 * found[0] > 0 and abs(latent[1] - latent[0]) < 0.05 * latent[0]


def test_a_shutdown_leaves_a_backlog_of_the_right_size(simulate):
    """Of the work that comes in w weeks with a share s of the staff away, (ρ - 1 + s) w stays, in weeks of capacity."""
    calm = {"load": 0.8, "window": 0, "crisis_share": 0, "spawn": 0, "growth": 0, "clearance": 0, "swing": 0}
    calm |= {"freelance_rate": 0, "reach": 0, "bargaining": 0}
    open_, usual = (
        np.mean([simulate(place, {}, calm, years=4, seed=k).series["open"] for k in range(1, 9)], 0)
        for place in (happening(US, shutdown(100, 10, 0.6)), happening(US))
    )
    extra, arrivals = (open_ - usual)[109], 50.0
    assert extra == pytest.approx((0.8 - 1 + 0.6) * 10 * arrivals / 0.8, rel=0.25)


def test_overload_shows_as_waiting_before_it_shows_as_lapses(decades):
    calm, busy = (decades(load=load, growth=0) for load in (0.7, 0.9))
    waits = [one["waited"][one["stage"] == CONCLUDED].mean() for one in (calm, busy)]
    lapses = [share(one["stage"] == CONCLUDED + 1, one["stage"] >= CONCLUDED) for one in (calm, busy)]
    assert waits[1] / waits[0] > 1.5 * lapses[1] / lapses[0] and lapses[1] >= lapses[0]


def test_solo_acts_cluster_where_the_centre_is_slow(decades):
    issues = decades(load=1.1, freelance_rate=0.05)
    domains = np.unique(issues["domain"])
    slow = [issues["waited"][issues["domain"] == d].mean() for d in domains]
    alone = [share((issues["venture"] > 0) & (issues["domain"] == d), issues["domain"] == d) for d in domains]
    ranks = np.argsort(np.argsort(slow)), np.argsort(np.argsort(alone))
    order = np.argsort(slow)
    fastest, slowest = (np.isin(issues["domain"], domains[part]) for part in (order[:4], order[-4:]))
    assert np.corrcoef(*ranks)[0, 1] > 0.5
    assert share((issues["venture"] > 0) & slowest, slowest) > 3 * share((issues["venture"] > 0) & fastest, fastest)


def test_harsh_bans_hide(decades):
    mild, harsh = (
        decades({"oversight.sanction": s, "oversight.alarm": 0.8}, load=1.1, freelance_rate=0.06, concealment=1, **FREE)
        for s in (0.3, 1.0)
    )
    kinds = [np.isin(acts(one)["channel"], (QUIET, FREELANCE)) for one in (mild, harsh)]
    seen = [
        share(np.isfinite(acts(one)["detected"]) & kind, kind) for one, kind in zip((mild, harsh), kinds, strict=True)
    ]
    assert kinds[1].sum() > 50 and seen[1] < 0.5 * seen[0]


def test_a_new_line_is_followed_late(simulate, issues_of):
    """After a turn of government mandates keep to the old line until the new one is written."""
    parameters = {"swing": 1, "line_delay": 12, "line_gap": 0.8, "preference_sd": 0, "lean_scale": 0}
    new, settled = [], []
    for seed in range(1, 4):
        world = simulate(US, {"delegation.level": 0.5, "coordination.guidance": 1.0}, parameters, years=4, seed=seed)
        turn = float(world.series["time"][np.flatnonzero(np.diff(world.series["party"]))[0]])
        done = issues_of(world)
        done = done[(done["channel"] == MANDATE) & (done["stage"] == CONCLUDED)]
        away = np.abs(done["agreed"] - done["line"] - done["omega"])
        new += away[(done["closed"] > turn) & (done["closed"] < turn + 10)].tolist()
        settled += away[(done["closed"] > turn + 30) & (done["closed"] < turn + 60)].tolist()
    assert len(new) > 50 and np.mean(new) > 1.3 * np.mean(settled)


def test_exercises_fade(prepare):
    """Readiness halves in its half-life once nobody exercises any longer."""
    drilled = start.begin(prepare(US, {"coordination.exercises": 12}, {"readiness_life": 26}, years=4), 1)
    week.run(drilled, 104)
    idle = regime.switch(drilled, prepare(US, {}, {"readiness_life": 26}, years=4))
    week.run(idle, 156)
    then, later = idle.series["readiness"][103], idle.series["readiness"][155]
    assert then > 0.5 and later == pytest.approx(then / 4, rel=0.1)


def test_a_liaison_is_felt_at_home_first(simulate):
    """What delegates sign changes at once; what partners believe changes as promises are kept. Four decades' mean."""
    levers, early, late = {"delegation.level": 0.5}, 8, 104
    wish, trusted = [], []
    for seed in range(1, 5):
        plain, posted = (
            simulate(US, levers | {"oversight.liaison": x}, FREE | {"slack": 0.9}, years=6, seed=seed)
            for x in (0.0, 2.0)
        )
        wish.append([
            np.abs((one["agreed"] - one["faithful"])[(one["channel"] == MANDATE) & (one["closed"] < early)]).mean()
            for one in (plain.issues, posted.issues)
        ])  # fmt: skip
        gained = posted.series["allies"] - plain.series["allies"]
        trusted.append([gained[:early].mean(), gained[-late:].mean()])
    (without, with_them), (soon, at_last) = np.mean(wish, axis=0), np.mean(trusted, axis=0)
    assert with_them < 0.3 * without
    assert abs(soon) < 0.5 * abs(at_last)


def test_half_measures_differ_by_kind(prepare):
    """Half of the officers close more than half of the gap; half of a grant below the cost of setting up buys none."""
    one, half = (prepare(US, {"oversight.liaison": x}, FREE).world.subnationals["liaison"][0] for x in (2.0, 1.0))
    assert half > 0.6 * one
    teams = [prepare(US, {"investment.grants": x}).world.subnationals["teams"].sum() for x in (0.0, 0.02, 0.04)]
    assert teams[1] - teams[0] < 0.45 * (teams[2] - teams[0])


def test_incidents_are_heavy_tailed(decades):
    """The gravest hundredth of private harm does a tenth of it and more, three times as much as of misjudgements."""
    done = acts(decades({"delegation.level": 0.8}, n=6, load=1.2, reach=0.4, entry_rate=0.6, tail=0.8, **FREE))

    def top(kind):
        severity = np.sort(done["severity"][done["incident"] == kind])
        assert len(severity) > 100
        return severity[-max(len(severity) // 100, 1) :].sum() / severity.sum()

    assert top(PRIVATE_HARM) > 0.1 and top(PRIVATE_HARM) > 3 * top(MISJUDGED)


def test_knowing_more_raises_no_contradiction_that_local_conditions_explain(decades):
    rates = [
        share(one["contradicts"] == 1, one["had_standing"] == 1)
        for one in (acts(decades(federal_precision=x, allowance=1, attenuation=1)) for x in (0.2, 0.6, 1.5, 6.0))
    ]
    assert (np.diff(rates) < 0.005).all() and rates[-1] < 0.6 * rates[0]


def test_another_federation_differs_where_its_tables_do(issues_of):
    """The United States with the departments of one desk: clearances vanish, and the docket from abroad is the same."""
    page = load_scenario(US)
    other = dataclasses.replace(page, clearance=np.zeros_like(page.clearance))
    worlds = []
    for one in (page, other):
        template = start.prepare(one, setup_from("guided_delegation").policy, {}, 2.0, 1.0)
        worlds.append(issues_of(start.finish(start.begin(template, 1))))
    for name in ("counterpart", "locality", "domain", "vitality", "omega", "opened"):
        both = [one[name][one["crisis"] == 0][:2000] for one in worlds]
        assert np.array_equal(*both), name
    assert worlds[0]["redrafts"].sum() > 0 == worlds[1]["redrafts"].sum()
