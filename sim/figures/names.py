"""Plain words for the names that tables use. What is not listed is spelled out from its own name."""

import math

from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS

METRIC = {
    "throughput": "agreements",
    "official_throughput": "official agreements",
    "goodput": "worth of kept agreements",
    "completion": "issues ending in agreement",
    "lapse_ratio": "issues lapsed",
    "vital_lapse_ratio": "vital issues lapsed",
    "per_1000_fte": "agreements per 1,000 staff",
    "backlog_mean": "open issues",
    "backlog_end": "open issues at the end",
    "line_gap": "distance from the line",
    "answer_gap": "distance from the right answer",
    "answer_gap_vital": "miss on vital issues",
    "contradiction_rate": "contradictory agreements",
    "surfaced": "incidents in full view",
    "severity": "severity of incidents",
    "latent": "acts that hide trouble",
    "conclusion_p50": "time to agreement, median",
    "conclusion_p90": "time to agreement, 90th pct.",
    "crisis_conclusion_p50": "time to settle a crisis, median",
    "crisis_conclusion_p90": "time to settle a crisis, 90th pct.",
    "crisis_in_time": "crises settled in time",
    "queue_wait": "wait for a team",
    "credibility_allies": "credibility with allies",
    "credibility_rivals": "credibility with rivals",
    "legitimacy": "public legitimacy",
    "subnational_trust": "subnational trust",
    "fte_levers": "staff that the levers take",
    "fte_per_resolved": "staff time per agreement",
}
# A lever's plain name and its unit ("" where it is a plain intensity).
LEVER = {
    "delegation.level": ("share of the agenda delegated", "share"),
    "delegation.form": ("form of delegation", ""),
    "delegation.scope": ("who may be given a mandate", ""),
    "delegation.cap": ("most delegated of a domain", "share"),
    "delegation.min_capacity": ("capacity needed for a mandate", "teams"),
    "delegation.staff": ("whose staff does the work", ""),
    "delegation.office": ("subnational office", "desks"),
    "oversight.preclearance": ("decisions reviewed before signing", "share"),
    "oversight.patrol": ("acts audited", "share"),
    "oversight.patrol_period": ("time between audits", "weeks"),
    "oversight.alarm": ("readiness to hear alarms", "0 to 1"),
    "oversight.registry": ("duty to notify", "0 to 1"),
    "oversight.liaison": ("liaison officers", "per actor"),
    "oversight.licence": ("private actors licensed", "share"),
    "oversight.sanction": ("strictness of sanctions", "0 to 1"),
    "coordination.guidance": ("clarity of guidance", "0 to 1"),
    "coordination.sharing": ("shared data", "0 to 1"),
    "coordination.standards": ("common standards", "0 to 1"),
    "coordination.dissent": ("constructive dissent", "0 to 1"),
    "coordination.body": ("coordinating body", ""),
    "coordination.authority": ("authority of the body", "probability"),
    "coordination.slots": ("rulings of the body", "per week"),
    "coordination.escalation": ("wait before escalation", "weeks"),
    "coordination.decision_rights": ("clarity of decision rights", "0 to 1"),
    "coordination.alignment": ("budgets that follow the load", "0 to 1"),
    "coordination.exercises": ("exercises", "per year"),
    "coordination.reviews": ("after-action reviews", "0 to 1"),
    "coordination.blame": ("blame in reviews", "0 to 1"),
    "coordination.inclusion": ("co-creation of the line", "0 to 1"),
    "coordination.transparency": ("reporting to the public", "0 to 1"),
    "investment.training": ("training", "0 to 1"),
    "investment.rotation": ("rotation of staff", "0 to 1"),
    "investment.archives": ("archives and mentoring", "0 to 1"),
    "investment.grants": ("headcount granted to subnational actors", "share"),
    "run.years": ("length of the run", "years"),
}
BETTER = {metric.name: metric.better for metric in METRICS}
UNIT = {metric.name: metric.unit for metric in METRICS}
PERCENTILE = {"p50": "median", "p90": "90th pct."}


def metric_name(name: str) -> str:
    """`crisis_first_response_p90` -> crisis first response, 90th pct."""
    if name in METRIC:
        return METRIC[name]
    stem, _, last = name.rpartition("_")
    return f"{stem.replace('_', ' ')}, {PERCENTILE[last]}" if last in PERCENTILE else name.replace("_", " ")


def unit_name(unit: str) -> str:
    """[0,1] -> 0 to 1."""
    return unit[1:-1].replace("-", "\N{MINUS SIGN}").replace(",", " to ") if unit.startswith("[") else unit


def unit_of(metric: str) -> str:
    return unit_name(UNIT.get(metric, ""))


def better_of(metric: str) -> int:
    return BETTER.get(metric, 0)


def axis_name(key: str) -> str:
    """`delegation.level` -> share of the agenda delegated (delegation.level)."""
    if key in LEVER:
        name, unit = LEVER[key]
        name += f", {unit}" if unit and unit not in name.split() else ""
    elif key.startswith("parameters.") and key.partition(".")[2] in PARAMETERS:
        parameter = PARAMETERS[key.partition(".")[2]]
        name = parameter.meaning + (f", {parameter.unit}" if parameter.unit not in ("-", "switch") else "")
    else:
        return key
    return f"{name} ({key})"


def number(x: float, digits: int = 3) -> str:
    """So many significant digits, thousands apart: 0.0223, 52.9, 1,496; a dash where there is none."""
    if not math.isfinite(x):
        return "\N{EN DASH}"
    if x == 0.0:
        return "0"
    rounded = float(f"{x:.{digits}g}")
    size = math.floor(math.log10(abs(rounded)))
    if not -4 <= size <= 8:
        return f"{x:.{digits - 1}e}".replace("-", "\N{MINUS SIGN}")
    return f"{x:,.{max(digits - 1 - size, 0)}f}".replace("-", "\N{MINUS SIGN}")


def plain(x: float, _=None) -> str:
    """A tick: all its digits, thousands apart."""
    return f"{x + 0.0:,.10g}".replace("-", "\N{MINUS SIGN}")


def lever_said(key: str, value: float | str) -> str:
    """`delegation.level`, 0.5 -> share of the agenda delegated 50%."""
    name, unit = LEVER[key]
    if isinstance(value, str):
        return f"{name} {value}"
    return (
        f"{name} {plain(100 * value)}%"
        if unit in ("share", "probability")
        else f"{name} {plain(value)}{'' if unit == '0 to 1' else f' {unit}'}".rstrip()
    )


def numbers(reference: float, values: list[float]) -> list[str]:
    """The reference and the values held against it, with digits enough that different values look different."""
    for digits in (3, 4, 5):
        base, texts = number(reference, digits), [number(value, digits) for value in values]
        if all(text != base or value == reference for text, value in zip(texts, values, strict=True)):
            break
    return [base, *texts]
