"""Consent in its limits: what is signed is in force once a legislature agrees, later and with a known probability.

P(consent) = 1 - r (1 - l), r ratification and l legitimacy: one veto player behind the negotiator (Putnam 1988)
in force    consent_time after signature on average, exponentially; what needs no consent at once
refused     a commitment that the counterpart counts as broken
voided      by age a of an act without authority: p (1 - e^(-a/52))
"""

import numpy as np

from sim.model.records import AT_CONSENT, BY_COURT, COMPACT, CONCLUDED, FREELANCE, LAPSED, MANDATE, QUIET, TREATY
from sim.model.rules.law import COURTS_VOID
from sim.study.verify.case import Panel, Reading, case, curve, mean, share

SCENARIO = "textbook_consent"
MANDATES = {"delegation.level": 1.0}
YEARS = 90
LATE = 1560.0  # weeks before the end from which on what is signed may still wait then
ALONE = {
    "arrival_rate": 300,
    "headcount": 0.5,  # too few to finish anything
    "load": 1.2,
    "own_staff": 100_000,
    "freelance_rate": 0.05,
    "venture_speed": 1,
}
RATIFIED, TIME, COURT = "Share consented to", "Weeks from signature until it is in force", "Share voided by a court"
PANELS = (
    Panel(
        RATIFIED,
        "legitimacy l",
        "share",
        {f"1 - {r:g} (1 - l)": curve(lambda x, r=r: 1 - r * (1 - x), 0, 1) for r in (0.5, 1.0)},
    ),
    Panel(TIME, "mean time to consent", "mean weeks", {"treaty, compact": ([0, 90], [0, 90])}),
    Panel(
        COURT,
        "weeks since the act",
        "share",
        {"p (1 - e^(-a/52))": curve(lambda a: COURTS_VOID * (1 - np.exp(-a / 52)), 0, 520)},
    ),
)


def signed(simulator, **parameters) -> np.ndarray:
    """What was signed in time for its consent to be decided before the end."""
    issues = simulator.issues(SCENARIO, YEARS, MANDATES, **parameters)
    issues = issues[issues["opened"] < YEARS * 52 - LATE]
    return issues[issues["desk"] == AT_CONSENT]


@case("a legislature consents with 1 - r (1 - l), and each refusal is a commitment broken", "form: Putnam 1988")
def ratified(simulator):
    for r in (0.5, 1.0):
        for level in (0.2, 0.6, 0.9):
            found = signed(simulator, ratification=r, legitimacy=level)["stage"] == CONCLUDED
            exact = 1 - r * (1 - level)
            line = f"1 - {r:g} (1 - l)"
            yield Reading(
                f"share consented to, r {r:g}, l {level:g}", exact, *share(found, exact), RATIFIED, line, level
            )
    world = simulator.world(SCENARIO, 20, MANDATES, ratification=1.0, legitimacy=0.5)
    refused = (world.issues["stage"] == LAPSED) & (world.issues["desk"] == AT_CONSENT)
    yield Reading("commitments broken", float(refused.sum()), float(world.counterparts["broken"][0]))


@case("consent comes after an exponential time; what needs none is in force at once", "this model")
def waiting(simulator):
    for weeks in (5.0, 20.0, 80.0):
        delay = (found := signed(simulator, consent_time=weeks))["closed"] - found["tabled"]
        yield Reading(f"mean weeks until in force, {weeks:g}", weeks, *mean(delay), TIME, "treaty, compact", weeks)
        late = np.exp(-2.0)
        yield Reading(f"share that takes over twice as long, {weeks:g}", late, *share(delay > 2 * weeks, late))
    acts = simulator.acts(SCENARIO, 20, MANDATES)
    rest = acts[acts["desk"] != AT_CONSENT]
    yield Reading("longest time of a memorandum", 0.0, float((rest["closed"] - rest["tabled"]).max()))


@case("a class is drawn by the domain's shares, and nobody but the centre concludes a treaty", "this model")
def classes(simulator):
    issues = simulator.issues(SCENARIO, 40, MANDATES)
    for name, act, part in (("treaty", TREATY, 0.5), ("compact", COMPACT, 0.3)):
        yield Reading(f"share that takes a {name}", part, *share(issues["act_class"] == act, part))
    mandated = issues["route"] == MANDATE
    yield Reading("treaties under a mandate", 0.0, float((mandated & (issues["act_class"] == TREATY)).sum()))
    yield Reading("all else under a mandate", 1.0, float(mandated[issues["act_class"] != TREATY].mean()))


@case("courts void p (1 - e^(-a/52)) of the acts without authority that are a weeks old", "this model")
def voided(simulator):
    acts = simulator.acts(SCENARIO, 10, **ALONE)
    acts = acts[np.isin(acts["channel"], (QUIET, FREELANCE))]
    unlawful = (acts["act_class"] == TREATY) | (acts["act_class"] == COMPACT)
    yield Reading("memoranda voided", 0.0, float((acts["voided"] == BY_COURT)[~unlawful].sum()))
    age, found = 520 - acts["closed"][unlawful], (acts["voided"] == BY_COURT)[unlawful]
    for low, high in ((0, 104), (104, 208), (208, 520)):
        inside = (age >= low) & (age < high)
        exact = float((COURTS_VOID * (1 - np.exp(-age[inside] / 52))).mean())
        line, old = "p (1 - e^(-a/52))", float(age[inside].mean())
        yield Reading(f"share voided, {low} to {high} weeks old", exact, *share(found[inside], exact), COURT, line, old)


CASES = (ratified, waiting, classes, voided)
