"""What a comparison takes for granted: assumptions that were changed, and those that matter most."""

from sim.inputs.scenario import load_scenario
from sim.model.parameters import PARAMETERS
from sim.model.units import on_axis, plain
from sim.setup.config import Setup

# The first four of each outcome in a Morris screening over every assumption, printed by
#   paradip sensitivity policy=guided_delegation --against status_quo --over all --worlds plausible
#   'parameters.spawn=interval(0,0.1)'
#   'parameters.excitation=interval(0,0.4)' --method morris --n 20 run.replicates=2 run.years=5
#   --metrics goodput,surfaced,conclusion_p50,credibility_allies
WEIGHTY = (
    "arrival_rate", "liaison_effect", "opportunity_share", "post_strain", "shock_sd", "fading_rate", "line_noise",
    "window", "load", "inclusion_delivery", "local_default", "default_rate",
)  # fmt: skip
CHOSEN = (
    "Those to which the difference between guided delegation and the arrangement of 2023 is most sensitive, by a "
    "screening of all assumptions over their plausible ranges (Morris): value of honoured commitments, incidents, time "
    "to agreement, credibility with allies. Other comparisons may be sensitive to others: paradip sensitivity finds "
    "out which, and paradip list parameters shows all of them."
)


def given(setup: Setup) -> dict[str, float]:
    """Every assumption as it holds here: the table, the scenario's page, what was typed."""
    scenario = load_scenario(setup.scenario)
    table = {name: one.default for name, one in PARAMETERS.items()} | {"headcount": scenario.centre["headcount"]}
    return table | scenario.parameters | setup.parameters


def row(name: str, value: float) -> tuple[str, ...]:
    one = PARAMETERS[name]
    unit = "" if one.unit in ("-", "switch") else on_axis(one.unit)
    return one.heading, plain(value), plain(one.default), f"{plain(one.low)} to {plain(one.high)}", unit, name


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
