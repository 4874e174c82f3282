"""paradip list scenarios NAME: how big things are in one federation.

officer-years  = mean work x size of the domain x front line of a team / 52     by one officer of the front line
weeks of talks = bargaining x talks of the domain / ln 2                        where a week's odds are even
"""

import math
from datetime import timedelta

from sim.commands.table import aligned, wrapped

WHAT = (
    "An issue is a case that needs a position of the country and an understanding with one counterpart, with the "
    "routine business that it settles: a visa rule, and not a visa. It is not a published agreement, of which there "
    "are far fewer. For every 100 issues, {crises:g} crises arise by themselves: cases that cannot wait, such as a "
    "closed border, of which an international crisis is the rare extreme."
)
KEY = (
    "Officer-years: of the front line, for one issue, where it is not sent back. Weeks of talks: until the counterpart "
    "agrees, on average, where talks as long as usual are as likely as not to end within a week. Weeks open: until the "
    "window of an issue closes, on average; it stands still while a team is at work."
)


def scenario(name: str) -> str:
    """Issues a year, work, talks and windows by domain; staff of the centre, and of states and cities.
    Raises InputError."""
    from sim.inputs.scenario import load_scenario
    from sim.model.policy import Policy
    from sim.model.start import prepare

    tables = load_scenario(name)
    world = prepare(tables, Policy(), years=1.0).world
    given, regime, domains = world.given[0], world.regime[0], tables.domains
    year = given["mean_work"] * given["team_fte"] / 52.0
    rows = [
        [
            domains["name"][d],
            round(float(given["arrival_rate"] * 52.0 * domains["share"][d])),
            round(float(year * tables.size[d]), 1),
            round(float(given["bargaining"] * domains["talks"][d] / math.log(2.0)), 1) or "none",
            float(given["window"] * domains["deadline_weeks"][d]) or "always",
            domains["example"][d],
        ]
        for d in range(len(domains))
    ]
    own = given["own_staff"] * tables.subnationals["staff"]
    header = ["domain", "issues a year", "officer-years", "weeks of talks", "weeks open", "such as"]
    have = int((own > 0).sum())
    linked = ""
    if regime["links"] > 0.0:
        linked = f", of which {regime['links']:,g} keep the links between its {len(tables.departments)} institutions"
    people = (
        f"{tables.title}: {given['arrival_rate'] * 52.0:,.0f} issues in the first year. {tables.centre['name']}: "
        f"{given['headcount']:,g} FTE{linked}. Of {len(own)} subnational actor{'s' * (len(own) != 1)} {have} "
        f"{'has' if have == 1 else 'have'} international staff, {own.sum():,g} FTE together."
    )
    if many := len(tables.networks):
        members = len({int(actor) for _, actor in tables.members})
        people += f" {members} of them belong{'s' * (members == 1)} to {many} network{'s' * (many != 1)}."
    what = WHAT.format(crises=float(f"{100.0 * given['crisis_share']:.3g}"))
    blocks = [wrapped(people), wrapped(what), aligned(header, rows), wrapped(KEY)]
    return "\n\n".join(blocks + events(tables))


def events(tables) -> list[str]:
    """What is dated, in order of time: a table, or nothing where there is none."""
    dated = tables.events
    order = sorted(range(len(dated)), key=lambda row: float(dated["week"][row]))
    rows = [
        [
            dated["kind"][row],
            (tables.start + timedelta(weeks=float(dated["week"][row]))).isoformat(),
            float(dated["weeks"][row]) or "for good",
            dated["where"][row],
            float(dated["size"][row]),
            dated["source"][row],
        ]
        for row in order
    ]
    header = ["dated event", "from", "weeks", "where", "size", "source"]
    return [aligned(header, rows)] if rows else []
