"""What commands left in a folder, as tables again.

    load(folder)             one row a run
    load(folder, "series")   one row a run and week, of a sweep made with --series
    load(folder, "log")      one row for everything that happened, of a sweep made with --log

Columns of a sweep's runs:
    scenario, policy         names; the levers decide, not the name
    group.lever              every lever: delegation.level, oversight.alarm, ...
    other swept keys         parameters.load, run.years, oversight (a preset), ... where they were swept
    point                    number of the point, from 0, in the order of design.json
    seed, replicate          replicate r of seed s is the same world at every point
    every metric             `paradip list metrics`; NaN where it is not defined (a median of nothing)
of `paradip run` and `paradip compare`: policy (and scenario), seed, replicate, every metric.
Columns of series: point, seed, replicate, `time` in weeks since the start, and the rest of sim.model.records.SERIES.
Columns of log: point, seed, replicate, `time`, `kind` (sim.model.records.EVENTS), `issue`, `actor` (row numbers, -1 for
none), `value`.

Everything is held against the digests in the folder before it is believed, and needs neither the scenario's folder nor
a certain place. Runs that are old, made by other rules than these or before their scenario was changed, are given with
a warning, `sim.runs.age.OldRuns`.
"""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import InputError, nearest, shown
from sim.model.records import EVENTS
from sim.runs import merge, page, shape, shards
from sim.runs.age import age_of, warn_if_old, why_old
from sim.runs.files import Damaged, read_regular
from sim.runs.ledger import read_ledger
from sim.runs.plan import Plan
from sim.runs.shape import read_shaped
from sim.runs.tables import from_bytes, names_in

TABLES = ("runs", "series", "log")


def load(folder: str | Path, table: str = "runs", columns: list[str] | None = None) -> pd.DataFrame:
    """A table of a folder that `paradip run`, `compare` or `sweep` filled, or is still filling. Raises InputError: no
    such folder or table, or a file that is not what it was when it was written. columns: those wanted, of runs."""
    if not isinstance(folder, str | Path):
        raise InputError(f"load: {shown(folder)}; expected the path of a folder")
    folder, columns = Path(folder), [columns] if isinstance(columns, str) else columns
    if table not in TABLES:
        raise InputError(
            f"table {shown(table)}: not known; expected one of {', '.join(TABLES)}{nearest(table, TABLES)}"
        )
    if columns is not None and table != "runs":
        raise InputError(f"columns: given for {table}; expected them only for runs")
    if not (folder / page.NAME).is_file():
        if table != "runs" or not (folder / "runs.parquet").is_file():
            raise InputError(f"{folder}: no {table} in it; expected the folder of a run, a comparison or a sweep")
        return checked(folder, "runs.parquet", columns)
    if table == "runs" and (folder / "manifest.json").is_file():
        return checked(folder, merge.FILES[0], columns)
    plan = page.read_plan(folder)
    warn_if_old(age_of(plan, folder))
    ledger = read_ledger(folder, plan)
    for why in ledger.damaged.values():
        raise Damaged(f"{why}: paradip resume {folder} repeats it")
    if table == "runs":
        parts = [part.to_pandas() for part in merge.blocks(folder, plan, ledger.records)]
        runs = pd.concat(parts, ignore_index=True)
        return runs if columns is None else runs[known(columns, list(runs))]
    return recorded(folder, plan, ledger.records, table)


def checked(folder: Path, file: str, columns: list[str] | None = None) -> pd.DataFrame:
    """A table that the manifest vouches for."""
    content = read_regular(folder / file)
    try:
        manifest = read_shaped(folder / "manifest.json", shape.MANIFEST)
        stated = manifest["files"][file]
    except (OSError, KeyError):
        raise InputError(f"{folder}: no manifest that names {file}; expected a folder that is complete") from None
    if hashlib.sha256(content).hexdigest() != stated:
        raise Damaged(f"{folder / file}: changed since it was written; expected it as it was")
    studies = list(manifest.get("studies") or ())
    if why := why_old(manifest["versions"].get("rules", ""), manifest["scenarios"], studies):
        warn_if_old(f"{folder}: old runs, {why}")
    return from_bytes(content, columns and known(columns, names_in(content))).to_pandas()


def known(columns: list[str], names: list[str]) -> list[str]:
    for name in columns:
        if name not in names:
            raise InputError(
                f"column {shown(name)}: not in this table; expected one that is, such as goodput{nearest(name, names)}"
            )
    return columns


def recorded(folder: Path, plan: Plan, records: list[dict], table: str) -> pd.DataFrame:
    """Series or logs, sorted by point and replicate; a run that two shards hold is told once."""
    layout, found = merge.Layout(plan.points, plan.addresses), []
    seen = np.zeros(int(layout.offsets[-1]), bool)
    for part in shards.read_shards(folder, records, table):
        frame = part.to_pandas()
        left = [frame.pop("address").cat, frame.pop("replicate").to_numpy()]
        for source, row in layout.rows(list(left[0].categories), left[0].codes.to_numpy(), left[1]):
            source, row = source[~seen[row]], row[~seen[row]]
            seen[row] = True
            found.append(frame.iloc[source].assign(row=row))
    if not found:
        raise InputError(f"{folder}: no {table} in it; expected a sweep made with --{table}")
    joined = pd.concat(found).sort_values("row", kind="stable", ignore_index=True)
    row = joined.pop("row").to_numpy()
    point = np.searchsorted(layout.offsets, row, side="right") - 1
    for name, values in (("replicate", row - layout.offsets[point]), ("seed", layout.seeds[point]), ("point", point)):
        joined.insert(0, name, values)
    if table == "log":
        joined["kind"] = pd.Categorical(np.array(EVENTS)[joined["kind"]], list(EVENTS))
    return joined
