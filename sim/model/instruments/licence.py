"""Licence: a private actor that enters is contracted, and monitored like a delegate."""

from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion

PARAMETERS = (Parameter("licence_fte", "-", "FTE", 150, 50, 400, "contract managers", place=17),)
LEVERS = (
    Lever(
        "oversight.licence",
        title="private actors licensed",
        unit="share",
        meaning="probability that a private actor that enters is contracted and monitored",
        price=in_proportion("licence_fte", "licence"),
        place=7,
    ),
)
INSTRUMENT = Instrument("licence", "licence", "oversight.licence")
