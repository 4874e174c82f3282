"""What no tool keeps for us: files are short, the rooms of the package few, and nothing lies about between them."""

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
