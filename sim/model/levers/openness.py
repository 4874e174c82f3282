"""A line made with those it binds, and published."""

from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (
    Parameter(
        "inclusion_fte",
        "-",
        "FTE",
        125,
        25,
        300,
        "co-creation of the line",
        title="staff that full co-creation of the line takes",
        brief="staff for co-creation",
        place=11,
    ),
    Parameter("transparency_fte", "-", "FTE", 60, 20, 150, "reporting to the public and Congress", place=12),
)
LEVERS = (
    Lever(
        "coordination.inclusion",
        title="co-creation of the line",
        unit="[0,1]",
        meaning="co-creation of the line with those bound by it",
        price=in_proportion("inclusion_fte", "inclusion"),
        burdens=True,
        place=14,
    ),
    Lever(
        "coordination.transparency",
        title="reporting to the public",
        unit="[0,1]",
        meaning="reporting to the public",
        price=in_proportion("transparency_fte", "transparency"),
        burdens=True,
        place=15,
    ),
)
