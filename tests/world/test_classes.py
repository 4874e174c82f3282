"""Classes of acts in the tables: their shares are as the README says, and one too many is refused in one line."""

import shutil

import pytest

from sim.errors import InputError
from sim.inputs.folder import config_dir, scenario_names
from sim.inputs.scenario import load_scenario


@pytest.mark.parametrize(("name", "binding", "treaties"), [("us_2023", 0.0977, 0.07), ("canada_2023", 0.0659, 0.096)])
def test_shares_are_as_documented(name, binding, treaties):
    """A tenth of all issues, or what is left of it where provinces need nobody's consent; few of them treaties."""
    domains = load_scenario(name).domains
    both = domains["share"] @ (domains["treaty"] + domains["compact"])
    assert both == pytest.approx(binding, abs=5e-4)
    assert domains["share"] @ domains["treaty"] / both == pytest.approx(treaties, abs=5e-3)


def test_treaties_a_year():
    for name, rate, year in (("us_2023", 50, 18), ("canada_2023", 23, 7.6)):
        domains = load_scenario(name).domains
        assert 52 * rate * domains["share"] @ domains["treaty"] == pytest.approx(year, abs=0.5)


def test_textbooks_know_no_law_but_the_one_of_consent():
    for name in scenario_names():
        if name.startswith("textbook_"):
            domains = load_scenario(name).domains
            assert (domains["treaty"].any() or domains["compact"].any()) == (name == "textbook_consent")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("0.1,0.3,1,1,2,3", "0.8,0.3,1,1,2,3", "column compact: 0.3 and treaty make 1.1; expected treaty and "),
        ("0.1,0.3,1,1,2,3", "-0.1,0.3,1,1,2,3", "column treaty: -0.1 is negative; expected a number from 0 to 1"),
        ("0.1,0.3,1,1,2,3", "0.1,,1,1,2,3", "column compact: empty; expected a number from 0 to 1"),
    ],
)
def test_a_fault_is_one_line_that_says_where(tmp_path, old, new, said):
    folder = shutil.copytree(config_dir() / "scenario" / "toy", tmp_path / "mine")
    text = (folder / "domains.csv").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / "domains.csv").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(folder)
    assert str(caught.value).startswith("domains.csv row 2 ") and said in str(caught.value)
