"""Review before signing: a delegated decision waits until an officer of the centre has read it."""

from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion

PARAMETERS = (Parameter("preclearance_fte", "-", "FTE", 200, 50, 500, "reviewing officers", place=13),)
LEVERS = (
    Lever(
        "oversight.preclearance",
        title="decisions reviewed before signing",
        unit="share",
        meaning="share of delegated decisions reviewed before signing",
        price=in_proportion("preclearance_fte", "preclearance"),
        place=1,
    ),
)
INSTRUMENT = Instrument(
    "preclearance",
    "review before signing",
    "oversight.preclearance",
    chance=lambda given, regime: regime.preclearance,
    delegated=True,
    desk=True,
    place=5,
)
