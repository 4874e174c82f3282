"""Who plays whom: classes of one's own, each for one agent by its code or for a kind of agent by its name."""

from collections.abc import Mapping

from sim.agents.agents import Counterpart, Department, FederalApparatus, PrivateActor, SubnationalActor, WorldAgent
from sim.errors import InputError, nearest, shown
from sim.inputs.in_use import studies
from sim.inputs.own_code import find_class
from sim.inputs.scenario import Scenario

KINDS_OF_AGENT: dict[str, type[WorldAgent]] = {  # by the table of the world whose rows they are, as registered
    kind.TABLE: kind for kind in (FederalApparatus, Department, SubnationalActor, PrivateActor, Counterpart)
}
CENTRE = "centre"  # the code of the federal apparatus


def called(scenario: Scenario) -> dict[str, tuple[list[str], list[str]]]:
    """Codes and names of all agents, by table."""
    found = {"federal": ([CENTRE], [scenario.centre["name"]])}
    for table in [*KINDS_OF_AGENT][1:]:
        rows = getattr(scenario, table)
        found[table] = (rows.codes, rows.names)
    return found


def cast(scenario: Scenario, own: Mapping[str, str | type] | None) -> dict[str, type]:
    """The classes of one's own, by code or by name of the kind. Raises InputError at one that is unknown, or stands in
    for an agent of another kind."""
    if not isinstance(own or {}, Mapping):
        raise InputError(f"agents: {shown(own)}; expected classes by name or code, such as {{'CA': Mine}}")
    kinds: dict[str, tuple[type, ...]] = {kind.__name__: (kind,) for kind in KINDS_OF_AGENT.values()}
    for table, (codes, _) in called(scenario).items():
        kinds |= {code: (*kinds.get(code, ()), KINDS_OF_AGENT[table]) for code in codes}
    found = {}
    for name, given in (own or {}).items():
        one = find_class(studies(), given) if isinstance(given, str) else given
        if name not in kinds:
            raise InputError(f"agents: {name!r} is neither a kind of agent nor an agent's code{nearest(name, kinds)}")
        if not isinstance(one, type) or not issubclass(one, kinds[name]):
            said = f"the class {one.__name__}" if isinstance(one, type) else shown(one)
            expected = " or ".join(kind.__name__ for kind in kinds[name])
            raise InputError(f"agents: {name!r} is {said}; expected a subclass of {expected}")
        found[name] = one
    return found
