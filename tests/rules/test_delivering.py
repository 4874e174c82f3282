"""Who keeps its word: those who act by themselves in their own way, the others as the centre does."""

import pytest

from sim.model.records import CHANNELS, FREELANCE, MANDATE, QUIET
from sim.model.rules import counterpart


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
def test_who_acts_by_itself_delivers_in_its_own_way(table, channel):
    """Mandates, quiet deals and acts alone; what the centre signs too, and private acts, fail as the centre's do."""
    made = table(local_default=2)
    made.regime["default_kept"] = 0.2
    made.prepare(0, channel=channel)
    by_itself = channel in (MANDATE, QUIET, FREELANCE)
    assert counterpart.chance_to_fail(made.w, 0) == pytest.approx(0.4 if by_itself else 0.2)
