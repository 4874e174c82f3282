"""Tables and figures, as the bytes of the files that small runs of the commands write (texts/commands, with what they
print), and the table of every published figure with two replicates.

Of a parquet file, whose bytes are its library's affair, the values are hashed, column by column. The bytes of
pictures and of pages with pictures are those of one version of matplotlib, which tables.json names.
"""

import gzip
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
import pyarrow.parquet as pq
from baseline import changed, digest, digest_of, read, write
from doors import plate_table, plates
from texts import TRANSCRIPTS, replace, replayed

NAME = "tables.json"
COMMANDS = [name for name in TRANSCRIPTS if name.startswith("commands/")]
LONG = ("commands/claims.txt", "commands/optimize.txt", "commands/sensitivity.txt", "commands/verify.txt")
TABLES, DRAWN = (".csv", ".parquet", ".gz", ".yaml"), (".svg", ".png", ".html")
APART = {"runs", "check", "shards"}  # folders in which a command keeps its runs
PLATES = {plate.id: plate for plate in plates()}
QUICK = ("fig06_exclusion", "fig08_liaisons", "fig09_coordinating_body")  # about a second each
REPLICATES, YEARS = 2, 2.0


def files_in(folder: Path, kinds: tuple[str, ...]) -> dict[str, str | dict[str, str]]:
    """Hash of every file of these kinds by its path."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in kinds and not APART & set(path.relative_to(folder).parts)
    }
    return {
        name: columns_of(path) if path.suffix == ".parquet" else digest(content_of(path))
        for name, path in found.items()
    }


def content_of(path: Path) -> bytes:
    """The bytes of a file, unpacked, and without the versions and rules that a page was made by."""
    content = path.read_bytes()
    return (
        gzip.decompress(content)
        if path.suffix == ".gz"
        else re.sub(rb"<caption>Made by.*?</table>|<dt>Rules of the model.*?</dd>", b"", content, flags=re.DOTALL)
    )


def columns_of(path: Path) -> dict[str, str]:
    """Hash of the values of each column."""
    frame = pq.read_table(path).to_pandas()
    return {name: digest_of(frame, [name]) for name in frame}


def made(name: str, folder: Path) -> tuple[str, dict, dict]:
    """What a transcript of commands prints, the tables that it writes, and what it draws."""
    return replayed(name, folder), files_in(folder, TABLES), files_in(folder, DRAWN)


def published(plate: str, folder: Path, years: float | None = YEARS) -> str:
    """Hash of a figure's table, of shorter worlds or, with None, in full length."""
    return digest(plate_table(PLATES[plate], folder, REPLICATES, years))


def renew() -> list[str]:
    """Make all of them anew; what changed."""
    old = read(NAME)
    new: dict = {
        "what": "BASELINE, pinned by tests/golden/renew.py",
        "drawn_by": matplotlib.__version__,
        "tables": {},
        "pictures": {},
        "published": {},
        "published_in_full": {},
    }
    texts = []
    for name in COMMANDS:
        with TemporaryDirectory() as folder:
            text, new["tables"][name], new["pictures"][name] = made(name, Path(folder))
        texts += [name] if replace(name, text) else []
    with TemporaryDirectory() as folder:
        for plate in PLATES:
            new["published"][plate] = published(plate, Path(folder))
            new["published_in_full"][plate] = published(plate, Path(folder), None)
    write(NAME, new)
    return texts + changed(old, new)
