"""Sanction: what is done with what was found. An act is voided, a mandate suspended, a private actor barred."""

from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion

PARAMETERS = (Parameter("sanction_fte", "-", "FTE", 60, 20, 150, "enforcement", place=18),)
LEVERS = (
    Lever(
        "oversight.sanction",
        title="strictness of sanctions",
        unit="[0,1]",
        meaning="strictness: voided act, suspended mandate, exclusion",
        price=in_proportion("sanction_fte", "sanction"),
        place=8,
    ),
)
INSTRUMENT = Instrument("sanction", "sanction", "oversight.sanction")
