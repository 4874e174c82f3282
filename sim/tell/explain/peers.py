"""Networks in a story: who belongs to which, and how many other members had acted alone of late."""

import numpy as np

from sim.inputs.scenario import Scenario
from sim.model.rules import networks
from sim.model.world import World
from sim.tell.explain import words
from sim.tell.explain.decade import Decade


def of_late(world: World, now: float) -> np.ndarray:
    """Rows of the ventures begun within the quarter before `now`."""
    used = world.issues[: int(world.federal["rows"][0])]
    since = now - used["venture_at"]
    return np.flatnonzero((used["venture"] > 0) & (since > 0) & (since <= networks.MEMORY))


def acts(world: World, scenario: Scenario, now: float) -> np.ndarray:
    """How many of these are of members of each network, in its domains, (N,)."""
    ours = world.issues[of_late(world, now)]
    found = np.zeros(len(scenario.networks), int)
    for network, actor in scenario.members:
        found[network] += scenario.covers[network, ours["domain"][ours["locality"] == actor]].sum()
    return found


def others(decade: Decade, i: int) -> list[tuple[str, int]]:
    """Networks of the actor of issue i in its domain, with how many other members had acted when it did."""
    issue, scenario = decade.issues[i], decade.scenario
    ours = decade.world.issues[of_late(decade.world, float(issue.venture_at))]
    network, actor = scenario.members.T
    found = []
    for n in network[actor == issue.locality]:
        if scenario.covers[n, issue.domain]:
            there = ours["locality"][scenario.covers[n, ours["domain"]]]
            peers = np.intersect1d(actor[network == n], there)
            found.append((scenario.networks.names[n], int((peers != issue.locality).sum())))
    return [(name, number) for name, number in found if number > 0]


def stirred(decade: Decade, i: int, w: World) -> str:
    """What the acts of others did to the actor of issue i; `w` is the world as it then stood."""
    told = others(decade, i) if decade.given.contagion > 0.0 else []
    if not told:
        return ""
    issue = decade.issues[i]
    readier = networks.readiness(w, issue.locality, issue.domain)
    who = words.listed(f"{words.many(number, 'other member')} of {name}" for name, number in told)
    return f" {words.upper(who)} had acted alone within the quarter, which made it {readier:.1f} times as ready."


def belonging(decade: Decade, j: int) -> str:
    """The networks of an actor and what they do for it, where they do anything."""
    given, scenario = decade.given, decade.scenario
    network, actor = scenario.members.T
    names = [scenario.networks.names[n] for n in network[actor == j]]
    if not names or not (given.contagion > 0.0 or given.common_text > 0.0 or given.pooling > 0.0):
        return ""
    text = f" It belongs to {words.listed(names)}."
    if given.common_text > 0.0:
        text += f" In their domains what it wants leans {words.percent(given.common_text)} of the way to a common text."
    if given.pooling > 0.0:
        row = decade.world.subnationals[j]
        own = row["solo"] * row["ventures_max"]
        text += f" Its own staff makes {own:.2f} teams, of which its networks pool {words.percent(given.pooling)}."
    return text
