"""Whether the country speaks with one voice: to its line, to the right answer, to its own commitments, across actors.

An actor's vector x_j has one component for each domain under each line (a change of government changes the line): the
mean position it agreed to, by mandate, jointly or alone; 0 where it agreed to nothing. Of N unit vectors u_j
    R = |Σ u_j| / N,   horizontal = (R² - 1/N)/(1 - 1/N),   the mean cosine over pairs of actors
since E[R²] = 1/N for independent directions. vertical is the mean over actors of the cosine between x_j and the line
over the components in which it acted. Both come nearer to what actors mean the more acts each mean averages over, so
compare policies with like exposure, or read line_gap, which is act by act.
"""

import math

import numpy as np

from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.records import CONCLUDED, FREELANCE, JOINT, MANDATE, QUIET

METRICS = (
    Metric(
        "line_gap",
        "sd",
        -1,
        "distance from the line",
        "distance of what is agreed from the line at the time, root mean square (NaN: nothing agreed)",
        more="What is agreed lies further from the national line",
        less="What is agreed lies closer to the national line",
        thing="The distance from the national line",
    ),
    Metric(
        "answer_gap",
        "sd",
        -1,
        "distance from the right answer",
        "distance from the right answer (the line plus the local shock), root mean square",
        more="What is agreed lies further from the right answer for the locality",
        less="What is agreed lies closer to the right answer for the locality",
        thing="The distance from the right answer for the locality",
    ),
    Metric(
        "answer_gap_vital",
        "sd",
        -1,
        "distance from the right answer on vital issues",
        "the same over vital issues and crises (NaN: none agreed)",
    ),
    Metric(
        "contradiction_rate",
        "per 100",
        -1,
        "contradictory commitments",
        "issues agreed that contradict a standing commitment, of those where there was one",
        more="New commitments contradict standing ones more often",
        less="New commitments contradict standing ones less often",
        thing="How often new commitments contradict standing ones",
    ),
    Metric(
        "horizontal",
        "[-1,1]",
        1,
        "how alike states and cities act",
        "mean cosine between actors' positions (NaN: fewer than two actors acted)",
    ),
    Metric(
        "vertical",
        "[-1,1]",
        1,
        "how far states and cities keep to the line",
        "mean cosine between an actor's positions and the line (NaN: none acted, or no line)",
    ),
)

TALLY = np.dtype(
    [
        ("agreed", "i8"),
        ("from_line", "f8"),
        ("from_answer", "f8"),
        ("vital", "i8"),
        ("vital_from_answer", "f8"),
        ("met_standing", "i8"),
        ("contradicts", "i8"),
    ],
    align=True,
)


@rule
def count(w, issue, s):
    """Count one admitted issue; s.positions and s.acts (J, 2D) sum by actor and component, s.lines (2D,): the line."""
    if issue.stage != CONCLUDED:
        return
    tally = s.coherence[0]
    away = issue.agreed - issue.line
    wrong = away - issue.omega
    tally.agreed += 1
    tally.from_line += away * away
    tally.from_answer += wrong * wrong
    vital = (issue.crisis > 0) | (issue.vitality >= w.given[0].vital_threshold)
    tally.vital += vital
    tally.vital_from_answer += wrong * wrong if vital else 0.0
    tally.met_standing += issue.had_standing
    tally.contradicts += issue.contradicts
    channel = issue.channel
    if (channel == MANDATE) | (channel == JOINT) | (channel == QUIET) | (channel == FREELANCE):
        component = issue.domain + (w.domains.shape[0] if issue.line < 0.0 else 0)
        s.positions[issue.locality, component] += issue.agreed
        s.acts[issue.locality, component] += 1
        s.lines[component] = issue.line


@rule
def align(positions, acts, lines, direction):
    """Horizontal and vertical alignment; direction (2D,) is zeroed scratch for Σ u_j."""
    n = straight = 0
    cosines = 0.0
    for j in range(positions.shape[0]):
        length = along = line = 0.0
        for k in range(lines.shape[0]):
            if acts[j, k] > 0:
                x = positions[j, k] / acts[j, k]
                length += x * x
                along += x * lines[k]
                line += lines[k] * lines[k]
        if length <= 0.0:
            continue
        n += 1
        for k in range(lines.shape[0]):
            if acts[j, k] > 0:
                direction[k] += positions[j, k] / acts[j, k] / math.sqrt(length)
        if line > 0.0:
            straight += 1
            cosines += along / math.sqrt(length * line)
    squared = 0.0
    for k in range(lines.shape[0]):
        squared += direction[k] * direction[k]
    horizontal = (squared / (n * n) - 1.0 / n) / (1.0 - 1.0 / n) if n > 1 else math.nan
    return horizontal, cosines / straight if straight > 0 else math.nan


@rule
def report(s, out):
    """Fill the group's fields of `out`."""
    tally = s.coherence[0]
    out.line_gap = math.sqrt(tally.from_line / tally.agreed) if tally.agreed > 0 else math.nan
    out.answer_gap = math.sqrt(tally.from_answer / tally.agreed) if tally.agreed > 0 else math.nan
    out.answer_gap_vital = math.sqrt(tally.vital_from_answer / tally.vital) if tally.vital > 0 else math.nan
    met = tally.met_standing
    out.contradiction_rate = 100.0 * tally.contradicts / met if met > 0 else math.nan
    out.horizontal, out.vertical = align(s.positions, s.acts, s.lines, s.direction)
