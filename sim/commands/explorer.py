"""paradip explorer: a finished sweep as one page with sliders."""

from pathlib import Path

from sim.errors import InputError

ABOUT = """\
One HTML file: sliders that stop at the points that were run, means with 95% intervals, differences from a point you
pin, a line or a map. It needs no server and no network; it opens from a disk or an attachment. If a sweep has points
that were sampled or listed in addition to its axes, the axes are shown and the rest is averaged over."""
EXAMPLES = """examples:
  paradip explorer results/sweep/level-guidance-1a2b3c4d -o explorer.html
  paradip explorer results/load --metrics goodput,surfaced,vital_lapse_ratio"""
DEFAULT_OUT = "DIR/explorer.html"


def add_arguments(parser) -> None:
    from sim.commands.report import add_page

    parser.add_argument("folder", nargs="?", metavar="DIR", help="the folder of a finished sweep")
    parser.add_argument("--metrics", metavar="A,B", help="outcomes to show (default: those in the sweep's figure)")
    add_page(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import write_text
    from sim.commands.report import check_page
    from sim.commands.sweep import by_axes, chosen_metrics
    from sim.runs.page import read_plan

    if arguments.folder is None:
        raise InputError("explorer: no DIR named; expected the folder of a sweep, such as results/sweep/level-1a2b3c4d")
    chosen = chosen_metrics(arguments.metrics)
    folder = Path(arguments.folder)
    plan = read_plan(folder)
    if not (folder / "manifest.json").is_file():
        raise InputError(f"{folder}: the sweep is not finished; expected one that is: paradip resume {folder}")
    path = check_page(arguments.out, folder / "explorer.html")

    from sim.runs.paired import paired
    from sim.runs.results import known, load
    from sim.web.explorer import explorer

    runs = load(folder)
    metrics = known(chosen if arguments.metrics or not plan.drawn else plan.drawn, runs.columns.tolist())
    found = paired(runs, plan)
    frame, keys = by_axes(found.runs, plan)
    write_text(path, explorer(frame, keys, metrics, about(folder, plan, keys, len(frame)) | worlds(found)))
    print(f"saved: {path}")


def worlds(found) -> dict[str, str]:
    return {"Worlds": found.told} if found.left_out else {}


def about(folder: Path, plan, keys: list[str], n_runs: int) -> dict[str, str]:
    """What the page tells of the sweep; no folder, no date."""
    from sim.model.units import quantity
    from sim.runs.shape import MANIFEST, read_shaped

    version = read_shaped(folder / "manifest.json", MANIFEST)["versions"].get("model", "unknown")
    setup = plan.points[0].setup
    rest = [key for key in plan.keys if key not in keys]
    found = {
        "Swept": ", ".join(keys),
        "Runs": f"{n_runs:,}, of {quantity(setup.run.years, 'years')} each",
        "The scenario": ", ".join(plan.scenarios),
        "Digests of its tables, SHA-256": ", ".join(plan.digests.values()),
        "Model": f"version {version}",
        "Rules of the model, SHA-256": plan.rules,
    }
    return found | ({"Averaged over": ", ".join(rest)} if rest else {})
