"""What the page for a group makes of a study's exercises and claims, without a browser."""

import pytest

from sim.errors import InputError
from sim.inputs import in_use
from sim.web.app import exercises
from sim.web.app.claims import story
from sim.web.app.claims.ledger import FOLDER, published_dir, read_ledger
from sim.web.app.link import read_link
from sim.web.app.view import View, query

BEYOND = {  # what an exercise may say, and the page cannot
    "years": ("years: 2", "years: 30", "run.years: '30'; expected a number from 0.25 to 20, or a report"),
    "weeks": ("years: 2", "years: 2, dt: 0.5", "run.dt: '0.5', only 1; expected a report"),
    "agents": ("scenario: coast", "scenario: coast, agents.north: Patient", "agents of its own; expected a report"),
    "an assumption": ("scenario: coast", "scenario: coast, parameters.load: 2", "parameters.load: '2'; expected a num"),
    "one world": ("replicates: 20", "replicates: 1", "run.replicates: '1'; expected a number from 2 to 200, or"),
}


def rewritten(file, old: str, new: str):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_an_exercise_is_a_link_that_can_be_opened_again(coast):
    in_use.ask_for(coast)
    view = exercises.opened("coast_meeting")
    assert [one.preset for one in view.columns] == ["status_quo", "guided_delegation", "open_door"]
    assert view.scenario == "coast" and read_link(query(view)) == view


@pytest.mark.parametrize("case", BEYOND)
def test_an_exercise_that_the_page_cannot_show_says_so(case, coast):
    old, new, words = BEYOND[case]
    rewritten(coast / "exercises" / "coast_meeting.yaml", old, new)
    in_use.ask_for(coast)
    with pytest.raises(InputError) as said:
        exercises.opened("coast_meeting")
    assert str(said.value).startswith(f"exercise coast_meeting: the page cannot show {words}")


def test_a_claim_of_ones_own_stands_last_without_a_number_or_verdict(coast):
    more = "".join(f"\n  arm_{letter}: scenario=coast run.years=1" for letter in "abcdefgh")  # more than the ledger has
    rewritten(coast / "claims" / "register.yaml", "arms:", f"arms:{more}")
    in_use.ask_for(coast)
    ledger = read_ledger(published_dir() / FOLDER)
    *_, before, entry = ledger.entries.values()
    assert story.row(before)["heading"].startswith("44. ")
    told = story.story(entry, ledger, View())
    assert told["heading"] == "A public register lowers the number of incidents that become public."
    assert told["trials"][0]["text"] == f"paradip claims register --study {coast} tests it"
    assert told["arms"][0]["changes"] == ["scenario: coast", "run.years: 1"]
    assert told["parts"][0]["expected"] == "J is less than I"
    assert "with a verdict" in story.meaning(ledger)[0]
