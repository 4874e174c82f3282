"""What is told is what was told before, word by word. The texts are a BASELINE: see renew.py."""

import pytest
from doors import documented
from texts import DOCUMENTS, TRANSCRIPTS, compared, replayed, stored

MEANT = "if this was meant: python tests/golden/renew.py texts"


@pytest.mark.parametrize("name", [name for name in TRANSCRIPTS if not name.startswith("commands/")])
def test_what_is_told(name, tmp_path):
    assert compared(name, replayed(name, tmp_path)) == compared(name, stored(name)), MEANT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_parts_of_the_documents(name):
    assert documented(name) == stored(f"document/{name}.md"), MEANT


@pytest.mark.parametrize(
    "words",
    [
        "This contradicted existing commitments",
        "This was misjudged",
        "went beyond its mandate",
        "Nobody had authorised it",
        "or more counts as captured",
        "It did harm",
        "A vital issue lapsed",
        "The crisis got out of hand",
        "problem through an audit",
        "problem through an inspector's audit",
        "problem through a chance discovery",
        "problem through an alarm raised by a bystander",
        "problem through a report by its own author",
        "problem through the registry",
        "It was never detected",
        "was sanctioned",
        "what was agreed was voided",
        "corrected it quietly",
        "It surfaced",
        "It led to a crisis",
    ],
)
def test_the_stories_tell_of_every_kind_of_trouble_and_of_every_way_to_find_it(words):
    stories = [" ".join(stored(name).split()) for name in TRANSCRIPTS if name.startswith("explain/")]
    assert any(words in story for story in stories)
