"""People and memory: what is spent so that those who act can act well, and later ones remember."""

from sim.model.catalogue import Lever, Parameter, Price, in_proportion

PARAMETERS = (
    Parameter(
        "training_fte", "-", "share", 0.03, 0.01, 0.06, "share of staff time in training at full intensity", place=20
    ),
    Parameter(
        "rotation_fte",
        "-",
        "share",
        0.015,
        0.005,
        0.03,
        "share of staff time lost to moves at full intensity",
        place=21,
    ),
    Parameter("archives_fte", "-", "FTE", 100, 25, 250, "archives and mentoring", place=22),
)
LEVERS = (
    Lever(
        "investment.training",
        title="training",
        unit="[0,1]",
        meaning="training of departments and actors",
        price=Price(
            "training_fte × training × headcount",
            lambda levers, given: given["training_fte"] * levers.training * given["headcount"],
        ),
        place=1,
    ),
    Lever(
        "investment.rotation",
        title="rotation of staff",
        unit="[0,1]",
        meaning="rotation of staff between departments and levels",
        price=Price(
            "rotation_fte × rotation × headcount",
            lambda levers, given: given["rotation_fte"] * levers.rotation * given["headcount"],
        ),
        place=2,
    ),
    Lever(
        "investment.archives",
        title="archives and mentoring",
        unit="[0,1]",
        meaning="archives and mentoring",
        price=in_proportion("archives_fte", "archives"),
        burdens=True,
        place=3,
    ),
    Lever(
        "investment.grants",
        title="headcount granted to subnational actors",
        unit="share",
        meaning="share of the national headcount given to subnational actors",
        high=0.5,
        price=Price("grants × headcount", lambda levers, given: levers.grants * given["headcount"]),
        step=0.01,
        place=4,
    ),
)
