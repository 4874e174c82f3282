"""What a comparison takes for granted: assumptions that were changed, and those that matter most."""

from sim.figures.names import plain, unit_name
from sim.model.parameters import PARAMETERS
from sim.scenarios.scenario import load_scenario
from sim.setup.config import Setup

# The first four of each outcome in a Morris screening over every assumption, printed by
#   paradip sensitivity policy=guided_delegation --against centralized --over all 'parameters.spawn=interval(0,0.1)'
#   'parameters.excitation=interval(0,0.4)' --method morris --n 6 run.replicates=2 run.years=5
#   --metrics goodput,surfaced,conclusion_p50,credibility_allies
WEIGHTY = (
    "arrival_rate", "load", "inclusion_delivery", "growth", "vital_threshold", "shock_sd", "surface_rate",
    "window", "headcount", "default_rate", "tolerance",
)  # fmt: skip
ALONE = {  # meanings that lean on the line before them in the table of parameters, or on its columns, said so that they stand alone
    "window": "how long windows of routine matters stay open", "default_rate": "promises that are not delivered",
    "headcount": "staff of the federal apparatus for foreign affairs", "vital_threshold": "how vital a matter must be to count as vital",
    "priorities": "crises before vital matters, and those before routine ones", "pooled": "one pool of teams for all departments",
    "clearance": "how often a matter needs another department's clearance", "redraft_prob": "drafts that a clearance sends back",
    "spawn": "chance that a lost crisis or a grave incident breeds a crisis", "match": "chance that the centre finds the right actor without an office for it",
    "sharing_precision": "what full data sharing adds to what the centre sees", "liaison_precision": "what a liaison adds to what the centre sees",
    "aspiration": "how much states and cities want to act abroad", "deterrence_power": "how steeply deterrence cuts acting alone",
    "patience": "age at which a stuck matter tempts actors to go alone", "private_trouble": "chance that a rogue private act goes wrong",
    "bargaining": "time that counterparts take", "defence": "share of a rival's courtship that a well-informed actor stops",
    "report_prob": "chance that a bystander reports, at full alarm and transparency",
    "excitation_time": "mean delay of crises that a crisis opens", "standards_groupthink": "what common standards add to errors in common",
    "alignment_delivery": "of promises not delivered, what aligned budgets save",
    "inclusion_delivery": "of promises not delivered, what co-creation saves",
    "inclusion_delay": "what full co-creation adds to the time to put a new line into words",
    "shutdown_weeks": "length of the shutdown", "shutdown_share": "share of teams lost in the shutdown",
}  # fmt: skip
PERCENT = {"share": "%", "probability": "%", "1/year": "% a year"}
UNITS = {
    "-": "", "switch": "(0 no, 1 yes)", "[0,1]": "on a scale of 0 to 1", "multiple": "times the usual", "sd": "standard deviations",
    "sd/point": "standard deviations", "sd/margin": "standard deviations", "1/week": "a week", "issues/week": "a week",
    "mandates/week/desk": "a week", "1/sd²": "", "logit": "", "exponent": "", "1/officer": "per officer", "number": "",
    "FTE/FTE": "staff each", "teams": "",
}  # fmt: skip
ONE = {
    " times the usual": "as usual",
    " standard deviations": "1 standard deviation",
    " promises": "1 promise",
    " desks": "1 desk",
    " weeks": "1 week",
    " crises": "1 crisis",
}
CHOSEN = (
    "Those on which the difference between guided delegation and the centre alone depends most, by a screening of all assumptions "
    "over their plausible ranges (Morris): worth of kept agreements, incidents, time to agreement, credibility with allies. Other "
    "comparisons may hang on others: paradip sensitivity finds out, and paradip list parameters has all of them."
)


def given(setup: Setup) -> dict[str, float]:
    """Every assumption as it holds here: the table, the scenario's page, what was typed."""
    scenario = load_scenario(setup.scenario)
    table = {name: one.default for name, one in PARAMETERS.items()} | {"headcount": scenario.centre["headcount"]}
    return table | scenario.parameters | setup.parameters


def alone(name: str) -> str:
    """What it is, as a heading."""
    meaning = ALONE.get(name, PARAMETERS[name].meaning)
    return meaning[0].upper() + meaning[1:]


def spoken_unit(name: str) -> tuple[float, str]:
    """By what a value is multiplied to be said, and the unit that is said after it."""
    unit = PARAMETERS[name].unit
    if unit in PERCENT:
        return 100.0, PERCENT[unit]
    words = UNITS.get(unit, unit.replace("FTE", "staff").replace("/", " per "))
    return 1.0, f" {words}" if words else ""


def quantity(name: str, value: float, brief: bool = False) -> str:
    """A value in words; brief: where its unit was just said."""
    if PARAMETERS[name].unit == "switch" and value in (0, 1):
        return "yes" if value else "no"
    factor, unit = spoken_unit(name)
    said = plain(float(f"{factor * value:.10g}"))
    if said == "1" and not brief:
        return ONE.get(unit, said + unit)
    return said + (unit[:1].strip() if brief else unit)


def row(name: str, value: float) -> tuple[str, ...]:
    one = PARAMETERS[name]
    unit = "" if one.unit in ("-", "switch") else unit_name(one.unit)
    return alone(name), plain(value), plain(one.default), f"{plain(one.low)} to {plain(one.high)}", unit, name


def changed(setup: Setup) -> list[tuple[str, ...]]:
    """Assumptions that were set for this comparison or by the scenario."""
    scenario = load_scenario(setup.scenario)
    here = given(setup)
    named = [
        name
        for name in PARAMETERS
        if name in setup.parameters or name in scenario.parameters or here[name] != PARAMETERS[name].default
    ]
    return [row(name, here[name]) for name in named]


def weighty(setup: Setup) -> list[tuple[str, ...]]:
    """The most important ones, as they hold here."""
    here = given(setup)
    return [row(name, here[name]) for name in WEIGHTY]
