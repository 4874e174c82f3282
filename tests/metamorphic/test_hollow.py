"""A lever that does nothing is off: where nothing it does has an effect, and it costs nothing, any intensity of it is
its off value.

`HOLLOW` says of every lever what makes it do nothing. Grants are set apart: they move staff whatever that is good for.
"""

import pytest
from hypothesis import strategies as st
from relation import NOTHING_FOUND, anywhere, cases, relation

from sim.model.levers import LEVERS
from sim.model.parameters import PARAMETERS

# Lever -> what makes it do nothing, whatever its intensity; prices are nothing too.
HOLLOW = {
    "delegation.level": {"delegation.cap": 0},
    "delegation.cap": {"delegation.level": 0},
    "delegation.form": {"delegation.level": 0},
    "delegation.scope": {"delegation.level": 0},
    "delegation.staff": {"delegation.level": 0},
    "delegation.min_capacity": {"delegation.level": 0, "oversight.liaison": 0},
    "delegation.office": {"delegation.level": 0, "office_fte": 0},
    "oversight.preclearance": {"delegation.level": 0, "preclearance_fte": 0},
    "oversight.patrol": {"delegation.level": 0, "own_staff": 0, "reach": 0, "patrol_fte": 0},
    "oversight.patrol_period": {"oversight.patrol": 0, "oversight.inspector": 0},
    "oversight.inspector": {"leeway": 15, "tolerance": 15, "inspector_fte": 0},  # the centre does no wrong
    "oversight.alarm": {"report_prob": 0, "alarm_fte": 0},
    "oversight.registry": {
        "burden": 0,
        "compliance": 0,
        "verification": 0,
        "federal_coordination": 0,
        "local_coordination": 0,
        "registry_fte": 0,
    },
    "oversight.liaison": {"liaison_effect": 0, "liaison_fte": 0},
    "oversight.licence": {"entry_rate": 0, "licence_fte": 0},
    "oversight.sanction": NOTHING_FOUND | {"oversight.preclearance": 0, "concealment": 0, "sanction_fte": 0},
    "coordination.guidance": {"burden": 0, "guidance_noise": 0, "line_noise": 0, "guidance_fte": 0},
    "coordination.sharing": {"burden": 0, "sharing_precision": 0, "sharing_delegate": 0, "sharing_fte": 0},
    "coordination.standards": {"burden": 0, "standards_groupthink": 0, "standards_effect": 0, "standards_fte": 0},
    "coordination.dissent": {"burden": 0, "groupthink": 0, "standards_groupthink": 0, "dissent_fte": 0},
    "coordination.body": {"coordination.slots": 0, "authority_fte": 0},
    "coordination.authority": {"coordination.slots": 0, "authority_fte": 0},
    "coordination.slots": {"coordination.body": "none"},
    "coordination.escalation": {"coordination.slots": 0},
    "coordination.decision_rights": {"burden": 0, "rights_effect": 0, "rights_fte": 0},
    "coordination.alignment": {
        "burden": 0,
        "pooled": 1,
        "alignment_delivery": 0,
        "alignment_fte": 0,
    },  # one pool follows any load
    "coordination.joint": {"burden": 0, "linkage": 0, "joint_fte": 0},
    "coordination.exchange": {"agency_lean": 0, "line_noise": 0, "liaison_fte": 0},
    "coordination.exercises": {"exercise_gain": 0, "exercise_cost": 0},
    "coordination.reviews": {"burden": 0, "self_report": 0, "review_learning": 0, "review_fte": 0},
    "coordination.blame": {"coordination.reviews": 0},
    "coordination.inclusion": {
        "burden": 0,
        "inclusion_delivery": 0,
        "inclusion_delay": 0,
        "buy_in": 0,
        "openness": 0,
        "inclusion_fte": 0,
    },
    "coordination.transparency": {"burden": 0, "exposure": 0, "report_prob": 0, "openness": 0, "transparency_fte": 0},
    # one pool, and nobody is asked, wants anything apart or is sent to another house
    "coordination.institutions": {
        "clearance": 0,
        "pooled": 1,
        "link_fte": 0,
        "agency_lean": 0,
        "coordination.exchange": 0,
    },
    "investment.training": {"training_gain": 0, "training_fte": 0},
    "investment.rotation": {"rotation_loss": 0, "rotation_gain": 0, "rotation_fte": 0},
    "investment.archives": {"burden": 0, "archive_effect": 0, "archives_fte": 0},
}
OFF = {
    "delegation.form": "mandate",
    "delegation.scope": "all",
    "delegation.staff": "kept",
    "delegation.cap": 1.0,
    "delegation.min_capacity": 0.05,
    "oversight.patrol_period": 13.0,
    "coordination.body": "none",
    "coordination.escalation": 4.0,
}  # the others: 0


def test_every_lever_has_its_row():
    assert set(HOLLOW) | {"investment.grants"} == set(LEVERS)


DRAWBACKS = "burden concealment exercise_cost exposure inclusion_delay rotation_loss standards_groupthink".split()
MECHANISMS = "caught clearance entry_rate federal_coordination groupthink local_coordination own_staff reach".split()
OTHERS = {*DRAWBACKS, *MECHANISMS, *(name for name in PARAMETERS if name.endswith("_fte"))}


def test_no_lever_is_useful_by_assumption():
    """What makes a lever useless is within the plausible ranges, so that a drawn world can find that it is: the benefit
    of each begins at 0, with a reason for its top. Prices, drawbacks and whole mechanisms are left out."""
    for lever, hollow in HOLLOW.items():
        for name, nothing in hollow.items():
            if name in PARAMETERS and nothing == 0 and name not in OTHERS:
                one = PARAMETERS[name]
                assert one.low == 0 and ("top: " in one.source or one.off == 0), (lever, name)


@pytest.mark.parametrize("lever", sorted(HOLLOW))
@relation(3, 20, case=cases(), data=st.data())
def test_a_lever_that_does_nothing_is_off(left_over, lever, case, data):
    """Where every effect of a lever is set to nothing, and its price, any intensity is its off value."""
    case = case.but(HOLLOW[lever])
    off, on = (case.but({lever: value}) for value in (OFF.get(lever, 0.0), data.draw(anywhere(lever), label=lever)))
    desks = not lever.startswith("delegation.") and lever != "coordination.institutions"
    assert left_over(off, on, 1, desks) == set()
