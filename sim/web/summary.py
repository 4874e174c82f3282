"""What changed under a policy, and why, in plain sentences: only what the paired intervals allow."""

import math

from sim.figures.differences import choose_outcomes, finding, read_difference
from sim.model.acts import MANY, WHO
from sim.model.units import number, signed
from sim.tell.explain.words import listed as joined
from sim.web.decompose import by_size, channels, incidents
from sim.web.levers import posts, spoken
from sim.web.words import Contrast, brief, contrast_of, sentence

PARTS = (
    ("What gets done", ("throughput", "goodput")),
    ("What is left undone", ("vital_lapses", "vital_lapse_ratio", "crises_lost")),
    ("How fast", ("conclusion_p50", "queue_wait", "crisis_in_time")),
    ("How coherently", ("line_gap", "answer_gap", "contradiction_rate")),
    ("What goes wrong", ("surfaced", "surfaced_per_100", "latent", "detection_share")),
    ("Standing", ("credibility_allies", "credibility_rivals", "legitimacy", "subnational_trust", "captured")),
)  # fmt: skip


def headline(comparison, other: str) -> str:
    """What moves most for the better and for the worse among the headline outcomes, and what it costs."""
    first = comparison.policies[0]
    found = [read_difference(record, first, other) for record in choose_outcomes(comparison.table)]
    most = finding({spoken(other): found}, spoken(first))
    return f"{most[0].upper()}{most[1:]}. {' '.join(staff(comparison, other))}"


def moved(found: list[Contrast], names: dict[str, str]) -> list[str]:
    """Parts that went up for certain, then those that went down, in words with numbers."""
    return [f"{names[one.metric]} {signed(one.difference)}" for way in (1, -1) for one in by_size(found, way)]


def of_channels(comparison, other: str) -> list[str]:
    """Who agreed the issues, and which channels account for the difference."""
    first = comparison.policies[0]
    found = channels(comparison, other)
    total, before = (sum(one.mean for one in found), sum(one.first for one in found))
    if total == 0.0:
        return ["No issue is agreed at all."]
    told = [one for one in sorted(found, key=lambda one: -one.mean) if one.mean >= 0.005 * total]
    shares = joined([f"{number(100 * one.mean / total)} by {WHO[one.metric]}" for one in told])
    lines = [f"Of 100 issues agreed, {shares}.", *of_mandates(comparison, other)]
    changed = moved(found, WHO)
    if not changed:
        return [*lines, "No channel differs clearly and by as much as matters."]
    return [
        *lines,
        (
            f"Compared with {spoken(first)}, issues agreed a week by channel: {joined(changed)}; the sum "
            "of all channels is "
            f"{signed(total - before)}."
        ),
    ]


def of_mandates(comparison, other: str) -> list[str]:
    """What becomes of what is handed to states and cities, if anything is."""
    lapsed = comparison.table.set_index("metric").loc["mandate_lapse_ratio", other]
    if not math.isfinite(lapsed):
        return []
    return [f"Of 100 issues handed to states and cities, {number(100 * lapsed)} lapse before they are agreed."]


def of_incidents(comparison, other: str) -> list[str]:
    """Which kinds of incident grew, which shrank, and about which nothing can be said."""
    found = incidents(comparison, other)
    lines = []
    for way, word in ((1, "More"), (-1, "Fewer")):
        kinds = by_size(found, way)
        if kinds:
            told = joined(
                [f"{MANY[one.metric]} ({number(one.mean)} against {number(one.first)} a year)" for one in kinds]
            )
            lines.append(f"{word} {told}.")
    unclear = [MANY[one.metric] for one in found if one.direction == 0 and not one.same]
    if unclear:
        lines.append(f"No clear difference that matters: {joined(unclear)}.")
    return lines


def staff(comparison, other: str) -> list[str]:
    """What the levers cost, and what delegates bring."""
    taken, brought = (
        contrast_of(comparison.table, name, comparison.policies[0], other) for name in ("fte_levers", "fte_brought")
    )
    lines = [f"Its levers cost {posts(taken.mean)} staff of the headcount, against {posts(taken.first)}."]
    if brought.mean > 0:
        lines.append(
            f"States and cities bring {posts(brought.mean)} staff of their own, whom the headcount does not pay for."
        )
    return lines


def price(comparison, other: str) -> list[str]:
    per_issue = contrast_of(comparison.table, "fte_per_resolved", comparison.policies[0], other)
    return [*staff(comparison, other), sentence(per_issue)]


def in_short(comparison, other: str) -> str:
    """A paragraph to read aloud: direction and size where the interval allows one, and the channel and the incidents
    that moved most."""
    first = comparison.policies[0]
    lines = [brief(contrast_of(comparison.table, metric, first, other)) for metric in ("throughput", "conclusion_p50")]
    parts = [one for one in channels(comparison, other) if one.direction]
    if parts:
        most = max(parts, key=lambda one: abs(one.difference))
        lines.insert(
            1,
            f"The channel that changed most: {WHO[most.metric]}, {number(most.mean)} issues agreed a week against "
            f"{number(most.first)}.",
        )
    lines += [brief(contrast_of(comparison.table, name, first, other)) for name in ("vital_lapses", "surfaced")]
    kinds = incidents(comparison, other)
    for way, word in ((1, "What increased most"), (-1, "What decreased most")):
        lines += [
            f"{word}: {MANY[one.metric]}, {number(one.mean)} a year against {number(one.first)}."
            for one in by_size(kinds, way)[:1]
        ]
    return " ".join([*lines, brief(contrast_of(comparison.table, "credibility_allies", first, other))])


def summary(comparison, other: str) -> list[tuple[str, list[str]]]:
    """Headings with their sentences, for one policy compared with the first."""
    first = comparison.policies[0]
    found = []
    for title, metrics in PARTS:
        lines = [sentence(contrast_of(comparison.table, metric, first, other)) for metric in metrics]
        if title == "What gets done":
            found.append((title, lines))
            found.append(("Who agreed the issues", of_channels(comparison, other)))
        else:
            found.append(
                (
                    title,
                    lines[:1] + of_incidents(comparison, other) + lines[1:] if title == "What goes wrong" else lines,
                )
            )
    return [*found, ("At what cost", price(comparison, other))]
