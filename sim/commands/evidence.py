"""paradip evidence: the model held against published figures, and the worlds that agree with them."""

from pathlib import Path

ABOUT = """\
Holds the model against published figures and finds the worlds that agree with them. A target (a page of
experiments/evidence, or of the folder evidence of a study) states a figure with its error, an expression over outcomes
that should give it, and how far model and world may be apart, and why. The implausibility is the distance in standard
deviations of all three: the error, what is allowed, and the spread of the reading over runs. Over 3, it is missed.
First the model is run at default assumptions. Then, in waves, worlds are drawn over the plausible range of every
assumption, run, emulated, and ruled out where a target for fit is missed. Worlds of what is left have weights by how
well they agree with all of these targets together. Targets for test are held against them last and are never used to
choose. Words with = are assumptions, which stay fixed, and settings of the runs; others are targets: all, unless some
are named. Runs are stored and never repeated: the same command resumes where it stopped."""
EXAMPLES = """examples:
  paradip evidence --defaults
  paradip evidence --quick
  paradip evidence --out results/published/evidence
  paradip evidence --defaults us_state_deals us_state_deals_per_federal parameters.venture_speed=12
  paradip list targets
  paradip evidence my_target.yaml"""
DEFAULT_OUT = "results/evidence/TARGETS-HASH"
RUNS = Path("results/evidence/runs")


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument(
        "words", nargs="*", metavar="TARGET or key=value", help="targets (without any: all), assumptions, settings"
    )
    parser.add_argument("--defaults", action="store_true", help="hold the model at its defaults against them, no more")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller waves: minutes, for a first look")
    parser.add_argument("--runs", metavar="DIR", default=str(RUNS), help=f"where runs are stored (default: {RUNS})")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out, check_place
    from sim.commands.progress import Progress
    from sim.errors import InputError
    from sim.runs.lock import alone_in
    from sim.runs.plan import plan_setups
    from sim.study.evidence.fit import fit_defaults, settings_of, setups_of
    from sim.study.evidence.page import read_targets
    from sim.study.history.waves import QUICK, Sizes

    if arguments.defaults and arguments.quick:
        raise InputError("--quick: given with --defaults, where there are no waves; expected one of the two")
    names = [word for word in arguments.words if "=" not in word]
    targets = read_targets(names)
    settings = settings_of([word for word in arguments.words if "=" in word])
    code = plan_setups(list(setups_of(targets, settings).values())).code
    which = "-".join(one.name for one in targets[:2]) if names else "all"
    how = "-defaults" if arguments.defaults else "-quick" if arguments.quick else ""
    folder = check_out(arguments.out, Path("results/evidence", f"{which}{how}-{code}"))
    with alone_in(folder):
        if arguments.defaults:
            with Progress() as progress:
                fit = fit_defaults(targets, settings, progress)
            print(describe(fit))
            save(folder, fit)
        else:
            runs = check_place(arguments.runs, RUNS)
            history = matched(targets, settings, QUICK if arguments.quick else Sizes(), runs)
            print(tell(history))
            save_all(folder, history)


def matched(targets, settings, sizes, runs: Path):
    """History matching, with a line for each stage."""
    from sim.commands.progress import Progress
    from sim.study.history.match import counted, match

    with Progress() as progress:
        try:
            return match(targets, settings, sizes, runs, counted(progress, progress.say))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"finished runs are stored in {runs}; the same command resumes") from None


def describe(fit) -> str:
    """A line a target, then which are missed."""
    from sim.commands.table import aligned, wrapped
    from sim.runs.intervals import COVERS

    rows = [
        [
            row.target, row.observed, row.observed_low, row.observed_high, row.reading, row.low, row.high, row.unit,
            "over 100" if row.implausibility >= 100 else row.implausibility, row.use,
        ]
        for row in fit.table.itertuples()
    ]  # fmt: skip
    heads = ["target", "observed", "95% from", "to", "model", "95% from", "to", "unit", "implausibility", "use"]
    return "\n\n".join([aligned(heads, rows), *(wrapped(line) for line in fit.missed), wrapped(COVERS)])


def tell(history) -> str:
    """The fit at defaults; then what is left, target by target and assumption by assumption."""
    from sim.commands.table import aligned, wrapped
    from sim.figures.history_fit import title
    from sim.figures.history_marginals import title as told_of
    from sim.study.history.page import drawn, most, unmet

    table = history.table
    heads = ["target", "observed", "at defaults", "plausible", "left, 95% from", "median", "to", "met", "use"]
    rows = [
        [row.target, row.observed, row.default, row.before, row.after_low, row.after, row.after_high, row.met, row.use]
        for row in table.itertuples()
    ]
    told = most(history)
    names = [str(name) for name in told.columns]
    return "\n\n".join([
        describe(history.fit), aligned(heads, rows), wrapped(f"{title(table, history.waves.left.share)}."),
        wrapped(drawn(history)), unmet(history), aligned(names, told.to_numpy().tolist()),
        wrapped(f"{told_of(history.marginals)}."),
    ])  # fmt: skip


def save(folder: Path, fit) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest
    from sim.figures.evidence import title

    write_csv(folder / "evidence.csv", fit.table, index=False)
    write_figure(folder, "evidence", fit.figure())
    files = ["evidence.csv", "evidence.svg", "evidence.png"]
    targets = list(fit.table["target"])
    write_manifest(folder, "evidence", fit.setups, files, targets=targets, finding=title(fit.table))
    print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json")


def save_all(folder: Path, history) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest, write_text
    from sim.figures import history_fit, history_marginals, history_waves
    from sim.study.history.page import page_of

    share = history.waves.left.share
    tables = {
        "evidence": history.fit.table, "targets": history.table, "waves": history.shares,
        "emulators": history.emulators, "marginals": history.marginals, "pairs": history.pairs,
    }  # fmt: skip
    if history.enough:
        tables["worlds"] = history.worlds
    figures = {
        "evidence": history.fit.figure(), "fit": history_fit.draw(history.table, share),
        "marginals": history_marginals.draw(history.marginals),
        "waves": history_waves.draw(history.shares, history.emulators),
    }  # fmt: skip
    for name, table in tables.items():
        write_csv(folder / f"{name}.csv", table, index=False)
    for name, figure in figures.items():
        write_figure(folder, name, figure)
    write_text(folder / "README.md", page_of(history))
    files = [f"{name}.csv" for name in tables] + [f"{name}.{kind}" for name in figures for kind in ("svg", "png")]
    finding = history_fit.title(history.table, share)
    targets = [target.name for target in history.targets]
    write_manifest(
        folder, "evidence", history.setups, [*files, "README.md"], targets=targets, sizes=vars(history.sizes),
        finding=finding,
    )  # fmt: skip
    print(f"\nsaved in {folder}: {', '.join(files)}, README.md, manifest.json")
