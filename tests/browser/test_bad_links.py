"""Without a browser: no link and no message does more than get a sentence that says what was expected."""

import pytest
from by_default import by_default
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.web.app import moves
from sim.web.app import view as spelling
from sim.web.app.link import read_link
from sim.web.app.view import View

BAD = ("p=nobody&p=ban", "p=ban", "&".join(["p=ban"] * 5), "run.years=1e9", "run.years=21", "run.replicates=201",
       "run.replicates=2.5", "run.seed=-1", "run.seed=nan", "scenario=../../etc/passwd", "scenario=/etc",
       "parameters.load=99", "parameters.arrival_rate=20000", "p=ban:delegation.level=7&p=centralized",
       "p=ban:delegation.scope=nowhere&p=centralized", "p=ban:parameters.load=1&p=centralized",
       "p=ban:delegation.level=0.1,delegation.level=0.2&p=centralized", "run.cluster=tcp://evil:1", "run.threads=200",
       "run.dt=0.01", "hydra.run.dir=x", "actor=%00", "x" * 9000, "&".join(["run.seed=1"] * 99))  # fmt: skip
keys = st.sampled_from("p view run.years run.seed world week actor scenario parameters.load".split())
plain = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8)
anything = st.recursive(plain, lambda inner: st.lists(inner, max_size=2), max_leaves=3)
moved = st.sampled_from(["delegation.level", "delegation.body", "run.years", "load", "", "p"])


@pytest.mark.parametrize("link", BAD, ids=lambda link: link[:30])
def test_a_bad_link_is_refused(link):
    with pytest.raises(InputError, match="(?i)expected") as said:
        read_link(link)
    assert len(str(said.value)) < 700


@pytest.mark.parametrize("examples", by_default([30], [30, 300]))
def test_no_link_does_more_than_complain(examples):
    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(st.text(max_size=60) | st.builds("{}={}".format, keys, st.text(max_size=20)))
    def complains(link):
        try:
            read_link(link)
        except InputError as fault:
            assert "expected" in str(fault).lower()

    complains()


@pytest.mark.parametrize("examples", by_default([30], [30, 200]))
def test_no_message_does_more_than_complain(examples):
    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(anything, st.sampled_from(sorted(moves.MOVES)), moved)
    def complains(value, do, key):
        view = View(scenario="toy", years=1)
        for message in (
            {"do": do, "k": value, "key": key, "value": 0.5},
            {"do": do, "k": 0, "key": key, "value": value},
            {"do": value},
            value,
        ):
            try:
                after = moves.moved(view, message)
            except InputError:
                continue
            assert read_link(spelling.query(after)).columns == after.columns

    complains()
