"""The players: the levers, or groups of levers, in which two policies differ, and the policies that sets of them make.

A set of players is a policy of its own: what they say as the second policy has it, all else as the first. Not every
difference in writing is a player:
    - A lever that needs another does nothing while that is off. Where it is off under one of the two policies, that
      policy says nothing of how it would be used, so that how it is used goes with the lever: "delegate 70%" and "only
      what is close to home" come as one, since neither policy delegates 70% of everything. Where it is off under both,
      there is no difference.
    - Whose staff does the delegated work is asked of every policy that delegates, and has two answers. Where the other
      policy delegates nothing, delegation itself counts as if staff moved with the work, so that the headcount stays
      what it was; that delegates bring staff of their own is a player beside it, which joins after delegation, since
      it is nothing without. So "is it the delegation or the staff?" has an answer.
    - The course of a lever in time belongs to it; what holds for a path as a whole is a player of its own.
"""

from dataclasses import replace
from typing import NamedTuple

from sim.errors import InputError, nearest, shown
from sim.model.levers import GROUPS, LEVERS
from sim.model.path.words import ever
from sim.model.policy import Policy, with_levers
from sim.study.attribute.courses import WHOLES, check_functions, course, mixed, tidied, whole

LEVEL, STAFF = "delegation.level", "delegation.staff"
NEUTRAL = "moved"  # adds nobody
BY = ("group", "lever")


class Player(NamedTuple):
    """key: of a lever, or the name of a group. title: what it is called. keys: all that it takes from the second
    policy."""

    key: str
    title: str
    keys: tuple[str, ...]


class Pair(NamedTuple):
    """Two policies made ready to be mixed, as they were, and what they differ in. late: a player, and the one that
    joins after it."""

    first: Policy
    second: Policy
    given: tuple[Policy, Policy]
    players: list[Player]
    late: tuple[int, int] | None = None

    def policy(self, players: int) -> Policy:
        """The policy of a set of players, a whole number whose bits are theirs; the two given ones as they are."""
        taken = {key for k, one in enumerate(self.players) if players >> k & 1 for key in one.keys}
        if players in (0, 2 ** len(self.players) - 1):
            return self.given[players > 0]
        found = mixed(self.first, self.second, taken)
        return replace(unstaffed(found, str(LEVERS[STAFF].off)), name=self.said(players))

    def said(self, players: int) -> str:
        """What a set is called: the first policy with so many parts of the second."""
        n, (first, second) = players.bit_count(), (one.name for one in self.given)
        return first if n == 0 else second if n == len(self.players) else f"{first}+{n}"


def unstaffed(policy: Policy, staff: str) -> Policy:
    """The same with this said of staff where nothing is ever delegated, and nobody's staff does it."""
    if ever(policy, LEVEL):
        return policy
    made = with_levers(policy, {STAFF: staff})
    made.path = {key: x for key, x in policy.path.items() if not key.endswith(STAFF)}
    return made


def pair_up(first: Policy, second: Policy, by: str) -> Pair:
    """Two policies, and their players: every lever in which they differ, or every group. Raises InputError where they
    differ in none."""
    if by not in BY:
        raise InputError(f"by: {shown(by)}; expected {' or '.join(BY)}{nearest(by, BY)}")
    check_functions(first, second)
    ready = [tidied(unstaffed(one, NEUTRAL)) for one in (first, second)]
    differ = [key for key in LEVERS if course(ready[0], key) != course(ready[1], key)]
    lead = {key: leader(key, differ, first, second) for key in differ}
    levers = [key for key in differ if lead[key] == key]
    if by == "lever":
        found = [Player(key, title(key, lead), tuple(one for one in differ if lead[one] == key)) for key in levers]
    else:
        of_group = {name: tuple(key for key in differ if lead[key] and group_of(key) == name) for name in GROUPED}
        found = [Player(name, GROUPED[name], keys) for name, keys in of_group.items() if keys]
    changes = [name for name in WHOLES if whole(ready[0], name) != whole(ready[1], name)]
    found += [Player(name, WHOLES[name], (name,)) for name in changes]
    if not found:
        raise InputError(
            f"attribute: {first.name} and {second.name} differ in no lever that does anything; expected two policies "
            "that differ in one at least"
        )
    return Pair(ready[0], ready[1], (first, second), found, staff_last(found, first, second))


def staff_last(players: list[Player], first: Policy, second: Policy) -> tuple[int, int] | None:
    """That staff joins after delegation, or leaves before it, where one of the policies delegates nothing."""
    place = {key: k for k, one in enumerate(players) for key in one.keys}
    delegates = [ever(policy, LEVEL) for policy in (first, second)]
    if all(delegates) or STAFF not in place:
        return None
    return (place[LEVEL], place[STAFF]) if delegates[1] else (place[STAFF], place[LEVEL])


GROUPED = {
    "delegation": "delegation",
    "staff": "delegates' own staff",
    "oversight": "oversight",
    "coordination": "coordination",
    "investment": "investment",
}
assert {*GROUPS, "staff"} == {*GROUPED}


def group_of(key: str) -> str:
    return "staff" if key == STAFF else LEVERS[key].group


def works(policy: Policy, key: str) -> bool:
    """Whether a lever is on at any time, and something of what it needs."""
    needs = LEVERS[key].needs
    return ever(policy, key) and (not needs or any(works(policy, one) for one in needs))


def leader(key: str, differ: list[str], first: Policy, second: Policy) -> str:
    """The lever with which this one goes: itself, or what it needs where that is off under one of the policies; ""
    where it does nothing under either."""
    needs = LEVERS[key].needs
    used = [not needs or any(works(policy, one) for one in needs) for policy in (first, second)]
    if all(used) or (key == STAFF and any(used)):
        return key
    leaders = [leader(one, differ, first, second) for one in needs] if any(used) else []
    return next((one for one in leaders if one in differ), "")


def title(key: str, lead: dict[str, str]) -> str:
    """What a lever is called, with those that go with it."""
    if key == STAFF:
        return GROUPED["staff"]
    others = [LEVERS[one].title for one, to in lead.items() if to == key and one != key]
    return f"{LEVERS[key].title}, with {', '.join(others)}" if others else LEVERS[key].title
