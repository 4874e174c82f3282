"""What chance sent a run so far, less what it sends on average: sums whose mean is 0 whatever the policy.

Each is a sum over draws of f(u) less E f(u). Whether a draw belongs to the sum is settled before it is looked at, so
the mean is exactly 0 (a martingale); so is that of any weighted sum. An interval over several decades takes off what
they explain (`sim.runs.luck`). Of the docket, N(t) being arrivals of rate Λ(t) over T weeks:
    N(T) - ∫Λ,   Σ (g(mark_i) - E g)
of flare-ups, each of which leads to Poisson(η) more after exponential delays of mean m:
    N - share ∫Λ - Σ η (1 - exp(-(T - t_i)/m))
of what follows acts, Σ (1{u < p} - p) with the chance p that the rules give it, weighted by what was known before.

`python -m experiments.precision` shows how much narrower intervals are. Other sums (by domain and year, of signals,
talks, deliveries, audits, alarms, harm) explain so little that estimating their slopes costs more than they save.
"""

import numpy as np

from sim.model import draws
from sim.model.catalogue import Metric
from sim.model.compiled import drive, rule
from sim.model.elementary import exp
from sim.model.records import CONCLUDED, FLARE_UP, GRAVE, record, rows
from sim.model.rules.arrivals import EXCITATION_WEEKS, OPPORTUNITIES, integrated_rate

SAID = (
    ("arrivals", "issues", "routine issues that arose"),
    ("sizes", "issues", "size of routine issues, by their domains"),
    ("work", "weeks", "work on routine issues"),
    ("flare_ups", "issues", "crises that flared up"),
    ("graves", "issues", "international crises"),
    ("turns", "elections", "elections that turned the centre"),
    ("other_party", "share", "share of the run under the other party"),
    ("surfacing", "severity", "severity that would come to light before it is moot"),
)
METRICS = tuple(Metric(f"luck_{name}", unit, 0, f"luck: {of}", f"{of}, less the mean") for name, unit, of in SAID)
LUCK = record(*(("f8", name) for name, _, _ in SAID))


@rule
def surfacing(w, issue):
    """Of a faulty act: severity × (1{surfaces before it is moot} - s/(s + f)), of rates s and f."""
    given = w.given[0]
    u, v = draws.pair(given, draws.SURFACE, issue.uid, 0, 0)
    first = draws.exponential(u) * given.fading_rate < draws.exponential(v) * given.surface_rate
    return issue.severity * (first - given.surface_rate / (given.surface_rate + given.fading_rate))


@rule
def turn(w, weeks, luck):
    """Add elections before a week: X_k = -1 after a turn, of chance s, is on average (1 - 2s)^k."""
    given = w.given[0]
    party, usual, k, date = 1.0, 1.0, 0, given.first_election
    while 0.0 < date < weeks:
        turned = draws.uniform(given, draws.ELECTION, k, 0, 0) < given.swing
        luck.turns += turned - given.swing
        party, usual, k = -party if turned else party, usual * (1.0 - 2.0 * given.swing), k + 1
        following = date + given.election_interval if given.election_interval > 0.0 else weeks
        luck.other_party += 0.5 * (usual - party) * (min(following, weeks) - date) / weeks
        date = following


@drive
def add_up(w, lucks):
    """Fill the one row of `lucks` from a world that has run."""
    given, luck, weeks = w.given[0], lucks[0], w.clock[0].tick * w.given[0].dt
    routine = integrated_rate(given, weeks)
    size, before = 0.0, 0.0
    for d in range(w.domains.shape[0]):
        size += (w.domain_cdf[d] - before) * w.domains[d].size
        before = w.domain_cdf[d]
    for i in range(w.federal[0].rows):
        issue = w.issues[i]
        if issue.opened >= weeks:  # drawn and not yet opened
            continue
        if issue.uid < OPPORTUNITIES:
            own = w.domains[issue.domain].size
            luck.arrivals += 1.0
            luck.sizes += own - size
            luck.work += issue.work - given.mean_work * own
        elif issue.crisis == FLARE_UP:
            luck.flare_ups += 1.0 - given.excitation * (1.0 - exp((issue.opened - weeks) / EXCITATION_WEEKS))
        elif issue.crisis == GRAVE:
            luck.graves += 1.0
        if issue.stage == CONCLUDED and issue.incident > 0 and given.surface_rate > 0.0:
            luck.surfacing += surfacing(w, issue)
    turn(w, weeks, luck)
    luck.arrivals -= routine
    luck.flare_ups -= given.crisis_share * routine
    luck.graves -= given.grave_rate * weeks / 52.0


def measure(world) -> np.ndarray:
    """Of a world that has run, a number for each of METRICS."""
    lucks = rows(LUCK, 1)
    add_up(world.handle, lucks)
    return np.asarray(lucks).view(np.ndarray).view(np.float64)
