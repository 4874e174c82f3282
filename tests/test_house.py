"""What no tool keeps for us: files are short, the rooms of the package few, and nothing lies about between them."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_no_file_is_above_three_hundred_lines():
    sources = [path for place in ("sim", "tests", "experiments") for path in (ROOT / place).rglob("*.py")]
    assert len(sources) > 500
    long = {f"{path.relative_to(ROOT)}": n for path in sources if (n := path.read_bytes().count(b"\n")) > 300}
    assert long == {}


def test_rooms_are_few_and_hardly_a_file_is_loose():
    rooms = [path for path in (ROOT / "sim").iterdir() if (path / "__init__.py").is_file() or any(path.glob("*.py"))]
    assert len(rooms) <= 14
    assert {path.name for path in (ROOT / "sim").glob("*.py")} == {"__init__.py", "app.py", "errors.py"}


def test_a_program_does_not_rename_its_own_functions():
    """What is assigned where a file is run as a program is a name that nothing else in the file has: a function of that
    name would be lost, and only there."""
    for path in sorted(path for place in ("sim", "experiments") for path in (ROOT / place).rglob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        defined = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        for node in body:
            if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
                stored = {
                    one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
                }
                assert not stored & defined, f"{path}: {stored & defined}"
