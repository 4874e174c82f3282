"""What holds under every policy, assumption and seed: nothing is lost, time runs forward, queues are what they say,
values stay where they belong."""

import numpy as np
import pytest
from relation import Case, cases, relation

from sim.model import start, week
from sim.model.records import (
    AGREED,
    AT_CONSENT,
    CONCLUDED,
    CONSENT_REFUSED,
    IN_HAND,
    LAPSED,
    OPENED,
    TABLED,
    UNSEEN,
    VITAL_LAPSE,
    WAITING,
    WINDOW_CLOSED,
)

GROUPS = ("route", "channel", "domain", "locality", "counterpart", "crisis")


@relation(8, case=cases())
def test_opened_is_concluded_or_lapsed_or_open(template, case):
    """Every week of the run, in all and by route, channel, domain, locality, counterpart and kind, by the stages of the
    issues themselves; and the series says the same."""
    world = start.begin(template(case, years=1), case.seed)
    for tick in range(int(world.given["ticks"][0])):
        week.run(world, tick + 1)
        issues = world.issues[: int(world.federal["rows"][0])]
        then = float(world.clock["then"][0])
        here = issues[(issues["opened"] < then) & (issues["stage"] > 0) & (issues["stage"] != UNSEEN)]
        row, stage = world.series[tick], here["stage"]
        concluded, lapsed = stage == CONCLUDED, stage == LAPSED
        assert (issues["stage"][issues["opened"] >= then] == 0).sum() == (issues["stage"] == 0).sum()
        assert (row["opened"], row["agreed"], row["lapsed"]) == (len(here), concluded.sum(), lapsed.sum())
        assert row["opened"] == row["agreed"] + row["lapsed"] + row["open"]
        for name in GROUPS:
            where = here[name].astype(int) + 1
            n = int(where.max(initial=0)) + 1
            opened, closed, still = (
                np.bincount(where[kind], minlength=n)
                for kind in (np.isfinite(here["opened"]), np.isfinite(here["closed"]), np.isinf(here["closed"]))
            )
            assert (opened == closed + still).all()
            assert (
                closed == np.bincount(where[concluded], minlength=n) + np.bincount(where[lapsed], minlength=n)
            ).all()
            assert still.sum() == row["open"]
        assert (here["closed"][concluded | lapsed] < then).all()


@relation(8, case=cases())
def test_the_log_tells_the_same(run, case):
    """Counted by what the log says happened and when, week by week."""
    world = run(case, log=True)
    events = world.events[: int(world.federal["events"][0])]
    assert len(events) < len(world.events)
    lost = (WINDOW_CLOSED, CONSENT_REFUSED)
    for kinds, column in (((OPENED,), "opened"), ((AGREED,), "agreed"), (lost, "lapsed")):
        times = np.sort(events["time"][np.isin(events["kind"], kinds)])
        assert (np.searchsorted(times, world.series["time"], "left") == world.series[column]).all()
    assert len(np.unique(events["issue"][np.isin(events["kind"], (AGREED, *lost))])) == (
        world.federal["agreed"][0] + world.federal["lapsed"][0]
    )  # none ends twice


@relation(12, case=cases())
def test_any_world(run, issues_of, case):
    world = run(case)
    issues = issues_of(world)
    nothing_is_lost(world, issues)
    time_runs_forward(world, issues)
    lists_are_what_they_say(world)
    values_stay_in_bounds(world)


def nothing_is_lost(world, issues):
    federal = world.federal[0]
    issues = issues[issues["stage"] != UNSEEN]
    stage = issues["stage"]
    agreed, lapsed = (stage == CONCLUDED).sum(), (stage == LAPSED).sum()
    assert federal["opened"] == len(issues) and (federal["agreed"], federal["lapsed"]) == (agreed, lapsed)
    assert federal["open"] == len(issues) - agreed - lapsed >= 0
    assert (stage > 0).all() and ((issues["channel"] >= 0) == (stage == CONCLUDED)).all()
    surfaced, troubled = np.isfinite(issues["surfaced"]), issues["incident"] > 0
    assert surfaced.sum() == federal["surfaced"] and (troubled & (stage == CONCLUDED))[surfaced].all()
    assert (troubled & (stage == LAPSED)).sum() == federal["missed"]
    assert ((issues["incident"] >= VITAL_LAPSE)[troubled] == (stage == LAPSED)[troubled]).all()
    rows = world.issues[: int(federal["rows"])]
    assert federal["born"] == (rows["crisis"] == 2).sum() == federal["rows"] - federal["docket"]
    # Official channels only if routed so; unofficial ones only if somebody ventured.
    done = issues[stage == CONCLUDED]
    official = done["channel"] < 4
    assert (done["channel"] == done["route"])[official].all()
    assert ((done["venture"] == done["channel"]) | (done["entry"] == done["channel"]))[~official].all()
    kept = world.counterparts["kept"].sum() + world.counterparts["broken"].sum()
    assert kept <= agreed * 2 + 10 * len(world.counterparts)


def time_runs_forward(world, issues):
    weeks = float(world.given["weeks"][0])
    opened, closed = issues["opened"], issues["closed"]
    done = np.isfinite(closed)
    assert (closed[done] >= opened[done]).all() and (closed[done] < weeks).all()
    started, tabled = issues["started"], issues["tabled"]
    assert (started >= opened).all() and (tabled >= started).all()
    official = (issues["stage"] == CONCLUDED) & (issues["channel"] < 4)
    assert (closed[official] >= tabled[official]).all()
    assert (closed[done] <= issues["deadline"][done]).all()
    lapsed, refused = (
        issues["stage"] == LAPSED,
        issues["desk"] == AT_CONSENT,
    )  # it was signed, and no window closes then
    assert (closed[lapsed] == np.where(refused, issues["ready"], issues["deadline"])[lapsed]).all()
    for at, ready, before in (("venture_at", "venture_ready", opened), ("entry_at", "entry_ready", opened)):
        there = np.isfinite(issues[at])
        assert (issues[at][there] > before[there]).all() and (issues[ready][there] > issues[at][there]).all()
    alone = (issues["channel"] == 4) | (issues["channel"] == 5)
    assert (closed[alone] >= issues["venture_ready"][alone]).all()
    private = issues["channel"] >= 6
    assert (closed[private] >= issues["entry_ready"][private]).all()
    for later in ("detected", "surfaces", "surfaced"):
        there = np.isfinite(issues[later])
        assert (issues[later][there] >= closed[there]).all()
    corrected = np.isfinite(issues["remedied"])
    assert (issues["remedied"][corrected] >= issues["detected"][corrected]).all()
    assert not (corrected & np.isfinite(issues["surfaced"])).any()
    assert (issues["waited"] >= -1e-9).all()


def walk(links, head):
    """Members of a list from its head on; no list runs in a circle."""
    seen = []
    while head >= 0:
        seen.append(head)
        head = links[head]
        assert len(seen) <= len(links)
    return seen


def lists_are_what_they_say(world):
    issues = world.issues
    links = {name: issues[name].tolist() for name in issues.dtype.names if name.startswith("next_")}
    queued = []
    for head, tail, length in [*world.queues.tolist(), *world.posts.tolist()]:
        members = walk(links["next_queue"], head)
        assert len(members) == length >= 0
        assert not members or members[-1] == tail
        queued += members
    assert (world.counterparts["arrived"] == -1).all()
    assert len(queued) == len(set(queued))
    assert set(np.flatnonzero(issues["stage"] == WAITING)) <= set(queued)
    held = world.teams["issue"][world.teams["issue"] >= 0].tolist()
    assert len(held) == len(set(held)) and not set(held) & set(queued)
    assert set(np.flatnonzero(issues["stage"] == IN_HAND)) <= set(held)
    for table, head, link in (
        (world.counterparts, "table", "next_table"),
        (world.subnationals, "home", "next_local"),
        (world.privates, "openings", "next_private"),
        (world.privates, "busy", "next_entry"),
        (world.subnationals, "alone", "next_alone"),
    ):
        lists = [walk(links[link], first) for first in table[head].tolist()]
        members = [i for part in lists for i in part]
        assert len(members) == len(set(members))
        if head == "home":
            assert all(issues["locality"][i] == j for j, part in enumerate(lists) for i in part)
        if head == "alone":
            assert [len(part) for part in lists] == world.subnationals["ventures"].tolist()
        if head == "busy":
            assert [len(part) for part in lists] == world.privates["active"].tolist()
        if head == "table":
            offered = (issues["stage"] == TABLED) & (issues["desk"] != AT_CONSENT)
            assert set(np.flatnonzero(offered)) <= set(members)


def values_stay_in_bounds(world):
    for table, name in (
        ("subnationals", "trust"),
        ("subnationals", "skill"),
        ("departments", "skill"),
        ("departments", "readiness"),
        ("federal", "legitimacy"),
        ("federal", "lessons"),
        ("subnationals", "liaison"),
        ("subnationals", "defence"),
    ):
        values = getattr(world, table)[name]
        assert ((values >= 0) & (values <= 1)).all(), name
    assert 0.5 <= world.federal["means"][0] <= 1.5
    assert (world.privates["active"] <= world.privates["capacity"]).all()
    assert (world.subnationals["ventures"] <= world.subnationals["ventures_max"]).all()
    for table in (world.series, world.counterparts, world.subnationals, world.federal):
        assert not any(np.isnan(table[name]).any() for name in table.dtype.names)
    assert (world.commitments["count"] <= world.given["standing"][0]).all()


def test_seeds_matter(simulate, differ):
    worlds = [simulate("toy", years=1, seed=seed, replicate=replicate) for seed, replicate in ((1, 0), (2, 0), (1, 1))]
    for k in (1, 2):
        assert {"issues.opened", "issues.work", "issues.closed", "first_preferences", "series.open"} <= set(
            differ(worlds[0], worlds[k])
        )


@pytest.mark.parametrize("name", ["toy", "us_2023", "canada_2023"])
def test_something_happens(run, name):
    """The worlds that relations are tried on are busy ones."""
    world = run(Case(name, {"delegation.level": 0.4}, {"arrival_rate": 10.0, "crisis_share": 0.1}, 1, 1.0))
    channels = set(world.issues["channel"][: int(world.federal["rows"][0])].tolist())
    assert {0, 1} <= channels and world.federal["lapsed"][0] > 10 and world.federal["surfaced"][0] > 5
