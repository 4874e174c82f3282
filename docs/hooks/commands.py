"""Blocks of a page that are run while the site is built, in the order of the page and in an empty folder of its own.

```console N     lines `$ command`; what they print stands below, at most N lines of it (default: all)
```yaml FILE     written to FILE (of any language)

Nothing that a command prints is typed by hand, and a command that fails ends the build.
"""

import contextlib
import io
import os
import re
import shlex
import tempfile
from functools import cache
from pathlib import Path

from mkdocs.exceptions import PluginError

from sim.commands.cli import main

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def on_page_markdown(markdown, page, config, files):
    blocks = tuple(BLOCK.findall(markdown))
    if not any(language == "console" for language, *_ in blocks):
        return markdown
    shown = iter(shown_after_running(page.file.src_uri, blocks))
    return BLOCK.sub(lambda _: next(shown), markdown)


@cache  # a page that is served is not run again unless a block of it has changed
def shown_after_running(page: str, blocks: tuple) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return [carried_out(page, *block).replace(folder, "~") for block in blocks]


def carried_out(page: str, language: str, word: str, text: str) -> str:
    """A block as the page shows it."""
    if language == "console":
        lines = [line for command in text.splitlines() for line in (command, *printed_by(page, command))]
        most = int(word) if word else len(lines)
        return fenced("text", [*lines[:most], *(["..."] if len(lines) > most else [])])
    if word:
        Path(word).parent.mkdir(parents=True, exist_ok=True)
        Path(word).write_text(text, encoding="utf-8")
    return (f"`{word}`:\n\n" if word else "") + fenced(language, text.splitlines())


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
