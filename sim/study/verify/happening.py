"""Dated events in their limits: a surge is a Poisson stream of its own, a cut takes its share of pace, a line turns.

E N = Λ0 size weeks more issues, with the variance of their mean     (a superposition of Poisson streams is one)
pace x (1 - size) while a shutdown lasts, and from a cut on
line -> that of the other party
"""

import math

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve

SCENARIO, RATE = "textbook_events", 8.0
LONG = 0.01  # team-weeks; of shorter work a date keeps too few digits
SURGE, STAFF = "Issues that a surge of a year brings, by its size", "Pace of the centre's teams, by the size of events"
PANELS = (
    Panel(SURGE, "size of the surge", "issues", {"Λ0 size weeks": curve(lambda size: RATE * size * 52, 0, 0.75)}),
    Panel(
        STAFF,
        "events",
        "pace",
        {"in a shutdown of .5": ([0, 1.5], [1, 0.25]), "after a cut of .2": ([0, 1.5], [1, 0.7])},
    ),
)


@case("a surge brings Λ0 size weeks more issues, and no other changes", "Kingman 1993")
def surges(simulator):
    for events in (0.5, 1.0, 1.5):
        size, counts = 0.5 * events, []
        for k in range(60):
            issues = simulator.issues(SCENARIO, 3, events=events, replicate=k)
            came = issues[issues["uid"] >= 2**29]
            counts.append(len(came))
        exact = RATE * size * 52
        yield Reading(
            f"issues, size {size:g}",
            exact,
            float(np.mean(counts)),
            math.sqrt(exact / len(counts)),
            SURGE,
            "Λ0 size weeks",
            size,
        )
        outside = ((came["opened"] < 52) | (came["opened"] >= 104)).sum()
        yield Reading(f"of those outside its weeks, size {size:g}", 0.0, float(outside))
    yield Reading(
        "variance over mean, size .75",
        1.0,
        float(np.var(counts, ddof=1) / np.mean(counts)),
        math.sqrt(2 / len(counts)),
        scale=10.0,
    )
    usual = simulator.issues(SCENARIO, 3, events=0)
    both = simulator.issues(SCENARIO, 3, events=1.5)
    rest = both[both["uid"] < 2**29]
    yield Reading("of all else, those that differ", 0.0, float((rest["opened"] != usual["opened"]).sum()))


@case("staff that is away is away from the pace, for as long as it is", "this model")
def staff(simulator):
    for events in (0.0, 0.5, 1.0, 1.5):
        issues = simulator.issues(SCENARIO, 6, events=events)
        issues = issues[issues["task"] > LONG]
        worked = issues["task"] / (issues["ready"] - issues["started"])
        for line, since, until, exact in (
            ("in a shutdown of .5", 104, 156, 1 - min(0.5 * events, 1)),
            ("after a cut of .2", 208, 300, 1 - 0.2 * events),
            ("", 0, 104, 1.0),
            ("", 156, 208, 1.0),
        ):
            inside = (issues["started"] >= since) & (issues["started"] < until) & np.isfinite(issues["ready"])
            for value in (worked[inside].min(), worked[inside].max()):
                panel, x = (STAFF, events) if line else ("", math.nan)
                label = f"pace {line or 'at other times'}, events {events:g}"
                yield Reading(label, exact, float(value), 0.0, panel, line, x)


@case("a line that turns is the other party's from the next week on", "this model")
def reversal(simulator):
    for events in (0.0, 0.5, 1.0):
        acts = simulator.acts(SCENARIO, 6, events=events)
        for name, inside, exact in (
            ("before", acts["closed"] < 260, 0.5),
            ("after", acts["closed"] >= 261, 0.5 * (1 - 2 * events)),
        ):
            yield Reading(f"line {name}, events {events:g}", exact, float(acts["line"][inside].mean()))


CASES = (surges, staff, reversal)
