"""What is given for a run: every parameter, every lever as a number, what follows from them, and the clock.

One record, read by every rule and written by none but the clock, so a policy is data: sweeping ten thousand
policies compiles nothing.
"""

import numpy as np

from sim.model.parameters import PARAMETERS
from sim.model.policy import GROUPS, Policy

_LEVERS = [name for module in GROUPS.values() for name in module.BOUNDS]
_CHOICES = {name: values for module in GROUPS.values() for name, values in module.CHOICES.items()}

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
    + [(name, "f8") for name in (*PARAMETERS, *_LEVERS, *_CHOICES, *DERIVED)]
    + [("first_election", "f8"), ("election_interval", "f8"), ("incumbent", "f8")],
    align=True,
)
NAMES = list(GIVEN.fields or ())


def lever_values(policy: Policy) -> dict[str, float]:
    """Levers as numbers; a choice becomes its place in the list of choices."""
    values: dict[str, float] = {}
    for group, module in GROUPS.items():
        chosen = getattr(policy, group)
        values |= {name: float(getattr(chosen, name)) for name in module.BOUNDS}
        values |= {name: float(options.index(getattr(chosen, name))) for name, options in module.CHOICES.items()}
    return values
