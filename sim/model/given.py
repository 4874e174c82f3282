"""What every rule reads: what is given for a run, the policy in force, and the time.

Three records, and what is derived stands with what it is derived from: with the parameters what holds for the whole
run, with the levers all that another policy would change. A policy is data: sweeping ten thousand compiles nothing.
"""

import numpy as np

from sim.model.parameters import PARAMETERS
from sim.model.policy import GROUPS, Policy
from sim.model.records import record

LEVERS = [name for module in GROUPS.values() for name in (*module.BOUNDS, *module.CHOICES)]

GIVEN = record(
    ("u8", "seed replicate"),
    ("i8", "ticks"),
    ("f8", "dt weeks first_election election_interval incumbent"),
    ("f8", " ".join(PARAMETERS)),
    ("f8", "log_growth mean_work clearance_task"),
)

REGIME = record(
    ("f8", " ".join(LEVERS)),
    # staff
    ("f8", "overhead front managers levels retained teams time_kept moved_share brought grant_fte"),
    # what is known, said and kept
    ("f8", "common_error own_error guided seen_by_centre seen_by_actors redraft_kept default_kept match_kept"),
    ("f8", "slots_kept authority_kept memory_kept skill_gain skill_loss"),
    # who is caught, and what that deters
    ("f8", "caught_delegated caught_alone caught_private deterred deterred_alone deterred_private undeterred"),
    ("f8", "urge_rate slack_kept desk_rate"),
)

CLOCK = record(("i8", "tick"), ("f8", "now then"))


def lever_values(policy: Policy) -> dict[str, float]:
    """Levers as numbers; a choice becomes its place in the list of choices."""
    values: dict[str, float] = {}
    for group, module in GROUPS.items():
        chosen = getattr(policy, group)
        values |= {name: float(getattr(chosen, name)) for name in module.BOUNDS}
        values |= {name: float(options.index(getattr(chosen, name))) for name, options in module.CHOICES.items()}
    return values
