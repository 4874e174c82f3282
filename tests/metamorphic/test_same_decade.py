"""Two policies with one seed meet the same decade: what arises, how hard it is, what would be right, who wins
elections, what actors and counterparts want at the start. So a difference between them is the policy's doing."""

import numpy as np
from hypothesis import strategies as st
from relation import cases, policies, relation

from sim.model import start

SENT = (
    "uid",
    "opened",
    "domain",
    "counterpart",
    "locality",
    "private",
    "rank",
    "vitality",
    "crisis",
    "priority",
    "work",
    "omega",
    "clearances",
    "parent",
)
TWO = {"case": cases(), "data": st.data()}


def other(case, data):
    """The case under another policy, with as many institutions: who has to clear an issue is theirs to arrange."""
    levers = data.draw(policies(case.scenario), label="other policy")
    return case._replace(levers=levers | {name: case.levers[name] for name in levers if name.endswith(".institutions")})


@relation(8, **TWO)
def test_before_the_first_week_it_is_the_same_world(template, case, data):
    """Every field of every issue, windows and reserves too, tastes and ideals, the first government: bit for bit."""
    one, two = (start.begin(template(some, years=5), case.seed) for some in (case, other(case, data)))
    assert one.issues.tobytes() == two.issues.tobytes() and len(one.issues) > 100
    for name in ("first_preferences", "preferences", "commitments", "federal"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes(), name
    for name in ("domain_cdf", "counterpart_cdf", "locality_cdf", "private_cdf", "clearance", "vitality"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert one.given["mean_work"][0] == two.given["mean_work"][0]


@relation(8, **TWO)
def test_the_decade_it_sends_is_the_same(run, case, data):
    """And when it is over: the same issues, the same governments from week to week, and windows that a team at work
    held open and nothing closed."""
    one, two = (run(some, years=5) for some in (case, other(case, data)))
    n = int(one.federal["docket"][0])
    assert n == two.federal["docket"][0]
    assert [name for name in SENT if one.issues[name][:n].tobytes() != two.issues[name][:n].tobytes()] == []
    assert (one.series["party"] == two.series["party"]).all() and (one.series["time"] == two.series["time"]).all()
    assert np.array_equal(one.first_preferences, two.first_preferences)
    assert np.array_equal(one.commitments["ideal"], two.commitments["ideal"])
    assert np.array_equal(one.domains["line"], two.domains["line"])
    assert np.array_equal(one.domains["common"], two.domains["common"])
    untouched = np.isinf(one.issues["started"][:n]) & np.isinf(two.issues["started"][:n])
    assert (one.issues["deadline"][:n][untouched] == two.issues["deadline"][:n][untouched]).all()


@relation(8, **TWO)
def test_luck_belongs_to_the_matter(run, case, data):
    """What both policies drew of one issue they drew alike: whether a promise made is delivered, what a private actor
    settles for, what a concluded act of the same kind risks."""
    alike = {
        "surface_rate": 0,
        "agree_trust": 0,
        "oversight.sanction": 0.0,
        "coordination.alignment": 0.0,
        "coordination.inclusion": 0.0,
        "oversight.licence": 0.0,
    }
    one, two = (run(some.but(alike), years=2) for some in (case, other(case, data)))
    n = int(one.federal["docket"][0])
    one, two = one.issues[:n], two.issues[:n]
    both = (one["stage"] == 5) & (two["stage"] == 5)
    assert (one["kept"][both] == two["kept"][both]).all()
    entered = (one["entry"] > 0) & (two["entry"] > 0)
    same_line = entered & (one["entry_at"] == two["entry_at"])
    assert (one["entry_position"][same_line] == two["entry_position"][same_line]).all()
    sent_back = (one["redrafts"] == 0) & (two["redrafts"] == 0) & (one["holder"] == two["holder"])
    at_clearance = sent_back & (one["desk"] == 2) & (two["desk"] == 2)
    assert (one["returns"][at_clearance] == two["returns"][at_clearance]).all()
