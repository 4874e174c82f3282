"""The story of one world: what happened to an issue, how an incident came about, what an actor did, how the decade
went.

These functions only read. They use the finished world, its log, and a second run through the same world.
"""

from sim.errors import InputError
from sim.setup.config import Setup

__all__ = ["tell"]


def tell(
    setup: Setup,
    other: Setup | None = None,
    replicate: int = 0,
    issue: int | None = None,
    incident: int | None = None,
    actor: str | None = None,
    week: int | None = None,
) -> str:
    """The story of one world, in lines of 100 columns; with `other`, also what became of the same issues there.

    issue: row number, as in `DiplomacyModel.issues`. incident: 1 for the gravest that surfaced, by severity. actor:
    code or name. week: the state of the world then. Raises InputError for unknown numbers and names.
    """
    from sim.runs.work import ready

    if other is not None:
        check_pair(setup, other)
    ready()
    from sim.tell.explain import beside
    from sim.tell.explain.decade import Decade

    decades = [Decade(one, replicate) for one in (setup, other) if one is not None]
    if issue is not None:
        return beside.tell_issue(decades, issue)
    if incident is not None:
        return beside.tell_incident(decades, incident)
    if week is not None:
        return beside.tell_week(decades, week)
    return beside.tell_actor(decades, actor) if actor is not None else beside.tell_all(decades)


def check_pair(setup: Setup, other: Setup) -> None:
    """Both must be policies in the same world."""
    a, b = setup.run, other.run
    for what, mine, theirs in (
        ("scenario", setup.scenario, other.scenario),
        ("run.seed", a.seed, b.seed),
        ("run.years", a.years, b.years),
        ("run.dt", a.dt, b.dt),
        ("parameters", setup.parameters, other.parameters),
    ):
        if mine != theirs:
            raise InputError(f"{what}: {mine} and {theirs}; expected the same for both policies, to tell one world")
