"""Where an assumption is looked for: three policies for all of them, and for some a place where what they bear on is
done at all, such as preclearance."""

from typing import Any

from sim.model.parameters import PARAMETERS

Place = tuple[str, str, dict[str, Any], dict[str, float]]  # in words, policy, levers, parameters


def top(*names: str) -> dict[str, float]:
    """These assumptions at the high end of their ranges."""
    return {name: PARAMETERS[name].high for name in names}


def everywhere() -> list[Place]:
    return [(name.replace("_", " "), name, {}, {}) for name in ("combined", "laissez_faire", "status_quo")]


OPEN = {"delegation.scope": "all"}
EAGER = top("contagion", "freelance_rate")
FEW = {"desk_base": PARAMETERS["desk_base"].low}
OWN: dict[str, list[Place]] = {
    "advice_share": [("consultation on all that is close to the states", "lindau_consultation", {}, {})],
    "choice_noise": [("sanctions, eager actors", "status_quo", {"oversight.sanction": 0.6}, EAGER)],
    "concealment": [("a ban, eager actors", "ban", {}, EAGER)],
    "desk_share": [
        ("alarms, work to be put right, few who do it", "status_quo", {"oversight": "alarm"}, top("remedy_work") | FEW)
    ],
    "gain_tail": [("a ban, eager actors", "ban", {}, EAGER)],
    "inclusion_delay": [
        ("co-creation, large swings", "laissez_faire", {"coordination.inclusion": 1.0}, top("swing", "line_delay"))
    ],
    "joint_fte": [("joint drafting", "positive_coordination", {}, {})],
    "line_delay": [("no guidance, large swings", "guided_delegation", {"coordination.guidance": 0.0}, top("swing"))],
    "notice_delay": [("notices", "laissez_faire", {"oversight": "notify_and_veto"}, {})],
    "office_rate": [
        ("a small office", "guided_delegation", OPEN | {"delegation.level": 0.9, "delegation.office": 1.0}, {})
    ],
    "office_wait": [
        ("a small office", "guided_delegation", OPEN | {"delegation.level": 0.9, "delegation.office": 1.0}, {})
    ],
    "patrol_fte": [("patrols", "guided_delegation", {"oversight": "patrol"}, {})],
    "patronage": [("an open field for companies", "laissez_faire", {}, top("reach", "entry_rate", "load"))],
    "preclearance_fte": [("review of all", "guided_delegation", OPEN | {"oversight.preclearance": 1.0}, {})],
    "remedy_work": [("alarms", "laissez_faire", {"oversight": "alarm"}, {})],
    "reversal": [("large swings", "status_quo", {}, top("swing"))],
    "review_work": [("review of all", "guided_delegation", OPEN | {"oversight.preclearance": 1.0}, {})],
    "sanction_trust": [
        (
            "full sanctions after alarms",
            "laissez_faire",
            {"oversight.sanction": 1.0, "oversight.alarm": 1.0},
            top("alone_trouble"),
        )
    ],
    "standards_groupthink": [
        ("full standards", "centralized", {"coordination.standards": 1.0}, top("shock_sd", "groupthink"))
    ],
}


def places(name: str) -> list[Place]:
    return everywhere() + OWN.get(name, [])
