"""Who can touch nothing changes nothing, bit for bit: a place without economy, a country without weight, a company
without appetite, a domain without issues, the department that owns only such a domain.

The tables forbid a department that owns no domain. A country always weighs by its ties plus one, so only where ties
do not count (ties_weight 0) can one be without weight.
"""

import numpy as np
import pytest
from hypothesis import strategies as st
from relation import Case, cases, relation

COURSE = (
    "uid",
    "opened",
    "deadline",
    "priority",
    "crisis",
    "rank",
    "vitality",
    "work",
    "omega",
    "restraint",
    "stage",
    "route",
    "channel",
    "redrafts",
    "waited",
    "started",
    "position",
    "tabled",
    "reluctance",
    "venture",
    "venture_at",
    "venture_position",
    "entry",
    "entry_at",
    "entry_position",
    "closed",
    "agreed",
    "line",
    "gap",
    "kept",
    "contradicts",
    "incident",
    "voided",
    "severity",
    "detected",
    "remedied",
    "surfaces",
    "surfaced",
    "returns",
)
SERIES = (
    "opened",
    "agreed",
    "lapsed",
    "open",
    "busy",
    "captured",
    "party",
    "legitimacy",
    "means",
    "surfaced",
    "born",
    "rulings",
    "lessons",
)  # the other columns are means over actors, counterparts or departments, idle ones among them

IDLE = {
    "subnationals": {
        "kind": "state",
        "parent": "",
        "population": "0",
        "gdp_musd": "0",
        "exports_musd": "0",
        "staff": "0",
    },
    "counterparts": {"gdp_musd": "0", "ties": "0", "capability": "0"},
    "privates": {"appetite": "0"},
    "domains": {"share": "0"},
}
NOBODY = {"subnationals": {}, "counterparts": {"ties_weight": 0}, "privates": {}, "domains": {"courtship": 0}}


@pytest.fixture
def joined(tables, rewritten):
    """A scenario with idle rows put into a table, each after the row before it in the order of codes. The rest of an
    idle row is that of the row it stands after."""

    def joined(scenario, table, places, **own):
        rows = tables(scenario)
        old = sorted(rows[table], key=lambda row: row["code"])
        for n, place in enumerate(places):
            model = old[place % len(old)]
            rows[table].append(model | IDLE[table] | own | {"code": f"{model['code']}-{n}"})
        return rewritten(scenario, **{table: rows[table]})

    return joined


def others(world, scenario):
    """Rows of the table that are not idle."""
    return {
        table: [k for k, code in enumerate(getattr(scenario, table).codes) if "-" not in code]
        for table in (*IDLE, "departments")
    }


def same_course(with_it, without, scenario):
    n = int(without.federal["rows"][0])
    assert n == with_it.federal["rows"][0]
    left = [name for name in COURSE if with_it.issues[name][:n].tobytes() != without.issues[name][:n].tobytes()]
    left += [f"series.{name}" for name in SERIES if (with_it.series[name] != without.series[name]).any()]
    rest = others(with_it, scenario)
    for table, fields in (
        ("subnationals", ("teams", "trust", "skill", "drift", "suspended", "liaison", "captured")),
        ("counterparts", ("kept", "broken", "ideal")),
        ("privates", ("barred", "active")),
        ("departments", ("teams", "clearance_teams", "readiness")),
    ):
        left += [
            f"{table}.{name}"
            for name in fields
            if (getattr(with_it, table)[name][rest[table]] != getattr(without, table)[name]).any()
        ]
    for table in ("given", "regime"):
        one, other = getattr(with_it, table), getattr(without, table)
        left += [f"{table}.{name}" for name in one.dtype.names if one[name] != other[name]]
    assert left == []


LARGE = ("us_2023", "canada_2023")
# What counts departments is off: one more of them, with nothing to do, is one more to merge, to visit and to link.
APART = {"delegation.scope": "all", "coordination.institutions": 0, "coordination.exchange": 0.0, "link_fte": 0}


@pytest.mark.parametrize("table", IDLE)
@relation(5, case=cases(("toy",), settings=APART), places=st.lists(st.integers(0, 10), min_size=1, max_size=2))
def test_an_idle_row_changes_nothing(run, joined, table, case, places):
    scenario = joined("toy", table, places)
    same_course(run(case, NOBODY[table], scenario), run(case, NOBODY[table]), scenario)


@pytest.mark.parametrize("scenario", LARGE)
@pytest.mark.parametrize("table", ["subnationals", "counterparts", "domains"])
def test_an_idle_row_changes_no_digit_of_a_large_table(template, joined, rich, scenario, table):
    """Before the first week: staff, weights, and what matters are drawn from."""
    case = Case(scenario, rich | {"delegation.staff": "moved"}, NOBODY[table], 1, 1.0)
    one = template(case, years=0.1).world
    for place in range(0, 60, 4):
        other = template(case, scenario=joined(scenario, table, [place, place + 1, place + 2]), years=0.1)
        rest = others(other.world, other.scenario)
        for name, fields in (
            ("subnationals", ("teams", "aspiration", "defence")),
            ("departments", ("teams", "clearance_teams")),
        ):
            for field in fields:
                assert getattr(other.world, name)[field][rest[name]].tobytes() == getattr(one, name)[field].tobytes()
        assert other.world.given.tobytes() == one.given.tobytes()
        assert other.world.regime.tobytes() == one.regime.tobytes()
        for name, weights in (("subnationals", "locality"), ("counterparts", "counterpart"), ("domains", "domain")):
            weights = f"{weights}_cdf"
            assert getattr(other.world, weights)[rest[name]].tobytes() == getattr(one, weights).tobytes()


@relation(
    5,
    case=cases(("toy",), settings=APART | {"courtship": 0}),
    first=st.booleans(),
    owner=st.sampled_from(["trade", "climate", "defence"]),
)
def test_a_department_with_nothing_to_do_changes_nothing(run, tables, rewritten, case, first, owner):
    rows = tables("toy")
    code = "a-idle" if first else "z-idle"
    rows["departments"].append(rows["departments"][0] | {"code": code, "staff_share": "0"})
    model = next(row for row in rows["domains"] if row["code"] == owner)
    rows["domains"].append(model | IDLE["domains"] | {"code": f"{owner}-0", "department": code})
    scenario = rewritten("toy", domains=rows["domains"], departments=rows["departments"])
    apart = {"pooled": 0}  # a pool sits with the department whose code comes first
    same_course(run(case, apart, scenario), run(case, apart), scenario)


def test_a_department_with_nothing_to_do_takes_from_no_small_desk(simulate, tables, rewritten, toy_prices):
    rows = tables("toy")
    rows["clearance"][1]["probability"] = "0.004"
    before = rewritten("toy", clearance=rows["clearance"])
    rows["departments"].append(rows["departments"][0] | {"code": "z-idle", "staff_share": "0"})
    rows["domains"].append(rows["domains"][0] | IDLE["domains"] | {"code": "z-0", "department": "z-idle"})
    after = rewritten("toy", **rows)
    still = toy_prices | {"courtship": 0, "link_fte": 0}  # one more of them is one more to link
    same_course(simulate(after, None, still, years=1), simulate(before, None, still, years=1), after)


def test_a_domain_without_matters_is_not_courted_over(simulate, joined, toy_prices):
    scenario = joined("toy", "domains", [0])
    same_course(simulate(scenario, None, toy_prices, years=3), simulate("toy", None, toy_prices, years=3), scenario)


def test_no_liaison_is_sent_to_an_empty_house(simulate, joined, toy_prices):
    scenario, levers = joined("toy", "subnationals", [0]), {"oversight.liaison": 1, "delegation.min_capacity": 0}
    same_course(simulate(scenario, levers, toy_prices, years=3), simulate("toy", levers, toy_prices, years=3), scenario)


@pytest.mark.parametrize("code", ["aaa", "mmm", "zzz"])
def test_a_place_without_economy_lets_others_be(simulate, joined, tables, rewritten, toy_prices, code):
    """Wherever it sorts, under delegation, liaisons and grants."""
    rows = tables("toy")["subnationals"]
    rows.append(rows[0] | IDLE["subnationals"] | {"code": code, "name": "Nowhere", "lean": "0"})
    scenario = rewritten("toy", subnationals=rows)
    policy = {"delegation.level": 0.4, "oversight.liaison": 1, "investment.grants": 0.02}
    with_it, without = (simulate(where, policy, toy_prices, years=3) for where in (scenario, "toy"))
    place = np.arange(5) != sorted(row["code"] for row in rows).index(code)
    assert all(with_it.issues[name].tobytes() == without.issues[name].tobytes() for name in COURSE)
    assert all(
        (with_it.subnationals[name][place] == without.subnationals[name]).all()
        for name in ("trust", "skill", "teams", "liaison", "drift", "suspended")
    )
    assert (with_it.counterparts["kept"] == without.counterparts["kept"]).all()


@pytest.mark.parametrize("code", ["aaa", "zzz"])
def test_a_company_without_appetite_lets_others_be(simulate, tables, rewritten, code):
    rows = tables("toy")["privates"]
    rows.append(
        rows[0]
        | {
            "code": code,
            "name": "Idle",
            "kind": "corporate",
            "domains": "defence;trade;climate",
            "capacity": "5",
            "appetite": "0",
            "agenda": "0.5",
        }
    )
    busy = {"load": 1.2}
    with_it, without = (simulate(where, None, busy, years=3) for where in (rewritten("toy", privates=rows), "toy"))
    assert (without.issues["entry"] > 0).sum() > 10
    assert all(with_it.issues[name].tobytes() == without.issues[name].tobytes() for name in COURSE)
