"""README.md of a sweep's folder: what the files are and what the columns mean."""

from pathlib import Path

from sim.model.metrics import METRICS
from sim.model.policy import Policy, levers
from sim.model.records import SERIES
from sim.runs.files import write_bytes
from sim.runs.ledger import Ledger
from sim.runs.plan import TOLD, Plan

PAGE = """# A sweep

{points:,} points, {runs:,} runs, {failed:,} failed. Swept: {keys}.

```python
from sim import load
runs = load("this folder")
```

`paradip status` shows the state of the sweep, `paradip resume` continues it, `paradip resume DIR run.replicates=N` adds
replicates, and the original command with another grid adds points. Runs made under earlier rules of the model are old:
`paradip resume DIR --renew` repeats them. Runs in shards/ that no point needs any longer may be deleted.

| file | what it is |
|---|---|
| sweep.parquet, sweep.csv | one row per run, by point and replicate |
| design.json | the points in order, each with its configuration and its address |
| shards/ | the runs as they were stored; each shard with a record of its runs and their digests |
| failures/ | runs that failed, with the message |
| log.jsonl | when, where and by which command the work was done; nothing else depends on it |
| manifest.json | versions, machine, digests of all files; written last |

## Schema

| column | type | unit | meaning |
|---|---|---|---|
| scenario, policy | text | | names; a plus after the name of a policy means that its levers were changed |
| {levers} | number or text | | levers: paradip list levers |
{swept}| point | whole number | | number of the point, from 0, in the order of design.json |
| seed, replicate | whole number | | replicate r of seed s is the same world at every point |
{metrics}
Where an outcome is not defined, such as the median of nothing, the cell is empty (null).
{tables}"""


def write_readme(folder: Path, plan: Plan, ledger: Ledger) -> None:
    names = list(levers(Policy()))
    swept = [key for key in plan.keys if key not in (*names, "scenario", "policy", "name")]
    told = swept if len(swept) <= TOLD else [f"{len(swept):,} keys, up to `point`"]
    page = PAGE.format(
        points=len(plan.points),
        runs=int(ledger.done.sum()),
        failed=ledger.n_failed,
        keys=listed(plan.keys),
        levers=", ".join(names),
        swept="".join(f"| {key} | number or text | | swept |\n" for key in told),
        metrics="".join(f"| {m.name} | number | {m.unit} | {m.meaning} |\n" for m in METRICS),
        tables="".join(f"\n{line}\n" for line in recorded(plan)),
    )
    write_bytes(folder / "README.md", page.encode())


def listed(keys: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(keys) - TOLD:,} more" if len(keys) > TOLD else ""
    return ", ".join(f"`{key}`" for key in keys[:TOLD]) + more or "nothing"


def recorded(plan: Plan) -> list[str]:
    """What is said of series and logs, if there are any."""
    lines = []
    if plan.series:
        lines.append(f'`load(folder, "series")`: one row per run and week: {", ".join(SERIES.names or ())}.')
    if plan.log:
        lines.append('`load(folder, "log")`: one row per event: time (weeks), kind, issue, actor (row numbers), value.')
    return lines
