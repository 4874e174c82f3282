"""Blocks of a page that are run while the site is built, in the order of the page and in an empty folder of its own.

```console N     lines `$ command`; under each what it printed, at most N lines of it (default: all)
```yaml FILE     written to FILE (of any language)
![...](FILE)     a picture that a command has drawn

Nothing that a command prints is typed by hand, and a command that fails ends the build.
"""

import contextlib
import io
import os
import re
import shlex
import tempfile
from functools import cache
from pathlib import Path, PurePosixPath

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from sim.commands.cli import main

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PICTURE = re.compile(r"!\[[^]]*\]\((\S+)\)")


def on_page_markdown(markdown, page, config, files):
    blocks = tuple(BLOCK.findall(markdown))
    if not any(language == "console" for language, *_ in blocks):
        return markdown
    texts, pictures = carried_out(page.file.src_uri, blocks, tuple(PICTURE.findall(markdown)))
    for place, content in pictures.items():
        files.append(File.generated(config, str(PurePosixPath(page.file.src_uri).parent / place), content=content))
    shown = iter(texts)
    return BLOCK.sub(lambda _: next(shown), markdown)


@cache  # a page that is served is not run again unless a block of it has changed
def carried_out(page: str, blocks: tuple, pictures: tuple) -> tuple[list[str], dict[str, bytes]]:
    """The blocks as the page shows them, and what the pictures hold that were drawn meanwhile."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        texts = [shown_after(page, *block).replace(folder, "~") for block in blocks]
        return texts, {one: Path(folder, one).read_bytes() for one in pictures}


def shown_after(page: str, language: str, word: str, text: str) -> str:
    """A block, once it was carried out, as the page shows it."""
    if language == "console":
        printed = [(line, printed_by(page, line)) for line in text.splitlines()]
        return fenced("text", [one for line, lines in printed for one in (line, *shortened(lines, word))])
    if word:
        Path(word).parent.mkdir(parents=True, exist_ok=True)
        Path(word).write_text(text, encoding="utf-8")
    return (f"`{word}`:\n\n" if word else "") + fenced(language, text.splitlines())


def shortened(lines: list[str], most: str) -> list[str]:
    return [*lines[: int(most)], "..."] if most and len(lines) > int(most) else lines


def fenced(language: str, lines: list[str]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def printed_by(page: str, line: str) -> list[str]:
    """What a line prints: `$` and then paradip, cd or cat. Raises PluginError if it fails."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        match shlex.split(line, comments=True):
            case "$", "cd", folder:
                os.chdir(folder)
            case "$", "cat", file:
                print(Path(file).read_text(encoding="utf-8"))
            case "$", "paradip", *words if main(words) == 0:
                pass
            case _:
                raise PluginError(f"{page}: {line}: failed; expected a command that runs\n{err.getvalue()}")
    return out.getvalue().strip("\n").splitlines()
