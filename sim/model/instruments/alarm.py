"""Fire alarm: the centre waits for allies, peers and the press to complain (McCubbins and Schwartz 1984)."""

from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion

PARAMETERS = (Parameter("alarm_fte", "-", "FTE", 40, 10, 100, "alarm desk", place=15),)
LEVERS = (
    Lever(
        "oversight.alarm",
        title="readiness to hear alarms",
        unit="[0,1]",
        meaning="readiness to hear bystanders (McCubbins and Schwartz 1984)",
        price=in_proportion("alarm_fte", "alarm"),
        place=4,
    ),
)
INSTRUMENT = Instrument("alarm", "fire alarm", "oversight.alarm", found="an alarm raised by a bystander")
