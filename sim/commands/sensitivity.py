"""paradip sensitivity: which assumptions and levers an outcome is most sensitive to."""

from pathlib import Path

ABOUT = """\
Factors to vary are given as key=interval(low,high), as key=choice(a,b), or by --over: all, or the names of parameters,
levers and groups of presets, which are varied over their declared ranges. If none is named, every parameter is varied.
Any other key=value applies throughout.
With --worlds evidence, or a table of your own, an assumption without a range of yours is varied over the middle 95% of
what it is in these worlds, instead of its whole plausible range. The methods need factors that vary independently, so
that how assumptions go together in those worlds is left aside.
morris screens many factors cheaply: N (factors + 1) points. sobol divides the variance among a few factors and their
interactions: N (2 factors + 2) points. Every point is run in the same worlds, 4 unless run.replicates says otherwise,
and every index is shown beside what random seeds alone would give.
With --against, the outcome is the difference between two policies, world by world; all settings apply to both.
Runs are stored in DIR/runs, an ordinary sweep: the same command resumes where it stopped, and asking for other outcomes
repeats no run."""
EXAMPLES = """examples:
  paradip sensitivity --over all run.replicates=8
  paradip sensitivity policy=guided_delegation --against status_quo --over load,growth,slack --metrics goodput,surfaced
  paradip sensitivity --over load,growth,own_staff --method sobol --n 256
  paradip sensitivity 'delegation.level=interval(0,0.6)' --over load --method sobol policy=guided_delegation
  paradip sensitivity 'oversight=choice(none,alarm,patrol)' --over load,slack run.years=5 run.replicates=10"""
DEFAULT_OUT = "results/sensitivity/POLICY-METHOD-HASH"
TOLD = 10  # factors of an outcome that are printed


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.worlds import add_worlds

    parser.add_argument("overrides", nargs="*", metavar="key=value", help="what applies throughout, and what is varied")
    parser.add_argument("--over", metavar="A,B", help="factors to vary over their declared ranges, or all")
    add_worlds(parser)
    parser.add_argument("--method", metavar="M", default="morris", help="morris (default) or sobol")
    parser.add_argument("--n", metavar="N", help="trajectories (morris: 20) or base points (sobol: 256)")
    parser.add_argument(
        "--against", metavar="POLICY", help="take the outcome minus that of this policy in the same world"
    )
    parser.add_argument("--metrics", metavar="A,B", help="outcomes (paradip list metrics)")
    parser.add_argument("--no-pairs", action="store_true", help="sobol without interactions, which halves the points")
    parser.add_argument(
        "--seed", metavar="N", default="1", help="seed of the sampled points (default: 1), not of the worlds"
    )
    parser.set_defaults(fail_fast=True)
    parser.add_argument("--wait", action="store_true", help="wait while another process is using the folder")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> int:
    from sim.commands.output import check_out
    from sim.commands.sweep import chosen_metrics
    from sim.commands.whole import read_seed, read_whole
    from sim.inputs.worlds import read_worlds
    from sim.runs.address import code_of
    from sim.runs.lock import alone_in
    from sim.runs.plan import make_plan
    from sim.runs.shards import read_outcomes
    from sim.study.sensitivity.runs import outcomes_of, points_of, read_sides, read_words
    from sim.study.sensitivity.study import Study, method_of

    method = method_of(arguments.method)
    worlds = worlds_of(arguments)
    factors, fixed = read_words(arguments.overrides, arguments.over, read_worlds(worlds))
    sides = read_sides(fixed, arguments.against)
    metrics = chosen_metrics(arguments.metrics)
    study = Study(
        factors,
        arguments.method,
        method.N if arguments.n is None else read_whole("--n", arguments.n, 1, 10**9),
        read_seed(arguments.seed),
        not arguments.no_pairs,
    )
    points, which = points_of(study, fixed, sides)
    plan = make_plan(points)
    code = code_of(plan.addresses, points[0].setup.run.replicates)
    folder = check_out(arguments.out, Path("results/sensitivity", f"{'-'.join(sides)}-{study.method}-{code}"))
    with alone_in(folder, arguments.wait):
        print(f"{len(factors)} factors, {len(points):,} points, {plan.total:,} runs{ranges_of(worlds)}", flush=True)
        filled = run(folder / "runs", plan, arguments)
        found = read_outcomes(folder / "runs", plan, filled.ledger.records, metrics)[plan.rows()]
        outcomes = outcomes_of(found, metrics, len(sides), which)
        table = study.table(outcomes)
        print(describe(table, study))
        save(folder, table, study, points[: len(sides)], sides, worlds)
        return 0


def run(folder: Path, plan, arguments):
    """The sweep's folder, filled. Raises InputError at the first run that fails: an index needs them all."""
    from sim.commands.sweep import work
    from sim.runs.fill import Failing
    from sim.runs.lock import WHOLE

    try:
        filled = work(folder, plan, plan.points[0].setup.run, WHOLE, arguments)
    except Failing as fault:
        raise Failing(
            f"an index needs every run, and one failed: {said(fault)}; expected "
            "narrower ranges, such as key=interval(low,high) for what it names"
        ) from None
    if filled.ledger.n_failed:
        why = next(iter(next(iter(filled.ledger.failed.values())).values()))
        raise Failing(
            f"an index needs every run, and {filled.ledger.n_failed:,} failed, such as: {why}; expected narrower "
            "ranges, such as key=interval(low,high) for what it names"
        )
    return filled


def said(fault: Exception) -> str:
    """What a failed run said, without the hundreds of values that it ran with."""
    return str(fault).rpartition(", replicate ")[2].partition(": ")[2].removesuffix(" (--fail-fast)") or str(fault)


def describe(table, study) -> str:
    """For each outcome the factors that matter most, then the strongest interactions, then the noise."""
    from sim.commands.table import aligned

    parts = []
    for outcome, part in table.groupby("outcome", sort=False):
        wide = part[part["index"] != "S2"].pivot(index="factor", columns="index", values="value")
        main = part[part["index"] == study.made.SORT].sort_values("value", ascending=False, kind="stable").head(TOLD)
        others = [index for index in dict.fromkeys(part["index"]) if index not in (study.made.SORT, "S2")]
        rows = [
            [row.factor, row.value, row.low, row.high, *(wide.loc[row.factor, one] for one in others), row.noise]
            for row in main.itertuples()
        ]
        text = aligned([str(outcome), study.made.SORT, "95% from", "to", *others, "noise alone"], rows)
        pairs = part[(part["index"] == "S2") & (part["low"] > 0)].sort_values("value", ascending=False, kind="stable")
        for pair in pairs.head(3).itertuples():
            text += f"\n{pair.factor} x {pair.other}: S2 {pair.value:.2f} ({pair.low:.2f} to {pair.high:.2f})"
        share = part["noise_share"].iloc[0]
        parts.append(
            text
            + (
                f"\nseed noise: {share:.{0 if share >= 0.1 else 1}%} of the variance between points"
                if share == share
                else "\nseed noise: unknown with one replicate; run.replicates=2 or more would show it"
            )
        )
    return "\n\n".join(parts)


def finding(table, index: str) -> str:
    """What matters most for each outcome, in a sentence."""
    from sim.figures.names import metric_name

    parts = []
    for outcome, part in table[table["index"] == index].groupby("outcome", sort=False):
        top = part.sort_values("value", ascending=False, kind="stable").head(2)
        named = " and ".join(f"{row.factor.removeprefix('parameters.')} ({row.value:.2g})" for row in top.itertuples())
        parts.append(f"{metric_name(str(outcome))}: most sensitive to {named}")
    return "; ".join(parts).capitalize()


def worlds_of(arguments) -> str:
    """The worlds that tell how far assumptions range; plausible where every range is in the words. Raises
    InputError."""
    from sim.errors import InputError
    from sim.inputs.worlds import PLAUSIBLE, usual
    from sim.setup.factors import split_words

    if arguments.over is None and split_words(arguments.overrides)[0]:
        if arguments.worlds is not None:
            raise InputError("--worlds: every range is in the words; expected --over as well, all or names")
        return PLAUSIBLE
    return usual() if arguments.worlds is None else arguments.worlds


def ranges_of(worlds: str) -> str:
    """What assumptions are varied over, if it is not their plausible ranges."""
    from sim.figures.worlds import said_of
    from sim.inputs.worlds import PLAUSIBLE, name_of

    called = said_of(name_of(worlds)).worlds
    return "" if worlds == PLAUSIBLE else f", assumptions over the middle 95% of {called}"


def save(folder: Path, table, study, points, sides: list[str], worlds: str) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest
    from sim.figures.sensitivity import draw
    from sim.inputs.worlds import tables_of

    write_csv(folder / "sensitivity.csv", table, index=False)
    write_figure(folder, "sensitivity", draw(table, " less ".join(sides) if len(sides) > 1 else "", ranges_of(worlds)))
    files = ["sensitivity.csv", "sensitivity.svg", "sensitivity.png"]
    factors = {factor.key: [factor.kind, *factor.values] for factor in study.factors}
    said = {
        "method": study.method,
        "n": study.n,
        "seed": study.seed,
        "pairs": study.pairs,
        "sides": sides,
        "worlds": worlds,
        "tables": tables_of([worlds]),
        "factors": factors,
    }
    write_manifest(
        folder,
        "sensitivity",
        [point.setup for point in points],
        files,
        study=said,
        finding=finding(table, study.made.SORT),
    )
    print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json, runs/")
