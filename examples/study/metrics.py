"""Outcomes of this study: what they are called, and a function that measures a finished world.

`world.issues` has a row for every issue and `world.federal["rows"][0]` says how many are used; `world.subnationals`,
`world.counterparts` and `world.series` are tables too (`world.issues.dtype.names` lists their fields).
"""

from sim.model.catalogue import Metric

METRICS = (
    Metric(
        "alone_share",
        "share",
        better=0,
        title="issues acted on alone",
        meaning="share of opened issues on which a locality acted without a mandate",
    ),
)


def measure(world):
    issues = world.issues[: world.federal["rows"][0]]
    opened = issues[issues["stage"] > 0]
    return [(opened["venture"] > 0).mean() if len(opened) else float("nan")]
