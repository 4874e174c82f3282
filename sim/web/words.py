"""Outcomes in plain words: what is said when there is more of one, when there is less, and what it is called.

A direction is claimed only where the interval of the paired difference excludes zero; else it says so.
"""

import math
from typing import NamedTuple

import numpy as np

from sim.figures.names import METRIC, metric_name, number, numbers, unit_name
from sim.model.metrics import METRICS

SAID = {  # more, less, and the thing itself
    "throughput": ("More agreements are reached", "Fewer agreements are reached", "The number of agreements"),
    "goodput": ("More comes of agreements that are kept", "Less comes of agreements that are kept", "The worth of kept agreements"),
    "completion": ("More issues end in agreement", "Fewer issues end in agreement", "The share of issues that end in agreement"),
    "vital_lapse_ratio": ("More vital issues lapse", "Fewer vital issues lapse", "The share of vital issues that lapse"),
    "backlog_end": ("More is left lying at the end", "Less is left lying at the end", "What is left lying at the end"),
    "conclusion_p50": ("Routine agreements take longer", "Routine agreements come sooner", "The usual time to a routine agreement"),
    "crisis_conclusion_p90": ("Slow crises take longer to settle", "Even slow crises are settled sooner", "The time that slow crises take"),
    "crisis_in_time": ("More crises are settled in time", "Fewer crises are settled in time", "The share of crises settled in time"),
    "queue_wait": ("Issues wait longer for somebody to work on them", "Issues wait less for somebody to work on them", "The wait for somebody to work on an issue"),
    "line_gap": ("What is agreed lies further from the national line", "What is agreed lies closer to the national line", "The distance from the national line"),
    "answer_gap": ("What is agreed lies further from the right answer for the place", "What is agreed lies closer to the right answer for the place", "The distance from the right answer for the place"),
    "contradiction_rate": ("Promises contradict earlier ones more often", "Promises contradict earlier ones less often", "How often promises contradict earlier ones"),
    "surfaced": ("More incidents come into full view", "Fewer incidents come into full view", "The number of incidents in full view"),
    "severity": ("The harm of incidents is larger", "The harm of incidents is smaller", "The harm of incidents"),
    "latent": ("More acts hide trouble", "Fewer acts hide trouble", "The number of acts that hide trouble"),
    "detection_share": ("The centre finds out about more of the hidden trouble", "The centre finds out about less of the hidden trouble", "The part of hidden trouble that the centre finds"),
    "credibility_allies": ("Allies believe the country's word more", "Allies believe the country's word less", "Credibility with allies"),
    "credibility_allies_end": ("Allies believe the country's word more at the end", "Allies believe the country's word less at the end", "Credibility with allies at the end"),
    "credibility_rivals": ("Rivals believe the country's word more", "Rivals believe the country's word less", "Credibility with rivals"),
    "legitimacy": ("The public supports it more", "The public supports it less", "Public legitimacy"),
    "subnational_trust": ("States and cities trust the centre more", "States and cities trust the centre less", "The trust of states and cities"),
    "captured": ("A rival wins over more states and cities", "A rival wins over fewer states and cities", "The number of states and cities a rival wins over"),
    "fte_per_resolved": ("An agreement takes more staff time, whoever pays the staff", "An agreement takes less staff time, whoever pays the staff", "The staff time of an agreement"),
    "delivered": ("More promises are kept", "Fewer promises are kept", "The share of promises kept"),
    "severity_worst": ("The worst incident is graver", "The worst incident is less grave", "The gravity of the worst incident"),
    "turns": ("Government changes hands more often", "Government changes hands less often", "How often government changes hands"),
    "election_drop": ("A change of party costs more agreements", "A change of party costs fewer agreements", "What a change of party costs in agreements"),
}  # fmt: skip
CHANNELS = {  # who reached an agreement, by share_*
    "share_central": "the centre alone", "share_mandate": "states and cities under a mandate",
    "share_joint": "states and cities and the centre, both signing", "share_consult": "the centre on local advice",
    "share_quiet": "states and cities on their own, quietly", "share_freelance": "states and cities on their own, openly",
    "share_private": "private actors",
}  # fmt: skip
INCIDENTS = {  # what came into full view, by inc_*
    "inc_contradiction": "promises that contradict each other", "inc_overreach": "delegates who went too far",
    "inc_unauthorised": "states and cities that acted alone", "inc_capture": "acts of those a rival had won over",
    "inc_private": "harm done by private actors", "inc_vital_lapse": "vital matters that lapsed",
    "inc_crisis_out_of_hand": "crises that got out of hand",
}  # fmt: skip
OUTCOMES = {
    "central_load_end": "load of the centre in the last year", "overload_week": "first week of overload", "delivered": "promises kept",
    "first_act_p50": "time to the first official offer, median", "shutdown_drop": "fall of agreements during a shutdown",
    "shutdown_backlog": "rise of open issues after a shutdown", "vertical": "how far states and cities keep to the line",
    "election_drop": "fall of agreements after a change of party", "inc_private": "incidents of harm done by private actors",
    "captured": "states and cities that a rival has won over", "inc_capture": "incidents by those a rival had won over",
    "answer_gap_vital": "distance from the right answer on vital issues",
    "backlog_age_p50": "age of what is open at the end, median", "backlog_age_p90": "age of what is open at the end, 90th pct.",
    "born_crises": "crises born of incidents", "central_load_start": "load of the centre in the first year",
    "credibility_rivals_end": "credibility with rivals at the end", "legitimacy_end": "public legitimacy at the end",
    "crisis_first_response_p50": "time until a crisis is taken up, median", "crisis_first_response_p90": "time until a crisis is taken up, 90th pct.",
    "detected": "hidden trouble that the centre finds", "remedied": "hidden trouble put right quietly", "latent_severity": "severity of hidden trouble",
    "first_act_p90": "time to the first official offer, 90th pct.", "fte_brought": "staff that states and cities bring",
    "fte_coordination": "staff for coordination", "fte_delegation": "staff of the office for states and cities", "fte_investment": "staff for training and the like",
    "fte_oversight": "staff for oversight", "fte_front": "staff left at the front line", "managers": "staff who manage the others",
    "gini_service": "inequality of service between places", "incident_concentration": "inequality of incidents between places",
    "small_place_gap": "how much better larger places are served", "horizontal": "how alike states and cities act",
    "per_100_acts": "acts that end in open trouble", "voided_per_1000": "acts of delegates that are voided",
    "shutdown_recovery": "time to recover from a shutdown", "subnational_trust": "trust of states and cities in the centre",
}  # fmt: skip
UNITS = {
    "issues/week": "a week", "incidents/year": "a year", "acts/year": "a year", "crises/year": "a year",
    "severity/year": "points of severity a year", "vitality/week": "points of vitality a week", "per 100": "per 100",
    "FTE": "staff", "FTE-years": "staff-years", "sd": "standard deviations", "issues/year": "a year",
    "number": "", "actors": "", "severity": "", "[0,1]": "on a scale of 0 to 1",
}  # fmt: skip
BETTER = {metric.name: metric.better for metric in METRICS}
UNIT = {metric.name: metric.unit for metric in METRICS}
MEANING = {metric.name: metric.meaning for metric in METRICS}


class Contrast(NamedTuple):
    """One outcome of a policy against the first: both means, the paired difference and its 95% interval."""

    metric: str
    first: float
    mean: float
    difference: float
    low: float
    high: float

    @property
    def direction(self) -> int:
        """1 more, -1 less, 0: cannot be told."""
        return (self.low > 0) - (self.high < 0)

    @property
    def same(self) -> bool:
        return self.low == self.high == 0.0

    @property
    def defined(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)


def contrast_of(table, metric: str, first: str, other: str) -> Contrast:
    """A row of the table of `ensemble.compare`."""
    at = np.flatnonzero(table["metric"].to_numpy() == metric)[0]
    return Contrast(
        metric,
        *(
            float(table[name].iat[at])
            for name in (first, other, *(f"{x}_{other}" for x in ("difference", "low", "high")))
        ),
    )


def scale(metric: str) -> float:
    return 100.0 if UNIT.get(metric) == "share" else 1.0


def unit(metric: str) -> str:
    if UNIT.get(metric) == "share":
        return "%"
    return UNITS.get(UNIT.get(metric, ""), unit_name(UNIT.get(metric, "")))


def with_unit(metric: str, value: str) -> str:
    words = unit(metric)
    return f"{value}%" if words == "%" else f"{value} {words}".strip()


def signed(x: float, digits: int = 3) -> str:
    return ("+" if x > 0 else "") + number(x, digits)


def apart(found: Contrast) -> tuple[str, str]:
    """Whether the policies can be told apart on this outcome, in words, and the class of those words."""
    if not found.defined:
        return "not defined", "quiet"
    if found.same:
        return "no difference at all", "quiet"
    way = found.direction
    if way == 0:
        return "cannot be told apart", "quiet"
    better = BETTER[found.metric]
    if better == 0:
        return ("yes: more" if way > 0 else "yes: less"), ""
    return ("yes: better", "better") if way * better > 0 else ("yes: worse", "worse")


def bare(found: Contrast) -> str:
    """`apart` beside a number, where better says enough."""
    return apart(found)[0].removeprefix("yes: ")


def called(metric: str) -> str:
    """The name of an outcome, to stand at the head of a row."""
    if metric in INCIDENTS or metric in CHANNELS:
        words = OUTCOMES.get(metric) or INCIDENTS.get(metric) or f"agreements by {CHANNELS[metric]}"
    else:
        words = (
            OUTCOMES[metric]
            if metric in OUTCOMES
            else metric_name(metric)
            if metric in METRIC or metric not in SAID
            else SAID[metric][2].removeprefix("The ")
        )
    return words[0].upper() + words[1:]


def named(metric: str) -> tuple[str, str, str]:
    return SAID.get(metric, (f"More: {metric_name(metric)}", f"Less: {metric_name(metric)}", called(metric)))


def brief(found: Contrast) -> str:
    """The same in as few words as are true."""
    more, less, thing = named(found.metric)
    if not found.defined:
        return f"{thing}: too few of these worlds have a value."
    first, mean = numbers(scale(found.metric) * found.first, [scale(found.metric) * found.mean])
    if found.same:
        return f"{thing} is the same in every world."
    if found.direction == 0:
        return f"{thing}: no difference can be told."
    small = ", a difference of less than 1%" if abs(found.difference) < 0.01 * abs(found.first) else ""
    return f"{more if found.direction > 0 else less}: {with_unit(found.metric, mean)} against {first}{small}."


def sentence(found: Contrast) -> str:
    """An outcome in a sentence that claims no more than its interval allows."""
    more, less, thing = named(found.metric)
    k = scale(found.metric)
    if not found.defined:
        return f"{thing}: no interval, since too few of these worlds have a value."
    first, mean = numbers(k * found.first, [k * found.mean])
    if found.same:
        return f"{thing} is the same in every world: {with_unit(found.metric, first)}."
    points = " points" if k == 100.0 else ""
    span = f"difference {signed(k * found.difference)}{points}, 95% interval {signed(k * found.low)} to {signed(k * found.high)}"
    if found.direction == 0:
        return f"{thing}: no difference can be told, {with_unit(found.metric, mean)} against {first} ({span})."
    lead = more if found.direction > 0 else less
    return f"{lead}: {with_unit(found.metric, mean)} against {first} ({span})."
