"""Inspector: the centre's own acts are audited at intervals too, as patrols audit those of others."""

import math

from sim.model.catalogue import Instrument, Lever, Parameter
from sim.model.compiled import rule
from sim.model.instruments.patrol import next_audit, price_of_audits
from sim.model.records import CENTRAL, CONSULT

PARAMETERS = (
    Parameter(
        "inspector_fte", "-", "FTE", 300, 100, 800, "inspectors when every act of the centre is audited", place=14.5
    ),
)
LEVERS = (
    Lever(
        "oversight.inspector",
        title="acts of the centre audited",
        unit="share",
        meaning="share of the centre's own acts that are audited",
        price=price_of_audits("inspector_fte", "inspector"),
        place=3.5,
    ),
)


@rule
def find(w, i, seen):
    """At the next audit, if the centre did it itself."""
    channel = w.issues[i].channel
    return next_audit(w, i, w.regime[0].inspector * seen) if channel == CENTRAL or channel == CONSULT else math.inf


INSTRUMENT = Instrument(
    "inspector", "inspector", "oversight.inspector", found="an inspector's audit", find=find, desk=True, place=1.5
)
