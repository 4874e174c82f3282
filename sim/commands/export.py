"""paradip export: the runs of a sweep in other programs' formats."""

from pathlib import Path

from sim.errors import InputError, nearest, shown

FORMATS = ("ema", "iamc")
ABOUT = """\
ema: writes ema.tar.gz for load_results of the Exploratory Modeling Workbench, for PRIM and its other analyses: one
experiment per point, with outcomes averaged over replicates.
iamc: writes iamc.csv, the long format that pyam reads (model, scenario, region, variable, unit, year, value), and
iamc_meta.csv, what each scenario assumes. For a sweep made with --series it includes every year."""
EXAMPLES = """examples:
  paradip export results/sweep/policy-1a2b3c4d --format ema
  paradip export results/sensitivity/combined-sobol-1a2b3c4d/runs --format ema
  paradip export results/sweep/policy-1a2b3c4d --format iamc --out results/for_pyam"""
DEFAULT_OUT = "DIR"


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument("folder", nargs="?", metavar="DIR", help="the folder of a sweep")
    parser.add_argument("--format", metavar="F", help="one of " + ", ".join(FORMATS))
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out
    from sim.runs.lock import alone_in
    from sim.runs.page import read_plan

    if arguments.folder is None:
        raise InputError("export: no DIR named; expected the folder of a sweep, such as results/sweep/level-1a2b3c4d")
    if arguments.format not in FORMATS:
        given = "not given" if arguments.format is None else shown(arguments.format)
        raise InputError(f"--format: {given}; expected one of {', '.join(FORMATS)}{nearest(arguments.format, FORMATS)}")
    folder = Path(arguments.folder)
    plan = read_plan(folder)
    out = check_out(arguments.out, folder)
    with alone_in(out):
        from sim.runs.paired import paired
        from sim.runs.results import load

        found = paired(load(folder), plan)
        runs = found.runs
        if runs.empty:
            raise InputError(f"{folder}: no runs in it to compare yet; expected a sweep with some done")
        files = {"ema": write_ema, "iamc": write_iamc}[arguments.format](folder, out, plan, runs)
        print(f"{runs['point'].nunique():,} points, {len(runs):,} runs, in {out}: {', '.join(files)}")
        if found.left_out:
            print(found.told)


def write_ema(folder: Path, out: Path, plan, runs) -> list[str]:
    from sim.runs.files import write_bytes
    from sim.study.export.ema import archive

    write_bytes(out / "ema.tar.gz", archive(runs, plan.keys, plan.measures))
    return ["ema.tar.gz"]


def write_iamc(folder: Path, out: Path, plan, runs) -> list[str]:
    import pandas as pd

    from sim.commands.output import write_csv
    from sim.runs.results import load
    from sim.study.export.iamc import indicators, long

    points = [(plan.scenarios[p.setup.scenario], p.setup.run.years) for p in plan.points]
    places = pd.DataFrame(
        [(place.title, place.year, years) for place, years in points], columns=["title", "first", "years"]
    )
    series = load(folder, "series").merge(runs[["point", "replicate"]]) if plan.series else None
    write_csv(out / "iamc.csv", long(runs, plan.keys, places, series), index=False)
    write_csv(out / "iamc_meta.csv", indicators(runs, plan.keys, places), index=False)
    return ["iamc.csv", "iamc_meta.csv"]
