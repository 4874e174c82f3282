"""What shows only where a configuration meets its scenario."""

from collections.abc import Iterable

from sim.errors import InputError, nearest, shown
from sim.inputs.folder import find_folder, scenario_names
from sim.inputs.scenario import load_scenario
from sim.model import institutions
from sim.model.limits import BREEDING, check_branching

# What has to fit a scenario.
PLACE = ("scenario", "delegation.scope", institutions.KEY, *(f"parameters.{name}" for name in BREEDING))


def check_place(scenario: str, scope: str, wanted: int) -> None:
    """The scenario is there, a user's own is well formed, the scope names domains of it, and there are domains enough
    for the institutions wanted."""
    find_folder(scenario)
    named = scope not in ("all", "subnational")
    if scenario in scenario_names() and not named and not wanted:
        return
    codes = load_scenario(scenario).domains.codes
    institutions.check(wanted, len(codes), scenario)
    for code in scope.split("+") if named else ():
        if code not in codes:
            known = ", ".join(codes)
            hint = nearest(code, ("all", "subnational", *codes))
            raise InputError(
                f"delegation.scope: {shown(code)}; expected all, subnational, or domains joined by +: {known}{hint}"
            )


def check_places(places: Iterable[tuple]) -> None:
    """What shows only where configurations meet their scenarios, of each `PLACE`: whether it is there, and whether
    crises come to an end there. None: as the scenario has it."""
    different = list(dict.fromkeys(places))
    for scenario, scope, wanted in sorted({(one[0], one[1], one[2] or 0) for one in different}):
        check_place(scenario, scope, wanted)
    pages: dict[str, dict[str, float]] = {}
    for scenario, _, _, *values in different:
        own = {name: value for name, value in zip(BREEDING, values, strict=True) if value is not None}
        if own and scenario not in pages:
            pages[scenario] = load_scenario(scenario).parameters
        check_branching(pages.get(scenario, {}) | own)
