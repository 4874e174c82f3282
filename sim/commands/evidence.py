"""paradip evidence: the model held against published figures."""

from pathlib import Path

ABOUT = """\
Runs the policies that the targets need, at default assumptions, and holds what the model gives against what was
observed. A target (a page of experiments/evidence, or of the folder evidence of a study) states a published figure
with its error, an expression over outcomes that should give it, and how far model and world may be apart, and why.
The implausibility is the distance in standard deviations of all three: the error, what is allowed, and the spread of
the reading over runs. Over 3, the model misses the target. Targets for fit may be used to choose assumptions, those
for test never (`paradip list targets`). Words with = are assumptions and settings of the runs; others are targets,
all unless some are named."""
EXAMPLES = """examples:
  paradip evidence
  paradip evidence run.replicates=50 --out results/evidence/fifty
  paradip evidence us_state_deals us_state_deals_per_federal parameters.venture_speed=12
  paradip list targets
  paradip evidence my_target.yaml"""
DEFAULT_OUT = "results/evidence/TARGETS-HASH"


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument(
        "words", nargs="*", metavar="TARGET or key=value", help="targets (without any: all), assumptions, settings"
    )
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out
    from sim.commands.progress import Progress
    from sim.runs.lock import alone_in
    from sim.runs.plan import plan_setups
    from sim.study.evidence.fit import fit_defaults, settings_of, setups_of
    from sim.study.evidence.page import read_targets

    names = [word for word in arguments.words if "=" not in word]
    targets = read_targets(names)
    settings = settings_of([word for word in arguments.words if "=" in word])
    code = plan_setups(list(setups_of(targets, settings).values())).code
    which = "-".join(one.name for one in targets[:2]) if names else "all"
    folder = check_out(arguments.out, Path("results/evidence", f"{which}-{code}"))
    with alone_in(folder):
        with Progress() as progress:
            fit = fit_defaults(targets, settings, progress)
        print(describe(fit))
        save(folder, fit)


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


def save(folder: Path, fit) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest
    from sim.figures.evidence import title

    write_csv(folder / "evidence.csv", fit.table, index=False)
    write_figure(folder, "evidence", fit.figure())
    files = ["evidence.csv", "evidence.svg", "evidence.png"]
    targets = list(fit.table["target"])
    write_manifest(folder, "evidence", fit.setups, files, targets=targets, finding=title(fit.table))
    print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json")
