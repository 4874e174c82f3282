"""What is off does not matter: not a bit of any matter, desk, promise or event moves with what only it uses.

`DEAD` says of every lever and parameter under what it is dead, or `ALIVE` why it never is; a lever's own rows are those
of its off value.
"""

import pytest
from happening import shutdown
from hypothesis import strategies as st
from relation import FREE, NOTHING_FOUND, TOO_MUCH, Case, anywhere, cases, relation

from sim.model.levers import LEVERS as catalogue
from sim.model.metrics import measure
from sim.model.parameters import PARAMETERS

LEVERS = list(catalogue)
NOBODY_ABROAD = {"own_staff": 0, "investment.grants": 0, "delegation.staff": "kept"}  # no actor has a soul to send
NO_TRUST_ASKED = {"freelance_rate": 0, "compliance": 0, "courtship": 0, "delegation.form": "mandate"}
ONE_OFFER = {"freelance_rate": 0, "reach": 0}

# What is off -> what then does not matter: parameters by name, levers by full name.
DEAD = [
    # levers at their off values
    (
        {"delegation.level": 0},
        (
            "match advice_share delegation.cap delegation.form delegation.scope delegation.staff "
            "office_rate office_wait office_half review_work"
        ),
    ),
    ({"delegation.level": 0, "preclearance_fte": 0}, "oversight.preclearance"),
    ({"delegation.level": 0, "oversight.liaison": 0}, "delegation.min_capacity"),
    ({"delegation.level": 0, "office_fte": 0}, "delegation.office"),
    # who acts alone reads none
    ({"delegation.level": 0, "line_noise": 0, "guidance_fte": 0, "burden": 0}, "coordination.guidance"),
    ({"delegation.cap": 0}, "match delegation.level delegation.form delegation.scope delegation.staff"),
    ({"delegation.form": "mandate"}, "advice_share"),
    ({"delegation.form": "joint"}, "advice_share"),
    ({"delegation.office": 0}, "office_fte office_rate office_wait office_half"),
    ({"oversight.preclearance": 0}, "review_work preclearance_fte"),
    ({"oversight.patrol": 0}, "patrol_fte"),
    ({"oversight.patrol": 0, "oversight.inspector": 0}, "oversight.patrol_period"),
    ({"oversight.inspector": 0}, "inspector_fte"),
    ({"oversight.alarm": 0}, "bystanders report_prob alarm_fte"),
    ({"oversight.registry": 0}, "compliance notice_delay registry_fte"),
    ({"oversight.liaison": 0}, "liaison_precision"),
    ({"oversight.liaison": 0, "coordination.exchange": 0}, "liaison_effect liaison_fte"),
    ({"coordination.joint": 0}, "joint_fte"),
    ({"linkage": 0}, "division"),
    ({"linkage": 0, "joint_fte": 0, "burden": 0}, "coordination.joint"),
    ({"agency_lean": 0, "line_noise": 0, "liaison_fte": 0}, "coordination.exchange"),
    ({"clearance": 0}, "linkage division"),
    ({"oversight.licence": 0}, "licence_effect licence_fte"),
    ({"oversight.sanction": 0}, "suspension sanction_trust concealment deterrence_power gain_tail sanction_fte"),
    ({"coordination.guidance": 0}, "guidance_fte"),
    ({"coordination.sharing": 0}, "sharing_precision sharing_delegate sharing_fte"),
    ({"coordination.standards": 0}, "standards_groupthink standards_effect standards_fte"),
    ({"coordination.dissent": 0}, "dissent_fte"),
    (
        {"coordination.body": "none"},
        "coordination.authority coordination.slots coordination.escalation body_fte authority_fte",
    ),
    ({"coordination.slots": 0}, "coordination.escalation body_fte"),
    ({"coordination.slots": 0, "authority_fte": 0}, "coordination.authority coordination.body"),
    ({"coordination.authority": 0}, "authority_fte"),
    ({"coordination.decision_rights": 0}, "rights_effect rights_fte"),
    ({"coordination.alignment": 0}, "alignment_delivery alignment_fte"),
    ({"coordination.exercises": 0}, "exercise_gain exercise_cost readiness_life readiness_effect"),
    ({"coordination.reviews": 0}, "coordination.blame self_report review_learning lesson_life review_fte"),
    ({"coordination.inclusion": 0}, "inclusion_delivery inclusion_delay buy_in inclusion_fte"),
    ({"coordination.transparency": 0}, "exposure transparency_fte"),
    ({"investment.training": 0}, "training_gain training_fte"),
    ({"investment.rotation": 0}, "rotation_loss rotation_gain rotation_fte"),
    ({"investment.archives": 0}, "archive_effect archives_fte"),
    ({"investment.grants": 0}, "setup_fte local_support"),
    # parameters at theirs
    ({"crisis_share": 0}, "excitation"),
    ({"crisis_share": 0, "spawn": 0}, "crisis_window crisis_work"),
    ({"crisis_share": 0, "grave_rate": 0, "surface_rate": 0}, "spawn"),
    ({"priorities": 0, "window": 0}, "vital_threshold"),
    ({"window": 0}, "crisis_window grave_window"),
    ({"grave_rate": 0}, "grave_window grave_work"),
    ({"clearance": 0}, "clearance_share clearance_load redraft_prob redraft_share"),
    ({"redraft_prob": 0}, "redraft_share rights_effect"),
    ({"redraft_prob": 0, "rights_fte": 0, "burden": 0}, "coordination.decision_rights"),
    ({"groupthink": 0, "standards_groupthink": 0, "dissent_fte": 0, "burden": 0}, "coordination.dissent"),
    ({"federal_coordination": 0, "local_coordination": 0}, "visibility sharing_delegate"),
    (
        {"shock_sd": 0},
        (
            "allowance attenuation federal_precision sharing_precision liaison_precision rotation_gain groupthink "
            "standards_groupthink local_precision"
        ),
    ),
    (
        NOBODY_ABROAD,
        (
            "local_pace guidance_noise slack local_coordination local_precision advice_share "
            "freelance_rate aspiration deterrence_power gain_tail quiet_value choice_noise venture_speed alone_trouble "
            "actor_learning local_default liaison_precision delegation.min_capacity "
            "contagion pooling"
        ),
    ),
    (
        NOBODY_ABROAD | {"oversight.preclearance": 0, "delegation.form": "mandate"},
        "delegation.level delegation.scope delegation.cap match office_rate office_wait office_half",
    ),
    ({"guidance_noise": 0, "line_noise": 0, "guidance_fte": 0, "burden": 0}, "coordination.guidance"),
    ({"slack": 0, "courtship": 0}, "lean_scale preference_sd common_text"),
    ({"slack": 0, "agency_lean": 0}, "buy_in"),
    (
        {"freelance_rate": 0},
        (
            "aspiration quiet_value choice_noise venture_speed deterrence_power gain_tail alone_trouble actor_learning "
            "contagion"
        ),
    ),
    ({"skill_effect": 0, "agree_skill": 0}, "skill learning quit_rate training_gain rotation_loss"),
    ({"skill_effect": 0, "agree_skill": 0, "coordination.exercises": 0}, "political_share"),
    (NO_TRUST_ASKED, "trust trust_rate sanction_trust patience"),
    (
        {"reach": 0},
        (
            "entry_rate overdue private_noise private_speed private_trouble private_detection licence_effect tail "
            "patronage"
        ),
    ),
    (
        {"entry_rate": 0},
        "overdue private_noise private_speed private_trouble private_detection licence_effect tail patronage",
    ),
    (
        {"bargaining": 0},
        (
            "agree_base agree_alignment agree_trust agree_skill agree_distance agree_rank verification exposure "
            "channel_memory twin_share"
        ),
    ),
    ({"agree_rank": 0}, "twin_share"),
    ({"agree_distance": 0, "courtship": 0} | ONE_OFFER, "ideal_scale"),
    ({"agree_trust": 0}, "channel_memory"),
    (ONE_OFFER | {"delegation.level": 0}, "channel_memory"),  # one speaker, one record
    ({"courtship": 0}, "rival_budget defence capture_threshold recovery rival_learning"),
    ({"default_rate": 0}, "alignment_delivery inclusion_delivery local_default"),
    ({"consent_time": 0}, "ratification"),
    ({"swing": 0}, "political_share reversal line_delay inclusion_delay"),
    ({"happening": ()}, "events"),
    (
        {
            "verification": 0,
            "compliance": 0,
            "registry_fte": 0,
            "federal_coordination": 0,
            "local_coordination": 0,
            "burden": 0,
        },
        "oversight.registry",
    ),
    ({"entry_rate": 0, "licence_fte": 0}, "oversight.licence"),
    ({"surface_rate": 0} | NOTHING_FOUND, "fading_rate"),
    (NOTHING_FOUND, "alarm_delay desk_base desk_share remedy_work suspension coordination.blame"),
    ({"ratification": 0, "budget_response": 0}, "legitimacy openness legitimacy_hit"),
    (
        {
            name: 0
            for name in LEVERS
            if name.startswith(("oversight", "coordination", "investment"))
            and name not in ("coordination.body", "oversight.patrol_period")
        }
        | {"delegation.office": 0},
        " ".join(FREE),
    ),
]
ALIVE = {
    "the docket": "arrival_rate growth load work_shape shock_sd window crisis_share grave_rate reach clearance "
    "opportunity_share exports_weight ties_weight",
    "all work": "burden",
    "staff": "headcount span support support_growth pay_step link_fte team_fte pooled own_staff",
    "every desk, position or agreement": "agency_lean line_noise priorities skill_effect federal_coordination line_gap "
    "bargaining courtship post_strain",
    "what is signed": "consent_time",
    "what the centre is given": "budget_response",
    "outcomes": "tolerance leeway standing forgetting default_rate surface_rate caught swing",
}


def ends(name):
    """The two ends of a lever or parameter."""
    if name == "delegation.scope":
        return "all", "subnational"
    if "." not in name:
        return PARAMETERS[name].low, PARAMETERS[name].high
    lever = catalogue[name]
    if lever.choices:
        first, *_, last = lever.choices
        return first, last
    low = {"min_capacity": 0.02, "patrol_period": 2.0}.get(lever.name, lever.low)
    return low, TOO_MUCH.get(lever.name, lever.high)


ROWS = [
    pytest.param(off, dead.split(), id=" ".join(f"{k}={v}" for k, v in off.items())[:60] or "always")
    for off, dead in DEAD
]


def test_every_lever_and_parameter_is_accounted_for():
    dead, alive = (
        {name for names in rows for name in names.split()} for rows in ([names for _, names in DEAD], ALIVE.values())
    )
    assert dead & set(PARAMETERS) | alive == set(PARAMETERS) and not dead & alive
    assert dead - set(PARAMETERS) <= set(LEVERS)


@pytest.mark.parametrize(("off", "dead"), ROWS)
def test_what_is_off_does_not_matter(left_over, rich, off, dead):
    """With every other lever on: each from one end of its range to the other."""
    case = Case("us_2023", rich, {}, 1, 1.0, (shutdown(),)).but(off)
    one, other = (case.but({name: ends(name)[k] for name in dead}) for k in (0, 1))
    assert left_over(one, other, 1, not any(name.startswith("delegation.") for name in dead)) == set()


@pytest.mark.parametrize(("off", "dead"), ROWS)
@relation(2, 20, case=cases(), data=st.data())
def test_what_is_off_does_not_matter_anywhere(left_over, off, dead, case, data):
    """In any world, at any two sets of values."""
    case = case.but(off)
    one, other = (case.but({name: data.draw(anywhere(name), label=name) for name in dead}) for _ in range(2))
    assert left_over(one, other, 1, not any(name.startswith("delegation.") for name in dead)) == set()


@pytest.mark.parametrize("nothing", [{"delegation.cap": 0}, {"delegation.scope": "defence"}], ids=str)
def test_where_nothing_is_delegated_nobody_is_brought(run, nothing):
    """Capped to nothing, or in a reserved domain: every outcome is the centre's own."""
    case = Case("toy", {}, {}, 1, 1.0)
    alone, idle = (measure(run(case.but(some))) for some in ({}, {"delegation.level": 0.5} | nothing))
    assert alone.tobytes() == idle.tobytes()


def test_nobody_able_leaves_nothing_to_sign(left_over):
    case = Case("us_2023", {"delegation.form": "joint"}, {}, 1, 1.0).but(NOBODY_ABROAD)
    one, other = (case.but({"delegation.level": level}) for level in (0.0, 0.5))
    assert left_over(one, other, 1) == set()


@relation(5, case=cases(settings={"investment.training": 0.0, "investment.rotation": 0.0}), part=st.floats(0, 0.05))
def test_grants_below_the_cost_of_setting_up_are_posts_lost(template, left_over, case, part):
    """They buy nothing, and the centre is as it would be with so many fewer."""
    case = case.but(FREE)
    n = float(template(case, years=0.1).world.given["headcount"][0])
    granted = case.but({"investment.grants": part, "setup_fte": 1e9})
    fewer = case.but({"investment.grants": 0.0, "headcount": n - part * n})
    assert left_over(granted, fewer, 1) == set()
