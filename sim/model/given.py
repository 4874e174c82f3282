"""What is given for a run: every parameter, every lever as a number, what follows from them, and the clock.

One record, read by every rule and written by none but the clock, so a policy is data: sweeping ten thousand
policies compiles nothing.
"""

import numpy as np

from sim.model.levers import LEVERS
from sim.model.parameters import PARAMETERS
from sim.model.policy import Policy

_NUMBERS = [one for one in LEVERS.values() if one.kind == "number"]
_CHOICES = [one for one in LEVERS.values() if one.kind == "choice"]

# Derived once per policy by `rules/staffing.py`.
DERIVED = (
    "log_growth",
    "skill_gain",
    "skill_loss",
    "overhead",
    "front",
    "managers",
    "levels",
    "retained",
    "teams",
    "time_kept",
    "moved_share",
    "brought",
    "grant_fte",
    "mean_work",
    "clearance_task",
    "common_error",
    "own_error",
    "guided",
    "seen_by_centre",
    "seen_by_actors",
    "redraft_kept",
    "default_kept",
    "match_kept",
    "slots_kept",
    "authority_kept",
    "memory_kept",
    "caught_delegated",
    "caught_alone",
    "caught_private",
    "deterred",
    "deterred_alone",
    "deterred_private",
    "undeterred",
    "urge_rate",
    "slack_kept",
    "desk_rate",
)
_CLOCK = (("tick", "i8"), ("ticks", "i8"), ("now", "f8"), ("then", "f8"), ("dt", "f8"), ("weeks", "f8"))

GIVEN = np.dtype(
    [("seed", "u8"), ("replicate", "u8"), *_CLOCK]
    + [(name, "f8") for name in (*PARAMETERS, *(one.name for one in (*_NUMBERS, *_CHOICES)), *DERIVED)]
    + [("first_election", "f8"), ("election_interval", "f8"), ("incumbent", "f8")],
    align=True,
)
NAMES = list(GIVEN.fields or ())


def lever_values(policy: Policy) -> dict[str, float]:
    """Levers as numbers; a choice becomes its place in the list of choices."""
    values = {one.name: float(getattr(getattr(policy, one.group), one.name)) for one in _NUMBERS}
    for one in _CHOICES:
        values[one.name] = float(list(one.choices).index(getattr(getattr(policy, one.group), one.name)))
    return values
