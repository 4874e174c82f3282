"""paradip report: a comparison as one page to hand out."""

import os
import shlex
from pathlib import Path

from sim.errors import InputError, shown

MOST = 4  # policies that a page can hold
ABOUT = f"""\
Words without '=' are two to {MOST} policies; the others are compared with the first, in the same worlds, as in
paradip compare (so POLICY:lever=value changes a lever of one).
exercise=NAME takes policies and assumptions from a workshop exercise (paradip exercise) and puts its briefing and
questions first.
--worlds, or --n, adds in what share of drawn worlds each policy does better than the first, and worse: of the kinds
named, with evidence first and plausible worlds beside it unless you say which.
The page is one HTML file that needs no server and no network. The same command gives the same bytes."""
EXAMPLES = """examples:
  paradip report status_quo guided_delegation -o report.html
  paradip report status_quo combined ban scenario=canada_2023 run.replicates=200 -o canada.html
  paradip report status_quo guided_delegation delegation.staff=moved parameters.load=1.1
  paradip report status_quo guided_delegation --worlds plausible --n 200
  paradip report status_quo whole_of_government --attribute
  paradip report exercise=overloaded_centre -o handout.html"""
DEFAULT_OUT = "results/report/A-B-HASH.html"


def add_arguments(parser) -> None:
    from sim.commands.sweep import add_plain
    from sim.commands.worlds import add_worlds

    parser.add_argument(
        "words", nargs="*", metavar="POLICY or key=value", help="two to four policies, overrides, exercise=NAME"
    )
    parser.add_argument(
        "--attribute", action="store_true", help="also say which levers did it (paradip attribute), which takes longer"
    )
    add_plain(parser)
    add_worlds(parser, "none, or with --n evidence,plausible")
    parser.add_argument("--n", metavar="N", help="worlds drawn of each kind (with --worlds: 100)")
    add_page(parser, DEFAULT_OUT)


def add_page(parser, default: str) -> None:
    parser.add_argument("-o", "--out", metavar="FILE", help=f"the page to write (default: {default})")


def check_page(out: str | None, default: Path) -> Path:
    """The file, if it could be written. Nothing is written yet."""
    from sim.commands.output import check_place

    if out is not None and (
        not out.isprintable() or not out.lower().endswith((".html", ".htm")) or not Path(out).stem.strip(". ")
    ):
        raise InputError(f"--out: {shown(out)}; expected the path of a page, such as report.html")
    path = default if out is None else Path(out)
    check_place(f"{path.parent}", path.parent)
    check_place(f"{path}", path) if not os.path.lexists(path) else None
    if path.is_dir() or (path.exists() and not os.access(path, os.W_OK)):
        raise InputError(
            f"--out: {shown(f'{path}')} exists and is not a page that can be replaced; expected the path of a page"
        )
    return path


def execute(arguments) -> None:
    from sim.commands.output import write_text
    from sim.commands.progress import Progress
    from sim.runs.plan import plan_setups
    from sim.setup.columns import chosen_setups, is_column
    from sim.web.exercise import take_exercise

    words, exercise = take_exercise(arguments.words)
    names = [word for word in words if is_column(word)]
    if not 2 <= len(names) <= MOST:
        raise InputError(
            f"report: {len(names)} policies named; expected two to {MOST}, such as status_quo guided_delegation"
        )
    setups = chosen_setups(words, ())
    path = check_page(
        arguments.out,
        Path("results/report", f"{'-'.join(s.policy.name for s in setups[:3])}-{plan_setups(setups).code}.html"),
    )

    from sim.study import ensemble
    from sim.study.attribute.attribute import attribute, ready
    from sim.web.report import report

    for other in setups[1:] if arguments.attribute else ():
        ready([setups[0], other], "group")  # a fault comes before the runs
    kinds, n = read_doubts(arguments)
    with Progress() as progress:
        comparison = ensemble.compare(setups, progress=progress, plain=arguments.plain)
        found = []
        for other in setups[1:] if arguments.attribute else ():
            progress.say(f"which levers make {other.policy.name} differ")
            found.append(attribute([setups[0], other], progress=progress, plain=arguments.plain))
    typed = [*arguments.words, *doubt_words(kinds, n)]
    lines = commands_for(typed, words, arguments.plain, arguments.attribute)
    page = report(comparison, setups, lines, made_by(setups, kinds), exercise, doubts_of(setups, kinds, n), found)
    write_text(path, page)
    print(f"saved: {path}")


def read_doubts(arguments) -> tuple[tuple[str, ...], int]:
    """The kinds of worlds that are asked for, none unless any are, and how many of each. Raises InputError."""
    from sim.commands.whole import read_whole
    from sim.inputs.worlds import read_kinds
    from sim.study.over_worlds import N

    if arguments.worlds is None and arguments.n is None:
        return (), 0
    return read_kinds(arguments.worlds), N if arguments.n is None else read_whole("--n", arguments.n, 2, 100_000)


def doubt_words(kinds: tuple[str, ...], n: int) -> list[str]:
    return ["--worlds", ",".join(kinds), "--n", f"{n}"] if kinds else []


def doubts_of(setups: list, kinds: tuple[str, ...], n: int) -> list[str]:
    """What the page says of other worlds."""
    from sim.commands.progress import Progress
    from sim.study.over_worlds import shares_over
    from sim.web.doubt import doubted

    if not kinds:
        return []
    with Progress("decades in drawn worlds") as progress:
        found = shares_over(setups, kinds, n, progress)
    return doubted(found, [setup.policy.name for setup in setups], n)


def commands_for(typed: list[str], words: list[str], plain: bool = False, attributed: bool = False) -> dict[str, str]:
    """Lines that give the same numbers, as one would type them."""
    from sim.inputs.in_use import option
    from sim.setup.columns import is_column

    more = f"{' --plain' if plain else ''}{option()}"
    found = {
        "This page": f"paradip report {shlex.join(typed)}{' --attribute' * attributed} -o report.html{more}",
        "The same numbers, every outcome, in a terminal": f"paradip compare {shlex.join(words)} --all{more}",
    }
    first, *others = [word for word in words if is_column(word)]
    rest = [word for word in words if not is_column(word)]
    for other in others if attributed else ():
        found[f"Which levers make {other} differ"] = f"paradip attribute {shlex.join([first, other, *rest])}{more}"
    return found


def made_by(setups: list, kinds: tuple[str, ...] = ()) -> dict[str, str]:
    from sim.commands.provenance import scenario_digests, versions
    from sim.inputs.worlds import tables_of

    found = {name: "not known" if value is None else f"{value}" for name, value in versions().items()}
    found |= {f"tables of scenario {name}, SHA-256": digest for name, digest in scenario_digests(setups).items()}
    return found | {f"worlds {name}, SHA-256": one["sha256"] for name, one in tables_of(kinds).items()}
