"""Worlds stay as they are until MODEL_VERSION is raised. The hashes are a BASELINE: see renew.py."""

from pathlib import Path

import pytest
from baseline import read
from doors import model_version
from worlds import FIELDS, LINES, NAME, VERSION, moved, page_of, pin, refusal

PINNED = read(NAME)
MEANT = f"if this was meant, raise MODEL_VERSION in {VERSION} and run: python tests/golden/renew.py worlds"


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_world_is_that_of_this_version(line):
    found, pinned = pin(line), PINNED["worlds"][line]
    assert [table for table in FIELDS if found[table] != pinned[table]] == [], f"tables that have moved; {MEANT}"


def test_the_baseline_is_of_this_version_and_of_these_fields():
    assert PINNED == page_of({line: PINNED["worlds"][line] for line in LINES}, model_version())


def test_the_version_stands_where_the_messages_say():
    assert "MODEL_VERSION = " in (Path(__file__).parents[2] / VERSION).read_text(encoding="utf-8")


def test_different_worlds():
    """No two have the same issues."""
    assert len({tables["issues"] for tables in PINNED["worlds"].values()}) == len(LINES) == len(set(LINES))


WAS = {
    "model_version": 3,
    "fields": {"issues": "f", "series": "g"},
    "worlds": {"one": {"issues": "a", "series": "b"}, "two": {"issues": "c", "series": "d"}},
}


def with_two(**tables):
    return {**WAS, "worlds": WAS["worlds"] | {"two": tables}}


def test_a_change_is_refused_until_the_version_is_raised():
    line = (
        "1 of 2 worlds have changed, the first 'two'; expected MODEL_VERSION in sim/model/version.py above 3, it is 3"
    )
    for new in (with_two(issues="c", series="x"), with_two(issues="x", series="d")):
        assert moved(WAS, new) == ["two"] and refusal(WAS, new) == line
        assert refusal(WAS, {**new, "model_version": 4}) == ""
    assert refusal(WAS, {**WAS, "model_version": 2}).endswith("above 3, it is 2")


def test_what_is_no_change_needs_no_new_version():
    """The same again, one world more, one less, and a table hashed over other fields."""
    more = {**WAS, "worlds": WAS["worlds"] | {"three": WAS["worlds"]["one"]}}
    other = {**with_two(issues="c", series="x"), "fields": {"issues": "f", "series": "h"}}
    assert [refusal(*pages) for pages in ((WAS, WAS), (WAS, more), (more, WAS), (WAS, other))] == [""] * 4
    assert refusal(WAS, {**other, "worlds": with_two(issues="x", series="x")["worlds"]})
