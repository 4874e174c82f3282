"""Turnover of staff: what leaves with people, and what training and archives save."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "quit_rate",
        "-",
        "1/year",
        0.08,
        0.04,
        0.15,
        "staff who leave",
        "order of OPM FedScope separations; assumed",
        off=0,
    ),
    Parameter(
        "rotation_loss", "-", "1/year", 0.15, 0.05, 0.3, "tacit knowledge lost at full rotation", "form: March 1991"
    ),
    Parameter(
        "rotation_gain",
        "-",
        "1/sd²",
        0.3,
        0,
        0.6,
        "precision that wider ties bring at full rotation",
        "assumed; top: as much as the centre sees by itself at the default",
    ),
    Parameter(
        "training_gain",
        "-",
        "1/year",
        0.3,
        0,
        0.6,
        "rate at which full training closes the gap to full skill",
        "assumed; top: half of what is missing is learnt in 14 months",
    ),
    Parameter(
        "archive_effect",
        "-",
        "share",
        0.7,
        0,
        0.9,
        "loss at turnover that full archives prevent",
        "assumed; top: one in ten things known is still lost with those who leave",
    ),
)
