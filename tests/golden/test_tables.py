"""The files that commands write and the tables of the published figures are those of the BASELINE: see renew.py."""

from functools import lru_cache

import matplotlib
import pytest
from baseline import changed, read
from by_default import by_default
from tables import COMMANDS, LONG, NAME, PLATES, QUICK, made, published
from texts import stored

PINNED = read(NAME)
MEANT = "if this was meant: python tests/golden/renew.py tables"
EACH = by_default(set(COMMANDS) - set(LONG), COMMANDS)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A transcript of commands, run once."""
    return lru_cache(lambda name: made(name, tmp_path_factory.mktemp("golden")))


@pytest.mark.parametrize("name", EACH)
def test_what_commands_print(run, name):
    assert run(name)[0] == stored(name), MEANT


@pytest.mark.parametrize("name", EACH)
def test_tables_that_commands_write(run, name):
    assert changed(PINNED["tables"][name], run(name)[1]) == [], MEANT


@pytest.mark.parametrize("name", [one for one in EACH if PINNED["pictures"][one.values[0]]])
def test_pictures_that_commands_draw(run, name):
    if matplotlib.__version__ != PINNED["drawn_by"]:
        pytest.skip(f"drawn by matplotlib {matplotlib.__version__}; the baseline was by {PINNED['drawn_by']}")
    assert changed(PINNED["pictures"][name], run(name)[2]) == [], MEANT


@pytest.mark.parametrize("plate", by_default(QUICK, PLATES))
def test_a_published_table_of_shorter_worlds(plate, tmp_path):
    assert published(plate, tmp_path) == PINNED["published"][plate], MEANT


@pytest.mark.slow
@pytest.mark.parametrize("plate", PLATES)
def test_a_published_table(plate, tmp_path):
    assert published(plate, tmp_path, None) == PINNED["published_in_full"][plate], MEANT
