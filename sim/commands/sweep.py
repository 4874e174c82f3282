"""paradip sweep: a grid of levers, presets and assumptions, kept as it goes."""

import sys
from pathlib import Path

from sim.errors import InputError, nearest

ABOUT = """Several values for a key make an axis, in Hydra's grammar: key=a,b,c; key=range(start,stop,step) without the
stop; key=glob(*) over presets. Every combination is run in the same worlds. With one or two axes there is a figure.
Points can also be listed (--points), paired (--zip) or sampled (--design): then key=interval(low,high), key=choice(a,b)
and what --over names are sampled, and axes are crossed with the sample. --worlds says how the assumptions among these
are sampled: plausible, each over its own range; or together, from worlds that agree with the evidence or those of a
table of your own. A world that comes more than once has another seed each time. experiment=NAME is a complete design in
one yaml file, your own or bundled (paradip list experiments).
Finished runs are stored: the same command, or paradip resume DIR, resumes where it stopped. Another grid with the same
--out adds points, and only new runs are made.
run.cluster chooses what does the work: threads, processes, local (Dask), or the address of a Dask scheduler.
Exit codes: 0 done, 3 disk full, 4 another process is using DIR, 5 some runs failed, 130 stopped."""
EXAMPLES = """examples:
  paradip sweep policy=guided_delegation delegation.level=0,0.15,0.3,0.45
  paradip sweep 'delegation.level=range(0,1,0.1)' 'coordination.guidance=range(0,1.1,0.25)' run.replicates=20
  paradip sweep policy=status_quo,combined parameters.load=0.8,0.95,1.1 --metrics goodput,backlog_end
  paradip sweep 'oversight=glob(*)' policy=laissez_faire run=trial --series
  paradip sweep policy=status_quo,combined --design lhs:200 --over all
  paradip sweep policy=status_quo,combined --design lhs:200 --over all --worlds plausible
  paradip sweep policy=guided_delegation,combined --design sobol:256 --over load,growth \
'delegation.level=interval(0,0.6)'
  paradip sweep 'policy=glob(*)' --until goodput:1%,surfaced:2% run.replicates=1000
  paradip sweep run.seed=1,2,3 run.cluster=tcp://head-node:8786 --out results/seeds
  paradip sweep run.seed=1,2,3 --out results/seeds --shard $SLURM_ARRAY_TASK_ID/8"""
DEFAULT_OUT = "results/sweep/KEYS-HASH"
ASKED = ("points", "design", "over", "worlds")  # options that decide the points
WIDEST = 8  # keys that a table is shown by
HEADLINE = ("goodput", "conclusion_p50", "contradiction_rate", "surfaced")  # drawn when no metrics are named


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.worlds import add_worlds

    parser.add_argument(
        "overrides", nargs="*", metavar="key=value", help="fixed values, axes key=a,b,c, experiment=NAME"
    )
    parser.add_argument("--points", metavar="FILE", help="a csv whose columns are keys and whose rows are points")
    parser.add_argument("--zip", action="store_true", help="pair the values of the axes instead of crossing them")
    parser.add_argument("--design", metavar="D", help="sample points: lhs:N, sobol:N, or lhs:N:SEED")
    parser.add_argument(
        "--over", metavar="A,B", help="factors to sample over their declared ranges, or all (parameters)"
    )
    add_worlds(parser)
    parser.add_argument("--metrics", metavar="A,B", help="outcomes for the figure (paradip list metrics)")
    parser.add_argument("--series", action="store_true", help="store the weekly series of every run")
    parser.add_argument("--log", action="store_true", help="store the log of events of every run (some MB a decade)")
    add_until(parser)
    add_how(parser)
    add_out(parser, DEFAULT_OUT)


def add_until(parser) -> None:
    parser.add_argument(
        "--until",
        metavar="OUTCOME:WIDTH",
        help="run until paired intervals are this narrow (a share, or a width in the outcome's unit); "
        "run.replicates is then the maximum",
    )


def add_plain(parser) -> None:
    parser.add_argument(
        "--plain", action="store_true", help="leave the luck of each run in: plain means with wider intervals"
    )


def add_how(parser) -> None:
    parser.add_argument("--shard", metavar="I/N", help="do only this part, while others do the rest in the same folder")
    parser.add_argument("--wait", action="store_true", help="wait while another process is using the folder")
    parser.add_argument("--fail-fast", action="store_true", help="stop at the first run that fails")


def execute(arguments) -> int:
    from sim.commands.output import check_out
    from sim.figures.worlds import said_of
    from sim.inputs.worlds import name_of
    from sim.runs.extend import begun
    from sim.runs.lock import read_part
    from sim.runs.plan import make_plan
    from sim.runs.until import read_until
    from sim.setup.design import Design, points_of
    from sim.study.experiment import take_experiment

    design = Design(arguments.points, arguments.zip, arguments.design, arguments.over, arguments.worlds)
    words, design, experiment = take_experiment(arguments.overrides, design)
    design = design.settled()
    arguments.worlds = design.worlds  # for the log of what was asked
    points = points_of(words, design)
    measures = ",".join(experiment.measures) if experiment else ""
    drawn = chosen_metrics(measures or None if arguments.metrics is None else arguments.metrics)
    part = read_part(arguments.shard)
    plan = make_plan(points, drawn, arguments.series, arguments.log)
    folder = check_out(
        arguments.out, Path("results/sweep", f"{'-'.join(key.split('.')[-1] for key in plan.keys[:4])}-{plan.code}")
    )
    plan = begun(plan, read_until(arguments.until, points[0].setup.run.replicates))
    if experiment:
        print(f"{experiment.question}\n", flush=True)
    if design.worlds:
        print(f"assumptions from {said_of(name_of(design.worlds)).worlds}", flush=True)
    return carry_out(folder, plan, points[0].setup.run, part, arguments)


def carry_out(folder: Path, plan, run, part, arguments, **more) -> int:
    """Fill the folder and say what came of it; the exit code."""
    return report(folder, work(folder, plan, run, part, arguments, **more))


def work(folder: Path, plan, run, part, arguments, **more):
    """Fill the folder, and say how to resume if that is interrupted."""
    from sim.commands.progress import Progress
    from sim.runs.files import DISK_FULL, Full, reason
    from sim.runs.fill import How, fill
    from sim.runs.runner import Lost

    if plan.until and part.of > 1:
        raise InputError(
            "--shard: given together with --until, but parts do not see one another's intervals; expected one of them"
        )
    again = f"to resume: paradip resume {folder}"
    try:
        with Progress() as progress:
            how = How(
                run.cluster,
                run.threads,
                part,
                arguments.wait,
                arguments.fail_fast,
                getattr(arguments, "renew", False),
                progress,
                progress.say,
                asked(arguments),
            )
            return fill(folder, plan, how, conclude, **more)
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(*map(str, stop.args), again) from None
    except Lost as fault:
        raise Lost(f"{fault}; finished runs are stored, {again}") from None
    except OSError as fault:
        if fault.errno in DISK_FULL:
            raise Full(f"{fault.filename or folder}: {reason(fault)}; finished runs are stored, {again}") from None
        raise


def asked(arguments) -> list[str]:
    """The points that were asked for, as words again."""
    given = [f"--{name}={value}" for name in ASKED if (value := getattr(arguments, name, None))]
    return [*getattr(arguments, "overrides", ()), *given, *["--zip"] * bool(getattr(arguments, "zip", False))]


def report(folder: Path, filled) -> int:
    """Tell what there is now; the exit code."""
    from sim.runs.extend import told
    from sim.runs.paired import paired

    plan, ledger = filled.plan, filled.ledger
    n_done = int(ledger.done.sum())
    if filled.complete and n_done:
        found = paired(read_means(folder, plan), plan)
        frame, keys = by_axes(found.runs, plan)
        print(describe(frame, keys, plan.drawn))
        if found.left_out or (found.arms and len(keys) < len(plan.keys)):
            print(f"\n{found.told}")
    print(f"\n{len(plan.points):,} points, {n_done:,} runs" + ("" if filled.complete else f" of {plan.total:,} so far"))
    for line in told(plan, folder, ledger.records) if plan.until and filled.complete else []:
        print(line)
    if not filled.complete:
        print(f"the other parts are not all done; the last to finish merges them, or: paradip resume {folder}")
        return 0
    print(f"saved in {folder}: {', '.join(files_of(folder))}")
    if not ledger.n_failed:
        return 0
    cell, replicates = next(iter(ledger.failed.items()))
    replicate, said = next(iter(replicates.items()))
    print(
        f"paradip: {ledger.n_failed:,} of {plan.total:,} runs failed, such as {plan.label(cell)}, replicate "
        f"{replicate}: {said}; the others are stored, and paradip resume {folder} repeats these",
        file=sys.stderr,
    )
    return 5


def files_of(folder: Path) -> list[str]:
    from sim.runs.shape import MANIFEST, read_shaped

    files = read_shaped(folder / "manifest.json", MANIFEST)["files"]
    return [*(name for name in files if "/" not in name), "manifest.json"]


def read_means(folder: Path, plan):
    """The columns that are drawn and told."""
    import pyarrow.parquet as pq

    columns = list(dict.fromkeys([*keys_shown(plan), "point", "seed", "replicate", *plan.drawn]))
    return pq.read_table(folder / "sweep.parquet", columns=columns, page_checksum_verification=True).to_pandas()


def keys_shown(plan) -> list[str]:
    """The keys to show a table by: of more than two only the axes, if there are any."""
    from sim.setup.design import axes_of

    axes = axes_of(plan.points) if len(plan.keys) > 2 else []
    return axes or plan.keys


def by_axes(runs, plan):
    """The table and the keys to show it by. What was drawn, listed or zipped beside them becomes replicates, so that a
    mean is one over all of it."""
    from sim.runs.paired import code_of

    keys = keys_shown(plan)
    rest = [key for key in plan.keys if key not in keys]
    if not rest:
        return runs, keys
    drawn = code_of(plan, rest)[runs["point"]]
    worlds = runs[["seed", "replicate"]].assign(drawn=drawn).groupby(["drawn", "seed", "replicate"], sort=False)
    return runs.assign(replicate=worlds.ngroup()), keys


def conclude(folder: Path, plan, ledger) -> None:
    """Figure, page and, last, the manifest."""
    from dataclasses import replace

    from sim.commands.output import write_figure, write_manifest
    from sim.model.limits import Run
    from sim.runs.readme import write_readme

    files = ["design.json", "sweep.parquet", "sweep.csv", "README.md"]
    if plan.drawn and ledger.done.any():
        from sim.figures.sweep import draw
        from sim.runs.paired import paired

        frame, keys = by_axes(paired(read_means(folder, plan), plan).runs, plan)
        if len(keys) <= 2:
            write_figure(folder, "sweep", draw(frame, keys, plan.drawn))
            files += ["sweep.svg", "sweep.png"]
    write_readme(folder, plan, ledger)
    first = plan.points[0].setup
    first = replace(first, run=replace(first.run, threads=Run().threads, cluster=Run().cluster))  # whoever did the work
    runs = {"points": len(plan.points), "runs": int(ledger.done.sum()), "failures": ledger.n_failed}
    write_manifest(folder, "sweep", [first], files, plan.digests, **runs)


def chosen_metrics(text: str | None) -> list[str]:
    """The outcomes named, or those of the headline."""
    from sim.model.metrics import METRICS

    known = [metric.name for metric in METRICS]
    if text is None:
        return [name for name in HEADLINE if name in known]
    names = text.split(",")
    for name in names:
        if name not in known or names.count(name) > 1:
            problem = "named twice" if name in known else "not known"
            raise InputError(
                f"--metrics: '{name[:40]}' is {problem}; expected names from paradip list metrics{nearest(name, known)}"
            )
    return names


def describe(frame, keys: list[str], metrics: list[str], most: int = 40) -> str:
    """Means by point, for the outcomes drawn; of points with more keys than a table has room for, how they spread."""
    from sim.commands.table import aligned

    if len(keys) > WIDEST:
        by = frame.groupby("point")[metrics].mean()
        found = [by.mean(), by.std(), *(by.quantile(q) for q in (0.05, 0.5, 0.95))]
        rows = [[name, *(float(one[name]) for one in found)] for name in metrics]
        return f"{len(by):,} points of {len(keys)} keys:\n" + aligned(
            ["outcome", "mean", "sd", "5%", "median", "95%"], rows
        )
    means = frame.groupby(keys, sort=False)[metrics].mean().reset_index()
    text = aligned([*keys, *metrics], means.head(most).values.tolist())
    return text if len(means) <= most else f"{text}\n... and {len(means) - most:,} more points"
