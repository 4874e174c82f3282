"""The line, and what departments and actors know in common."""

from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (
    Parameter("guidance_fte", "-", "FTE", 100, 25, 250, "writing and keeping guidance", place=2),
    Parameter("sharing_fte", "-", "FTE", 200, 50, 500, "data platform", place=3),
    Parameter("standards_fte", "-", "FTE", 75, 25, 200, "glossary and formats", place=4),
    Parameter("dissent_fte", "-", "FTE", 30, 10, 75, "dissent channel and red teams", place=5),
)
LEVERS = (
    Lever(
        "coordination.guidance",
        title="clarity of guidance",
        unit="[0,1]",
        meaning="how clearly the line reaches those who act for the country",
        price=in_proportion("guidance_fte", "guidance"),
        burdens=True,
        place=1,
    ),
    Lever(
        "coordination.sharing",
        title="shared data",
        unit="[0,1]",
        meaning="shared data",
        price=in_proportion("sharing_fte", "sharing"),
        burdens=True,
        place=2,
    ),
    Lever(
        "coordination.standards",
        title="common standards",
        unit="[0,1]",
        meaning="shared glossary and formats",
        price=in_proportion("standards_fte", "standards"),
        burdens=True,
        place=3,
    ),
    Lever(
        "coordination.dissent",
        title="constructive dissent",
        unit="[0,1]",
        meaning="constructive dissent",
        price=in_proportion("dissent_fte", "dissent"),
        burdens=True,
        place=4,
    ),
)
