"""paradip attribute: which levers make two policies differ, and by how much each."""

from pathlib import Path

from sim.errors import InputError

SHOWN = ("goodput", "conclusion_p50", "contradiction_rate", "surfaced")  # drawn when no metrics are named
ABOUT = """\
Words without '=' are two policies, the reference first; overrides apply to both, and POLICY:lever=value changes a lever
of one, as in paradip compare. The difference between them is divided into parts that add up to it: Shapley values, what
each part adds when it goes from the one policy to the other, a mean over all orders. Pairs that do together what
neither does by itself are named.
--by group (default): delegation, delegates' own staff, oversight, coordination, investment. --by lever: every lever in
which the policies differ; how a lever is used goes with it where it is off under one of them, and its course in time is
part of it. Of k parts 2^k mixtures of the policies are run in every world, up to 10; of more, each world draws an order
and its reverse, and intervals hold the luck of that draw too.
Runs are stored in DIR/runs: the same command goes on where it stopped, and repeats none."""
EXAMPLES = """examples:
  paradip attribute status_quo guided_delegation
  paradip attribute status_quo whole_of_government --by lever --metrics surfaced,goodput
  paradip attribute status_quo guided_delegation delegation.staff=moved run.replicates=40
  paradip attribute guided_delegation whole_of_government scenario=canada_2023 --out results/canada_why"""
DEFAULT_OUT = "results/attribute/A-B-BY-HASH"


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.sweep import add_plain

    parser.add_argument("words", nargs="*", metavar="POLICY or key=value", help="two policies, and overrides")
    parser.add_argument("--by", metavar="PART", default="group", help="group (default) or lever")
    parser.add_argument("--metrics", metavar="A,B", help="outcomes to divide and to draw (paradip list metrics)")
    add_plain(parser)
    parser.add_argument("--wait", action="store_true", help="wait while another process is using the folder")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out
    from sim.commands.progress import Progress
    from sim.commands.sweep import chosen_metrics
    from sim.runs.lock import alone_in
    from sim.runs.plan import plan_setups
    from sim.setup.columns import chosen_setups, is_column
    from sim.study.attribute.attribute import attribute, ready

    policies = [word for word in arguments.words if is_column(word)]
    if len(policies) != 2:
        raise InputError(
            f"attribute: {len(policies)} policies named; expected two, such as status_quo guided_delegation"
        )
    setups = chosen_setups(arguments.words, ())
    metrics = None if arguments.metrics is None else chosen_metrics(arguments.metrics)
    pair = ready(setups, arguments.by)
    names = "-".join(setup.policy.name for setup in setups)
    folder = check_out(arguments.out, Path("results/attribute", f"{names}-{arguments.by}-{plan_setups(setups).code}"))
    with alone_in(folder, arguments.wait):
        print(f"{len(pair.players)} parts: {', '.join(one.key for one in pair.players)}", flush=True)
        with Progress() as progress:
            found = attribute(setups, arguments.by, metrics, progress, arguments.plain, folder / "runs")
        print(describe(found))
        save(
            folder, found, setups, metrics or [name for name in SHOWN if name in set(found.whole["metric"])], arguments
        )


def describe(found) -> str:
    """Parts of each outcome's difference side by side, then sentences."""
    from sim.commands.table import aligned, wrapped
    from sim.model.metrics.smallest import IN_WORDS
    from sim.runs.intervals import COVERS

    parts = list(found.players)
    wide = found.headlines(list(found.whole["metric"]))
    if len(parts) <= 6:
        rows = [[name, *(row[part] for part in parts), row["together"], row["unit"]] for name, row in wide.iterrows()]
        text = aligned(["outcome", *parts, "together", "unit"], rows)
    else:
        shown = [name for name in SHOWN if name in wide.index] or list(wide.index[:4])
        shown = list(wide.index) if len(wide) <= 6 else shown
        rows = [[part, *(wide.loc[name, part] for name in shown)] for part in (*parts, "together")]
        text = aligned(["part", *shown], rows)
    notes = f"What matters: {IN_WORDS}. {COVERS}"
    return "\n\n".join([found.title, text, *map(wrapped, found.sentences), wrapped(notes)])


def save(folder: Path, found, setups: list, drawn: list[str], arguments) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest

    files = []
    for name, table in (("parts", found.table), ("whole", found.whole), ("interactions", found.interactions)):
        write_csv(folder / f"{name}.csv", table, index=False)
        files.append(f"{name}.csv")
    for old in folder.glob("waterfall_*"):  # of an earlier call with other outcomes
        old.unlink()
    for metric in drawn:
        write_figure(folder, f"waterfall_{metric}", found.figure(metric))
        files += [f"waterfall_{metric}.svg", f"waterfall_{metric}.png"]
    given = {"by": arguments.by, "metrics": arguments.metrics, "plain": arguments.plain or None}
    given = {key: one for key, one in given.items() if one is not None}
    write_manifest(folder, "attribute", setups, files, **given, parts={k: list(v) for k, v in found.players.items()})
    print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json, runs/")
