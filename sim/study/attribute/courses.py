"""Two policies in time taken apart lever by lever, and mixtures of them put together.

The course of a lever is all that its policy says of it: its value in week 0, the phases that move it and when, the
rules that move it and on what signal. A mixture has the whole course of each lever from one of the two. A phase or rule
that both have alike stays one; of any other, what is left is a phase or rule of its own. What holds for a path as a
whole (what reform costs, what a new government undoes, how often rules are looked at) is taken as a whole, and means
nothing where nothing changes.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from sim.errors import InputError
from sim.model.levers import LEVERS
from sim.model.path.keys import NUMBERED, PREFIX
from sim.model.policy import Policy, levers, with_levers

WHOLES = {
    "reform": "what reform costs while it lasts",
    "turnover": "what a new government undoes",
    "review": "how often rules are looked at",
}
Path = dict[str, Any]


class Piece(NamedTuple):
    """A phase or rule. head: when, and on what signal. moves: what it does with levers, by its keys. reverts: the sign
    of the rule that it takes back. reach: levers that it moves, or takes back."""

    kind: str
    number: int
    head: Path
    moves: Path
    reverts: str = ""
    reach: frozenset[str] = frozenset()

    @property
    def sign(self) -> str:
        """What makes two of them the same, but for the levers they move."""
        return f"{self.kind} {self.number:02} {sorted(self.head.items())}"


def lever_in(leaf: str) -> str:
    """The lever that a key within a phase or rule moves, "" if it moves none."""
    key = leaf.removeprefix("set.").removeprefix("step.")
    return key if key in LEVERS else ""


def pieces(path: Path) -> list[Piece]:
    """Its phases and rules, by number."""
    parts: dict[tuple[str, int], tuple[Path, Path]] = {}
    for key, value in path.items():
        if numbered := NUMBERED.fullmatch(key):
            kind, number, leaf = numbered.groups()
            head, moves = parts.setdefault((kind, int(number)), ({}, {}))
            (moves if lever_in(leaf) else head)[leaf] = value
    found = {place: Piece(*place, *part) for place, part in sorted(parts.items())}
    for (kind, number), one in found.items():
        place, reach = (kind, number), set()
        seen: set[tuple[str, int]] = set()
        while place in found and place not in seen:
            seen.add(place)
            reach |= {lever_in(leaf) for leaf in found[place].moves}
            place = kind, found[place].head.get("revert", 0)
        target = found.get((kind, one.head.get("revert", 0)))
        found[kind, number] = one._replace(reverts=target.sign if target else "", reach=frozenset(reach))
    return list(found.values())


def tidied(policy: Policy) -> Policy:
    """The same without what phases say of levers that are there already, and that no rule ever moves."""
    parts, now = pieces(policy.path), levers(policy)
    if any("calls" in one.head for one in parts):
        return policy
    ruled = {key for one in parts if one.kind == "rules" for key in one.reach}
    idle: dict[int, set[str]] = {}
    for one in sorted((one for one in parts if one.kind == "phases"), key=lambda one: one.head["year"]):
        idle[one.number] = {key for key, value in one.moves.items() if now[key] == value and key not in ruled}
        now |= one.moves
    left = [
        one._replace(moves={key: x for key, x in one.moves.items() if key not in idle[one.number]})
        if one.kind == "phases"
        else one
        for one in parts
    ]
    made = with_levers(policy, {})
    made.path = joined([one for one in left if one.moves or one.kind == "rules"])
    for name in WHOLES if made.path else ():
        made.path |= whole(policy, name)
    return made


def course(policy: Policy, key: str) -> tuple:
    """All that a policy says of a lever, to be held against what another says."""
    found = [
        (one.sign, one.reverts, {leaf: value for leaf, value in one.moves.items() if lever_in(leaf) == key})
        for one in pieces(policy.path)
        if key in one.reach
    ]
    return levers(policy)[key], found


def whole(policy: Policy, name: str) -> Path:
    """What a path says of reform, turnover or review."""
    return {key: value for key, value in policy.path.items() if key.partition(".")[0] == name}


def check_functions(first: Policy, second: Policy) -> None:
    """Raises InputError where a rule that asks a function is not the same in both: nobody knows what it will move."""
    of_each = [[one for one in pieces(policy.path) if "calls" in one.head] for policy in (first, second)]
    if of_each[0] != of_each[1]:
        number = (of_each[0] or of_each[1])[0].number
        raise InputError(
            f"attribute: {PREFIX}rules.{number} asks a function of its own, which may move any lever; expected rules "
            "that name their levers, or the same function in both policies"
        )


def mixed(first: Policy, second: Policy, taken: Collection[str]) -> Policy:
    """The first policy with the courses of these levers, and these wholes, of the second; both tidied. The mixture is
    the same whichever of them is called the first."""
    found = with_levers(first, {key: x for key, x in levers(second).items() if key in taken})
    kept: dict[tuple[str, str], Piece] = {}
    for policy, mine in ((first, False), (second, True)):
        for one in pieces(policy.path):
            moves = {leaf: x for leaf, x in one.moves.items() if (lever_in(leaf) in taken) is mine}
            place = one.sign, one.reverts
            if "calls" in one.head or any((key in taken) is mine for key in one.reach):
                kept[place] = one._replace(moves=(kept[place].moves if place in kept else {}) | moves)
    found.path = joined([kept[place] for place in sorted(kept)])
    for name in WHOLES if found.path else ():
        found.path |= whole(second if name in taken else first, name)
    return found


def joined(parts: list[Piece]) -> Path:
    """A path of phases and rules, numbered anew; what takes back a rule that is gone takes back nothing."""
    found: Path = {}
    for kind in ("phases", "rules"):
        mine = [one for one in parts if one.kind == kind]
        numbers = {one.sign: number for number, one in enumerate(mine, 1)}
        for number, one in enumerate(mine, 1):
            head = {key: x for key, x in one.head.items() if key != "revert"}
            head |= {"revert": numbers[one.reverts]} if one.reverts in numbers else {}
            found |= {f"{kind}.{number}.{key}": value for key, value in (head | one.moves).items()}
    return found
