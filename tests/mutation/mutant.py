"""One deliberate mistake: a piece of one file's text and what stands there instead."""

import ast
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutant:
    """`old` at offset `start` of `file` (from the repository's root) becomes `new`. `wrong` says in words what is then
    wrong, or which operator made it; `function` is where it lies ("": outside of any)."""

    file: str
    start: int
    old: str
    new: str
    wrong: str
    function: str = ""
    line: int = 0
    key: str = ""
    before: str = ""
    after: str = ""

    @property
    def module(self) -> str:
        """service of sim/model/rules/service.py."""
        return Path(self.file).stem


def make(file: str, text: str, start: int, old: str, new: str, wrong: str) -> Mutant:
    """A mutant with its place worked out: the function, the line, the lines before and after, and a key that stays
    the same while the function's own text does."""
    assert text[start : start + len(old)] == old
    line = text.count("\n", 0, start) + 1
    function, body = home_of(text, line)
    offset = start - (text.index(body) if body else 0)
    key = hashlib.sha256(f"{file} {function} {body} {offset} {old} {new}".encode()).hexdigest()[:12]
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", start + len(old))
    right = len(text) if right < 0 else right
    flat = [
        " ".join(part.split()) for part in (text[left:right], text[left:start] + new + text[start + len(old) : right])
    ]
    return Mutant(file, start, old, new, wrong, function, line, key, *flat)


@lru_cache(maxsize=64)
def functions(text: str) -> list[tuple[str, int, int, str]]:
    """Name, first and last line, and text of every top-level function."""
    return [
        (node.name, node.lineno, node.end_lineno or 0, ast.get_source_segment(text, node) or "")
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    ]


def home_of(text: str, line: int) -> tuple[str, str]:
    """Name and text of the top-level function that holds a line; ("", "") if none does."""
    return next(((name, body) for name, first, last, body in functions(text) if first <= line <= last), ("", ""))


def apply(mutant: Mutant, text: str) -> str:
    """The text of the file with the mistake in it."""
    end = mutant.start + len(mutant.old)
    if text[mutant.start : end] != mutant.old:
        raise ValueError(f"{mutant.file}: {mutant.old!r} is no longer at {mutant.start}")
    return text[: mutant.start] + mutant.new + text[end:]
