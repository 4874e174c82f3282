"""What is dated is told: when it began, how much it took or brought, whose line a reversal turned to."""

import shutil

import numpy as np
import pytest

from sim.inputs.folder import config_dir
from sim.model.records import SURGE
from sim.model.rules.arrivals import FLARE_UPS, SURGING
from sim.setup.config import setup_from
from sim.tell.explain import dated, narrative, overview, people, portrait
from sim.tell.explain.decade import Decade

EVENTS = """code,week,weeks,kind,where,size,source
axe,60,,cut,interior,0.25,invented
flood,10,20,surge,climate,1.5,invented
late,500,5,shutdown,all,0.5,invented
lockout,30.5,4,shutdown,all,0.4,invented
turn,40,26,reversal,trade,1,invented
u,70,0,reversal,all,0.5,invented
"""


@pytest.fixture(scope="module")
def decade(tmp_path_factory) -> Decade:
    folder = shutil.copytree(config_dir() / "scenario" / "toy", tmp_path_factory.mktemp("told") / "toy")
    (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
    return Decade(setup_from("laissez_faire", str(folder), {}, years=2, seed=3), 0)


def test_each_is_told_as_it_begins(decade):
    n = int((decade.surge >= 0).sum())
    assert dated.turns(decade) == [
        (10.0, f"A surge: for 20.0 weeks issues of climate arose 150% more often, {n:,} issues more in all."),
        (30.5, "A shutdown: for 4.0 weeks the departments were without 40% of their staff."),
        (40.0, "A reversal: for 26.0 weeks the national line in trade turned to that of Minus, which did not govern."),
        (60.0, "A cut: from then on Interior ministry was without 25% of its staff."),
        (70.0, "A reversal: for good the national lines turned 50% of the way to that of Minus, which did not govern."),
    ]
    text = " ".join(overview.narrate(decade).split())
    assert all(said in text for _, said in dated.turns(decade)) and "Tue 14 Mar 2023" not in text
    assert decade.stamp(30.5) in text  # beyond the end nothing happens


def test_an_issue_knows_its_surge(decade):
    """Those that no toy without the surge has."""
    table = decade.issues
    plain = Decade(setup_from("laissez_faire", "toy", {}, years=2, seed=3), 0)
    assert set(table.uid[decade.surge >= 0]) == {uid for uid in table.uid if SURGING <= uid < FLARE_UPS}
    assert not set(table.uid[decade.surge >= 0]) & set(plain.issues.uid)
    came, other = (int(np.flatnonzero(chosen)[3]) for chosen in (decade.surge >= 0, decade.surge < 0))
    assert decade.world.dated["kind"][decade.surge[came]] == SURGE
    said = f"It came with the surge that began on {decade.day(10.0)}."
    assert said in " ".join(narrative.narrate(decade, came).split())
    assert "It came with" not in narrative.narrate(decade, other)


def test_a_department_tells_what_befell_it(decade):
    told = [" ".join(portrait.narrate(decade, people.find(decade, name)).split()) for name in ("interior", "foreign")]
    assert all("What befell it." in one and "a shutdown: for 4.0 weeks" in one for one in told)
    assert "from then on Interior ministry was without 25%" in told[0] and "Interior ministry was" not in told[1]
    assert "issues of climate arose" in told[0] and "the national line in trade" in told[1]
    calm = Decade(setup_from("laissez_faire", "toy", {}, years=1, seed=3), 0)
    assert dated.turns(calm) == [] and dated.of_department(calm, 0) == ""
    off = Decade(setup_from("laissez_faire", decade.setup.scenario, {"events": 0}, years=1, seed=3), 0)
    assert dated.turns(off) == []
