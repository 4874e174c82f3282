"""Tables such as the commands make, without a simulation."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd

from sim.model.metrics.smallest import smallest_effect

OUTCOMES = [  # metric, group, unit, better, mean under the reference
    ("throughput", "throughput", "issues/week", 1, 50.0),
    ("completion", "throughput", "share", 1, 0.7),
    ("contradiction_rate", "coherence", "per 100", -1, 7.0),
    ("surfaced", "incidents", "incidents/year", -1, 500.0),
    ("conclusion_p50", "latency", "weeks", -1, 5.0),
    ("legitimacy", "standing", "[0,1]", 1, 0.5),
    ("fte_levers", "cost", "FTE", 0, 0.0),
    ("turns", "resilience", "number", 0, 0.5),
]


def comparison(n_policies: int = 3, n: int = 20, names=None, outcomes=OUTCOMES):
    """A comparison in which the second policy is better by a tenth, the third worse by a fifth, and so on."""
    rng = np.random.default_rng(7)
    names = list(names or [f"policy_{k}" for k in range(n_policies)])
    rows = []
    for metric, group, unit, better, mean in outcomes:
        row = {"metric": metric, "group": group, "unit": unit, "better": better, names[0]: mean}
        row["smallest"] = smallest_effect(unit, mean)
        for k, name in enumerate(names[1:]):
            shift = (better or 1) * (mean or 100.0) * (0.1 if k % 2 == 0 else -0.2) * (1 + 0.1 * rng.random())
            half = abs(shift) * 0.1 if n > 1 else np.nan
            row |= {
                name: mean + shift,
                f"difference_{name}": shift,
                f"low_{name}": shift - half,
                f"high_{name}": shift + half,
                f"winner_{name}": name,
                f"runs_saved_{name}": 10.0,
            }
        rows.append(row)
    runs = pd.DataFrame([(name, 1, r) for name in names for r in range(n)], columns=["policy", "seed", "replicate"])
    return SimpleNamespace(table=pd.DataFrame(rows), runs=runs, policies=names)


def sweep(axes: dict, n: int = 5, **columns) -> pd.DataFrame:
    """A grid of keys and replicates; `columns` are outcomes as functions of the point's number and the replicate."""
    rng = np.random.default_rng(3)
    world = rng.normal(size=n)
    rows = []
    for k, point in enumerate(product(*axes.values())):
        for r in range(n):
            row = dict(zip(axes, point, strict=True)) | {"seed": 1, "replicate": r}
            row |= {"throughput": 50 + k + world[r] + 0.1 * rng.normal(), "surfaced": 500.0 - k + world[r]}
            rows.append(row | {name: make(k, r) for name, make in columns.items()})
    return pd.DataFrame(rows)
