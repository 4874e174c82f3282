"""A policy is what a government chooses: a value for each lever, by groups. Made of what `levers/` declares."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, make_dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from sim.errors import InputError, shown, within
from sim.model.levers import GROUPS, LEVERS
from sim.model.limits import suggest
from sim.model.path.keys import FIXED

__all__ = [
    "GROUPS",
    "KINDS",
    "Coordination",
    "Delegation",
    "Investment",
    "Oversight",
    "Policy",
    "cost",
    "levers",
    "with_levers",
]


class Chosen:
    """An object of which only the fields can be set: a misspelt lever would change nothing, and nobody would notice."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __setattr__(self, name: str, value: Any) -> None:
        known = self.__dataclass_fields__
        if name not in known:
            expected = f"one of {', '.join(known)}{suggest(name, [*known, *LEVERS])}"
            raise InputError(f"{type(self).__name__}.{name}: not known; expected {expected}")
        object.__setattr__(self, name, value)


def fields_of(group: str) -> list[tuple[str, type, Any]]:
    """Name, type and off value of each lever of a group."""
    return [(one.name, type(one.off), one.off) for one in LEVERS.values() if one.group == group]


def levers_of(group: str) -> Any:
    """The dataclass of a group; every lever at its default is off."""
    said = {"__doc__": GROUPS[group].about}
    made = make_dataclass(group.capitalize(), fields_of(group), bases=(Chosen,), namespace=said)
    made.__module__ = __name__  # where pickle finds it
    return made


KINDS = {group: levers_of(group) for group in GROUPS}
if TYPE_CHECKING:
    Delegation: TypeAlias = Any
    Oversight: TypeAlias = Any
    Coordination: TypeAlias = Any
    Investment: TypeAlias = Any
else:
    Delegation, Oversight, Coordination, Investment = KINDS.values()


@dataclass(repr=False)
class Policy(Chosen):
    """One arrangement of the country's foreign affairs. The default is the centre alone with every lever off."""

    delegation: Delegation = field(default_factory=Delegation)
    oversight: Oversight = field(default_factory=Oversight)
    coordination: Coordination = field(default_factory=Coordination)
    investment: Investment = field(default_factory=Investment)
    name: str = "centralized"
    path: dict[str, Any] = field(default_factory=dict)  # what changes in the course of a run: `sim.model.path.path`

    def then(self, year: float, over: float = 0.0, policy: str = "", **changed: Any) -> "Policy":
        """The same policy with one more phase: from that year on, within `over` years, it moves to what is `changed`,
        or to the levers of a `policy` by its name. changed: a group (`delegation=Delegation(level=0.5)`, or a preset's
        name) or a lever by its key (`**{"delegation.level": 0.5}`)."""
        said = {"year": year, **({"over": over} if over else {}), **({"policy": policy} if policy else {})}
        return self.with_part("phases", said | by_lever(changed))

    def when(
        self, reading: "str | Callable", *, above: float | None = None, below: float | None = None, **said: Any
    ) -> "Policy":
        """The same policy with one more rule: once a reading is above or below a bound, it moves levers. said: `set`
        and `step`, levers by key; `revert`, the number of a rule; `lasting`, `delay` and `every`, weeks; `since`, a
        year; `most` times. A function in place of a reading is asked at every review: it is given what is seen
        (`sim.model.path.readings.Seen`) and answers with levers by key, or None."""
        names = {"lasting": "for", "since": "from"}
        bounds = {"above": above, "below": below}
        found: dict[str, Any] = {"calls" if callable(reading) else "when": reading}
        found |= {key: value for key, value in bounds.items() if value is not None}
        for name, value in said.items():
            if name in ("set", "step"):
                found |= {f"{name}.{key}": one for key, one in within(f"{name}: ", by_lever, value).items()}
            else:
                found[names.get(name, name)] = value
        return self.with_part("rules", found)

    def reforming(self, **said: float) -> "Policy":
        """The same policy with what every change costs: `weeks`, `dip`, `fte`, `moving`."""
        return self.with_path({f"reform.{name}": value for name, value in said.items()})

    def turning(self, **said: Any) -> "Policy":
        """The same policy with what a new government does with it: `undo`, `keep` (groups of levers), `locked_in`,
        `returns`."""
        joined = {name: "+".join(map(str, one)) for name, one in said.items() if isinstance(one, (list, tuple))}
        return self.with_path({f"turnover.{name}": value for name, value in (said | joined).items()})

    def with_part(self, kind: str, said: Mapping[str, Any]) -> "Policy":
        numbers = [int(key.split(".")[1]) for key in self.path if key.startswith(f"{kind}.")]
        return self.with_path({f"{kind}.{max(numbers, default=0) + 1}.{key}": value for key, value in said.items()})

    def with_path(self, said: Mapping[str, Any]) -> "Policy":
        made = deepcopy(self)
        made.path |= said
        return made

    def __repr__(self) -> str:
        moved = [
            f"{key}={value:g}" if isinstance(value, float) else f"{key}={value}" for key, value in on(self).items()
        ]
        numbered = {".".join(str(key).split(".")[:2]) for key in self.path}
        in_time = f"; in time: {', '.join(sorted(numbered))}" if self.path else ""
        return f"<Policy {self.name}: {', '.join(moved) or 'every lever off'}{in_time}>"


def by_lever(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Levers by key; those of a group as it stands, but for what cannot change in the course of a run. Raises
    InputError."""
    if not isinstance(changed, Mapping):
        raise InputError(f"{shown(changed)}; expected levers by key, such as {{'delegation.level': 0.5}}")
    found: dict[str, Any] = {}
    for key, value in changed.items():
        if isinstance(value, Chosen):
            found |= {lever: one for name, one in vars(value).items() if (lever := f"{key}.{name}") not in FIXED}
        else:
            found[key] = value
    return found


def levers(policy: Policy) -> dict[str, float | str]:
    """Every lever of a policy by its key, `group.name`."""
    return {key: getattr(getattr(policy, one.group), one.name) for key, one in LEVERS.items()}


def said(policy: Policy) -> dict[str, Any]:
    """All that a policy says: every lever, and what its path says, by the keys of a configuration."""
    return levers(policy) | {f"policy.{key}": value for key, value in policy.path.items()}


def on(policy: Policy) -> dict[str, float | str]:
    """Levers that are not at their off values."""
    return {key: value for key, value in levers(policy).items() if value != LEVERS[key].off}


def with_levers(policy: Policy, values: Mapping[str, Any]) -> Policy:
    """The same policy but for these levers, by their keys."""
    made = deepcopy(policy)
    for key, value in values.items():
        setattr(getattr(made, LEVERS[key].group), LEVERS[key].name, value)
    return made


def cost(policy: Policy, parameters: Mapping[str, float], houses: int, departments: int) -> dict[str, float]:
    """FTE that each lever with a price takes out of the one national headcount; `houses`: actors with a house."""
    given = {**parameters, "houses": houses, "departments": departments}
    return {
        key: one.price.fte(getattr(policy, one.group), given) for key, one in LEVERS.items() if one.price is not None
    }
