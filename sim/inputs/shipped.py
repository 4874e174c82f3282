"""Find the files that come with the program: in the installed package, or in the folders of the source tree."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
IN_SOURCE = {"published": "results/published"}  # elsewhere a folder has the same name in both


def shipped(name: str) -> Path:
    """The folder `configs`, `examples`, `experiments` or `published`."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / IN_SOURCE.get(name, name)
