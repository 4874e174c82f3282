"""design.json: a plan on disk. What all points share stands once; each point says what it sets besides."""

from pathlib import Path

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
from sim.setup.config import Setup, assemble
from sim.setup.design import Point
from sim.setup.overrides import AGENTS, check_value
from sim.setup.written import values_of

NAME = DESIGN
HOW = ("run.threads", "run.cluster")  # who does the work decides no number


def flat(setup: Setup) -> dict:
    """Everything that decides the result, by its full key."""
    return {key: value for key, value in values_of(setup).items() if key not in HOW}


def to_tree(plan: Plan) -> dict:
    every = [flat(point.setup) for point in plan.points]
    common = {key: value for key, value in every[0].items() if all(one.get(key) == value for one in every)}
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
        "points": [
            {
                "address": address,
                "values": point.values,
                "sets": {key: value for key, value in one.items() if key not in common},
            }
            for address, point, one in zip(plan.addresses, plan.points, every, strict=True)
        ],
    }


def is_known(key: str) -> bool:
    return key in LIMITS or key.startswith(AGENTS)


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

    base = assemble({"name": "", **read(tree["common"])}, Setup())
    points = [
        Point(
            {key: one["values"][key] for key in tree["keys"] if key in one["values"]},
            assemble({"name": base.policy.name} | read(one["sets"]), base),
        )
        for one in tree["points"]
    ]
    scenarios = {name: Federation(**said) for name, said in tree["scenarios"].items()}
    addresses = [one["address"] for one in tree["points"]]
    if same and addresses != [address_of(p.setup, scenarios[p.setup.scenario].digest) for p in points]:
        raise InputError(f"{folder / NAME}: its points no longer mean the same; expected it as it was written")
    plan = Plan(
        points,
        addresses,
        scenarios,
        tree["keys"],
        [name for name in tree["drawn"] if name in NAMES],
        tree["series"],
        tree["log"],
        read_until(**tree["until"], known=known) if tree["until"] else None,
        tree["rules"],
        tree["studies"],
        known,
        tuple(
            key
            for part in (tree["common"], *(one["sets"] for one in tree["points"]))
            for key in part
            if not is_known(key)
        ),
    )
    return sized(plan)


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
