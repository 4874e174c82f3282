"""A folder of many more runs than were made: every run of a finished sweep stands in it several times over, as further
replicates. To merge it and to look at it takes what that many runs take, since nobody looks at the outcomes."""

from pathlib import Path

import pyarrow as pa

from sim.runs.ledger import read_ledger
from sim.runs.page import read_plan, write_plan
from sim.runs.plan import raised
from sim.runs.shards import commit, held, read_shards


def multiply(source: Path, folder: Path, times: int) -> None:
    """Fill the folder with the shards of another, each so many times with other replicates. All points of the sweep
    must have as many."""
    plan = read_plan(source)
    (each,) = set(plan.replicates.tolist())
    write_plan(folder, raised(plan, each * times))
    for table in read_shards(source, read_ledger(source, plan).records, "runs"):
        for k in range(times):
            replicates = table["replicate"].to_numpy() + k * each
            more = table.set_column(1, table.schema.field("replicate"), pa.array(replicates))
            commit(folder, {"runs": more}, held(table["address"].to_pylist(), replicates), "")
