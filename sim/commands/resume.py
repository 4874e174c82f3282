"""paradip resume: resume a sweep where it stopped."""

from pathlib import Path

from sim.errors import InputError, shown

ABOUT = """\
Runs what the sweep in DIR still lacks, repeats failed and damaged runs, and merges the results.
Runs made under other rules of the model, or before the scenario changed, are old: nothing is added to them, and --renew
repeats them. run.replicates=N raises the number of replicates of every point; run.threads and run.cluster choose what
does the work. Further folders are sweeps made elsewhere, such as parts on machines without a shared disk; their runs
are added."""
EXAMPLES = """examples:
  paradip resume results/sweep/level-1a2b3c4d
  paradip resume results/seeds run.replicates=200 run.threads=8
  paradip resume results/seeds --shard 3/8
  paradip resume results/seeds from_machine_a from_machine_b"""
MAY = ("run.replicates", "run.threads", "run.cluster")


def add_arguments(parser) -> None:
    from sim.commands.sweep import add_how

    parser.add_argument(
        "words", nargs="*", metavar="DIR or key=value", help="folders of sweeps, and settings of the run"
    )
    parser.add_argument("--metrics", metavar="A,B", help="outcomes for the figure from now on (paradip list metrics)")
    parser.add_argument("--renew", action="store_true", help="repeat old runs under the current rules and scenarios")
    add_how(parser)


def execute(arguments) -> int:
    from dataclasses import replace

    from sim.commands.output import check_place
    from sim.commands.sweep import carry_out, chosen_metrics
    from sim.model.limits import Run
    from sim.runs.age import up_to_date
    from sim.runs.lock import read_part
    from sim.runs.page import read_plan
    from sim.runs.union import unite

    folders, settings = sort_words(arguments.words)
    drawn = None if arguments.metrics is None else chosen_metrics(arguments.metrics)
    part = read_part(arguments.shard)
    folder, *others = (check_place(str(path), path) for path in folders)
    plan = up_to_date(read_plan(folder), folder, arguments.renew)
    for other in others:
        plan = unite(plan, up_to_date(read_plan(other), other))
    run = replace(Run(), **{key.partition(".")[2]: value for key, value in settings.items()})
    return carry_out(
        folder,
        replace(plan, drawn=drawn or plan.drawn),
        run,
        part,
        arguments,
        others=others,
        replicates=settings.get("run.replicates"),
    )


def sort_words(words: list[str]) -> tuple[list[Path], dict]:
    """Folders, and settings by key."""
    from sim.setup.overrides import read_overrides

    folders = [Path(word) for word in words if "=" not in word or Path(word).is_dir()]
    if not folders:
        raise InputError(
            "resume: no folder named; expected the folder of a sweep, such as results/sweep/level-1a2b3c4d"
        )
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"resume: {shown(str(folder))} is not a folder; expected the folder of a sweep")
    settings = {}
    for one in read_overrides([word for word in words if Path(word) not in folders]):
        if one.key not in MAY or one.swept:
            raise InputError(
                f"{one.key}: cannot be changed when resuming; expected one value for {', '.join(MAY)}, or "
                "paradip sweep with --out"
            )
        settings[one.key] = one.values[0]
    return folders, settings
