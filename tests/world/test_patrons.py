"""Patrons of private actors: a column of privates.csv that names a counterpart, or nobody."""

import re
import shutil

import pytest

from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.inputs.scenario import load_scenario

TOY = config_dir() / "scenario" / "toy"
OTHERS = (
    "code,name,gdp_musd,population,ideal,agreement,ally,rival,capability,ties,source\n"
    "mainland,Mainland,600,12000,0.2,0.6,1,0,0.2,12,assumed\n"
)


def patrons(world):
    return {
        code: world.counterparts.codes[row]
        for code, row in zip(world.privates.codes, world.patron, strict=True)
        if row >= 0
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("us_2023", {"expeditionary_force": "RUS", "intelligence_vendor": "ISR", "social_platform": "CHN"}),
        ("canada_2023", {"cloud_platform": "USA", "intelligence_vendor": "ISR"}),
        ("toy", {"contractor": "RIV"}),
        ("textbook_queue", {}),
    ],
)
def test_bundled_patrons(name, expected):
    assert patrons(load_scenario(name)) == expected


def test_a_patron_must_be_a_counterpart(tmp_path):
    folder = shutil.copytree(TOY, tmp_path / "mine")
    text = (folder / "privates.csv").read_text()
    (folder / "privates.csv").write_text(text.replace("RIV", "RIVAL"))
    said = (
        "privates.csv row 2 column patron: 'RIVAL' is unknown; expected a code of counterparts.csv, did you mean 'RIV'?"
    )
    with pytest.raises(InputError, match=f"^{re.escape(said)}$"):
        load_scenario(folder)
    (folder / "privates.csv").write_text(text.replace("RIV", ""))
    assert patrons(load_scenario(folder)) == {}


def test_who_brings_counterparts_of_its_own_need_not_know_the_patrons_of_others(tmp_path):
    """Private actors of another scenario keep the patrons that are among them; those of one's own must be."""
    (tmp_path / "scenario.yaml").write_text("like: toy\nname: mine\n")
    assert patrons(load_scenario(tmp_path)) == {"contractor": "RIV"}
    (tmp_path / "counterparts.csv").write_text(OTHERS)
    assert patrons(load_scenario(tmp_path)) == {}
    shutil.copy(TOY / "privates.csv", tmp_path)
    with pytest.raises(InputError, match=r"^privates.csv row 2 column patron: 'RIV' is unknown"):
        load_scenario(tmp_path)
    (tmp_path / "counterparts.csv").write_text(OTHERS.replace("mainland", "RIV"))
    assert patrons(load_scenario(tmp_path)) == {"contractor": "RIV"}
