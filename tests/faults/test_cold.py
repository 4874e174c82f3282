"""Eight processes that find no compiled rules at once: each compiles or loads, and all are right (C8)."""

import os
import subprocess
import sys

import pytest

CODE = "import sim; print(sim.run(scenario='toy', years=0.5, replicates=3, threads=1).to_csv())"


@pytest.mark.faults
def test_eight_cold_processes_at_once(tmp_path, figures):
    def start(cache):
        return subprocess.Popen(
            [sys.executable, "-c", CODE],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    alone = start(tmp_path / "alone").communicate()[0]
    together = [process.communicate()[0] for process in [start(tmp_path / "shared") for _ in range(8)]]
    after = start(tmp_path / "shared").communicate()[0]
    assert len(alone.strip().splitlines()) == 4 and {*together, after} == {alone}
    figures("8 cold processes on one cache: 8 right, and the cache serves a ninth")
