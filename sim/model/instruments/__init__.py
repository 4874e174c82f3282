"""Instruments of oversight: how trouble comes to the centre's notice, and what is done about it. One file each: lever,
price, and the words in which a story tells it. Files are found by themselves.
"""

import sys

from sim.model.catalogue import Instrument, modules

INSTRUMENTS: dict[str, Instrument] = {
    one.name: one for module in modules(sys.modules[__name__]) for one in [module.INSTRUMENT]
}
