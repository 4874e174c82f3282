"""Read and check a scenario: a folder with one file of settings (scenario.yaml) and ten small tables.

The settings may say `like: us_2023`. Settings, parameters and tables that the folder lacks are then taken from that
bundled scenario, so a variant states only its differences. Rows are sorted by code, so the order of lines in a file
does not matter. An error is reported in one line that names the file, the row (the line of the file; the header is row
1) and the column, and states what was expected instead.
"""

import datetime
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakSet

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.inputs import dated, networks, privates
from sim.inputs.folder import called, digest_of, find_file, find_folder, read_bytes, read_pages
from sim.inputs.settings import read_settings
from sim.inputs.tables import HUGE, TINY, Column, Table, find_positions, frozen, read_table

LEAN_TOLERANCE = 1e-4  # lean is stored with four decimals
SHARE_TOLERANCE = 1e-6


CODE, TEXT, BLANK = Column("code"), Column("text"), Column("blank")
FLAG, FRACTION = Column("integer", 0, 1), Column("number", 0, 1)
AMOUNT, POSITIVE = Column("number", 0, HUGE), Column("number", TINY, HUGE)
TIMES, STAFF = Column("number", 0.001, 1000), Column("number", 0, 1_000_000)
LOADING, IDEAL, LEAN = Column("number", 0, 1.5), Column("number", -5, 5), Column("number", -2, 2)
KINDS = ("state", "district", "province", "territory", "county", "city", "town", "special")

TABLES = {
    "departments": {"code": CODE, "name": TEXT, "staff_share": FRACTION, "source": TEXT},
    "domains": {
        "code": CODE, "name": TEXT, "share": FRACTION, "department": CODE, "reserved": FLAG,
        "treaty": FRACTION, "compact": FRACTION, "work": TIMES, "talks": TIMES,
        "vitality_a": POSITIVE, "vitality_b": POSITIVE, "deadline_weeks": POSITIVE, "partisan_loading": LOADING,
        "geopolitical_loading": LOADING, "local_shock": AMOUNT, "subnational": FLAG, "example": BLANK, "source": TEXT,
    },
    "clearance": {"domain": CODE, "department": CODE, "probability": FRACTION},
    "subnationals": {
        "code": CODE, "name": TEXT, "kind": Column("text", choices=KINDS), "parent": BLANK, "population": AMOUNT,
        "gdp_musd": AMOUNT, "exports_musd": AMOUNT, "staff": STAFF, "lean": LEAN, "source": TEXT,
    },
    "elections": {"code": CODE, "YYYY": Column("number", -1, 1)},  # a column for every year there is
    "counterparts": {
        "code": CODE, "name": TEXT, "gdp_musd": AMOUNT, "population": AMOUNT, "ideal": IDEAL, "agreement": FRACTION,
        "ally": FLAG, "rival": FLAG, "capability": FRACTION, "ties": Column("integer", 0, 10**6), "source": TEXT,
    },
    "privates": {
        "code": CODE, "name": TEXT, "kind": Column("text", choices=("military", "corporate")), "domains": TEXT,
        "capacity": Column("integer", 1, 50), "appetite": FRACTION, "agenda": Column("number", -1, 1),
        "tail": Column("number", 1.1, 10), "patron": BLANK, "source": TEXT,
    },
    "events": dated.TABLE,
} | networks.TABLES  # fmt: skip
MAY_BE_EMPTY = ("clearance", "privates", "events", "networks", "members")  # each of these is off where there is none

SETTINGS = {
    "name": CODE,
    "title": TEXT,
    "start": Column("date"),
    "centre": {"name": TEXT, "ideal": IDEAL, "headcount": POSITIVE},
    "elections": {  # first_week 0: never; interval 0: only once
        "first_week": Column("integer", 0, 10**5),
        "interval": Column("integer", 0, 10**5),
        "incumbent": Column("integer", choices=(-1, 1)),
        "parties": {"plus": TEXT, "minus": TEXT},
    },
    "parameters": Column("free"),
}


@dataclass(frozen=True, eq=False)
class Scenario:
    """The tables of one federation and what follows from them. Indices point into tables sorted by code."""

    name: str
    title: str
    start: datetime.date
    centre: dict
    elections: dict
    parameters: dict
    folder: Path
    digest: str  # SHA-256 of the settings and tables as they lie on disk
    domains: Table
    departments: Table
    subnationals: Table
    counterparts: Table
    privates: Table
    events: Table
    networks: Table
    past_elections: Table  # margin by code (and 'national') and year
    owner: np.ndarray  # int64 [domain]: the department that owns it
    clearance: np.ndarray  # float64 [domain, department]: probability that an issue needs its clearance
    size: np.ndarray  # float64 [domain]: work of its routine issues relative to the mean over all routine issues
    where: np.ndarray  # int64 [event]: the domain or department of the table where it happens, -1 for all
    staff: np.ndarray  # float64 [department of the table]: its share of all staff
    composition: np.ndarray  # float64 [department, department of the table]: share of its staff that comes from there
    reach: np.ndarray  # bool [private, domain]: where a private actor is active
    patron: np.ndarray  # int64 [private]: the counterpart behind it, -1 for none
    covers: np.ndarray  # bool [network, domain]: what a network is about
    members: np.ndarray  # int64 [membership, 2]: a network and an actor that belongs to it
    parent: np.ndarray  # int64 [subnational]: the state of a city, -1 for none
    economy: np.ndarray  # float64 [subnational]: GDP less that of its cities
    exports_own: np.ndarray  # the same for exports
    population_own: np.ndarray  # the same for population


_once: dict[Path, Scenario] | None = None  # scenarios by folder, while each is to be read once
_read: WeakSet[Scenario] = WeakSet()  # those that were read here, and so checked


def check_loaded(scenario: Scenario) -> Scenario:
    """Raises InputError at one that was put together by hand."""
    if scenario not in _read:
        raise InputError(
            f"scenario {shown(scenario.name)}: changed since it was read; expected it as load_scenario gives it, or a "
            "folder of tables"
        )
    return scenario


def load_scenario(name_or_path: str | Path | Scenario) -> Scenario:
    """Read and check a scenario by its name, or a user's folder by path; one that was loaded is taken as it is. A known
    name takes precedence over a folder in the working directory. Raises InputError."""
    if isinstance(name_or_path, Scenario):
        return check_loaded(name_or_path)
    if not isinstance(name_or_path, str | Path):
        raise InputError(f"scenario: {shown(name_or_path)}; expected a name or the path of a folder")
    folder, once = find_folder(name_or_path), _once
    if once is None:
        return read_scenario(folder)
    return once.get(folder) or once.setdefault(folder, read_scenario(folder))


@contextmanager
def reading_once() -> Iterator[None]:
    """Within, a scenario is read once: all that is made of it is made of the same tables, though somebody edits them
    meanwhile."""
    global _once
    before = _once
    _once = {} if before is None else before
    try:
        yield
    finally:
        _once = before


def read_scenario(folder: Path) -> Scenario:
    pages = read_pages(folder)
    places = {table: find_file(folder, f"{table}.csv", pages) for table in TABLES if table not in networks.TABLES}
    places |= networks.find_files(folder, pages, places)
    files = {path.name: read_bytes(path) for path in places.values()}
    settings = read_settings([(called(place / "scenario.yaml"), raw) for place, raw in pages.items()], SETTINGS)
    tables = {table: networks.nobody(table) for table in networks.TABLES if table not in places} | {
        table: read_table(called(path), files[path.name], TABLES[table], table in MAY_BE_EMPTY)
        for table, path in places.items()
    }
    past_elections, needs, members = (tables.pop(table) for table in ("elections", "clearance", "members"))
    domains, departments, subnationals = tables["domains"], tables["departments"], tables["subnationals"]
    owner = find_positions(domains, "department", departments)
    parent = find_positions(subnationals, "parent", subnationals)
    check_shares(domains, "share")
    check_shares(departments, "staff_share")
    check_classes(domains)
    check_owners(departments, owner)
    check_parents(subnationals, parent)
    check_lean(subnationals, past_elections)
    check_sides(tables["counterparts"])
    dated.check(tables["events"])
    scenario = Scenario(
        **settings,
        **tables,
        folder=folder,
        digest=digest_of(files | {"scenario.yaml": b"".join(pages.values())}),
        past_elections=past_elections,
        owner=owner,
        clearance=read_clearance(needs, domains, departments, owner),
        size=frozen(domains["work"] / math.fsum(domains["share"] * domains["work"])),
        staff=frozen(np.array(departments["staff_share"], dtype=float)),
        composition=frozen(np.eye(len(departments))),
        where=dated.find_places(tables["events"], domains, departments),
        reach=privates.read_reach(tables["privates"], domains),
        patron=privates.find_patrons(tables["privates"], tables["counterparts"], list(pages), places),
        covers=networks.read_covers(tables["networks"], domains),
        members=networks.read_members(members, tables["networks"], subnationals),
        parent=parent,
        economy=remainder(subnationals, "gdp_musd", parent),
        exports_own=remainder(subnationals, "exports_musd", parent),
        population_own=remainder(subnationals, "population", parent),
    )
    _read.add(scenario)
    return scenario


def check_shares(table: Table, column: str) -> None:
    total = math.fsum(table[column])
    if abs(total - 1) > SHARE_TOLERANCE:
        rows = f"rows {table.lines.min()} to {table.lines.max()}"
        problem = f"sum is {total:.8g}; expected 1 (within {SHARE_TOLERANCE:g})"
        raise InputError(f"{table.file} {rows} column {column}: {problem}")


def check_classes(domains: Table) -> None:
    """An issue takes a treaty, a compact or neither."""
    both = domains["treaty"] + domains["compact"]
    for row in np.flatnonzero(both > 1 + SHARE_TOLERANCE):
        problem = f"{domains['compact'][row]:g} and treaty make {both[row]:g}"
        raise domains.refusal(row, "compact", problem, "treaty and compact at most 1 together")


def check_owners(departments: Table, owner: np.ndarray) -> None:
    for row, code in enumerate(departments.codes):
        if row not in owner:
            expected = f"a row of domains.csv with department {code}"
            raise departments.refusal(row, "code", f"{code} owns no domain", expected)


def check_parents(subnationals: Table, parent: np.ndarray) -> None:
    """Two levels are allowed: states and the places in them. A deeper tree would need a rule for whose the remainder
    is."""
    for row in np.flatnonzero((parent >= 0) & (parent[parent] >= 0)):
        problem = f"{subnationals['parent'][row]} has a parent itself"
        raise subnationals.refusal(row, "parent", problem, "a code whose own parent is empty")


def check_lean(subnationals: Table, past_elections: Table) -> None:
    """Lean is the mean over past elections of margin less national margin, for every code elections.csv lists."""
    margins = np.column_stack([values for year, values in past_elections.columns.items() if year != "code"])
    codes = past_elections.codes
    if "national" not in codes:
        problem = "no row is national; expected the margin of the whole federation"
        raise InputError(f"{past_elections.file} column code: {problem}")
    leans = (margins - margins[codes.index("national")]).mean(axis=1)
    position = {code: row for row, code in enumerate(subnationals.codes)}
    for row, code in enumerate(codes):
        if code == "national":
            continue
        if code not in position:
            hint = nearest(code, position)
            raise past_elections.refusal(row, "code", f"{code} is unknown", f"a code of subnationals.csv{hint}")
        found = subnationals["lean"][position[code]]
        if abs(found - leans[row]) > LEAN_TOLERANCE:
            expected = f"{leans[row]:.4f}, the mean of its row of elections.csv less national"
            raise subnationals.refusal(position[code], "lean", f"{found:g} disagrees", expected)


def check_sides(counterparts: Table) -> None:
    for row in np.flatnonzero(counterparts["ally"] & counterparts["rival"]):
        problem = f"{counterparts.codes[row]} is an ally too"
        raise counterparts.refusal(row, "rival", problem, "an ally or a rival, not both")


def read_clearance(needs: Table, domains: Table, departments: Table, owner: np.ndarray) -> np.ndarray:
    clearance = np.zeros((len(domains), len(departments)))
    pairs = zip(find_positions(needs, "domain", domains), find_positions(needs, "department", departments), strict=True)
    seen = set()
    for row, (domain, department) in enumerate(pairs):
        if (domain, department) in seen:
            raise needs.refusal(row, "department", f"{departments.codes[department]} stands twice", "every pair once")
        if owner[domain] == department:
            problem = f"{departments.codes[department]} owns {domains.codes[domain]}"
            raise needs.refusal(row, "department", problem, "a department other than the owner")
        seen.add((domain, department))
        clearance[domain, department] = needs["probability"][row]
    return frozen(clearance)


def remainder(subnationals: Table, column: str, parent: np.ndarray) -> np.ndarray:
    """What is left to each actor when its cities, which are part of it, are counted separately."""
    own = subnationals[column].copy()
    inside = parent >= 0
    np.subtract.at(own, parent[inside], subnationals[column][inside])
    for row in np.flatnonzero(own < 0):
        problem = f"{subnationals[column][row]:.12g} is {-own[row]:.12g} less than its cities together"
        raise subnationals.refusal(row, column, problem, "at least the sum over its cities")
    return frozen(own)
