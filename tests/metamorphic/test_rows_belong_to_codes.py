"""A row belongs to its code, not to the line it stands on; and a code is an address, so another code is another's luck.

What a code decides: an actor's tastes, a counterpart's sides and whom it courts, a domain's shared error, a
department's clearances and what its house wants. Where that luck is silenced a code decides nothing; where it is not,
worlds differ and totals agree on average.
"""

import random
import re

import numpy as np
import pytest
from hypothesis import strategies as st
from relation import Case, cases, relation

from sim.model import start
from sim.model.metrics import METRICS, measure

TABLES = ("departments", "domains", "subnationals", "counterparts", "privates")
REFERENCES = {
    "departments": [("domains", "department"), ("clearance", "department")],
    "domains": [("clearance", "domain"), ("privates", "domains"), ("networks", "domains")],
    "subnationals": [("subnationals", "parent"), ("elections", "code"), ("members", "member")],
    "counterparts": [("privates", "patron")],
    "privates": [],
}


def renamed(rows, table, names):
    """The tables with every code of one of them replaced, where it stands and where others refer to it."""
    for row in rows[table]:
        row["code"] = names[row["code"]]
    for other, column in REFERENCES[table]:
        for row in rows[other]:
            row[column] = re.sub("[^;+]+", lambda code: names.get(code[0], code[0]), row[column])
    return rows


def new_names(rows, table, order):
    """Codes that sort as the old ones do, or the other way round."""
    codes = sorted(row["code"] for row in rows[table])
    return {code: f"x{k if order == 'same' else len(codes) - k:03d}" for k, code in enumerate(codes)}


@relation(6, case=cases(("toy", "us_2023", "canada_2023")), shuffle=st.integers(0, 10**6))
def test_the_order_of_lines_means_nothing(run, tables, rewritten, differ, case, shuffle):
    """Every table shuffled: not a bit of the world moves, the log included."""
    rows = tables(case.scenario)
    for table in sorted(rows):
        random.Random(f"{shuffle} {table}").shuffle(rows[table])
    assert (
        differ(run(case, years=1, log=True), run(case, scenario=rewritten(case.scenario, **rows), years=1, log=True))
        == []
    )


# Table -> what silences its codes, and the fields that say what nobody then reads.
SILENT = {
    "subnationals": ({"preference_sd": 0}, set()),
    "counterparts": ({"courtship": 0, "ideal_scale": 0}, {"commitments.ideal"}),  # 0 on this side or on that
    "domains": (
        {
            "preference_sd": 0,
            "courtship": 0,
            "ideal_scale": 0,
            "groupthink": 0,
            "coordination.standards": 0,
            "agency_lean": 0,
        },
        {"commitments.ideal", "domains.common"},
    ),
    "departments": (
        {"oversight.preclearance": 0, "delegation.form": "mandate", "clearance": 0, "agency_lean": 0},
        set(),
    ),
    "privates": ({}, set()),
}


@pytest.mark.parametrize("table", TABLES)
@relation(5, case=cases())
def test_a_code_is_an_address_and_nothing_else(run, tables, rewritten, differ, table, case):
    """With its luck silenced another code, sorted alike, changes nothing but itself."""
    silence, unread = SILENT[table]
    rows = tables(case.scenario)
    other = rewritten(case.scenario, **renamed(rows, table, new_names(rows, table, "same")))
    silence = silence | {"delegation.scope": "all"}
    one, two = (run(case, silence, scenario, years=1) for scenario in (None, other))
    assert set(differ(one, two)) - unread == {f"{table}.uid"}


@relation(5, case=cases(("toy", "us_2023", "canada_2023")))
def test_staff_and_openings_follow_codes_in_any_order(template, tables, rewritten, case):
    """Codes that sort the other way round: every row has the staff, ties and share of the docket that it had, and the
    issues that come by themselves open when they did, as vital and, but for what their domain takes, as much work."""
    rows = tables(case.scenario)
    names = {}
    for table in TABLES:
        names[table] = new_names(rows, table, "other")
        rows = renamed(rows, table, names[table])
    # one pool sits with one department, and one of several with the first of them: no code's own
    apart = {"delegation.scope": "all", "pooled": 0, "coordination.institutions": 0}
    made = [template(case, apart, scenario, years=1) for scenario in (None, rewritten(case.scenario, **rows))]
    for table, fields in (
        ("departments", ("teams", "clearance_teams", "skill")),
        ("domains", ("share", "size", "talks", "delegable")),
        ("subnationals", ("teams", "able", "liaison", "aspiration", "defence", "ventures_max")),
        ("counterparts", ("ideal", "alignment", "capability", "wealth")),
        ("privates", ("tail",)),
    ):
        before, after = (getattr(m.scenario, table).codes for m in made)
        place = [after.index(names[table][code]) for code in before]
        for field in fields:
            one, two = (getattr(m.world, table)[field] for m in made)
            np.testing.assert_allclose(two[place], one, rtol=1e-12, atol=1e-12)
    one, two = (start.begin(m, case.seed) for m in made)
    n = int(one.federal["docket"][0])
    assert n == two.federal["docket"][0] > 0
    assert all(
        one.issues[name][:n].tobytes() == two.issues[name][:n].tobytes()
        for name in ("opened", "uid", "rank", "crisis", "restraint")
    )
    works = []
    for world in (one, two):
        issues = world.issues[:n]
        works.append(issues["work"] / np.where(issues["crisis"] > 0, 1, world.domains["size"][issues["domain"]]))
    np.testing.assert_allclose(works[1], works[0], rtol=1e-12)


# Outcome -> the relative standard error that the comparison below must reach to mean something.
WITHIN = {
    "throughput": 0.006,
    "goodput": 0.004,
    "completion": 0.005,
    "conclusion_p50": 0.03,
    "crisis_in_time": 0.01,
    "line_gap": 0.01,
    "answer_gap": 0.004,
    "contradiction_rate": 0.04,
    "latent": 0.03,
    "surfaced": 0.02,
}


@pytest.mark.parametrize(
    ("scenario", "delegated", "pooled", "replicates"),
    [
        pytest.param("toy", False, 0, 240, marks=pytest.mark.slow),
        ("toy", True, 0, 120),
        pytest.param("toy", True, 0, 200, marks=pytest.mark.slow),
        *(
            pytest.param(*case, replicates, marks=pytest.mark.slow)
            for case in (("us_2023", False, 0), ("us_2023", True, 0), ("canada_2023", False, 0))
            for replicates in (120, 200)
        ),
        ("canada_2023", False, 1, 120),
        pytest.param("canada_2023", False, 1, 200, marks=pytest.mark.slow),
    ],
)
def test_other_names_come_to_the_same(template, tables, rewritten, rich, scenario, delegated, pooled, replicates):
    """All codes new and sorted the other way round: other worlds, and the same totals over many of them. Differences
    within four standard errors, each error a stated small share of the total. What a house wants is one draw for a
    whole decade, so it takes many worlds."""
    rows = tables(scenario)
    for table in TABLES:
        rows = renamed(rows, table, new_names(rows, table, "other"))
    case = Case(scenario, rich if delegated else {}, {"pooled": pooled}, 1, 1.0)
    names = [metric.name for metric in METRICS]
    outcomes = []
    for made in (template(case, years=3), template(case, scenario=rewritten(scenario, **rows), years=3)):
        worlds = (start.finish(start.begin(made, case.seed, replicate)) for replicate in range(replicates))
        outcomes.append([measure(world, made.fte) for world in worlds])
    difference, base = np.subtract(*reversed(outcomes)), np.mean(outcomes[0], axis=0)
    mean, error = difference.mean(axis=0), difference.std(axis=0, ddof=1) / np.sqrt(replicates)
    for name, within in WITHIN.items():
        k = names.index(name)
        assert 0 < error[k] < within * base[k], f"{name}: standard error {error[k]:.3g} of {base[k]:.3g}"
        assert abs(mean[k]) < 4 * error[k], f"{name}: {mean[k]:.3g} ± {error[k]:.2g} of {base[k]:.3g}"


def test_codes_make_addresses(template):
    """From the kind and the code alone, and no two alike in any bundled table."""
    from sim.model.place import uid

    for scenario in ("toy", "us_2023", "canada_2023"):
        made = template(Case(scenario, {}, {}, 1, 1.0), years=0.1)
        for table in TABLES:
            found = getattr(made.world, table)["uid"].tolist()
            assert found == [uid(table[:-1], code) for code in getattr(made.scenario, table).codes]
            assert len(set(found)) == len(found)
