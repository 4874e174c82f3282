"""Networks: what is known of others' acts, how it fades, what it does, and the common text."""

import math
import pickle

import numpy as np
import pytest

from sim.model import start, week
from sim.model.records import QUIET, WAITING
from sim.model.rules import networks, subnational


class Three:
    """The toy with two networks: one of actors 0, 1 and 2 in domains 0 and 2, one of actors 1 and 3 in domain 2."""

    def __init__(self, template, dt=1.0):
        w = start.begin(template, 3)
        kinds = w.networks.dtype, w.members.dtype
        net, mem = np.zeros(2, kinds[0]).view(type(w.networks)), np.zeros(5, kinds[1]).view(type(w.members))
        net["size"] = (3, 2)
        mem["actor"], mem["network"] = (0, 1, 1, 2, 3), (0, 0, 1, 0, 1)
        w.subnationals["joined"], w.subnationals["networks"] = (0, 1, 3, 4), (1, 2, 1, 1)
        covers, texts = np.array([[1, 0, 1], [0, 0, 1]], np.int32), np.zeros(6)
        self.w = w.replace(networks=net, members=mem, covers=covers, texts=texts)
        self.given = self.w.given[0]
        self.given["dt"] = dt

    def heats(self, *heat):
        self.w.members["heat"] = heat
        self.w.networks["heat"] = (heat[0] + heat[1] + heat[3], heat[2] + heat[4])


@pytest.fixture
def three(prepare, toy_prices):
    def three(dt=1.0, **parameters):
        return Three(prepare("toy", None, toy_prices | parameters, 1.0), dt)

    return three


def test_peers_are_averaged(three):
    """Over the others of each network, then over the networks that cover the domain."""
    made = three()
    made.heats(1.0, 2.0, 0.5, 4.0, 3.0)
    astir = [[networks.astir(made.w, j, d) for d in range(3)] for j in range(4)]
    assert astir == [
        pytest.approx([(2 + 4) / 2, 0, (2 + 4) / 2]),
        pytest.approx([(1 + 4) / 2, 0, ((1 + 4) / 2 + 3.0) / 2]),
        pytest.approx([(1 + 2) / 2, 0, (1 + 2) / 2]),
        pytest.approx([0, 0, 0.5]),
    ]


def test_who_is_alone_in_a_network_hears_nothing(three):
    made = three()
    made.heats(1.0, 2.0, 0.5, 4.0, 3.0)
    made.w.networks["size"] = (3, 1)
    assert networks.astir(made.w, 3, 2) == 0 and networks.astir(made.w, 1, 2) == pytest.approx(2.5)


def test_readiness(three):
    made = three(contagion=4)
    made.heats(1.0, 2.0, 0.5, 4.0, 3.0)
    assert networks.readiness(made.w, 3, 2) == pytest.approx(1 + 4 * 0.5) and networks.readiness(made.w, 3, 0) == 1
    made.given["contagion"] = 0
    assert networks.readiness(made.w, 3, 2) == 1


@pytest.mark.parametrize("dt", [0.25, 1.0, 4.0])
def test_an_act_fades_and_counts_thirteen_weeks_in_all(three, dt):
    made = three(dt)
    made.w.members["begun"] = (0, 2, 0, 0, 0)
    heat = []
    for _ in range(round(200 / dt)):
        networks.spread_word(made.w)
        heat.append(float(made.w.networks["heat"][0]))
        assert not made.w.members["begun"].any() and made.w.networks["heat"][1] == 0
    assert heat[0] == pytest.approx(2 * 13 / dt * (1 - math.exp(-dt / 13)))  # its mean over the first tick
    assert np.diff(np.log(heat)) == pytest.approx(np.full(len(heat) - 1, -dt / 13))
    assert sum(heat) * dt == pytest.approx(2 * 13, rel=1e-6)
    assert made.w.members["heat"][[0, 2, 3, 4]].tolist() == [0, 0, 0, 0]


def test_acts_are_counted_where_a_network_covers_them(three):
    made = three()
    for domain, begun in ((0, [0, 1, 0, 0, 0]), (1, [0, 0, 0, 0, 0]), (2, [0, 1, 1, 0, 0])):
        made.w.members["begun"] = 0
        issue = made.w.issues[0]
        issue["domain"], issue["locality"], issue["venture"], issue["stage"] = domain, 1, 0, WAITING
        made.w.clock[0]["now"] = 20.0
        subnational.start_venture(made.w, 0, QUIET, 0.0)
        assert made.w.members["begun"].tolist() == begun
        subnational.start_venture(made.w, 0, QUIET, 0.0)  # once only
        assert made.w.members["begun"].tolist() == begun


def test_the_hazard_is_so_many_times_as_high(three):
    made = three(contagion=4)
    made.heats(1.0, 2.0, 0.5, 4.0, 3.0)
    made.w.subnationals["urge"], made.w.clock[0]["now"] = 0.25, 20.0
    made.w.issues["opened"][0] = 10.0
    for j, d, readier in ((3, 2, 3.0), (3, 0, 1.0), (0, 0, 13.0), (0, 1, 1.0)):
        made.w.issues["domain"][0] = d
        assert subnational.hazard(made.w, j, 0) == pytest.approx(0.25 * 10 * readier)


def test_the_word_is_out_when_the_next_week_begins(prepare, toy_prices):
    """What actors read was written before any of them decides: a venture of this week moves nobody this week."""
    stuck = toy_prices | {"contagion": 40, "freelance_rate": 0.06, "load": 1.2}
    world, told = start.begin(prepare("toy", None, stuck, 3.0), 3), 0
    for tick in range(100):
        week.run(world, tick)
        week.tick_clock(world, tick)
        now = pickle.loads(pickle.dumps(world))
        known = [networks.astir(now, j, d) for j in range(4) for d in range(3)]
        for j in range(4):
            subnational.decide(now, j)
        assert [networks.astir(now, j, d) for j in range(4) for d in range(3)] == known
        told += int(now.members["begun"].sum())
    assert told > 5 and max(known) > 0


@pytest.mark.parametrize("lean", [0.3, 1.0])
def test_the_common_text(three, lean):
    """The mean of what members want in a domain that the network covers; who is in two leans to the mean of both."""
    made = three(common_text=lean)
    wants = np.array([[1.0, 10.0, 0.0], [2.0, 20.0, 3.0], [6.0, 30.0, 6.0], [9.0, 40.0, 9.0]])
    made.w.first_preferences[:] = wants.ravel()
    networks.write_texts(made.w)
    texts = made.w.texts.reshape(2, 3)
    assert texts.tolist() == [pytest.approx([3, 0, 3]), pytest.approx([0, 0, 6])]
    to = np.array([[3, 10, 3], [3, 20, (3 + 6) / 2], [3, 30, 3], [9, 40, 6]])
    found = made.w.preferences.reshape(4, 3)
    assert found == pytest.approx(wants + lean * (to - wants))
    assert (made.w.first_preferences == made.w.preferences).all()
    assert found[:3, 0].mean() == pytest.approx(wants[:3, 0].mean())
