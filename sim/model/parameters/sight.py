"""How well the centre sees a place, and what its people get wrong together."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "federal_precision", "π0", "1/sd²", 0.6, 0.2, 1.5, "precision with which the centre sees local conditions"
    ),
    Parameter(
        "sharing_precision",
        "π1",
        "1/sd²",
        0.6,
        0,
        1.5,
        "what full data sharing adds",
        "assumed; top: as much as the centre sees where it sees best by itself",
        title="what full data sharing adds to what the centre sees",
    ),
    Parameter(
        "liaison_precision",
        "π2",
        "1/sd²",
        0.8,
        0,
        2,
        "what a liaison in the locality adds",
        "assumed; top: two thirds of what an actor usually sees of its own place",
        title="what a liaison adds to what the centre sees",
    ),
    Parameter(
        "groupthink", "-", "share", 0.3, 0, 0.6, "share of the centre's error common to a domain and quarter", off=0
    ),
    Parameter(
        "standards_groupthink",
        "-",
        "share",
        0.3,
        0,
        0.6,
        "what common standards add to that share",
        title="what common standards add to the share of common error",
    ),
    Parameter(
        "federal_coordination",
        "δF",
        "-",
        0.4,
        0,
        1,
        "the centre's weight on its existing commitments",
        "form: Alonso, Dessein and Matouschek 2008",
        off=0,
    ),
)
