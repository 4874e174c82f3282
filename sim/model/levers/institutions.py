"""How many institutions share the work of the centre (`sim/model/institutions.py`)."""

from sim.model.catalogue import Lever

LEVERS = (
    Lever(
        "coordination.institutions",
        title="institutions that share the work",
        unit="institutions",
        meaning="how many institutions share the work of the centre; the smallest are merged, or the largest divided "
        "(0: as the tables of the scenario have it)",
        high=20,
        off=0,
        whole=True,
        absent="as the scenario has it",
        paid="links between them",
        step=1.0,
        reach=12.0,
        place=16,
    ),
)
