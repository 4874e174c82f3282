"""What networks must not depend on: how often one stands in the table, and who could belong but does not act in it."""

import numpy as np
import pytest
from hypothesis import strategies as st
from relation import Case, cases, relation

BUSY = {"freelance_rate": 0.06, "load": 1.5, "contagion": 40, "common_text": 0.5, "pooling": 0, "oversight.sanction": 0}


@pytest.fixture
def rewrite(tables, rewritten):
    """The scenario with its networks and members changed by a function of both tables."""

    def rewrite(scenario, change):
        rows = tables(scenario)
        change(rows["networks"], rows["members"])
        return rewritten(scenario, networks=rows["networks"], members=rows["members"])

    return rewrite


def doubled(networks, members):
    """Every network a second time, under another code."""
    networks += [row | {"code": f"{row['code']}_too"} for row in networks]
    members += [row | {"network": f"{row['network']}_too"} for row in members]


def unheard(networks, members):
    """One network of a single member, and one that nobody joins."""
    networks += [networks[0] | {"code": "lonely"}, networks[0] | {"code": "nobody"}]
    members += [members[0] | {"network": "lonely"}]


def same(one, other):
    """The same course, and positions up to rounding; how many acts it has."""
    n = int(one.federal["rows"][0])
    assert n == other.federal["rows"][0]
    for name in ("stage", "channel", "venture", "venture_at"):
        assert (one.issues[name][:n] == other.issues[name][:n]).all(), name
    for name in ("closed", "agreed", "venture_position", "restraint"):
        np.testing.assert_allclose(one.issues[name][:n], other.issues[name][:n], rtol=1e-9, atol=1e-9, err_msg=name)
    np.testing.assert_allclose(one.preferences, other.preferences, rtol=1e-12, atol=1e-12)
    return int((one.issues["venture"][:n] > 0).sum())


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
@relation(3, case=cases(("toy",), settings=BUSY | {"delegation.scope": "all"}), dt=st.sampled_from([0.5, 1.0]))
def test_a_network_that_stands_twice_counts_once(run, rewrite, scenario, case, dt):
    """Peers and texts are means: a list of networks may name one twice, under two names, and nothing moves."""
    case = case._replace(scenario=scenario, dt=dt)
    same(run(case, years=1), run(case, scenario=rewrite(scenario, doubled), years=1))


def test_it_does_so_where_acts_spread(run, rewrite):
    case = Case("us_2023", {}, {}, 1, 1.0).but(BUSY)
    assert same(run(case, years=3), run(case, scenario=rewrite("us_2023", doubled), years=3)) > 200


@relation(3, case=cases(("toy", "us_2023"), settings=BUSY | {"common_text": 0, "delegation.scope": "all"}))
def test_a_network_without_others_moves_nobody(run, rewrite, case):
    same(run(case, years=1), run(case, scenario=rewrite(case.scenario, unheard), years=1))
