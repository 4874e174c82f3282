"""A published ledger of two kinds of worlds, as the page reads and tells it."""

import json
import shutil

import pandas as pd
import pytest

from sim.errors import InputError
from sim.runs.intervals import share_said
from sim.web.app.claims import story as tell
from sim.web.app.claims.ledger import FOLDER, published_dir, read_ledger
from sim.web.app.view import View

KINDS = ["evidence", "plausible"]


@pytest.fixture
def folder(tmp_path):
    """The ledger that is published, as if its worlds had agreed with the evidence; beside them half as many hold."""
    made = shutil.copytree(published_dir() / FOLDER, tmp_path / "ledger")
    page = json.loads((made / "manifest.json").read_text())
    page["trial"]["worlds"] = KINDS
    (made / "manifest.json").write_text(json.dumps(page))
    for name in ("ledger", "parts"):
        table = pd.read_csv(made / f"{name}.csv", keep_default_na=False)
        for kind, share in zip(KINDS, (1.0, 0.5), strict=True):
            table[kind], table[f"{kind}_reversed"] = share * table["holds"], table["reversed"]
            if name == "ledger":
                table[f"{kind}_effective"], table[f"{kind}_verdict"] = 100.0, table["verdict"]
        table.to_csv(made / f"{name}.csv", index=False)
    return made


def test_the_first_worlds_are_told_with_the_others_beside(folder):
    ledger = read_ledger(folder)
    said = " ".join(tell.meaning(ledger))
    assert "512 worlds, drawn by weight from a table of worlds that agree with the evidence" in said
    assert "as many worlds sampled over the plausible range of every assumption" in said
    found = ledger.entries["h02"].trials[0]
    assert found.shares.n == 512 and found.shares.effective == 100.0
    assert found.shares.said(found.shares.holds) == share_said(found.shares.holds, 100)
    row = tell.story(ledger.entries["h02"], ledger, View())["trials"][0]
    (line,) = row["others"]
    assert line.startswith(f"Of plausible worlds: holds in {share_said(found.shares.holds / 2, 100)}, reversed in")
    assert line.endswith(f"({found.verdict})")


def test_a_ledger_of_one_kind_has_nothing_beside():
    ledger = read_ledger(published_dir() / FOLDER)
    assert not any(one.others for entry in ledger.entries.values() for one in entry.trials)
    assert tell.story(ledger.entries["h02"], ledger, View())["trials"][0]["others"] == []


def test_a_column_of_worlds_that_is_not_there_gets_a_sentence(folder):
    table = pd.read_csv(folder / "ledger.csv", keep_default_na=False)
    table.drop(columns="plausible_verdict").to_csv(folder / "ledger.csv", index=False)
    with pytest.raises(InputError, match=r"ledger\.csv: columns"):
        read_ledger(folder)
    table.assign(evidence_effective=1e6).to_csv(folder / "ledger.csv", index=False)
    with pytest.raises(InputError, match=r"evidence_effective: '1000000\.0'; expected a number from"):
        read_ledger(folder)
