"""paradip compare: policies side by side on the same worlds."""

from pathlib import Path

from sim.errors import InputError

STANDARD = ("status_quo", "guided_delegation", "whole_of_government")
ABOUT = f"""Words without '=' are policies (paradip list policies); the first is the reference for the others.
Without any: {", ".join(STANDARD)}. Overrides apply to all of them;
POLICY:lever=value,lever=value changes levers of that policy alone; agents.CODE=Class beside them, who plays whom.
Every policy faces the same worlds, so any difference between them is due to the policy. --equal-spending scales the
levers of all but the reference until each costs so many FTE, and says how. --over-time also draws how the decade
unfolds, quarter by quarter."""
EXAMPLES = """examples:
  paradip compare
  paradip compare status_quo combined
  paradip compare status_quo guided_delegation whole_of_government --equal-spending 1500
  paradip compare status_quo guided_delegation:delegation.level=0.5,oversight.liaison=2
  paradip compare status_quo reform_undone reform_locked_in --over-time
  paradip compare status_quo ban laissez_faire run.replicates=200 parameters.load=1.1
  paradip compare status_quo guided_delegation scenario=canada_2023 --out results/canada"""
DEFAULT_OUT = "results/compare/A-B-HASH"
OVER_TIME = ["over_time.csv", "over_time.svg", "over_time.png"]


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.sweep import add_plain, add_until

    parser.add_argument("words", nargs="*", metavar="POLICY or key=value", help="policies to compare, and overrides")
    parser.add_argument("--all", action="store_true", help="show every outcome, not only the main ones")
    parser.add_argument("--equal-spending", metavar="FTE", help="let every policy but the reference cost this much")
    parser.add_argument(
        "--over-time", action="store_true", help="also write how the decade unfolds, as a table and a figure"
    )
    add_until(parser)
    add_plain(parser)
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out, write_csv, write_figure, write_manifest, write_parquet
    from sim.commands.progress import Progress
    from sim.runs.lock import alone_in
    from sim.runs.plan import plan_setups
    from sim.runs.until import read_until, spared
    from sim.setup.columns import chosen_columns, chosen_setups, listed
    from sim.setup.spending import equally_spending, scaling_said

    setups = chosen_setups(arguments.words, STANDARD)
    if len(setups) < 2:
        raise InputError(f"policy: only '{setups[0].policy.name}' named; expected at least two to compare")
    before, setups = setups, equally_spending(setups, arguments.equal_spending)
    until = read_until(arguments.until, setups[0].run.replicates)
    names = "-".join(setup.policy.name for setup in setups[:3])
    folder = check_out(arguments.out, Path("results/compare", f"{names}-{plan_setups(setups).code}"))
    with alone_in(folder):
        from sim.study import ensemble
        from sim.study.over_time import SHOWN

        with Progress() as progress:
            readings = SHOWN if arguments.over_time else ()
            comparison = ensemble.compare(setups, progress, until, readings, arguments.plain)
        print(describe(comparison, [setup.policy.name for setup in setups], arguments.all))
        for setup, (preset, moved) in zip(setups, chosen_columns(arguments.words, STANDARD), strict=True):
            if moved:
                print(f"\n{setup.policy.name}: {preset} with {', '.join(listed(moved))}.")
        for own, setup in zip(before[1:], setups[1:], strict=True):
            if setup is not own:
                print(f"\n{scaling_said(own, setup)}")
        if until:
            print(
                "\n"
                + spared(until, [part for _, part in comparison.runs.groupby("policy", sort=False)], arguments.plain)
            )
        write_parquet(folder / "runs.parquet", comparison.runs)
        write_csv(folder / "comparison.csv", comparison.table, index=False)

        from sim.figures.comparison import draw

        write_figure(folder, "comparison", draw(comparison))
        files = ["runs.parquet", "comparison.csv", "comparison.svg", "comparison.png"]
        for name in OVER_TIME:  # of an earlier comparison in this folder
            (folder / name).unlink(missing_ok=True)
        if arguments.over_time:
            write_csv(folder / "over_time.csv", comparison.over_time, index=False)
            write_figure(folder, "over_time", comparison.figure_over_time())
            files += OVER_TIME
        given = {"until": arguments.until, "equal_spending": arguments.equal_spending, "plain": arguments.plain or None}
        write_manifest(folder, "compare", setups, files, **{key: one for key, one in given.items() if one is not None})
        print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json")


def describe(comparison, names: list[str], everything: bool) -> str:
    """Each policy against the first: means, paired difference, the smallest that matters, what they say; then what
    common worlds saved."""
    from sim.commands.table import aligned, wrapped
    from sim.model.metrics import HEADLINES
    from sim.model.metrics.smallest import IN_WORDS
    from sim.runs.intervals import COVERS

    first, *others = names
    parts = []
    for other in others:
        rows, group = [], None
        spans = [f"{what}_{other}" for what in ("difference", "low", "high")]
        columns = ["metric", first, other, *spans, "smallest", "unit"]
        for _, row in comparison.table.dropna(subset=f"difference_{other}").iterrows():
            if not everything and row["metric"] not in HEADLINES:
                continue
            if row["group"] != group:
                group = row["group"]
                rows.append([group.upper(), *[""] * len(columns)])
            winner = row[f"winner_{other}"]
            said = f"{winner} better" if winner in (first, other) else winner
            rows.append(["  " + row["metric"], *(row[column] for column in columns[1:]), said])
        heads = ["outcome", first, other, "difference", "95% from", "to", "matters from", "unit", "verdict"]
        parts.append(aligned(heads, rows))
        saved = comparison.table[f"runs_saved_{other}"].dropna()
        if len(saved):
            n_runs = 2 * len(comparison.runs) // len(names)
            apart = f"{n_runs + saved.median():,.0f} with independent seeds"
            parts.append(
                f"Intervals this narrow take {n_runs:,} runs in common worlds and, for the median outcome, {apart}."
            )
    evened = int(comparison.table["penalty"].notna().sum())
    if evened:
        parts.append(
            f"The luck of each run is taken off {evened} of {len(comparison.table)} outcomes, where that narrows their "
            "intervals; --plain leaves it in."
        )
    parts += [wrapped(f"What matters: {IN_WORDS}. {COVERS}")]
    parts += [f"{policy}: {words}." for policy, words in comparison.staffing.items()]
    parts += [wrapped(f"{policy}, in time: {' '.join(said)}") for policy, said in comparison.in_time.items()]
    if not everything:
        parts.append(f"{len(HEADLINES)} of {len(comparison.table)} outcomes; --all shows all of them.")
    return "\n\n".join(parts)
