"""Networks in stories: what is told of peers is what the run says, and nothing is told where they do nothing."""

import numpy as np
import pytest
from apart import APART

from sim.setup.config import setup_from
from sim.tell import explain
from sim.tell.explain import alone, narrative, peers
from sim.tell.explain.decade import Decade

ON = {"contagion": 40.0, "common_text": 0.3, "pooling": 0.25}


def decade(**parameters):
    return Decade(setup_from("status_quo", "us_2023", parameters, years=2, seed=3), 0)


@pytest.fixture(scope="module")
def stirred():
    return decade(**ON)


def flat(text):
    return " ".join(text.split())


def test_others_are_counted_from_the_log(stirred):
    """Members other than the actor itself that began something in the network's domains within 13 weeks before."""
    table, told = stirred.issues, 0
    network, actor = stirred.scenario.members.T
    for i in np.flatnonzero(table.venture > 0):
        since = table.venture_at[i] - table.venture_at
        recent = (table.venture > 0) & (since > 0) & (since <= 13)
        expected = []
        for n in network[actor == table.locality[i]]:
            if not stirred.scenario.covers[n, table.domain[i]]:
                continue
            inside = recent & stirred.scenario.covers[n, table.domain] & np.isin(table.locality, actor[network == n])
            number = len(set(table.locality[inside]) - {table.locality[i]})
            expected += [(stirred.scenario.networks.names[n], number)] if number else []
        assert peers.others(stirred, int(i)) == expected
        told += bool(expected)
    assert told > 10


def test_a_story_says_who_had_acted_and_what_it_did(stirred):
    i = max(np.flatnonzero(stirred.issues.venture > 0), key=lambda k: sum(n for _, n in peers.others(stirred, int(k))))
    (name, number), *_ = peers.others(stirred, int(i))
    text = flat(narrative.narrate(stirred, int(i)))
    assert number > 1 and f"{number} other members of {name}" in text
    assert "had acted alone within the quarter, which made it " in text
    w = stirred.as_of(stirred.tick(stirred.issues[i].venture_at), int(i))
    readier = 1 + 40 * peers.networks.astir(w, stirred.issues[i].locality, stirred.issues[i].domain)
    assert f"which made it {readier:.1f} times as ready." in text and readier > 1


def test_an_actor_says_where_it_belongs(stirred):
    row = stirred.scenario.subnationals.codes.index("TX_dallas")
    text = peers.belonging(stirred, row)
    assert text.startswith(" It belongs to Cities for Action, Climate Mayors, Fast-Track Cities and ")
    assert "leans 30% of the way to a common text. Its own staff makes " in text
    assert text.endswith(" teams, of which its networks pool 25%.")
    outside = stirred.scenario.subnationals.codes.index("WY")
    assert peers.belonging(stirred, outside) == ""


def test_a_week_says_how_many_acts_there_were():
    setup = setup_from("status_quo", "us_2023", ON, years=2, seed=3)
    assert "Acts alone within the quarter, by network: Cities for Action " in flat(explain.tell(setup, week=100))
    assert "Acts alone within the quarter, by network: none." in flat(explain.tell(setup, week=0))


def test_where_networks_do_nothing_nothing_is_told():
    plain = decade(**APART)
    assert all(peers.belonging(plain, j) == "" for j in range(81))
    ventures = np.flatnonzero(plain.issues.venture > 0)
    assert len(ventures) > 20
    plain.recall({plain.tick(time) for time in plain.issues.venture_at[ventures]})
    assert not any("other member" in alone.pressure(plain, int(i)) for i in ventures)
    assert "by network" not in explain.tell(setup_from("status_quo", "us_2023", APART, years=0.5, seed=3), week=10)
