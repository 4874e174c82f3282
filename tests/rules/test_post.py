"""The post carries each paper once, in order, from every desk; ventures reach the table if they are still of use."""

import numpy as np
import pytest

from sim.model import start
from sim.model.records import (
    AT_ACTOR,
    AT_CLEARANCE,
    AT_DRAFT,
    CONCLUDED,
    EVENTS,
    LAPSED,
    MANDATE,
    QUIET,
    READY,
    ROGUE,
    TABLED,
    WAITING,
)
from sim.model.rules import post


class Office:
    """The toy in week 7, whose log is kept."""

    def __init__(self, template):
        self.world = w = start.begin(template, 2)
        self.w, self.given, self.federal, self.issues = w, w.given[0], w.federal[0], w.issues
        self.clock = w.clock[0]
        self.clock["now"], self.clock["then"] = 7.0, 8.0
        self.issues["next_table"] = self.issues["next_tray"] = self.issues["next_alone"] = self.issues[
            "next_entry"
        ] = -1

    def ready(self, i, when, desk=AT_DRAFT, **fields):
        for name, value in ({"stage": READY, "ready": when, "desk": desk, "pending": 0} | fields).items():
            self.issues[name][i] = value

    def post(self):
        return post.post(self.w)

    def post_ventures(self):
        post.post_ventures(self.w)

    def told(self):
        events = self.w.events[: int(self.federal["events"])]
        return [
            (EVENTS[e["kind"]], int(e["issue"]), float(e["time"]), int(e["actor"]), float(e["value"])) for e in events
        ]

    def tables(self):
        found = []
        for country in self.w.counterparts:
            i = country["table"]
            while i >= 0:
                found.append(int(i))
                i = self.issues["next_table"][i]
        return found


@pytest.fixture
def office(prepare):
    return Office(prepare("toy", years=1.0, log=True))


def test_every_tray_is_emptied_once_and_in_order(office):
    """Drafts, clearances and actors' papers, mixed by when they were ready."""
    whens = {3: 7.9, 1: 7.1, 4: 7.5, 2: 7.3, 5: 7.7}
    for i, when in whens.items():
        office.ready(i, when, {4: AT_CLEARANCE, 5: AT_ACTOR}.get(i, AT_DRAFT), returns=1.0, route=MANDATE, holder=1)
    w = office.w
    w.departments["tray"], office.issues["next_tray"][3] = (3, 2), 1
    w.departments["cleared"], w.subnationals["tray"][2] = (-1, 4), 5
    assert office.post() == 5
    assert [line[1] for line in office.told() if line[0] == "offered"] == [1, 2, 4, 5, 3]
    assert (w.departments["tray"] == -1).all() and (w.departments["cleared"] == -1).all()
    assert (w.subnationals["tray"] == -1).all() and (w.bins == -1).all()
    assert office.post() == 0


def test_what_was_settled_is_carried_nowhere(office):
    office.ready(0, 7.5, stage=CONCLUDED)
    office.w.departments["tray"][0] = 0
    assert office.post() == 1 and office.told() == [] and office.tables() == []


def test_papers_ready_at_the_ends_of_the_tick(office):
    """Or left over from before it: the first bin and the last."""
    for i, when in ((0, 5.0), (1, 7.0), (2, 7.999), (3, 8.0), (4, 9.5)):
        office.ready(i, when)
        office.issues["next_tray"][i] = i - 1
    post.sort_tray(office.w, 4)
    filled = np.flatnonzero(office.w.bins >= 0).tolist()
    assert filled == [0, 63]
    assert {0, 1} == {int(office.w.bins[0]), int(office.issues["next_tray"][office.w.bins[0]])}


@pytest.mark.parametrize("dt", [0.25, 1.0, 4.0])
def test_a_bin_is_a_64th_of_a_tick(office, dt):
    office.given["dt"] = dt
    for k in (1, 31, 62):
        office.w.bins[:] = -1
        office.ready(0, 7.0 + dt * (k + 0.5) / 64)
        post.sort_tray(office.w, 0)
        assert np.flatnonzero(office.w.bins >= 0).tolist() == [k]


def test_ventures_reach_the_table(office):
    """Actors' and companies', unless the issue was settled meanwhile; those with an offer on it are there already."""
    w, issues = office.w, office.issues
    issues["counterpart"][:8] = 1
    for i, fields in enumerate(
        ({}, {"stage": CONCLUDED}, {"stage": LAPSED}, {"stage": TABLED}, {}, {"stage": CONCLUDED}, {})
    ):
        for name, value in (
            {"stage": WAITING, "on_table": 0, "venture_at": 5.0, "venture": QUIET, "entry_at": 6.0, "entry": ROGUE}
            | fields
        ).items():
            issues[name][i] = value
    w.subnationals["alone_tray"][:2], issues["next_alone"][:3] = (0, 3), (1, 2, -1)
    w.privates["tray"], issues["next_entry"][4:7] = 4, (5, 6, -1)
    issues["on_table"][3] = 1
    office.post_ventures()
    assert sorted(office.tables()) == [0, 4, 6]
    assert office.told() == [
        ("went_alone", 0, 5.0, 0, QUIET),
        ("went_alone", 3, 5.0, 1, QUIET),
        ("entered", 4, 6.0, 0, ROGUE),
        ("entered", 6, 6.0, 0, ROGUE),
    ]
    assert (w.subnationals["alone_tray"] == -1).all() and (w.privates["tray"] == -1).all()
