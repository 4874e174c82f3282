"""A hotline on which citizens may report what is done in their country's name."""

from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (Parameter("hotline_fte", "-", "FTE", 30, 10, 90, "officers who answer the hotline"),)
LEVERS = (
    Lever(
        "oversight.hotline",
        title="hotline for citizens",
        unit="share",
        meaning="share of the public that may call",
        high=0.8,
        price=in_proportion("hotline_fte", "hotline"),
    ),
)
