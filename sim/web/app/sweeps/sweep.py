"""A finished sweep, read when somebody chooses it: its points, its outcomes, and what of it can be drawn."""

import math
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import pandas as pd

from sim.errors import InputError
from sim.figures.names import key_name
from sim.inputs.folder import scenario_names
from sim.model.limits import LEVERS
from sim.model.metrics import HEADLINES
from sim.model.parameters import PARAMETERS
from sim.model.units import plain
from sim.runs import page
from sim.runs.age import why_old
from sim.runs.files import Damaged
from sim.runs.paired import paired
from sim.runs.plan import Federation, Plan
from sim.runs.results import load
from sim.setup.config import Setup
from sim.setup.design import axes_of
from sim.setup.overrides import PRESET_GROUPS
from sim.setup.points import Points
from sim.web.app.sweeps import again
from sim.web.app.sweeps.found import found
from sim.web.app.sweeps.look import MEAN, SHOWS, Look
from sim.web.app.view import spelt
from sim.web.grid import axis
from sim.web.levers import spoken

WIDEST, MOST_BYTES, MOST_POINTS = (
    40,
    100_000_000,
    4_000,
)  # values of a key on a map; of a table that is read; points of a sweep
POLICY = ({*LEVERS, *PRESET_GROUPS, "name"}) - {"run"}  # keys that say what is done; the others say what is met


@dataclass(frozen=True)
class Sweep:
    """points: in the order of the sweep. frame: a row a run: swept keys, point, seed, replicate, outcomes. axes: keys
    that were crossed, as `grid.axis` has them. drawn: the others. start: where an axis is held that nobody has held
    elsewhere. lines: what gives its numbers again, and what that is of."""

    name: str
    about: str
    points: list[Setup]
    frame: pd.DataFrame
    axes: dict[str, dict]
    drawn: list[str]
    start: dict[str, str]
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def compared(self) -> list[str]:
        """Keys of which the policies of a front are made. Levers drawn together with assumptions are no policies: each
        would be judged in a world of its own."""
        fair = all(key in POLICY for key in self.drawn)
        return [key for key in self.frame if key in POLICY and (key in self.axes or (key in self.drawn and fair))]

    @property
    def shows(self) -> list[str]:
        return [show for show, there in zip(SHOWS, (self.axes, self.compared), strict=True) if there]

    def held(self, look: Look) -> list[str]:
        """Axes that the picture does not show, so that they are held."""
        return [
            key
            for key in self.axes
            if (key not in self.compared if look.show == "front" else key not in (look.across, look.down))
        ]

    def at(self, key: str) -> list[str]:
        return [spelt(value) for value in self.axes[key]["values"]]

    def rows(self, look: Look) -> pd.DataFrame:
        """The runs at what is held."""
        here = pd.Series(True, self.frame.index)
        for key in self.held(look):
            if look.held[key] != MEAN:
                here &= self.frame[key] == self.axes[key]["values"][self.at(key).index(look.held[key])]
        return self.frame[here]


_reading = Lock()


def opened(name: str) -> Sweep | str:
    """One of those found at the start, or a sentence why it cannot be drawn. A few are kept."""
    with _reading:
        return kept(name)


@lru_cache(maxsize=4)
def kept(name: str) -> Sweep | str:
    folder = found[name]
    try:
        return read(name)
    except Damaged:
        return "A file of this sweep has changed since it was written. Choose another sweep, or run this one again."
    except InputError as fault:
        told = str(fault).replace(f"{folder}", name)
        return (
            told
            if "/" not in told.replace(f"{name}/", "")
            else "This sweep was made with files that are no longer here."
        )
    except OSError:
        return "This sweep can no longer be read. It was there when the page started."


def read(name: str) -> Sweep:
    """Raises InputError: what cannot be drawn; OSError."""
    folder = found[name]
    if max((folder / file).stat().st_size for file in (page.NAME, "sweep.parquet")) > MOST_BYTES:
        raise InputError(
            f"This sweep is too large for the page; expected at most {MOST_BYTES // 10**6} MB. paradip explorer or its "
            "table show it"
        )
    plan = page.read_plan(folder)
    scenarios = {*plan.points.listed(["scenario"])[0]}
    if len(scenarios) > 1 or not scenarios <= {*scenario_names()}:
        raise InputError(
            "This sweep has several federations, or one that does not come with the program; expected one that does"
        )
    if len(plan.points) > MOST_POINTS:
        raise InputError(f"This sweep has {len(plan.points):,} points; expected at most {MOST_POINTS:,} for the page")
    pairs = paired(load(folder, columns=["point", "seed", "replicate", *HEADLINES]), plan)
    frame = pairs.runs
    listed = {key: one.listed() for key, one in plan.points.told.items()}
    values = pd.DataFrame(listed, columns=plan.keys, dtype=object).infer_objects()
    frame = values.loc[frame["point"]].reset_index(drop=True).join(frame.reset_index(drop=True))
    axes = crossed(plan.points)
    first = plan.points[0].setup
    sweep = Sweep(
        name,
        told(plan, frame) + (f" {pairs.told.capitalize()}." if pairs.left_out else ""),
        [point.setup for point in plan.points],
        frame,
        {key: axis(values, key) for key in axes},
        [key for key in plan.keys if key not in axes],
        {},
        () if why_old(plan.rules, plan.digests, plan.studies) else again.lines(plan, folder),
    )
    sweep.start.update({key: usual(sweep, key, plan.scenarios[first.scenario]) for key in axes})
    if not sweep.shows:
        raise InputError(
            "Nothing in this sweep was crossed, and it has no policies to compare; expected several values of a "
            "lever or of an assumption"
        )
    return sweep


def crossed(points: Points) -> list[str]:
    """Keys for the sides of a map: those that meet everything else, or all if most of their combinations were run."""
    axes = axes_of(points, WIDEST)
    if axes:
        return axes
    keys = list(points.told)
    sizes = {key: len({*points.told[key].listed()}) for key in keys}
    few = [key for key in keys if 1 < sizes[key] <= WIDEST]
    return few if math.prod(sizes[key] for key in few) <= 4 * len(points) else []


def usual(sweep: Sweep, key: str, federation: Federation) -> str:
    """An assumption as near as may be to the standard one; anything else at its first value."""
    part, _, leaf = key.partition(".")
    if part != "parameters":
        return sweep.at(key)[0]
    standard = federation.parameters.get(leaf, PARAMETERS[leaf].default)
    return min(sweep.at(key), key=lambda value: abs(float(value) - standard))


def told(plan: Plan, frame: pd.DataFrame) -> str:
    """What the whole sweep has in common, in a sentence or two."""
    setup = plan.points[0].setup
    parts = [plan.scenarios[setup.scenario].title]
    names = {name.rstrip("+") for name in plan.points.listed(["name"])[0]}
    parts += [f"based on {spoken(*names)}"] if len(names) == 1 else []
    parts += (
        [f"{plain(setup.run.years)} {'year' if setup.run.years == 1 else 'years'}"]
        if "run.years" not in plan.keys
        else []
    )
    worlds = {*frame.groupby("point").size()}
    parts.append(
        f"{len(plan.points):,} combinations"
        + (f" of {plain(*worlds)} worlds each" if len(worlds) == 1 else f", {len(frame):,} worlds together")
    )
    same = {name: value for name, value in setup.parameters.items() if f"parameters.{name}" not in plan.keys}
    fixed = [f"{key_name(f'parameters.{name}').lower()} {plain(value)}" for name, value in same.items()]
    old = why_old(plan.rules, plan.digests, plan.studies)
    return (
        ", ".join(parts)
        + "."
        + (f" Assumed throughout: {'; '.join(fixed)}." if fixed else "")
        + (f" These runs are old, {old}." if old else "")
    )
