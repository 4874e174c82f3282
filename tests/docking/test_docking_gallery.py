"""The table of the gallery: what agrees and what does not, where it is written, and what the gallery may import."""

import ast
import csv
from pathlib import Path

import pytest

from experiments.docking import __main__ as gallery
from experiments.docking.gallery import RESULTS
from experiments.docking.rows import EXACT, HEADER, Row, as_csv, as_markdown, direction, finish, near

HERE = Path(gallery.__file__).parent


def test_a_row_agrees_within_its_tolerance_and_not_beyond():
    assert near("m", "q", EXACT, 1.0, 1.009, tolerance=0.01).agrees
    assert not near("m", "q", EXACT, 1.0, 1.011, tolerance=0.01).agrees
    assert near("m", "q", EXACT, 1.0, 0.97, error=0.01).agrees
    assert not near("m", "q", EXACT, 1.0, 0.95, error=0.01).agrees


def test_one_row_that_disagrees_makes_the_exit_code_1_and_is_named(capsys):
    rows = [near("m", "first", EXACT, 1.0, 1.0, tolerance=0.0), direction("m", "second", "up", "down", False)]
    assert finish(rows[:1]) == 0
    assert finish(rows) == 1
    assert "1 of 2 agree.\nDisagrees: m, second" in capsys.readouterr().out


def published() -> list[Row]:
    with (RESULTS / "table.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert tuple(header) == HEADER
    return [Row(*line[:-1], line[-1] == "yes") for line in lines]


def test_the_readme_holds_the_published_table_and_all_of_it_agrees():
    rows = published()
    assert all(row.agrees for row in rows)
    assert gallery.PART.search((HERE / "README.md").read_text(encoding="utf-8"))[0].count("\n") == len(rows) + 3
    assert as_markdown(rows) in (HERE / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_of_the_simulator_but_the_style_of_its_figures(path):
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names]
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names += [node.module for node in tree if isinstance(node, ast.ImportFrom)]
    assert {name for name in names if name.split(".")[0] == "sim"} <= {"sim.figures.style"}


@pytest.mark.slow
def test_the_gallery_comes_out_as_published(tmp_path):
    page = tmp_path / "README.md"
    page.write_text((HERE / "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    assert gallery.main(tmp_path, page) == 0
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == as_csv(published())
    assert page.read_text(encoding="utf-8") == (HERE / "README.md").read_text(encoding="utf-8")
    for name in gallery.MODELS:
        assert (tmp_path / f"{name}.png").stat().st_size > 0
        assert 0 < (tmp_path / f"{name}.svg").stat().st_size < 300_000
