"""paradip reproduce: the published figures, remade and checked."""

import sys
from pathlib import Path

from sim.errors import InputError, shown

ABOUT = """\
Recomputes figures from their yaml files (experiments/figures), redraws them, and compares every number of the table
behind each with the published one in results/published. The verdict is pass if all are the same, last digits if none
is off by more than a billionth of its scale (the largest number in its column for the same outcome), else FAIL;
the largest deviation is shown. With --quick, fewer replicates are run and means are checked within intervals. --publish
writes the results to results/published and renews the gallery. Exit code 1 if a figure fails."""
EXAMPLES = """examples:
  paradip reproduce --list
  paradip reproduce fig03
  paradip reproduce all --quick
  paradip reproduce fig03 --out results/mine"""
DEFAULT_OUT = "results/reproduced"
PUBLISHED = Path("results/published")
WIDE = 90  # letters that say where a deviation is


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument("figures", nargs="*", metavar="FIGURE", help="fig01 ..., or all")
    parser.add_argument("--list", action="store_true", help="list the figures and their questions without running them")
    parser.add_argument("--quick", action="store_true", help="run fewer replicates and check within intervals")
    parser.add_argument("--publish", action="store_true", help="write to results/published instead of checking")
    parser.add_argument(
        "--published",
        metavar="DIR",
        default=str(PUBLISHED),
        help=f"the figures to check against (default: {PUBLISHED})",
    )
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> int:
    from sim.commands.output import check_out
    from sim.commands.table import aligned, paragraphs
    from sim.study.publish.plate import read_plates

    plates = read_plates(arguments.figures)
    if arguments.list:
        print(paragraphs({plate.id: plate.question for plate in plates}))
        return 0
    if not arguments.figures:
        raise InputError("reproduce: no figure named; expected all, or ids as listed by paradip reproduce --list")
    if arguments.publish and arguments.quick:
        raise InputError("--publish: given together with --quick; expected figures with all their replicates")
    published = Path(arguments.published)
    if not arguments.publish:
        missing = next((plate.id for plate in plates if not (published / plate.id / plate.table).is_file()), None)
        if missing:
            raise InputError(
                f"--published: no {missing} in {shown(str(published))}; expected the folder of the published figures; "
                f"to publish a new one: paradip reproduce {missing} --publish"
            )
    folder = check_out(arguments.out, published if arguments.publish else Path(DEFAULT_OUT))
    rows, failed = [], 0
    for plate in plates:
        row = one(plate, folder / plate.id, published / plate.id, arguments.quick, arguments.publish)
        failed += row[1] == "FAIL"
        rows.append([plate.id, *row[1:4], row[4] if len(row[4]) <= WIDE else f"{row[4][:WIDE]}..."])
        print(
            aligned(["figure", "verdict", "numbers", "largest deviation", "where"], rows[-1:]).splitlines()[-1],
            file=sys.stderr,
        )
    print(aligned(["figure", "verdict", "numbers", "largest deviation", "where"], rows))
    if arguments.publish:
        from sim.commands.output import write_text
        from sim.study.publish.gallery import gallery

        write_text(published / "README.md", gallery(published))
    print(f"\nsaved in {folder}")
    return 1 if failed else 0


def one(plate, folder: Path, published: Path, quick: bool, publish: bool) -> list:
    """Make one figure; its row of the table."""
    import pandas as pd

    from sim.study.publish.check import check

    if plate.command:
        if quick:
            return [plate.id, "not quick", 0, "", f"made by paradip {plate.command}"]
        made(plate.command, folder)
    else:
        make(plate, folder, plate.quick if quick else plate.replicates)
    if publish:
        return [plate.id, "published", len(pd.read_csv(folder / plate.table)), "", ""]
    found = check(pd.read_csv(folder / plate.table), pd.read_csv(published / plate.table), quick)
    unit = " standard errors" if quick else ""
    return [plate.id, found.word, found.numbers, f"{found.deviation:.2g}{unit}", found.where]


def make(plate, folder: Path, replicates: int) -> None:
    """Table, picture and, last, the manifest."""
    from sim.commands.output import write_csv
    from sim.commands.progress import Progress
    from sim.runs.lock import alone_in
    from sim.study.publish.compute import compute

    with alone_in(folder):
        with Progress(f"decades of {plate.id}") as progress:
            table = compute(plate, replicates, progress)
        write_csv(folder / "table.csv", table, index=False)
        picture(plate, folder, replicates)


def picture(plate, folder: Path, replicates: int) -> None:
    """Draw what the table in a folder says, and seal the folder."""
    from sim.commands.output import write_figure, write_manifest
    from sim.inputs.in_use import studies
    from sim.inputs.own_code import place_of
    from sim.study.publish.compute import points_of
    from sim.study.publish.plate import drawing, own_drawings

    try:
        figure = drawing(plate.figure).draw(read_table(folder))
        if not hasattr(figure, "savefig"):
            raise TypeError(f"draw returned {type(figure).__name__}, which is no figure")
    except Exception as fault:
        if isinstance(fault, InputError) or plate.figure not in own_drawings():
            raise
        place = place_of(fault, studies()) or f"figures/{plate.figure}.py"
        raise InputError(f"{place}: {type(fault).__name__}: {fault}") from None
    write_figure(folder, "figure", figure)
    title = finding_of(figure)
    setups = [point.setup for point in points_of(plate, replicates)]
    write_manifest(
        folder,
        f"reproduce {plate.id}",
        setups[:1],
        list(plate.files),
        points=len(setups),
        replicates=replicates,
        runs=list(plate.runs),
        question=plate.question,
        finding=title,
    )


def read_table(folder: Path):
    """The table as it stands on disk, so that a figure shows what is published."""
    import pandas as pd

    return pd.read_csv(folder / "table.csv")


def finding_of(figure) -> str:
    """The title that a figure bears."""
    titles = [text.get_text() for text in figure.texts if text.get_gid() == "finding"]
    return " ".join(titles[0].split()) if titles else ""


def made(words: str, folder: Path) -> None:
    """Have a command make it."""
    import subprocess

    code = subprocess.run(
        [sys.executable, "-m", "sim.commands.cli", *words.split(), "--out", str(folder)], check=False
    ).returncode
    if code:
        raise InputError(f"paradip {words}: ended with exit code {code}; expected 0")
