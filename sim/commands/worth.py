"""paradip worth: what to find out before choosing, and how well."""

from pathlib import Path

from sim.commands.compare import STANDARD

ABOUT = f"""\
For a choice among policies: what it is worth to know each assumption, several together or all of them, exactly or from
a study of stated precision, and what is lost by choosing now. Words without '=' are policies, as in paradip compare.
Without any: {", ".join(STANDARD)}. Overrides apply to all of them; an assumption that is set is not in doubt.
--value says what one unit of each outcome (paradip list metrics) is worth to you, in a unit of your own; what you would
rather not have is worth less than 0. Every world drawn has luck of its own, the same for every policy; luck cannot be
known in advance and does not count as information. A study estimates one assumption, with a standard error that is a
share of its plausible width. Beside the result stands what chance alone would make of assumptions that do not matter.
Runs are stored in results/worth/runs and never repeated, also where another value, unit or precision is asked for."""
EXAMPLES = """examples:
  paradip worth --value goodput=30,surfaced=-1,fte_levers=-0.25 --unit "million dollars a year"
  paradip worth status_quo guided_delegation --value goodput=1,surfaced=-0.05
  paradip worth status_quo guided_delegation whole_of_government --value goodput=1 --precision 5%,20% --n 2048
  paradip worth status_quo combined --value legitimacy=100,fte_levers=-0.01 --together load+slack,load+growth"""
DEFAULT_OUT = "results/worth/A-B-HASH"
RUNS = Path("results/worth/runs")
TOLD = 10  # assumptions that are printed


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.worlds import add_worlds
    from sim.study.worth.question import PRECISIONS, N
    from sim.study.worth.value import POINTS

    parser.add_argument("words", nargs="*", metavar="POLICY or key=value", help="policies to choose from, overrides")
    parser.add_argument("--value", metavar="OUTCOME=NUMBER", help="what one unit of each outcome is worth, with commas")
    parser.add_argument("--unit", metavar="TEXT", default=POINTS, help=f"the unit of worth (default: {POINTS})")
    add_worlds(parser)
    parser.add_argument("--n", metavar="N", default=f"{N}", help=f"worlds drawn (default: {N})")
    parser.add_argument(
        "--precision",
        metavar="A,B",
        default=PRECISIONS,
        help=f"standard errors of studies, in percent of the plausible width (default: {PRECISIONS})".replace(
            "%", "%%"
        ),
    )
    parser.add_argument(
        "--together", metavar="A+B", help="assumptions to know together; groups with commas (default: the strongest)"
    )
    parser.add_argument("--runs", metavar="DIR", default=str(RUNS), help=f"where runs are stored (default: {RUNS})")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> None:
    from sim.commands.output import check_out, check_place
    from sim.commands.progress import Progress
    from sim.runs.lock import alone_in
    from sim.study.worth.answer import answer, check_library, run

    check_library()
    question = read_question(arguments)
    folder = check_out(arguments.out, default_folder(question))
    runs = check_place(arguments.runs, RUNS)
    with alone_in(folder):
        try:
            with Progress("decades") as progress:
                decades = run(question, runs, progress)
            with Progress("assumptions") as progress:
                worth = answer(question, decades, progress)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"finished runs are stored in {runs}; the same command resumes") from None
        print(describe(worth))
        save(folder, worth)


def read_question(arguments):
    """What is asked. Raises InputError."""
    from sim.commands.whole import read_whole
    from sim.inputs.worlds import usual
    from sim.setup.columns import chosen_setups, is_column
    from sim.setup.overrides import check_key
    from sim.study.worth.question import LEAST, REPLICATES, Question, read_precisions, read_together
    from sim.study.worth.value import read_unit, read_value

    words = arguments.words
    if not {"run", "run.replicates"} & {check_key(word) for word in words if not is_column(word)}:
        words = [*words, f"run.replicates={REPLICATES}"]
    return Question(
        chosen_setups(words, STANDARD),
        read_value(arguments.value),
        read_unit(arguments.unit),
        read_whole("--n", arguments.n, LEAST, 100_000),
        arguments.worlds or usual(),
        read_precisions(arguments.precision),
        read_together(arguments.together),
    ).checked()


def default_folder(question) -> Path:
    import hashlib

    from sim.runs.plan import plan_setups

    asked = (plan_setups(question.setups).code, question.told(), question.tables)
    names = "-".join(question.names[:3])
    return Path("results/worth", f"{names}-{hashlib.sha256(repr(asked).encode()).hexdigest()[:8]}")


def describe(worth) -> str:
    """What each policy is worth, the strongest assumptions, those together and all, then what follows in sentences."""
    from sim.commands.table import aligned, wrapped

    unit, table = worth.question.unit, worth.table
    rows = [[one.policy, one.worth, one.low, one.high, f"{one.best:.0%}"] for one in worth.policies.itertuples()]
    parts = [aligned([f"policy, {unit}", "worth", "95% from", "to", "best in"], rows)]
    alone = list(dict.fromkeys(table["assumptions"][table["chance"].notna()]))
    rows = []
    for called in [*alone[:TOLD], *table["called"][table["chance"].isna()]]:
        exact, *studies = table[table["called"] == called].itertuples()
        worths = [one.worth for one in studies] or [""] * len(worth.question.precisions)
        rows.append([called, exact.worth, exact.low, exact.high, *worths, f"{exact.changes:.0%}"])
    studies = [f"study, {100 * share:.3g}%" for share in worth.question.precisions]
    heads = ["to know exactly", "is worth", "95% from", "to", *studies, "other choice in"]
    parts.append(
        aligned(heads, rows) + (f"\n... and {len(alone) - TOLD} more, in worth.csv" if len(alone) > TOLD else "")
    )
    return "\n\n".join([*parts, *map(wrapped, worth.sentences)])


def save(folder: Path, worth) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest
    from sim.study.worth.said import title

    write_csv(folder / "worth.csv", worth.table, index=False)
    write_csv(folder / "policies.csv", worth.policies, index=False)
    write_figure(folder, "worth", worth.figure())
    files = ["worth.csv", "policies.csv", "worth.svg", "worth.png"]
    question = worth.question
    said = question.told() | {"counted": worth.n, "tables": question.tables}
    write_manifest(
        folder, "worth", question.setups, files, question=said, finding=title(worth), sentences=worth.sentences
    )
    print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json")
