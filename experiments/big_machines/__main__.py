"""`python -m experiments.big_machines`: what large sweeps cost, by Dask and by SLURM's way, while one worker is killed
every minute. Published in results/published/big_machines and in docs/howto/machines.md.

Eight workers on the loopback of this machine do the same sweep in both ways. Both tables must be the same to the byte,
with the runs of an undisturbed sweep in them, every run once and nothing left over. Parts can be named; what was
measured is kept in the folder of --work and not measured again, so that the experiment can be stopped and resumed. Exit
code 1: something did not come out as it should.
"""

import signal
import sys
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from experiments.big_machines.audit import compare
from experiments.big_machines.costs import costs
from experiments.big_machines.crew import ROOT, Failed
from experiments.big_machines.measure import PARTS, POINTS, SHORT, measured
from experiments.big_machines.page import readme, write_section
from experiments.publish import at_least, publish
from sim.commands.output import check_place
from sim.errors import InputError
from sim.study.benchmark import machine

RESULTS = ROOT / "results" / "published" / "big_machines"
PAGE = ROOT / "docs" / "howto" / "machines.md"
WORK = ROOT / "results" / "big_machines"
WORKERS, PAUSE, SCENARIO = 8, 60.0, "us_2023"


def study(
    place: Path, parts: list[str], runs: int, workers: int = WORKERS, pause: float = PAUSE, scenario: str = SCENARIO
) -> dict[str, dict[str, Any]]:
    """What was measured of each part. Raises Failed, also where the ways leave other tables."""
    found = {}
    for part in parts:
        print(f"{part} ...", file=sys.stderr, flush=True)
        found[part] = measured(place, part, runs, workers, pause, scenario)
    if found.keys() >= {"undisturbed", "dask", "slurm"}:
        compare(*(place / way for way in ("undisturbed", "dask", "slurm")))
    return found


def main(words: list[str] | None = None) -> int:
    parser = ArgumentParser("python -m experiments.big_machines", description="What large sweeps cost.")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--runs", type=at_least(POINTS), default=200_000, help="of a sweep (default: 200000)")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for sweeps and measurements")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results of all parts")
    given = parser.parse_args(words)
    if find_spec("distributed") is None:
        parser.error("dask is not installed; expected it, from pip install -e '.[cluster]'")
    for part in given.parts:
        if part not in PARTS:
            parser.error(f"{part}: no such part; expected {', '.join(PARTS)}")
    if given.runs % POINTS:
        parser.error(f"--runs: {given.runs}; expected a multiple of {POINTS}, the points of the grid")
    for name in ("work", "out"):
        try:
            check_place(str(getattr(given, name)), WORK)
        except InputError as fault:
            parser.error(str(fault).replace("--out", f"--{name}", 1))
    try:
        found = study(given.work / str(given.runs), given.parts or list(PARTS), given.runs)
    except Failed as fault:
        print(f"experiments.big_machines: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("experiments.big_machines: interrupted; the same command goes on after the last part", file=sys.stderr)
        return 130
    if not given.parts:
        told = costs(found)
        said = {"scenario": SCENARIO, "years": SHORT, "workers": WORKERS, "pause": PAUSE}
        facts = {"runs": given.runs, **said, "machine": machine()}
        publish(given.out, "big_machines", readme(told, facts), {"costs": told}, **facts)
        if given.out == RESULTS:
            write_section(PAGE, told, facts)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    raise SystemExit(main())
