"""What an agent's own rule may answer. Compiled rules trust whatever they are handed, so an answer is checked where it
enters them. Each check returns the answer in its plain type; InputError names the agent, the method and the issue.
"""

import math

import numpy as np

from sim.errors import InputError, shown
from sim.inputs.in_use import studies
from sim.inputs.own_code import row_in
from sim.model.limits import Limit, check
from sim.model.records import CENTRAL, CHANNELS, CONSULT, FREELANCE, JOINT, LICENSED, MANDATE, QUIET, ROGUE, TABLED

ROUTES = {k: CHANNELS[k] for k in (CENTRAL, MANDATE, JOINT, CONSULT)}
ALONE = {0: "no", QUIET: CHANNELS[QUIET], FREELANCE: CHANNELS[FREELANCE]}
ENTRIES = {0: "no", ROGUE: CHANNELS[ROGUE], LICENSED: CHANNELS[LICENSED]}
POSITION = Limit("number", -1000, 1000)  # in sd; those of the rules lie within a few


def is_own(agent, kind: type, *methods: str) -> bool:
    """Whether one of these methods is another than the one of its kind."""
    return any(getattr(getattr(agent, name), "__func__", None) is not getattr(kind, name) for name in methods)


def refusal(agent, asked: str, answer, expected: str) -> InputError:
    return of(agent, asked, f"{asked} is {shown(answer)}; expected {expected}")


def of(agent, asked: str, said: str) -> InputError:
    """What is said of an answer, after who gave it and, in a study, where its method stands."""
    code = getattr(getattr(type(agent), asked.partition("(")[0]), "__code__", None)
    place = row_in(studies(), code.co_filename, code.co_firstlineno) if code else ""
    return InputError(f"{place}: {agent}: {said}" if place else f"{agent}: {said}")


def number(agent, asked: str, answer, limit: Limit) -> float:
    """A number within a limit."""
    try:
        return float(check(asked, answer, limit))
    except InputError as fault:
        raise of(agent, asked, str(fault)) from None


def choice(agent, method: str, i: int, answer, choices: dict[int, str]) -> int:
    """One of the choices, a whole number; False is 0."""
    if type(answer) is int and answer in choices:
        return answer
    found = answer.item() if isinstance(answer, np.generic) else answer
    if not isinstance(found, int) or found is True or found not in choices:
        expected = " or ".join(f"{number} ({name})" for number, name in choices.items())
        raise refusal(agent, f"{method}({i})", answer, expected)
    return int(found)


def alone(agent, i: int, answer) -> int:
    """How an actor goes alone on issue i: at most once."""
    how = choice(agent, "goes_alone", i, answer, ALONE)
    if how > 0 and agent.world.issues["venture"][i] > 0:
        raise refusal(agent, f"goes_alone({i})", how, "0 (no), since it acts alone on this issue already")
    return how


def position(agent, i: int, answer) -> float:
    """A position on issue i."""
    if type(answer) is float and POSITION.low <= answer <= POSITION.high:
        return answer
    return number(agent, f"position({i})", answer, POSITION)


def offer(agent, i: int, answer) -> tuple[int, float, float]:
    """The offer on issue i that is considered: one that lies on the table, or channel -1 for none."""
    asked, issue, then = f"considers({i})", agent.world.issues[i], float(agent.model.clock["then"])
    try:
        channel, at, since = answer
    except (TypeError, ValueError):
        raise refusal(agent, asked, answer, "channel, position, and since when it lies there") from None
    made = {-1: "none"}
    if issue["stage"] == TABLED:
        made[int(issue["route"])] = CHANNELS[issue["route"]]
    for maker in ("venture", "entry"):
        if issue[maker] > 0 and issue[f"{maker}_ready"] < then:
            made[int(issue[maker])] = CHANNELS[issue[maker]]
    channel = choice(agent, "considers", i, channel, made)
    if channel < 0:
        return -1, 0.0, math.inf
    at = number(agent, f"{asked}, position", at, POSITION)
    return channel, at, number(agent, f"{asked}, since", since, Limit("number", 0, then))


def time(agent, i: int, answer, since: float) -> float:
    """When, this tick, an offer that lies there since then is agreed to; inf if it is not."""
    now, then = float(agent.model.clock["now"]), float(agent.model.clock["then"])
    earliest, is_number = max(now, since), isinstance(answer, (int, float, np.integer, np.floating))
    if is_number and not isinstance(answer, bool) and (earliest <= answer < then or answer == math.inf):
        return float(answer)
    raise refusal(agent, f"agrees({i})", answer, f"a week from {earliest:.6g} up to {then:.6g}, or inf")
