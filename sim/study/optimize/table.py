"""The front as a table: what each policy is, costs, does on fresh worlds, and did in the search."""

from itertools import count

import numpy as np
import pandas as pd

from sim.model.policy import GROUPS, Policy, levers, said
from sim.runs.intervals import interval
from sim.setup.config import Setup
from sim.setup.paths import PARTS
from sim.setup.written import to_dict
from sim.study.optimize.front import judge, thin
from sim.study.optimize.task import REFERENCE, Task
from sim.study.optimize.trials import Trials

FOUND, PRESET = "found", "preset"
HOLDS, NOISE, BEATEN = "undominated", "dominated within noise", "dominated"


def chosen(task: Task, points: np.ndarray, trials: Trials) -> tuple[list[Setup], np.ndarray]:
    """The policies found and the presets within the budget, and their means in the search, (setups, outcomes), nan
    where it did not try them. Of those found that did alike the cheapest; a preset that is found is a preset."""
    costs = np.array([task.cost(task.setup(point)) for point in points])
    values = np.array([trials.found[tuple(point)] for point in points])
    presets = [said(setup.policy) for setup in task.affordable.values()]
    kept = [k for k in thin(costs, values) if said(task.setup(points[k]).policy) not in presets]
    kept.sort(key=lambda k: -task.outcomes[0].better * values[k, 0])
    names = (
        name for place in count(1) if (name := f"{FOUND}_{place:02d}") not in task.known
    )  # one may be a preset by now
    setups = [task.setup(points[k], next(names)) for k in kept]
    searched = [values[k] for k in kept]
    tried = {tuple(said(task.setup(np.array(point)).policy).items()): value for point, value in trials.found.items()}
    for setup in task.affordable.values():
        setups.append(setup)
        searched.append(tried.get(tuple(said(setup.policy).items()), np.full(len(task.outcomes), np.nan)))
    return setups, np.array(searched)


def front_table(task: Task, setups: list[Setup], searched: np.ndarray, fresh: np.ndarray) -> pd.DataFrame:
    """Policies found, best in the first outcome first, then presets; one row each.

    searched: means of the search, (setups, outcomes), nan for what it did not try. fresh: (setups, outcomes, worlds).
    kind (found or preset), policy, fte, standing and by whom it is dominated, then by outcome the mean over fresh
    worlds with its interval, the paired difference to `centralized` with its, the search's mean and its optimism;
    overrides.
    """
    signs = np.array([metric.better for metric in task.outcomes], float)
    names = [setup.policy.name for setup in setups]
    reference = names.index(REFERENCE)
    rows = []
    for k, (setup, verdict) in enumerate(zip(setups, judge(signs[:, None] * fresh), strict=True)):
        standing = HOLDS if verdict.by < 0 else BEATEN if verdict.clear else NOISE
        row = {
            "kind": PRESET if names[k] in task.known else FOUND,
            "policy": names[k],
            "fte": task.cost(setup),
            "standing": standing,
            "dominated_by": names[verdict.by] if verdict.by >= 0 else "",
        }
        for metric, value, base, before in zip(task.outcomes, fresh[k], fresh[reference], searched[k], strict=True):
            mean, low, high = interval(value)
            apart = dict(zip(("difference", "difference_low", "difference_high"), interval(value - base), strict=True))
            row |= {
                metric.name: mean,
                f"{metric.name}_low": low,
                f"{metric.name}_high": high,
                **{f"{metric.name}_{what}": x for what, x in apart.items()},
                f"{metric.name}_search": before,
                f"{metric.name}_optimism": metric.better * (before - mean) + 0.0,
            }
        rows.append(row | {"overrides": override_line(task, setup)})
    table = pd.DataFrame(rows)
    first = task.outcomes[0]
    return table.sort_values(["kind", first.name], ascending=[True, first.better < 0], kind="stable", ignore_index=True)


def override_line(task: Task, setup: Setup) -> str:
    """The words with which `paradip run` runs this policy: a preset of its own name, else the base and what differs."""
    kept = [f"{key}={value}" for key, value in task.fixed.items() if key != "policy" and not key.startswith("run")]
    if setup.policy.name in task.known:
        return " ".join([f"policy={setup.policy.name}", *kept])
    base = said(task.base.policy)
    words = [f"{key}={value}" for key, value in said(setup.policy).items() if value != base.get(key)]
    return " ".join([f"policy={task.fixed.get('policy', REFERENCE)}", *kept, *words])


def in_words(task: Task, setup: Setup) -> str:
    """The levers that are not off, by their own names; what is fixed is the same for all and left out."""
    off = levers(Policy())
    on = {key: value for key, value in said(setup.policy).items() if value != off.get(key) and key not in task.fixed}
    return (
        ", ".join(
            f"{key.partition('.')[2]} {value if isinstance(value, str) else f'{value:.2g}'}"
            for key, value in on.items()
        )
        or "every lever off"
    )


def preset_page(setup: Setup, about: str) -> str:
    """The policy as a preset: a file for configs/policy."""
    import yaml

    tree = to_dict(setup)
    page = {
        "about": about,
        "defaults": [{f"override /{group}": "none"} for group in GROUPS],
        "name": setup.policy.name,
        **{part: tree[part] for part in (*GROUPS, *PARTS) if part in tree},
    }
    return "# @package _global_\n" + yaml.safe_dump(page, sort_keys=False)
