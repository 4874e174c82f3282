"""First come, first served, at one desk: every start is ordered by servers, work and time lost, issue by issue
(Kiefer and Wolfowitz 1955: the ordered workloads of one queue stay below those of the other, arrival by arrival).

It is not so with priorities or closing windows, where what helps one issue may hurt another.
"""

import numpy as np
from happening import shutdown
from hypothesis import strategies as st
from relation import Case, relation

DESK = {
    "seed": st.integers(1, 1000),
    "teams": st.integers(1, 12),
    "busy": st.floats(0.5, 1.1),
    "shape": st.floats(0.5, 4),
    "growth": st.floats(0, 0.1),
    "dt": st.sampled_from([0.5, 1.0, 4.0]),
}
YEARS = 5
# Posts of one price, support in proportion and no link between desks, so that a headcount can be found that makes whole
# teams; a part of a team slows all others, and one server more is then no longer just one more.
PLAIN = {"support_growth": 1, "pay_step": 1, "link_fte": 0}


def headcount(teams):
    """Staff with so many teams of ten: front line, a manager for every four above the first officer, support."""
    front = 10.0 * teams
    return front * 1.75 + (front - 1.0) / 4.0


def queue(run, seed, teams, busy, shape, growth, dt, happening=None, **parameters):
    """Waits at a desk of so many teams, each issue's work the same whatever their number."""
    case = Case(
        "textbook_queue",
        {},
        {
            "headcount": headcount(teams),
            "load": busy * parameters.pop("scale", teams) / 10,
            "work_shape": shape,
            "growth": growth,
            "arrival_rate": 8.0,
            "team_fte": 10,
        }
        | PLAIN
        | parameters,
        seed,
        dt,
        happening,
    )
    world = run(case, years=YEARS)
    issues = world.issues[: int(world.federal["docket"][0])]
    return np.where(np.isinf(issues["started"]), YEARS * 52, issues["started"]) - issues["opened"], issues


@relation(6, **DESK)
def test_one_team_more_makes_nobody_wait_longer(run, seed, teams, busy, shape, growth, dt):
    few, work = queue(run, seed, teams, busy, shape, growth, dt, scale=teams)
    many, same_work = queue(run, seed, teams + 1, busy, shape, growth, dt, scale=teams)
    assert (work["work"] == same_work["work"]).all() and len(work) > 1000
    assert (many <= few + 1e-9).all() and many.sum() < few.sum()


@relation(6, **DESK, less=st.floats(0.3, 0.95))
def test_less_work_makes_nobody_wait_longer(run, seed, teams, busy, shape, growth, dt, less):
    (long, _), (short, _) = (queue(run, seed, teams, busy * part, shape, growth, dt) for part in (1.0, less))
    assert (short <= long + 1e-9).all() and short.sum() < long.sum()


@relation(
    6,
    **DESK | {"dt": st.sampled_from([0.5, 1.0])},
    week=st.floats(0, 100),
    weeks=st.floats(1, 30),
    share=st.floats(0.1, 1),
)
def test_a_shutdown_makes_nobody_wait_less(run, seed, teams, busy, shape, growth, dt, week, weeks, share):
    open_, _ = queue(run, seed, teams, busy, shape, growth, dt)
    shut, _ = queue(run, seed, teams, busy, shape, growth, dt, happening=(shutdown(week, weeks, share),), events=1)
    assert (shut >= open_ - 1e-9).all()
    assert shut.sum() > open_.sum() or busy < 0.9 or share * weeks < 2


TALKS = {f"agree_{name}": 0 for name in ("base", "alignment", "trust", "skill", "distance")} | {"bargaining": 1.0}


@relation(6, **DESK, hands=st.integers(1, 12), length=st.floats(0.3, 2))
def test_one_hand_more_at_the_post_makes_nobody_wait_longer(run, seed, teams, busy, shape, growth, dt, hands, length):
    """The post abroad, behind any desk: each issue is taken up, and agreed, no later."""
    given = {**TALKS, "bargaining": length * hands / 8}
    few, many = (
        queue(run, seed, teams, busy, shape, growth, dt, **given, post_strain=1 / m)[1] for m in (hands, hands + 1)
    )
    assert (many["tabled"] <= few["tabled"] + 1e-9).all() and (many["closed"] <= few["closed"] + 1e-9).all()


@relation(6, **DESK)
def test_two_desks_in_one_make_nobody_wait_longer_in_the_sum(run, variant, seed, teams, busy, shape, growth, dt):
    """Two desks of as many teams, each with half of the issues, against one of both: over a thousand issues pooled
    waits are less (one by one they need not be: a lucky desk shares its luck). No international crisis, as much work
    as 25 others: a desk that has none of them waits less without the other, and so may the two together."""
    two = variant(
        domains=[[f"m{k}", "M", 0.5, f"d{k}", 0, 0, 0, 1, 1, 1, 1, 2, 0, 0, 1, 1, "", "invented"] for k in range(2)],
        departments=[[f"d{k}", "D", 0.5, "invented"] for k in range(2)],
    )
    case = Case(
        "textbook_queue",
        {},
        {
            "headcount": headcount(2 * teams),
            "load": busy * teams / 5,
            "work_shape": shape,
            "team_fte": 10,
            "growth": growth,
            "arrival_rate": 8.0,
            "grave_rate": 0,
        }
        | PLAIN,
        seed,
        dt,
    )
    waits = []
    for pooled in (0, 1):
        world = run(case, {"pooled": pooled}, two, years=YEARS)
        issues = world.issues[: int(world.federal["docket"][0])]
        waits.append((np.where(np.isinf(issues["started"]), YEARS * 52, issues["started"]) - issues["opened"]).sum())
    assert waits[1] < waits[0]
