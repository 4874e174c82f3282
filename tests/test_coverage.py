"""What the articles name and where the model holds it: names are of the catalogue, tests and claims exist."""

import csv
import re
from pathlib import Path

import pytest

from sim.inputs.scenario import TABLES
from sim.model.instruments import INSTRUMENTS
from sim.model.levers import LEVERS
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.study.claims.claim import claim_ids
from sim.tell import coverage

ROOT = Path(__file__).resolve().parents[1]
KNOWN = {*PARAMETERS, *LEVERS, *(one.name for one in METRICS), *INSTRUMENTS}
KNOWN |= {f"{table}.csv" for table in TABLES} | {column for columns in TABLES.values() for column in columns}
ITEMS = coverage.items().to_dict("records")


@pytest.mark.parametrize("one", ITEMS, ids=[one["id"] for one in ITEMS])
def test_an_item_names_what_there_is(one):
    assert one["status"] in coverage.STATUS and one["id"].startswith(one["article"]) and len(one["item"]) > 5
    assert set(one["names"].split()) <= KNOWN
    assert set(one["claim"].split()) <= set(claim_ids())
    assert not one["test"] or (ROOT / one["test"]).is_file()
    assert (one["status"] == "modelled") == (one["reason"] == "")
    assert one["status"] == "left out" or (one["mechanism"] and one["names"])


def test_every_item_stands_once():
    assert len({one["id"] for one in ITEMS}) == len({one["item"] for one in ITEMS}) == len(ITEMS) > 100
    assert all(re.fullmatch(r"S[12]-\d\d", one["id"]) for one in ITEMS)


def test_the_table_is_text_that_can_be_read():
    text = (ROOT / "experiments" / "coverage.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    assert {len(row) for row in rows} == {10} and all(cell == cell.strip() for row in rows for cell in row)
