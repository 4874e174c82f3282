"""The archive that `ema_workbench.load_results` reads: experiments and outcomes, one row per point.

A tar.gz of experiments.csv (assumptions, levers, scenario, policy, model), one file <outcome>.cls for each outcome (its
mean over the replicates), and metadata.json, which names the type of every column and the class of every outcome.
Format: version 0.1, as written by `ema_workbench.util.utilities.save_results` of the Exploratory Modeling Workbench 2.2
to 2.5 (Kwakkel 2017); written here without the library.
"""

import gzip
import io
import json
import tarfile

import pandas as pd

from sim.runs.paired import is_lever
from sim.study.export.points import MODEL, divide

VERSION = 0.1
FEDERATION = "federation"  # our scenario: in the workbench a scenario is a state of the world


def archive(runs: pd.DataFrame, keys: list[str], measures: list[str]) -> bytes:
    """runs: one row per run, as `sim.runs.results.load` returns it. keys: the swept keys. measures: the outcomes."""
    points = divide(runs, keys)
    assumed = [key for key in keys if not is_lever(key)]
    chosen = [key for key in keys if is_lever(key) and key not in ("policy", "name")]
    experiments = points[[*assumed, *chosen]].rename(columns={"scenario": FEDERATION})
    experiments["scenario"], experiments["policy"], experiments["model"] = points["world"], points["arrangement"], MODEL
    means = runs.groupby("point", sort=True)[measures].mean()
    files = {"experiments.csv": experiments.to_csv(index=False, lineterminator="\n")}
    outcomes = []
    for name, values in means.items():
        files[f"{name}.cls"] = "".join(f"{value!r}\n" for value in values.tolist())
        outcomes.append(["ScalarOutcome", name, f"{name}.cls"])
    kinds = {
        str(name): column.dtype.name if column.dtype.kind in "if" else "category"
        for name, column in experiments.items()
    }
    files["metadata.json"] = json.dumps({"version": VERSION, "outcomes": outcomes, "experiments": kinds})
    return packed(files)


def packed(files: dict[str, str]) -> bytes:
    """A tar.gz without time stamps or user names."""
    made = io.BytesIO()
    with gzip.GzipFile(fileobj=made, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        for name, text in files.items():
            content = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return made.getvalue()
