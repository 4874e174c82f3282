"""A Setup written out as plain values: by key, as a tree, as yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from sim.model.policy import said
from sim.setup.overrides import AGENTS
from sim.setup.paths import tree_of

if TYPE_CHECKING:
    from sim.setup.config import Setup


def prefixed(group: str, part) -> dict:
    return {f"{group}.{name}": value for name, value in vars(part).items()}


def values_of(setup: Setup) -> dict:
    """Everything a Setup says, by its full key."""
    return {
        "scenario": setup.scenario,
        "name": setup.policy.name,
        **prefixed("run", setup.run),
        **{f"parameters.{name}": value for name, value in setup.parameters.items()},
        **{f"{AGENTS}{code}": kind for code, kind in setup.agents.items()},
        **said(setup.policy),
    }


def to_dict(setup: Setup) -> dict:
    """Plain values in a fixed order: what is printed, hashed and stored."""
    policy = asdict(setup.policy)
    path = {key: class_name(x) if callable(x) else x for key, x in policy.pop("path").items()}
    return {
        "name": policy.pop("name"),
        "scenario": setup.scenario,
        **policy,
        **tree_of(path),
        "run": asdict(setup.run),
        "parameters": dict(sorted(setup.parameters.items())),
        **({"agents": {code: class_name(kind) for code, kind in sorted(setup.agents.items())}} if setup.agents else {}),
    }


def class_name(kind: str | Callable) -> str:
    """Of a class or a function; that of its class for what can be called and has no name itself."""
    if isinstance(kind, str):
        return kind
    named = kind if hasattr(kind, "__qualname__") else type(kind)
    return f"{named.__module__}.{named.__qualname__}"


def class_labels(kinds: Iterable[str | Callable]) -> dict[str | Callable, str]:
    """The name of each class; those that have it from the second on, such as what a function makes, are numbered."""
    seen: Counter[str] = Counter()
    labels: dict[str | Callable, str] = {}
    for kind in dict.fromkeys(kinds):
        name = class_name(kind)
        seen[name] += 1
        labels[kind] = name if seen[name] == 1 else f"{name} {seen[name]}"
    return labels


def to_yaml(setup: Setup) -> str:
    import yaml

    return yaml.safe_dump(to_dict(setup), sort_keys=False, allow_unicode=True)
