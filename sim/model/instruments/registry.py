"""Registry: whoever acts for the country says so, and a public list tells who may."""

from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion

PARAMETERS = (Parameter("registry_fte", "-", "FTE", 150, 50, 400, "registry clerks", place=16),)
LEVERS = (
    Lever(
        "oversight.registry",
        title="duty to notify",
        unit="[0,1]",
        meaning="duty to notify, and a public list of who may speak",
        price=in_proportion("registry_fte", "registry"),
        place=5,
    ),
)
INSTRUMENT = Instrument(
    "registry", "registry", "oversight.registry", found="the registry, to which the act had been notified"
)
