"""Instruments of oversight: how the centre detects a faulty act, and what is done about it. One file each:
lever, price, detection, deterrence, and the words in which a story tells it. Files are found by themselves.
"""

import sys

from sim.model.catalogue import Instrument, modules
from sim.model.compiled import earliest

INSTRUMENTS: dict[str, Instrument] = {
    one.name: one
    for one in sorted((module.INSTRUMENT for module in modules(sys.modules[__name__])), key=lambda one: one.place)
}
# Those that find something once an act is concluded; an issue's `found_by` is a number in this list.
FINDERS = [one for one in INSTRUMENTS.values() if one.find is not None]
discovery = earliest([one.find for one in FINDERS if one.find is not None])
