"""paradip run: replicates of one policy."""

from pathlib import Path

ABOUT = """Overrides are key=value: a preset of a group (policy, delegation, oversight, coordination, investment, run),
a single lever (oversight.alarm=0.5), a parameter (parameters.growth=0.03), or a setting (run.replicates=20).
scenario= takes the name of a bundled scenario or the path of a folder. A plus after the name of a policy means that its
levers were changed."""
EXAMPLES = """examples:
  paradip run
  paradip run policy=guided_delegation run.replicates=20
  paradip run policy=combined oversight=patrol oversight.patrol=0.6 --out results/patrolled
  paradip run scenario=toy run=trial parameters.courtship=0"""
DEFAULT_OUT = "results/run/POLICY-HASH"


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.sweep import add_plain, add_until

    parser.add_argument("overrides", nargs="*", metavar="key=value", help="presets, levers, parameters, settings")
    parser.add_argument("--all", action="store_true", help="show every outcome, not only the main ones")
    add_until(parser)
    add_plain(parser)
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out, write_csv, write_manifest, write_parquet
    from sim.commands.progress import Progress
    from sim.runs.lock import alone_in
    from sim.runs.plan import plan_setups
    from sim.runs.until import read_until, spared
    from sim.setup.config import resolve

    setup = resolve(arguments.overrides)
    until = read_until(arguments.until, setup.run.replicates)
    folder = check_out(arguments.out, Path("results/run", f"{setup.policy.name}-{plan_setups([setup]).code}"))
    with alone_in(folder):
        from sim.commands.table import wrapped
        from sim.model.metrics import HEADLINES
        from sim.model.units import quantity
        from sim.runs.intervals import COVERS
        from sim.runs.luck import LEAST
        from sim.study import ensemble

        with Progress() as progress:
            frame = ensemble.run(setup, progress, until, arguments.plain)
        summary = ensemble.summarise(frame, arguments.plain)
        size = f"{len(frame):,} {'run' if len(frame) == 1 else 'runs'} of {quantity(setup.run.years, 'years')}"
        print(f"{setup.policy.name} on {setup.scenario}: {size}\n")
        print(describe(summary if arguments.all else summary[summary.index.isin(HEADLINES)]))
        if len(frame) >= LEAST and not arguments.plain:
            print("\nThe luck of each run is taken off where that narrows an interval; --plain leaves it in.")
        print("\n" + wrapped(COVERS))
        if not arguments.all:
            print(f"\n{len(HEADLINES)} of {len(summary)} outcomes; --all shows all of them.")
        if until:
            print("\n" + spared(until, [frame], arguments.plain))
        write_parquet(folder / "runs.parquet", frame)
        write_csv(folder / "summary.csv", summary)
        given = {"until": arguments.until, "plain": arguments.plain or None}
        asked = {key: one for key, one in given.items() if one is not None}
        write_manifest(folder, "run", [setup], ["runs.parquet", "summary.csv"], **asked)
        print(f"\nsaved in {folder}")


def describe(summary) -> str:
    """The means with 95% intervals, a heading for each group of outcomes."""
    from sim.commands.table import aligned

    rows, group = [], None
    for metric, row in summary.iterrows():
        if row["group"] != group:
            group = row["group"]
            rows.append([group.upper(), "", "", "", ""])
        rows.append([f"  {metric}", row["mean"], row["low"], row["high"], row["unit"]])
    return aligned(["outcome", "mean", "95% from", "to", "unit"], rows)
