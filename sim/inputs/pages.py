"""A page of yaml, read so that it cannot harm: small, no key twice, and no aliases that multiply what stands there.

Numbers are read as everywhere else in the program: 1e-3 is one, though YAML 1.1 takes it for a word, and 010 or 1:30
is none, though it takes them for 8 and 90.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from sim.errors import InputError, shown

MOST_BYTES, MOST_NODES = 2**20, 200_000  # a page as it stands, and with every alias written out
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?(?:0|[1-9][0-9]*)"),
    "tag:yaml.org,2002:float": re.compile(
        r"[-+]?(?:(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)"
    ),
}


class Mapping(dict):
    """A mapping of a page, with the row in which each of its keys stands."""

    rows: dict[str, int]


def construct_mapping(loader: Any, node: yaml.MappingNode) -> Iterator[Mapping]:
    found = Mapping()
    found.rows = {str(key.value): row_of(key) for key, _ in node.value}
    yield found  # filled afterwards: an alias may refer to it
    found.update(loader.construct_mapping(node))


@contextmanager
def at(page: object, key: str) -> Iterator[None]:
    """A fault found within is one of this key of the page, and so of its row."""
    try:
        yield
    except InputError as fault:
        if fault.row is None and isinstance(page, Mapping):
            fault.row = page.rows.get(key)
        raise


def placed(place: str, fault: InputError) -> InputError:
    """The fault with its place in front, and its row where it is known."""
    return InputError(f"{place}: {fault}" if fault.row is None else f"{place} row {fault.row}: {fault}")


def careful(loader: type) -> type:
    """A loader of the same kind with these numbers and no others, whose mappings know their rows."""
    kind: Any = type(f"Careful{loader.__name__}", (loader,), {})
    kind.add_constructor("tag:yaml.org,2002:map", construct_mapping)
    kind.yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in forms if tag not in NUMBERS]
        for first, forms in kind.yaml_implicit_resolvers.items()
    }
    for tag, form in NUMBERS.items():
        kind.add_implicit_resolver(tag, re.compile(f"{form.pattern}$"), list("-+.0123456789"))
    return kind


PLAIN = careful(yaml.SafeLoader)
QUICK = careful(getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # libyaml, many times as fast


def read_yaml(place: str, text: str) -> object:
    """What a page holds. `place` is named in every fault, with the row. Raises InputError."""
    if len(text) > MOST_BYTES:
        raise InputError(f"{place}: {len(text):,} letters; expected at most {MOST_BYTES:,}")
    try:
        try:
            return built(place, text, QUICK)
        except yaml.YAMLError:  # the other reader says more
            return built(place, text, PLAIN)
    except InputError:
        raise
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        row = f" row {mark.line + 1}" if mark else ""
        problem = getattr(fault, "problem", None) or "unreadable"
        raise InputError(f"{place}{row}: {problem}; expected well-formed YAML") from None
    except (ValueError, RecursionError) as fault:  # 2023-13-45 unquoted; a thousand open brackets
        raise InputError(f"{place}: {fault}; expected well-formed YAML") from None


def built(place: str, text: str, kind: type) -> object:
    loader = kind(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        check_node(place, node, {})
        return loader.construct_document(node)
    finally:
        loader.dispose()


def check_node(place: str, node: yaml.Node, sizes: dict[yaml.Node, int]) -> int:
    """How many values stand below a node with every alias written out; `sizes` has those of the nodes that are known,
    0 while one is being counted. Raises InputError."""
    if node in sizes:
        if sizes[node]:
            return sizes[node]
        raise InputError(f"{place} row {row_of(node)}: an alias that contains itself; expected values")
    sizes[node], total = 0, 1
    if isinstance(node, yaml.ScalarNode) and not is_text(node.value):
        raise InputError(f"{place} row {row_of(node)}: a control character in {shown(node.value)}; expected plain text")
    if isinstance(node, yaml.MappingNode):
        check_keys(place, node)
    if isinstance(node, yaml.CollectionNode):
        for entry in node.value:
            for one in entry if isinstance(node, yaml.MappingNode) else (entry,):
                total += check_node(place, one, sizes)
    if total > MOST_NODES:
        raise InputError(f"{place} row {row_of(node)}: over {MOST_NODES:,} values; expected a page of settings")
    sizes[node] = total
    return total


def is_text(value: str) -> bool:
    """Without what would steer a terminal: control characters, and those that turn the direction of writing."""
    return not any(
        (unicodedata.category(letter) == "Cc" and letter not in "\n\t") or letter in TURNS for letter in value
    )


def check_keys(place: str, node: yaml.MappingNode) -> None:
    rows: dict[str, int] = {}
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in rows:
                problem = f"key {shown(key.value)} stands in row {rows[key.value]} too"
                raise InputError(f"{place} row {row_of(key)}: {problem}; expected every key once")
            rows[key.value] = row_of(key)


def row_of(node: yaml.Node) -> int:
    return node.start_mark.line + 1
