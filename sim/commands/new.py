"""paradip new: a folder to begin with."""

from pathlib import Path

from sim.errors import InputError, nearest, shown

WHAT = ("study",)
ABOUT = """Writes a study: a folder with a policy, a country, an agent, an outcome, an experiment, a claim, a
target, an exercise and a figure of one's own, each commented and ready to run. DIR must be new or empty."""
EXAMPLES = """examples:
  paradip new study coast
  cd coast && paradip list study && paradip sweep experiment=patience"""


def add_arguments(parser) -> None:
    parser.add_argument("words", nargs="*", metavar="study DIR", help="what to write, and where")


def execute(arguments) -> None:
    import shlex
    import shutil

    from sim.inputs.shipped import shipped

    if len(arguments.words) != 2:
        raise InputError(f"new: {len(arguments.words)} words given; expected study and a folder, such as study coast")
    what, place = arguments.words
    if what not in WHAT:
        raise InputError(f"new: {shown(what)} cannot be made; expected {', '.join(WHAT)}{nearest(what, WHAT)}")
    folder = check_new(place)
    pages = sorted(path for path in (shipped("examples") / what).rglob("*") if path.is_file() and wanted(path))
    for page in pages:
        copy = folder / page.relative_to(shipped("examples") / what)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, copy)
    print("\n".join(str(path.relative_to(shipped("examples") / what)) for path in pages))
    print(f"\nwritten to {folder}; next: cd {shlex.quote(str(folder))} && paradip list study")


def wanted(path: Path) -> bool:
    return "__pycache__" not in path.parts


def check_new(place: str) -> Path:
    """The folder, if nothing is in it. Raises InputError."""
    from sim.commands.output import check_place

    if not place.strip() or not place.isprintable():
        raise InputError(f"new: {shown(place)}; expected the path of a new folder")
    folder = check_place(None, Path(place))
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"new: {shown(place)} is not empty; expected a new folder")
    return folder
