"""The line, and what departments and actors know in common."""

from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (
    Parameter("guidance_fte", "-", "FTE", 200, 50, 500, "writing and keeping guidance", place=2),
    Parameter("sharing_fte", "-", "FTE", 400, 100, 1000, "data platform", place=3),
    Parameter("standards_fte", "-", "FTE", 150, 50, 400, "glossary and formats", place=4),
    Parameter("dissent_fte", "-", "FTE", 60, 20, 150, "dissent channel and red teams", place=5),
)
LEVERS = (
    Lever(
        "coordination.guidance",
        title="clarity of guidance",
        unit="[0,1]",
        meaning="how clearly the line reaches those who act for the country",
        price=in_proportion("guidance_fte", "guidance"),
        place=1,
    ),
    Lever(
        "coordination.sharing",
        title="shared data",
        unit="[0,1]",
        meaning="shared data",
        price=in_proportion("sharing_fte", "sharing"),
        place=2,
    ),
    Lever(
        "coordination.standards",
        title="common standards",
        unit="[0,1]",
        meaning="shared glossary and formats",
        price=in_proportion("standards_fte", "standards"),
        place=3,
    ),
    Lever(
        "coordination.dissent",
        title="constructive dissent",
        unit="[0,1]",
        meaning="constructive dissent",
        price=in_proportion("dissent_fte", "dissent"),
        place=4,
    ),
)
