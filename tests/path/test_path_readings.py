"""What the centre knows, by hand on short records: rates, waits, the gravest, how late, and what is not defined yet."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.model.path.readings import READINGS, Seen
from sim.model.records import SERIES, rows


def record(ticks, **columns):
    series = rows(SERIES, ticks)
    for name, values in columns.items():
        series[name] = values
    return series


def seen(series, dt=1.0, ticks=None):
    return Seen(series, len(series) if ticks is None else ticks, dt, {"delegation.level": 0.25})


@pytest.mark.parametrize(
    ("name", "field"),
    [("agreements", "agreed"), ("lapses", "lapsed"), ("omissions", "missed"), ("incidents", "surfaced"),
     ("harm", "harm"), ("detected", "detected")],
)  # fmt: skip
@pytest.mark.parametrize("dt", [0.25, 1.0, 4.0])
def test_a_rate_is_that_of_the_past_year(name, field, dt):
    """Two a week for a year, then five: after a year and a half 52 (26 2 + 26 5)/52 = 182 a year."""
    weeks = np.arange(1, round(78 / dt) + 1) * dt
    total = np.where(weeks <= 52, 2 * weeks, 104 + 5 * (weeks - 52))
    found = READINGS[name].of(record(len(weeks), **{field: total}), dt)
    early = weeks < 13
    assert early.any() and np.isnan(found[early]).all() and np.isfinite(found[~early]).all()
    assert found[(weeks >= 13) & (weeks <= 52)] == pytest.approx(104.0)
    expected = 2 * (104 - weeks) + 5 * (weeks - 52)
    assert found[weeks > 52] == pytest.approx(expected[weeks > 52])
    assert READINGS[name].first == 13.0


def test_only_what_was_found_is_read():
    """Nothing that is hidden has a reading: of faults those detected, of incidents those that surfaced."""
    series = record(60, born=np.arange(60) * 100.0, captured=0.9, surfaced=np.arange(1, 61), detected=np.arange(1, 61))
    shown = seen(series)
    assert shown["incidents"] == shown["detected"] == 52.0
    fields = {"born", "captured", "skill", "readiness"}
    for name in READINGS:
        changed = record(60, **{field: series[field] for field in SERIES.names if field not in fields})
        np.testing.assert_array_equal(seen(changed).weekly(name), shown.weekly(name), err_msg=name)


def test_a_wait_is_a_mean_over_what_was_agreed():
    """Ten agreements in the year that took 70 weeks together: 7; of none there is no wait."""
    agreed = np.concatenate([np.zeros(30), np.full(30, 10.0)])
    found = READINGS["wait"].of(record(60, agreed=agreed, took=7 * agreed), 1.0)
    assert np.isnan(found[:30]).all() and (found[30:] == 7.0).all()
    later = READINGS["wait"].of(record(100, agreed=np.arange(1, 101), took=np.arange(1, 101) ** 2.0), 1.0)
    assert later[-1] == pytest.approx((100**2 - 48**2) / 52)


@pytest.mark.parametrize(("dt", "window"), [(1.0, 13), (0.5, 26), (4.0, 3)])
def test_the_gravest_is_the_highest_of_a_quarter(dt, window):
    found = np.zeros(60)
    found[20], found[22] = 5.0, 3.0
    said = READINGS["gravest"].of(record(60, gravest=found), dt)
    assert (said[:20] == 0).all() and (said[20 : 20 + window] == 5.0).all()
    assert (said[20 + window : 22 + window] == 3.0).all() and (said[22 + window :] == 0).all()


@pytest.mark.parametrize("dt", [0.5, 1.0, 4.0])
def test_what_is_known_is_as_old_as_its_delay(dt):
    """The backlog of each tick is its number: known 4 weeks later, or as late as is said."""
    series = record(60, open=np.arange(1, 61), trust=np.arange(1, 61))
    shown = seen(series, dt, ticks=40)
    assert shown["backlog"] == 40 - round(4 / dt) and shown["trust"] == 40 - round(13 / dt)
    assert shown.weekly("backlog", delay=0.0)[-1] == 40 and shown.week == 40 * dt
    assert len(seen(series, dt, ticks=round(4 / dt)).weekly("backlog")) == 0
    assert np.isnan(seen(series, dt, ticks=round(4 / dt))["backlog"])
    assert seen(series, dt, ticks=round(4 / dt) + 1)["backlog"] == 1


def test_the_future_is_not_read():
    """Whatever happens after this tick: the readings are the same."""
    one, other = record(60, open=np.arange(60), agreed=np.arange(60)), record(60)
    other[:40] = one[:40]
    other["open"][40:] = other["agreed"][40:] = 9e9
    for name in READINGS:
        np.testing.assert_array_equal(seen(one, ticks=40).weekly(name), seen(other, ticks=40).weekly(name))


def test_what_has_lasted_is_known_in_full_or_not_at_all():
    shown = seen(record(30, open=np.arange(1, 31)))
    assert shown.lasting("backlog", 5.0).tolist() == [22, 23, 24, 25, 26]
    assert shown.lasting("backlog", 0.0).tolist() == [26] and shown.lasting("backlog", 5.0, delay=0.0)[-1] == 30
    assert len(shown.lasting("backlog", 26.0)) == 26 and len(shown.lasting("backlog", 27.0)) == 0


def test_a_world_cannot_be_changed_by_looking():
    series = record(30, open=np.arange(1, 31))
    before = series.tobytes()
    shown = seen(series)
    shown.weekly("backlog")[:] = 0
    with pytest.raises(TypeError):
        shown.levers["delegation.level"] = 1.0
    assert series.tobytes() == before and shown.levers["delegation.level"] == 0.25


def test_an_unknown_reading_has_its_nearest():
    for ask in (lambda: seen(record(3))["backlgo"], lambda: seen(record(3)).lasting("backlgo", 3.0)):
        with pytest.raises(InputError, match="reading 'backlgo': not known; expected .*, did you mean 'backlog'"):
            ask()
