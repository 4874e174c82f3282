"""Results stay as they are until MODEL_VERSION is raised. The hashes are a BASELINE: see renew.py."""

import json

import pytest
from renew import BASELINE, LINES, arithmetic, pin, renewed

from sim.errors import InputError
from sim.model.version import MODEL_VERSION

PINNED = json.loads(BASELINE.read_text(encoding="utf-8"))
MEANT = "if this was meant, raise MODEL_VERSION in sim/model/version.py and run: python tests/golden/renew.py"


@pytest.mark.parametrize("line", LINES)
def test_results_are_those_of_this_version(line):
    """The same events everywhere; outcomes bit by bit where exp, log and powers have the last digits they had."""
    found, pinned = pin(line), PINNED["results"][line]
    assert found["happened"] == pinned["happened"], f"another course of events; {MEANT}"
    if arithmetic() != PINNED["arithmetic"]:
        pytest.skip("the same events; the last digits of exp, log or powers are others here than in the baseline")
    assert found["outcomes"] == pinned["outcomes"], f"the same events, other outcomes; {MEANT}"


def test_the_baseline_is_of_this_version():
    assert PINNED["model_version"] == MODEL_VERSION and MODEL_VERSION >= 1
    assert list(PINNED["results"]) == LINES and len(set(LINES)) == 20


def test_twenty_different_results():
    assert len({hashes["outcomes"] for hashes in PINNED["results"].values()}) == 20


WAS = {
    "model_version": 3,
    "arithmetic": "here",
    "results": {"one": {"happened": "a", "outcomes": "b"}, "two": {"happened": "c", "outcomes": "d"}},
}


def with_two(happened, outcomes):
    return WAS["results"] | {"two": {"happened": happened, "outcomes": outcomes}}


def test_a_change_is_refused_until_the_version_is_raised():
    line = "1 of 2 results have changed, the first 'two'; expected MODEL_VERSION in sim/model/version.py above 3"
    for moved in (with_two("c", "x"), with_two("x", "d")):
        with pytest.raises(InputError, match=line):
            renewed(WAS, moved, 3, "here")
        made = renewed(WAS, moved, 4, "here")
        assert made["results"] == moved and made["model_version"] == 4
    with pytest.raises(InputError, match="above 3, it is 2"):
        renewed(WAS, WAS["results"], 2, "here")


def test_what_is_no_change_needs_no_new_version():
    """The same again, one configuration more, and other last digits on another machine."""
    for found, here in (
        (WAS["results"], "here"),
        (WAS["results"] | {"three": WAS["results"]["one"]}, "here"),
        (with_two("c", "x"), "elsewhere"),
    ):
        assert renewed(WAS, found, 3, here)["results"] == found
    with pytest.raises(InputError):
        renewed(WAS, with_two("x", "d"), 3, "elsewhere")
