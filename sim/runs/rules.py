"""Which rules made a run: a hash of the sources that decide its bits, part of the key under which a run is stored.

The sources are those that stand between a configuration and its numbers: the model, and the reading of a scenario's
tables. What moves no bit is left out: comments, docstrings, layout, and sentences in tables and declarations (text with
a space in it that nothing is asked, called or looked up with). The hash is the same under every version of Python. To
the rules of the model come, as they are, the agents and metrics of the studies that are in use.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

from sim.inputs.in_use import studies
from sim.inputs.shipped import PACKAGE
from sim.inputs.study import Study

ROOMS = ("model", "inputs")
ASKS = (ast.Compare, ast.Subscript, ast.MatchValue)  # text in these decides something, and in what a function is given


def rules_now() -> str:
    """The hash of all rules that make a run here and now: those of the model, and a study's own."""
    own = "".join(code_hash(study) for study in studies())
    return hashlib.sha256(f"{rules_hash()} {own}".encode()).hexdigest() if own else rules_hash()


def code_hash(study: Study) -> str:
    """SHA-256 of the Python beside the pages of a study, "" if there is none."""
    digest, any_code = hashlib.sha256(), False
    for file, raw in sorted(study.code.items()):
        if "/" not in file:  # drawings decide no number
            digest.update(f"{file} {len(raw)}\n".encode() + raw)
            any_code = True
    return digest.hexdigest() if any_code else ""


@cache
def rules_hash(package: Path = PACKAGE) -> str:
    """SHA-256 of what the rules of a package say."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            said: list[str] = []
            tell(ast.parse(path.read_bytes()), said)
            digest.update(f"{path.relative_to(package).as_posix()} {' '.join(said)}\n".encode())
    return digest.hexdigest()


def tell(node: object, said: list[str], decides: bool = False) -> None:
    """What a part of a program says, as words. `decides`: text in it may."""
    if isinstance(node, ast.Constant):
        is_sentence = isinstance(node.value, str) and " " in node.value and not decides
        said.append("sentence" if is_sentence else ascii(node.value))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        pass  # a docstring
    elif isinstance(node, ast.JoinedStr):
        parts = [
            part for part in node.values if getattr(part, "value", None) != ""
        ]  # which Python 3.12 puts at the end
        tell(["text", *parts], said, decides)
    elif isinstance(node, ast.AST):
        if isinstance(node, ast.Call):  # a class, known by its capital, declares something or names a fault
            decides = not (isinstance(node.func, ast.Name) and node.func.id[:1].isupper())
        decides = decides or isinstance(node, ASKS)
        said.append(f"{type(node).__name__}(")
        for name in node._fields:
            value = getattr(node, name, None)
            if value is not None and value != [] and name != "ctx":
                said.append(f"{name}=")
                tell(value, said, decides)
        said.append(")")
    elif isinstance(node, list):
        for one in node:
            tell(one, said, decides)
        said.append(";")
    else:
        said.append(ascii(node))
