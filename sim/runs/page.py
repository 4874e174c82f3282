"""design.json: a plan on disk. What all points share stands once; beside it is a column for each key that varies.

A column lists the different values and which of them each point has. One that was drawn says how, since it can be drawn
again to the last bit: 20,000 points of a hundred factors take as much as their addresses.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from sim.errors import InputError
from sim.model.limits import LIMITS, SETTINGS
from sim.runs import shape
from sim.runs.address import address_of
from sim.runs.files import Damaged, page, read_page, write_bytes
from sim.runs.ours import DESIGN
from sim.runs.plan import Federation, Plan, sized
from sim.runs.rules import rules_now
from sim.runs.shape import misfit
from sim.runs.until import read_until
from sim.runs.work import NAMES
from sim.setup.config import Setup, assign
from sim.setup.factors import Factor
from sim.setup.overrides import AGENTS, check_value
from sim.setup.paths import is_known as is_known_of_path
from sim.setup.points import Column, Points
from sim.setup.sample import Drawn, check_factors, read_sample

NAME = DESIGN
LOOKS = 32  # points that are held against their addresses whenever a design is read


def to_tree(plan: Plan) -> dict:
    common, sets = plan.points.flat()
    told = plan.points.told
    both = {key for key in told if key in sets and told[key].like(sets[key])}
    return {
        "rules": plan.rules,
        "studies": plan.studies,
        "scenarios": {name: one._asdict() for name, one in plan.scenarios.items()},
        "keys": plan.keys,
        "measures": plan.measures,
        "drawn": plan.drawn,
        "series": plan.series,
        "log": plan.log,
        "until": plan.until and {"text": plan.until.text, "most": plan.until.most},
        "common": common,
        "both": {key: column_tree(one) for key, one in sets.items() if key in both},
        "values": {key: column_tree(one) for key, one in told.items() if key not in both},
        "sets": {key: column_tree(one) for key, one in sets.items() if key not in both},
        "points": plan.addresses,
    }


def is_known(key: str) -> bool:
    return key in LIMITS or key.startswith(AGENTS) or is_known_of_path(key)


def column_tree(column: Column) -> dict:
    """Its values, listed or as they are drawn again; then which of them the points have: each so often, over and over,
    or one by one."""
    values, n, at = column.values, len(column.values), column.at
    if isinstance(values, Drawn):
        kind, *ends = values.factor.kind, *values.factor.values
        tree: dict = {
            "drawn": ":".join(map(str, values.sample)),
            "kind": kind,
            "values": ends,
            "place": values.place,
            "of": values.n_factors,
        }
    else:
        tree = {"values": list(values)}
    each = int(np.argmax(at != 0)) or len(at)
    regular = np.array_equal(at, np.arange(len(at)) // each % max(n, 1))
    return tree | ({"each": each} if regular else {"at": at.tolist()})


def write_plan(folder: Path, plan: Plan, owner: str = "") -> None:
    content = page(to_tree(plan))
    path = folder / NAME
    if not path.is_file() or path.read_bytes() != content:
        write_bytes(path, content, owner)


def read_plan(folder: Path) -> Plan:
    """The plan of a folder, whether its scenario is there or not. One of other rules is taken as it stands, without the
    keys that are not known here. Raises InputError: no sweep there, or a damaged page."""
    tree = read_tree(folder)
    same, known = tree["rules"] == rules_now(), tree["measures"]

    def read(values: dict) -> dict:
        return {
            k: check_value(k, value) if same or k in SETTINGS else value
            for k, value in values.items()
            if same or is_known(k)
        }

    n = len(tree["points"])
    both, swept, sets = (
        {key: read_column(folder, key, one, n) for key, one in tree[part].items()}
        for part in ("both", "values", "sets")
    )
    told = both | swept
    if missing := next((key for key in tree["keys"] if key not in told), None):
        raise damaged(folder, f"{missing} is missing")
    assigned = {key: one.checked(key) if same else one for key, one in (both | sets).items() if is_known(key)}
    base = assign(Setup(), {"name": "", **read(tree["common"])})  # of a path perhaps no more than a part
    points = Points(n, {key: told[key] for key in tree["keys"]}, assigned, {"name": base.policy.name}, base)
    scenarios = {name: Federation(**said) for name, said in tree["scenarios"].items()}
    plan = Plan(
        points,
        tree["points"],
        scenarios,
        tree["keys"],
        [name for name in tree["drawn"] if name in NAMES],
        tree["series"],
        tree["log"],
        read_until(**tree["until"], known=known) if tree["until"] else None,
        tree["rules"],
        tree["studies"],
        known,
        tuple(key for part in ("common", "both", "sets") for key in tree[part] if not is_known(key)),
    )
    if same:
        check_addresses(plan, folder, range(0, n, max(n // LOOKS, 1)))
    return sized(plan)


def read_column(folder: Path, key: str, tree: dict, n: int) -> Column:
    """As `column_tree` wrote it. Raises Damaged, or InputError."""
    try:
        values: Sequence = tree["values"]
        if "drawn" in tree:
            factor = Factor(key, tree["kind"], tuple(values))
            low, high = factor.values if factor.kind != "choice" else (0, 1)
            if (
                factor.kind not in ("number", "whole", "choice")
                or not low < high
                or not 0 <= tree["place"] < tree["of"]
            ):
                raise damaged(folder, f"{key} is drawn in an unknown way")
            values = Drawn(read_sample(tree["drawn"]), factor, tree["place"], check_factors(tree["of"]))
        at = np.array(tree["at"], np.int64) if "at" in tree else np.arange(n) // max(tree["each"], 1) % len(values)
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        if isinstance(fault, InputError):
            raise
        raise damaged(folder, f"{key} is no column") from None
    if at.shape != (n,) or not -1 <= at.min() or not at.max() < len(values):
        raise damaged(folder, f"{key} has other points")
    return Column(values, at)


def damaged(folder: Path, fault: str) -> Damaged:
    return Damaged(
        f"{folder / NAME}: {fault}; expected it as it was written: repeat the sweep's command with --out {folder}; "
        "finished runs are stored"
    )


def check_addresses(plan: Plan, folder: Path, which: Iterable[int]) -> None:
    """Raises InputError if these points mean something else than when they were written."""
    for k in which:
        setup = plan.points[k].setup
        if plan.addresses[k] != address_of(setup, plan.scenarios[setup.scenario].digest):
            raise InputError(f"{folder / NAME}: its points no longer mean the same; expected it as it was written")


def read_tree(folder: Path) -> dict:
    """The page as it stands. Raises InputError."""
    path = folder / NAME
    try:
        tree = read_page(path)
        if not {"common", "points"} <= tree.keys():
            raise Damaged(f"{path}: another page stands in its place; expected it as it was written")
        if "rules" not in tree:
            raise InputError(f"{path}: written before rules were named; expected another folder for the same command")
        tree.setdefault("studies", [])  # of a page from before there were any
        if fault := misfit(tree, shape.DESIGN, ""):
            raise Damaged(f"{path}: {fault}; expected it as it was written")
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{folder}: no {NAME} in it; expected the folder of a sweep") from None
    except Damaged as fault:
        raise Damaged(f"{fault}: repeat the sweep's command with --out {folder}; finished runs are stored") from None
    return tree
