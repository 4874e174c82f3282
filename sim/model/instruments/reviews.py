"""After-action reviews: authors report their own mistakes where reviews look for lessons and not for culprits."""

from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion

PARAMETERS = (Parameter("review_fte", "-", "FTE", 150, 50, 400, "after-action reviews", place=10),)
LEVERS = (
    Lever(
        "coordination.reviews",
        title="after-action reviews",
        unit="[0,1]",
        meaning="after-action reviews",
        price=in_proportion("review_fte", "reviews"),
        place=12,
    ),
    Lever(
        "coordination.blame",
        title="blame in reviews",
        unit="[0,1]",
        meaning="how far reviews punish",
        needs="coordination.reviews",
        place=13,
    ),
)
INSTRUMENT = Instrument(
    "reviews", "after-action reviews", "coordination.reviews", found="its own author, who reported it"
)
