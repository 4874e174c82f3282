"""Names in any letters: drawn where a font of the machine has them, and otherwise told in one line."""

import io
import warnings

import pytest

from sim.figures import letters
from sim.figures.letters import FONT, MissingLetters, lacking
from sim.figures.style import HouseFigure, house, width_of

NAMES = ["Łódź", "Québec", "İzmir", "Ελλάδα", "Москва", "العربية", "Tiếng Việt", "−0.5 σ² ≥ 1"]


def saved(text):
    with house():
        figure = HouseFigure(3, 2)
        figure.text(0.1, 0.5, text)
    for kind in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=kind)


@pytest.mark.parametrize("name", NAMES)
def test_the_house_font_has_most_letters(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        saved(name)
    assert width_of(name) > 0


def test_letters_that_no_font_has_are_told_once_and_by_name():
    with pytest.warns(MissingLetters, match="no installed font has 𓀀 .drawn as boxes") as told:
        saved("𓀀 twice 𓀀")
    assert len(told) == 1 and "expected one such as Noto Sans CJK" in str(told[0].message)


def test_another_font_is_taken_only_where_it_is_there(monkeypatch):
    assert letters.families()[0] == FONT and lacking(["plain"]) == ""
    monkeypatch.setattr(letters, "families", lambda: [FONT, "Other"])
    monkeypatch.setattr(letters, "letters_of", lambda name: frozenset(map(ord, "ab" if name == FONT else "字")))
    assert lacking(["ab字か"]) == "か"
