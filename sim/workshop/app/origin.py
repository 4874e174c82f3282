"""What a report says of its making: versions and digests. The command that opens the page knows and says so here."""

from sim.config import Setup


def made_by(setups: list[Setup]) -> dict[str, str]:
    return {}
