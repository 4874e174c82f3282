"""Find an actor by its code or its name."""

import unicodedata
from typing import NamedTuple

from sim.errors import InputError, nearest
from sim.tell.explain.decade import Decade

CENTRE, DEPARTMENT, SUBNATIONAL, COUNTERPART, PRIVATE = range(5)
WHAT = ("the centre", "a department", "a subnational actor", "a counterpart", "a private actor")


class Person(NamedTuple):
    kind: int
    row: int
    code: str
    name: str


def plain(text: str) -> str:
    """Without case, accents and repeated spaces, so that Montreal finds Montréal."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def what(decade: Decade, person: Person) -> str:
    """What kind of actor it is: state, city, counterpart."""
    if person.kind == SUBNATIONAL:
        return str(decade.scenario.subnationals["kind"][person.row])
    return WHAT[person.kind].split(" ", 1)[1]


def everybody(decade: Decade) -> list[Person]:
    scenario = decade.scenario
    tables = (
        (DEPARTMENT, scenario.departments),
        (SUBNATIONAL, scenario.subnationals),
        (COUNTERPART, scenario.counterparts),
        (PRIVATE, scenario.privates),
    )
    people = [Person(CENTRE, 0, "centre", scenario.centre["name"])]
    return people + [
        Person(kind, row, code, name)
        for kind, table in tables
        for row, (code, name) in enumerate(zip(table.codes, table.names, strict=True))
    ]


def same(decade: Decade, person: Person) -> Person:
    """The same actor under another policy, which may have merged or divided departments. Raises InputError where it is
    none there."""
    for other in everybody(decade):
        if (other.kind, other.code) == (person.kind, person.code):
            return other
    raise InputError(
        f"actor '{person.code}': no department under {decade.name}, which merges or divides them "
        "(coordination.institutions); expected one that there is under both policies"
    )


def find(decade: Decade, wanted: str) -> Person:
    """The actor meant: by exact code, by code in any case, or by name. A name that two actors share is refused."""
    people = everybody(decade)
    tests = (
        lambda p: p.code == wanted.strip(),
        lambda p: plain(p.code) == plain(wanted),
        lambda p: plain(p.name) == plain(wanted),
    )
    for test in tests:
        found = [p for p in people if test(p)]
        if len(found) == 1:
            return found[0]
        if found:
            codes = " or ".join(f"{p.code} ({what(decade, p)})" for p in found)
            raise InputError(f"actor '{wanted[:40]}': {len(found)} have this name; expected the code: {codes}")
    hint = nearest(wanted, [name for p in people for name in (p.name, p.code)])
    raise InputError(
        f"actor '{wanted[:40]}': not known in {decade.scenario.name}; expected the code or name of a "
        "department, "
        f"state, city, counterpart or private actor{hint}"
    )
