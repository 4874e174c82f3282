"""A thousand random edits: rows added or reordered, another policy from the start or from week t. No draw of what the
edit does not touch changes, and before a switch nothing does.

    python -m pytest tests/metamorphic/test_random_edits.py -m slow
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st
from ledger import BUSY, switch
from relation import FREE, Case, cases, policies, relation

from sim.model import start, week

# No desk is laid anew.
HERE = {
    "delegation.staff": "kept",
    "investment.grants": 0.0,
    "coordination.alignment": 0.0,
    "coordination.institutions": 0,
}


@pytest.mark.parametrize("edits", [5, pytest.param(1000, marks=pytest.mark.slow)])
def test_no_draw_changes(edits):
    """Draw by draw, in a process that writes every one of them down: 600 and more in common at every edit."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "ledger.py"), str(edits)],
        check=True,
        text=True,
        capture_output=True,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [edit for edit in found if edit["wrong"]] == []
    assert set(Counter(edit["kind"] for edit in found).values()) == {edits // 5}
    assert min(edit["shared"] for edit in found) > 300


@relation(6, case=cases(settings=HERE | FREE), at=st.integers(0, 40), data=st.data())
def test_a_switch_reaches_no_further_back_than_its_week(template, differ, case, at, data):
    """Another policy from tick `at` on: until then the world is what it was; what the decade sends is what it would
    have been; and a switch to the policy there is changes nothing."""
    other = case._replace(levers=data.draw(policies(case.scenario), label="other policy") | HERE)
    made, then = template(case, years=1), template(other, years=1)
    never, same, switched = (start.begin(made, case.seed) for _ in range(3))
    ticks = int(never.given["ticks"][0])
    at = min(at, ticks)
    for world in (never, same, switched):
        week.run(world, at)
    assert differ(never, switched) == []
    series = never.series[:at].copy()
    switch(same, made)
    switch(switched, then)
    for world in (never, same, switched):
        week.run(world, ticks)
    assert differ(never, same) == []
    assert switched.series[:at].tobytes() == series.tobytes() == never.series[:at].tobytes()
    n = int(never.federal["docket"][0])
    for name in ("uid", "opened", "rank", "work", "omega", "private", "clearances", "crisis", "locality"):
        assert never.issues[name][:n].tobytes() == switched.issues[name][:n].tobytes(), name
    assert (never.series["party"] == switched.series["party"]).all() and (
        never.first_preferences == switched.first_preferences
    ).all()


UNSIGNED = HERE | {"oversight.preclearance": 0.0, "delegation.form": "mandate"}  # nor another at the clearance desks


@relation(6, case=cases(settings=UNSIGNED | FREE), data=st.data())
def test_a_switch_in_week_0_is_the_other_policy(template, differ, case, data):
    other = case._replace(levers=data.draw(policies(case.scenario), label="other policy") | UNSIGNED)
    made, then = template(case, years=1), template(other, years=1)
    switched = start.finish(switch(start.begin(made, case.seed), then))
    assert differ(switched, start.finish(start.begin(then, case.seed))) == []


MARKS = ("uid", "opened", "rank", "vitality", "crisis", "restraint", "deadline", "omega", "domain")


@relation(6, case=cases(("toy",), dts=(1.0,)), table=st.sampled_from(sorted(BUSY)), place=st.integers(0, 10))
def test_one_more_among_many_leaves_others_their_luck(template, tables, rewritten, case, table, place):
    """A state, country or company that does weigh: places in the docket are dealt anew, but every issue opens when it
    did, as vital and as much work; everybody's tastes and ideals, by code, are what they were."""
    rows = tables("toy")
    old = sorted(rows[table], key=lambda row: row["code"])
    rows[table].append(old[place % len(old)] | BUSY[table] | {"code": f"{old[place % len(old)]['code']}-new"})
    made = template(case), template(case, scenario=rewritten("toy", **{table: rows[table]}))
    one, two = (start.begin(m, case.seed) for m in made)
    n = int(one.federal["docket"][0])
    assert n == two.federal["docket"][0]
    assert [name for name in MARKS if one.issues[name][:n].tobytes() != two.issues[name][:n].tobytes()] == []
    assert one.issues["clearances"][:n].tobytes() == two.issues["clearances"][:n].tobytes()
    assert one.issues["work"][:n].tobytes() == two.issues["work"][:n].tobytes()
    width = len(one.domains)
    for kind, before, after in (
        ("subnationals", one.first_preferences, two.first_preferences),
        ("counterparts", one.commitments["ideal"], two.commitments["ideal"]),
    ):
        codes = getattr(made[1].scenario, kind).codes
        kept = [codes.index(code) for code in getattr(made[0].scenario, kind).codes]
        assert np.array_equal(after.reshape(-1, width)[kept], before.reshape(-1, width))


def test_one_more_desk_to_ask_leaves_others_their_luck(template, tables, rewritten):
    """A department that clears a domain too: whether the others are asked is a matter of their own."""
    rows = tables("us_2023")
    domain = rows["clearance"][0]["domain"]
    rows["departments"].append(rows["departments"][0] | {"code": "aaa", "staff_share": "0"})
    rows["domains"].append(rows["domains"][0] | {"code": "zzz", "share": "0", "department": "aaa"})
    rows["clearance"].append({"domain": domain, "department": "aaa", "probability": "0.5"})
    case = Case("us_2023", {}, {}, 1, 1.0)
    one, two = (start.begin(template(case, scenario=scenario), 1) for scenario in (None, rewritten("us_2023", **rows)))
    n = int(one.federal["docket"][0])
    assert (one.issues["clearances"][:n] == two.issues["clearances"][:n] >> 1).all()


@relation(
    6,
    case=cases(
        ("toy",),
        settings={
            "freelance_rate": 0,
            "reach": 0,
            "spawn": 0,
            "courtship": 0,
            "federal_coordination": 0,
            "local_coordination": 0,
            "oversight.sanction": 0.0,
            "coordination.reviews": 0.0,
            "desk_share": 0,
            "trust_rate": 0,
            "desk_base": 0,
            "delegation.form": "mandate",
            "legitimacy_hit": 0,
        },
    ),
    country=st.sampled_from(["ALY", "NEU", "RIV"]),
    agreement=st.floats(0, 1),
)
def test_a_country_touches_its_own_table_alone(run, tables, rewritten, case, country, agreement):
    """Another mood of one counterpart moves nothing on the way to its table, or to the post abroad where that has only
    so many hands, nor anything on another's, where nobody acts alone, nothing is learned or promised across, no desk
    corrects what was found, one issue after another, and no budget or consent follows what went wrong."""
    rows = tables("toy")["counterparts"]
    moody = [row | ({"agreement": repr(agreement)} if row["code"] == country else {}) for row in rows]
    one, two = run(case), run(case, scenario=rewritten("toy", counterparts=moody))
    n = int(one.federal["docket"][0])
    one, two = one.issues[:n], two.issues[:n]
    at_post = set() if case.parameters.get("post_strain") == 0 else {"tabled", "waited"}  # talks keep hands there busy
    for name in sorted({"started", "tabled", "position", "waited", "redrafts", "route"} - at_post):
        assert one[name].tobytes() == two[name].tobytes(), name
    elsewhere = one["counterpart"] != sorted(row["code"] for row in rows).index(country)
    fields = [name for name in one.dtype.names if not name.startswith("next_")]
    assert [name for name in fields if one[name][elsewhere].tobytes() != two[name][elsewhere].tobytes()] == []
