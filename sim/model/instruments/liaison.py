"""Liaison: officers of the centre posted with each actor."""

from sim.model.catalogue import Instrument, Lever, Parameter, Price

PARAMETERS = (Parameter("liaison_fte", "-", "FTE/officer", 2, 1, 4, "a liaison with support", place=1),)
LEVERS = (
    Lever(
        "oversight.liaison",
        title="liaison officers",
        unit="per actor",
        meaning="officers of the centre posted with each actor",
        high=5,
        price=Price(
            "liaison_fte × liaison × houses",
            lambda levers, given: given["liaison_fte"] * levers.liaison * given["houses"],
        ),
        step=0.5,
        place=6,
    ),
)
INSTRUMENT = Instrument("liaison", "liaison officers", "oversight.liaison")
