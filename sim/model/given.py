"""What every rule reads: what is given for a run, the policy in force, and the time.

Three records, and what is derived stands with what it is derived from: with the parameters what holds for the whole
run, with the levers all that another policy would change. A policy is data: sweeping ten thousand compiles nothing.
"""

from sim.model.levers import LEVERS
from sim.model.parameters import PARAMETERS
from sim.model.policy import Policy
from sim.model.records import record

_NUMBERS = [one for one in LEVERS.values() if one.kind == "number"]
_CHOICES = [one for one in LEVERS.values() if one.kind == "choice"]

GIVEN = record(
    ("u8", "seed replicate"),
    ("i8", "ticks"),
    ("f8", "dt weeks first_election election_interval incumbent"),
    ("f8", " ".join(PARAMETERS)),
    ("f8", "log_growth mean_work clearance_task usual_front"),
)

REGIME = record(
    ("f8", " ".join(one.name for one in (*_NUMBERS, *_CHOICES))),
    # staff
    (
        "f8",
        "overhead links front managers supply levels retained teams time_kept burdened moved_share brought grant_fte",
    ),
    # what is known, said and kept
    (
        "f8",
        "common_error own_error guided exchanged seen_by_centre seen_by_actors redraft_kept default_kept match_kept",
    ),
    ("f8", "slots_kept authority_kept memory_kept skill_gain skill_loss"),
    # who is caught, and what that deters
    ("f8", "caught_delegated caught_alone caught_private deterred deterred_alone deterred_private undeterred"),
    ("f8", "urge_rate slack_kept desk_rate"),
)

CLOCK = record(("i8", "tick"), ("f8", "now then"))


def lever_values(policy: Policy) -> dict[str, float]:
    """Levers as numbers; a choice becomes its place in the list of choices."""
    values = {one.name: float(getattr(getattr(policy, one.group), one.name)) for one in _NUMBERS}
    for one in _CHOICES:
        values[one.name] = float(list(one.choices).index(getattr(getattr(policy, one.group), one.name)))
    return values
