"""Chance: some acts come to notice with no instrument on (the parameter `caught`)."""

from sim.model.catalogue import Instrument

INSTRUMENT = Instrument("chance", "chance", "", found="chance")
