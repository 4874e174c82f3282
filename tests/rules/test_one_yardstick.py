"""Every act is judged alike, in the United States of 2023: what lies beyond the leeway is trouble, whoever did it."""

import numpy as np
import pytest

from sim.model.records import CENTRAL, CHANNELS, CONCLUDED, CONSULT, MANDATE, QUIET

CASES = {
    "centralized": {},
    "mandates": {"delegation.level": 0.5, "coordination.guidance": 0.5},
    "joint": {"delegation.level": 0.5, "delegation.form": "joint"},
    "advice": {"delegation.level": 0.5, "delegation.form": "consult", "oversight.licence": 0.5},
}


def acts(simulate, issues_of, levers, **parameters):
    issues = issues_of(simulate("us_2023", levers, parameters, years=3))
    return issues[issues["stage"] == CONCLUDED]


def test_beyond_the_leeway_is_trouble_in_every_channel(simulate, issues_of):
    found = dict.fromkeys(CHANNELS, 0)
    for levers in CASES.values():
        done = acts(simulate, issues_of, levers, load=1.1)
        beyond = np.abs(done["agreed"] - done["line"] - done["omega"]) > 0.8
        for channel in np.unique(done["channel"]):
            mine = beyond & (done["channel"] == channel)
            assert (done["incident"][mine] > 0).all(), CHANNELS[channel]
            found[CHANNELS[channel]] += int(mine.sum())
    assert min(found.values()) > 0 and found["central"] > 100  # the centre's own acts lie beyond, too


@pytest.mark.parametrize("seen", [0.0, 0.6])
def test_what_is_found_of_it_depends_on_instruments_alone(simulate, issues_of, seen):
    """Patrols and inspectors of one intensity: as much of the centre's trouble is found as of its delegates'."""
    levers = {"delegation.level": 0.5, "oversight.patrol": seen, "oversight.inspector": seen}
    done = acts(simulate, issues_of, levers, surface_rate=0, fading_rate=0)
    troubled = done[(done["incident"] > 0) & (done["closed"] < 52 * 3 - 40) & (done["channel"] < QUIET)]
    share = {}
    for name, mine in (
        ("centre", np.isin(troubled["channel"], (CENTRAL, CONSULT))),
        ("delegates", troubled["channel"] == MANDATE),
    ):
        assert mine.sum() > 100
        share[name] = np.isfinite(troubled["detected"][mine]).mean()
        assert share[name] == pytest.approx(1 - (1 - seen) * 0.95, abs=4 * np.sqrt(0.25 / mine.sum()))


def test_an_inspector_audits_the_centre_at_intervals(simulate, issues_of):
    levers = {"delegation.level": 0.5, "oversight.inspector": 1.0, "oversight.patrol_period": 8.0}
    done = acts(simulate, issues_of, levers, caught=0, surface_rate=0, fading_rate=0)
    centre = np.isin(done["channel"], (CENTRAL, CONSULT))
    ours = centre & (done["incident"] > 0) & (done["closed"] < 140)
    assert ours.sum() > 100 and not np.isfinite(done["detected"][~centre]).any()
    delay = done["detected"][ours] - done["closed"][ours]
    assert (np.mod(done["detected"][ours], 8) == 0).all() and 0 < delay.min() and delay.max() <= 8
    assert delay.mean() == pytest.approx(4, abs=4 * 8 / np.sqrt(12 * ours.sum()))
