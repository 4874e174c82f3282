"""What comes later does not reach back: a longer run begins as the shorter one, a run in pieces is the run, and a lever
that first matters at some week leaves every week before it alone."""

import numpy as np
import pytest
from happening import shutdown
from hypothesis import strategies as st
from relation import FREE, Case, cases, relation

from sim.model import start, week
from sim.model.given import GIVEN, REGIME
from sim.model.metrics import measure
from sim.model.records import AGREED, ELECTED

EVERY = cases(("toy", "us_2023", "canada_2023", "textbook_queue"))


def by_uid(world, weeks):
    """Issues opened so far, in the order of who they are; where they stand in the tables is left out."""
    issues = world.issues[: int(world.federal["rows"][0])]
    issues = issues[(issues["stage"] > 0) & (issues["opened"] < weeks)]
    issues = issues[np.argsort(issues["uid"], kind="stable")]
    return {name: issues[name] for name in issues.dtype.names if not name.startswith("next_") and name != "parent"}


def log_by_uid(world):
    events = world.events[: int(world.federal["events"][0])]
    uids = np.where(events["issue"] >= 0, world.issues["uid"][events["issue"]], -1)
    return [events[name].tobytes() for name in ("time", "kind", "value")] + [uids.tobytes()]


@relation(5, case=EVERY, short=st.integers(1, 80), longer=st.integers(1, 100))
def test_the_longer_run_begins_as_the_shorter(template, case, short, longer):
    """Issues, weeks, log, states and outcomes at the end of the shorter run, bit for bit."""
    lengths = (short * case.dt / 52, (short + longer) * case.dt / 52)
    made = [template(case, years=years, log=True) for years in lengths]
    one, two = (start.begin(m, case.seed) for m in made)
    ticks = int(one.given["ticks"][0])
    assert ticks == short
    for world in (one, two):
        week.run(world, ticks)
    weeks = float(one.given["weeks"][0])
    first, second = by_uid(one, weeks), by_uid(two, weeks)
    assert [name for name in first if first[name].tobytes() != second[name].tobytes()] == []
    assert one.series.tobytes() == two.series[:ticks].tobytes()
    assert log_by_uid(one) == log_by_uid(two)
    states = {
        "departments": ("skill", "readiness", "busy"),
        "subnationals": ("trust", "skill", "drift", "captured", "ventures"),
        "counterparts": ("kept", "broken"),
        "privates": ("active", "barred"),
        "commitments": ("position", "count"),
        "domains": ("line", "published", "common"),
        "federal": (
            "open",
            "agreed",
            "lapsed",
            "surfaced",
            "missed",
            "born",
            "legitimacy",
            "means",
            "lessons",
            "slots",
            "desk_free",
        ),
        "queues": ("length",),
        "teams": ("free",),
        "members": ("heat", "begun"),
        "reputations": ("kept", "broken"),
    }
    for table, fields in states.items():
        for field in fields:
            assert getattr(one, table)[field].tobytes() == getattr(two, table)[field].tobytes(), f"{table}.{field}"
    assert one.courts.tobytes() == two.courts.tobytes()
    assert one.preferences.tobytes() == two.preferences.tobytes()
    assert measure(one, made[0].fte).tobytes() == measure(two, made[1].fte).tobytes()


@relation(5, case=EVERY, cuts=st.lists(st.integers(0, 60), max_size=5))
def test_a_run_in_pieces_is_the_run(template, differ, case, cuts):
    made = template(case, years=1, log=True)
    whole, pieces = (start.begin(made, case.seed) for _ in range(2))
    ticks = int(whole.given["ticks"][0])
    week.run(whole, ticks)
    for cut in [*sorted(min(cut, ticks) for cut in cuts), ticks]:
        week.run(pieces, cut)
    assert differ(whole, pieces) == []


@relation(5, case=EVERY)
def test_a_log_changes_nothing(template, run, differ, case):
    silent, logged = (run(case, years=1, log=log) for log in (False, True))
    assert (
        differ(
            silent,
            logged,
            but=("federal.events", "events.time", "events.kind", "events.issue", "events.actor", "events.value"),
        )
        == []
    )
    assert logged.federal["events"][0] > 0 == silent.federal["events"][0]


def first_week(events, kinds):
    times = events["time"][np.isin(events["kind"], kinds)]
    return float(times.min()) if len(times) else np.inf


# What is changed, what is silenced beside it, and the week from which it can first matter.
LATE = {
    "the length of a shutdown": (
        {"happening": (shutdown(30, 9, 0.5),)},
        {"happening": (shutdown(30, 5, 0.5),)},
        lambda w, e: 30,
    ),
    "a line that turns": ({"events": 1}, {"happening": ((40, 0, "reversal", "all", 1),), "events": 0}, lambda w, e: 40),
    "its size": ({"events": 1.5}, {"happening": (shutdown(47),)}, lambda w, e: 47),
    "rulings": (
        {"coordination.slots": 20},
        {"coordination.body": "body", "coordination.authority": 0.5} | FREE,
        lambda w, e: float(w.regime["escalation"][0]),
    ),  # nothing has waited so long before
    "what a turn of government takes along": (
        {"political_share": 0.5, "reversal": 1.0},
        {"swing": 1.0},
        lambda w, e: first_week(e, [ELECTED]),
    ),
    "how long a new line takes to write": ({"line_delay": 20}, {"swing": 1.0}, lambda w, e: first_week(e, [ELECTED])),
    "who is included in writing it": (
        {"coordination.inclusion": 1.0},
        {"swing": 1.0, "buy_in": 0, "openness": 0, "inclusion_delivery": 0, "burden": 0} | FREE,
        lambda w, e: first_week(e, [ELECTED]),
    ),
    "the chance that a government turns": (
        {"swing": 0.9},
        {"swing": 0.1},
        lambda w, e: float(w.given["first_election"][0]),
    ),
    "how well promises are kept": ({"default_rate": 0.9}, {}, lambda w, e: first_week(e, [AGREED])),
    "how soon trouble surfaces": ({"surface_rate": 0.05}, {"surface_rate": 0.02}, lambda w, e: first_week(e, [AGREED])),
}


@pytest.mark.parametrize("name", LATE)
@relation(3, 25, case=cases(("toy", "us_2023"), dts=(0.5, 1.0)))
def test_what_first_matters_later_leaves_the_past_alone(run, template, differ, name, case):
    """To the last tick before it can: every table, bit for bit; and after it the worlds part."""
    change, beside, when = LATE[name]
    case = case.but(beside)
    logged = run(case, years=2.5, log=True)
    last = min(when(logged, logged.events[: int(logged.federal["events"][0])]), float(logged.given["weeks"][0]))
    one, two = (start.begin(template(case.but(some), years=2.5), case.seed) for some in ({}, change))
    for world in (one, two):
        week.run(world, int(last / case.dt))
    means = {f"given.{field}" for field in GIVEN.names} | {f"regime.{field}" for field in REGIME.names}
    means |= {"federal.slots"}  # rulings saved up for what will wait
    means |= {"dated.size", "dated.until"}  # what is to come
    assert set(differ(one, two)) <= means


@pytest.mark.parametrize("name", LATE)
def test_and_later_it_matters(run, differ, name):
    change, beside, _ = LATE[name]
    case = Case("us_2023", {"coordination.escalation": 1.0}, {}, 1, 1.0).but(beside)
    worlds = [run(case.but(some), years=6) for some in ({}, change)]
    assert {"issues.closed", "series.open"} & set(differ(*worlds))
