"""Texts: what commands print, in full and to be read. A transcript, texts/*/NAME.txt, holds command lines after `$ `
and what each printed; they are run in order in one empty folder. A new one begins as its command lines alone.

texts/document holds the parts of ODD and README that the code writes itself, each by its name.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from baseline import HERE
from doors import documented, said

TEXTS = HERE / "texts"
TRANSCRIPTS = sorted(path.relative_to(TEXTS).as_posix() for path in TEXTS.glob("*/*.txt"))
DOCUMENTS = sorted(path.stem for path in TEXTS.glob("document/*.md"))
LINE = re.compile(r"^\$ (paradip|cat) (.+)$", re.MULTILINE)


def stored(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")


def replayed(name: str, folder: Path) -> str:
    """The transcript made anew in an empty folder; it may show with `cat` a text that it has written there."""
    parts = []
    for program, words in LINE.findall(stored(name)):
        shown = said(words.split(), folder) if program == "paradip" else (folder / words).read_text(encoding="utf-8")
        parts.append(f"$ {program} {words}\n{shown}")
    return "\n".join(parts)


def compared(name: str, text: str) -> str:
    """What a text is held by: of help its words alone, since each Python lays them out in its own way."""
    return re.sub(r"-(\w) FILE, --", r"-\1, --", " ".join(text.split())) if name.startswith("help/") else text


def renew() -> list[str]:
    """Write all but those of the tables anew; what changed."""
    found = {f"document/{name}.md": documented(name) for name in DOCUMENTS}
    for name in TRANSCRIPTS:
        if not name.startswith("commands/"):
            with TemporaryDirectory() as folder:
                found[name] = replayed(name, Path(folder))
    return [name for name, text in found.items() if replace(name, text)]


def replace(name: str, text: str) -> bool:
    """Write a text; whether it was another before."""
    other = compared(name, stored(name)) != compared(name, text)
    (TEXTS / name).write_text(text, encoding="utf-8")
    return other
