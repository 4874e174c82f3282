"""paradip sweep: a grid of levers, presets and assumptions."""

from pathlib import Path

from sim.errors import InputError, nearest

ABOUT = """Several values for a key make an axis, in Hydra's grammar: key=a,b,c, key=range(start,stop,step) without the stop,
glob(*) over presets. Every combination is run with the same worlds. With one axis or two there is a figure."""
EXAMPLES = """examples:
  paradip sweep policy=guided_delegation delegation.level=0,0.15,0.3,0.45
  paradip sweep 'delegation.level=range(0,1,0.1)' 'coordination.guidance=range(0,1.1,0.25)' run.replicates=20
  paradip sweep policy=centralized,combined parameters.load=0.8,0.95,1.1 --metrics goodput,backlog_end
  paradip sweep 'oversight=glob(*)' policy=laissez_faire run=trial"""
DEFAULT_OUT = "results/sweep/KEYS-HASH"
HEADLINE = ("goodput", "conclusion_p50", "contradiction_rate", "surfaced")  # drawn when no metrics are named


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument("overrides", nargs="*", metavar="key=value", help="fixed values, and axes key=a,b,c")
    parser.add_argument("--metrics", metavar="A,B", help="outcomes to draw (paradip list metrics)")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import (
        check_out,
        write_csv,
        write_figure,
        write_manifest,
        write_parquet,
    )
    from sim.commands.progress import Progress
    from sim.config import identity
    from sim.sweep.design import grid

    points = grid(arguments.overrides)
    keys = list(points[0].values)
    drawn = chosen_metrics(arguments.metrics)
    code = identity(*(point.setup for point in points))
    folder = check_out(
        arguments.out, Path("results/sweep", "-".join(key.split(".")[-1] for key in keys[:4]) + f"-{code}")
    )

    from sim import ensemble

    with Progress() as progress:
        frame = ensemble.sweep(points, progress=progress)
    write_parquet(folder / "sweep.parquet", frame)
    write_csv(folder / "sweep.csv", frame, index=False)
    files = ["sweep.parquet", "sweep.csv"]
    if len(keys) <= 2:
        from sim.figures.sweep import draw

        write_figure(folder, "sweep", draw(frame, keys, drawn))
        files += ["sweep.svg", "sweep.png"]
    write_manifest(folder, "sweep", [points[0].setup], files, [point.values for point in points])
    print(describe(frame, keys, drawn))
    print(f"\n{len(points):,} points, {len(frame):,} runs\nsaved in {folder}: {', '.join(files)}, manifest.json")


def chosen_metrics(text: str | None) -> list[str]:
    """The outcomes named, or those of the headline."""
    from sim.metrics import METRICS

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
    """Means by point, for the outcomes drawn."""
    from sim.commands.table import aligned

    means = frame.groupby(keys, sort=False)[metrics].mean().reset_index()
    text = aligned([*keys, *metrics], means.head(most).values.tolist())
    return text if len(means) <= most else f"{text}\n... and {len(means) - most:,} more points"
