"""A policy as one word of a comparison: a preset, and what of it was moved, or who plays whom under it alone.

guided_delegation
guided_delegation:delegation.level=0.5,oversight.liaison=2
guided_delegation:agents.north=Patient
"""

from collections.abc import Iterable, Sequence
from functools import cache

from sim.errors import InputError, shown, within
from sim.inputs.in_use import digests
from sim.model.policy import GROUPS, Policy, said
from sim.setup.config import Setup, resolve
from sim.setup.overrides import AGENTS, check_key, check_preset, presets, read_overrides
from sim.setup.paths import is_of_path

Chosen = tuple[str, dict[str, str]]  # a preset, and the values moved by key, as they were written


def is_column(word: str) -> bool:
    """A policy, and not an override that holds for all of them."""
    return "=" not in word.partition(":")[0]


def read_column(word: str) -> Chosen:
    """Raises InputError."""
    preset, colon, rest = word.partition(":")
    check_preset("policy", preset)
    moved: dict[str, str] = {}
    for part in rest.split(",") if colon else ():
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or key in moved:
            raise InputError(
                f"{preset}: {shown(part)}; expected each lever once, such as "
                f"{preset}:delegation.level=0.5,oversight.liaison=2"
            )
        moved[key] = value
    return preset, moved


def write_column(preset: str, moved: Iterable[str]) -> str:
    """The word again. moved: key=value each."""
    words = ",".join(moved)
    return f"{preset}:{words}" if words else preset


def levers_of(preset: str) -> dict[str, float | str]:
    return levers_under(preset, tuple(digests().values()))


@cache
def levers_under(preset: str, studies: tuple[str, ...]) -> dict[str, float | str]:
    """The same as long as these studies are in use."""
    return said(resolve([f"policy={preset}"]).policy)


def moved_from(preset: str, policy: Policy) -> dict[str, float | str]:
    """Levers of a policy, and keys of its path, that are not as a preset has them."""
    own = levers_of(preset)
    return {key: value for key, value in said(policy).items() if value != own.get(key)}


def moved_of(policy: Policy) -> dict[str, float | str]:
    """The same by its name, as from `names_of`; nothing of a policy that is not called after a preset."""
    preset = policy.name.partition("+")[0]
    return moved_from(preset, policy) if preset in presets("policy") else {}


def listed(moved: dict[str, str]) -> list[str]:
    return [f"{key}={value}" for key, value in moved.items()]


def names_of(columns: Iterable[tuple[str, bool]]) -> list[str]:
    """A name for each (preset, was anything moved?): a plus says that something was, a number or a minus tells apart
    what would be called the same."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for preset, moved in columns:
        name = preset + "+" * moved
        seen[name] = n = seen.get(name, 0) + 1
        names.append(name if n == 1 else f"{name}{n}" if moved else f"{name}-{n}")
    return names


def chosen_columns(words: Sequence[str], standard: Sequence[str]) -> list[Chosen]:
    """The policies among the words of a command; the standard ones if there are none. Raises InputError."""
    named = [word for word in words if is_column(word)] or list(standard)
    columns = [read_column(word) for word in named]
    for word, column in zip(named, columns, strict=True):
        if columns.count(column) > 1:
            raise InputError(f"policy: {shown(word)} is named twice; expected different policies")
        for text in listed(column[1]):
            key = check_key(text)
            if key.partition(".")[0] not in GROUPS and not is_of_path(key) and not key.startswith(AGENTS):
                raise InputError(
                    f"{column[0]}: {shown(text)} is not a lever; expected one such as delegation.level=0.5, or "
                    "agents.CODE=Class"
                )
    return columns


def chosen_setups(words: Sequence[str], standard: Sequence[str]) -> list[Setup]:
    """One Setup for each policy, all with the same overrides but for what a policy moves itself. Raises InputError."""
    columns = chosen_columns(words, standard)
    overrides = [(check_key(text), text) for text in words if not is_column(text)]
    for key, _ in overrides:
        if key in ("policy", "name"):
            raise InputError(
                f"{key}: cannot be overridden here; expected policies as plain words, such as centralized combined"
            )
    names = names_of((preset, bool(moved)) for preset, moved in columns)
    read_overrides([text for _, text in overrides])  # a bad value is no policy's own fault
    of_path = any(is_of_path(key) for key, _ in overrides)  # which some of them may lack the rest of
    found = []
    for (preset, moved), name in zip(columns, names, strict=True):
        words = [text for key, text in overrides if key not in moved]
        words += [f"policy={preset}", f"name={name}", *listed(moved)]
        found.append(within(f"{preset}: ", resolve, words) if of_path else resolve(words))
    return found


def check_common(setups: list[Setup], asked: str) -> None:
    """Raises InputError unless there are several policies, of different names, on the same worlds. asked: the call."""
    names = [s.policy.name for s in setups]
    twice = next((name for name in names if names.count(name) > 1), None)
    if len(names) < 2 or twice:
        problem = f"'{twice}' is named twice" if twice else f"{len(names)} policies given"
        raise InputError(f"{asked}: {problem}; expected at least two, of different names")
    for key in ("scenario", "seed", "replicates", "years", "dt"):
        found = {getattr(s if key == "scenario" else s.run, key) for s in setups}
        if len(found) > 1:
            raise InputError(f"{asked}: {key} is not the same for all; expected common worlds")
