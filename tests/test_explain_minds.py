"""Stories of what the world sends beside the docket, and of what ministries add of their own."""

import numpy as np
import pytest

from sim.model.parameters import PARAMETERS
from sim.model.records import CENTRAL, DRAFTED, GRAVE, MANDATE, RETURNED_, UNSEEN
from sim.setup.config import setup_from
from sim.tell import explain
from sim.tell.explain import narrative, positions, trouble
from sim.tell.explain.decade import Decade


def test_opportunities_and_international_crises_are_told():
    """Seen under a mandate, heard of by a liaison, or by nobody; a crisis of months says so."""
    made = setup_from(
        "guided_delegation",
        parameters={"opportunity_share": 0.2, "grave_rate": 6.0},
        years=1.0,
        seed=3,
        **{"oversight.liaison": 1.0},
    )
    decade = Decade(made, 0)
    table = decade.issues
    unseen, mandate, heard = (
        np.flatnonzero((table.opportunity == 1) & mine)[0]
        for mine in (table.stage == UNSEEN, table.route == MANDATE, table.route == CENTRAL)
    )
    told = {i: narrative.narrate(decade, i) for i in (unseen, mandate, heard, np.flatnonzero(table.crisis == GRAVE)[0])}
    plain = [" ".join(text.split()) for text in told.values()]
    assert "nobody who might have acted on it saw it" in plain[0] and "still open" not in plain[0]
    assert "An opportunity, which only somebody close could see, of" in plain[1] and "was delegated" in plain[1]
    assert "The liaison officer heard of it, and it went to" in plain[2]
    assert "An international crisis of" in plain[3]


def test_a_department_tells_what_it_adds_of_its_own():
    """Its position is the sum of what is told, with the line misread, its house's wishes and the other part."""
    minds = {"agency_lean": 0.6, "line_noise": 0.6, "linkage": 0.2, "tolerance": 0.5}
    made = setup_from("status_quo", parameters=minds, years=1.0, seed=3, **{"coordination.joint": 0.5})
    decade = Decade(made, 0)
    pull = decade.given.federal_coordination * decade.regime(0).seen_by_centre
    found = np.flatnonzero((decade.issues.rift != 0) & (decade.issues.ruled == 0))
    text = " ".join(" ".join(narrative.narrate(decade, int(i)).split()) for i in found[:40])
    for i in found[:40]:
        redrafts = 0
        for event in decade.events(int(i)):
            if event.kind == DRAFTED:
                reading = positions.of_centre(decade, int(i), event.tick, redrafts)
                before = reading.position - reading.promises
                assert reading.position == pytest.approx(event.value, abs=1e-12)
                kept = pull / (1 + pull) * (reading.promised - before) if reading.promises else 0.0
                assert reading.promises == pytest.approx(kept, abs=1e-12)
            redrafts += event.kind == RETURNED_
    for said in ("misread the line", "own preferences", "heard from the other department", "a joint team of both"):
        assert said in text
    kinds = " ".join(trouble.kind(decade, int(i)) for i in np.flatnonzero(decade.issues.incident > 0))
    assert "Its two parts contradicted each other" in kinds and "went beyond the line" in kinds


@pytest.mark.parametrize("ask", [{}, {"actor": "centre"}, {"actor": "North"}, {"actor": "RIV"}, {"week": 10}], ids=str)
def test_pages_are_wide_enough_for_all_that_may_be_on(ask):
    on = {name: p.high for name, p in PARAMETERS.items() if p.off == p.default}
    text = explain.tell(setup_from("laissez_faire", "toy", on, years=1.0, seed=3), **ask)
    assert all(len(line) <= 100 for line in text.split("\n"))
