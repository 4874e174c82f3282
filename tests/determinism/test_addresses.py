"""A random number has an address, and no two uses share one: every draw of worlds with every mechanism at work is
recorded, with the line that asked for it."""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from purposes import purposes

from sim.inputs.folder import config_dir, scenario_names
from sim.model.records import AT_REVIEW

HERE = Path(__file__).parent
PURPOSES = set(purposes().values())
# Purposes that more than one line draws for, never at one address (the first test below): reads of each.
LINES = {
    "ALARM_DELAY": 2,  # of the pair the first delays what chance finds, the second an alarm
    "AUDIT": 2,  # of the pair the first says whether an act is audited, the second whether chance finds it
    "CHILD": 2,  # crises opened by crises; crises born of what went wrong
    "CRISIS": 2,  # international crises; opportunities and flare-ups, each from an address of its own
    "CONSENT": 2,  # k = 0: when it is decided; k = 1: how
    "ISSUE": 2,  # routine issues, by the block; what arises beside them, one by one
    "OFFSPRING": 2,  # k = 0: how many; k = j + 1: when the j-th
    "PLACE": 2,  # the same
    "TASK": 2,  # k = 0: rank and work; k >= 1: the tries of a gamma variate
}
# Draws that stay as they are and are looked up again, always by the same line.
AGAIN = {
    "CONSENT": "when consent is decided follows from the signature, which is dated back from it",
    "ENTER": "a private actor weighs an opening every week with the caution and the licence of its first look",
    "COURT": "a rival looks at the same places for each actor that it courts, in every tick of the week",
    "JUDGMENT": "the watch asks again when a court voids an act, whenever something else befalls it",
    "LOCAL_SIGNAL": "an actor sees an issue once, for its mandate and for a venture of its own",
    "READING": "and reads the line on it once",
    "ministry.MISREADING": "a department reads the line on an issue once, for a draft that was sent back too",
    "ministry.PART": "its other part is what it is, whoever asks and however often",
    "ministry.REPORT": "and so is what the two departments tell each other of their parts",
    "ministry.TOGETHER": "and whether the centre drafts both",
    "SIGNAL": "a department sees an issue once, for its draft and for what a ruling makes of it",
}


@pytest.fixture(scope="module")
def worlds(rich, toy_prices, tmp_path_factory):
    """(purpose, places with the most reads of one address, addresses) in three worlds that go all ways."""
    place = shutil.copytree(config_dir() / "scenario" / "toy", tmp_path_factory.mktemp("dated") / "toy")
    with open(place / "events.csv", "a", encoding="utf-8") as table:
        table.write("flood,5,20,surge,trade,1,invented\n")
    busy = {"arrival_rate": 3, "clearance_load": 0.99, "consent_time": 5}
    asked = [
        {"levers": rich, "parameters": toy_prices | busy | {"work_shape": 0.5, "spawn": 0.9}, "years": 3},
        {
            "levers": {
                "delegation.level": 0.8,
                "delegation.form": "joint",
                "oversight.preclearance": 1.0,
                "coordination.body": "lead",
                "coordination.slots": 3,
                "coordination.escalation": 0,
            },
            "parameters": busy,
            "years": 0.5,
            "dt": 0.25,
        },
        {
            "levers": {"delegation.level": 0.8, "delegation.form": "consult", "delegation.staff": "moved"},
            "parameters": busy,
            "years": 0.5,
            "dt": 2,
        },
    ]
    done = subprocess.run(
        [sys.executable, HERE / "record_addresses.py"],
        capture_output=True,
        text=True,
        check=True,
        input=json.dumps([one | {"scenario": str(place), "seed": k} for k, one in enumerate(asked)]),
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return [json.loads(line)["drawn"] for line in done.stdout.splitlines()]


def test_no_address_serves_two_lines(worlds):
    shared = [(purpose, places) for drawn in worlds for purpose, places, _ in drawn if len(places) > 1]
    assert shared == [] and len(worlds) == 3


def test_no_address_is_read_twice_unless_it_is_meant(worlds):
    again = {purpose for drawn in worlds for purpose, places, _ in drawn if max(most for _, most in places) > 1}
    assert again == set(AGAIN)
    looks = [max(most for purpose, places, _ in drawn for _, most in places if purpose == "COURT") for drawn in worlds]
    assert looks == [2, 8, 2]  # for each of the two actors that it courts, in each tick of a week: 1, 4 and 1


def test_every_purpose_has_its_own_line(worlds):
    lines, addresses = defaultdict(set), 0
    for drawn in worlds:
        for purpose, places, n in drawn:
            lines[purpose] |= {place for place, _ in places}
            addresses += n
    assert set(lines) == PURPOSES
    assert {purpose: len(found) for purpose, found in lines.items() if len(found) > 1} == LINES
    assert addresses > 5000


@pytest.mark.parametrize("scenario", scenario_names())
def test_names_do_not_share_an_address(prepare, scenario):
    """Nor do the desks of departments, whose numbers follow that of the department."""
    world = prepare(scenario, years=0.1).world
    for table in (world.domains, world.subnationals, world.counterparts, world.privates, world.dated):
        assert len(set(table["uid"])) == len(table)
    desks = world.departments["uid"][:, None] + np.arange(AT_REVIEW + 1)
    assert len(set(desks.ravel() % 2**32)) == desks.size


def test_those_born_in_a_run_have_addresses_of_their_own(simulate):
    world = simulate("us_2023", parameters={"spawn": 0.5, "excitation": 0.6}, years=10)
    issues = world.issues[: int(world.federal["rows"][0])]
    assert len(set(issues["uid"])) == len(issues)
    assert (issues["crisis"] > 0).sum() > 1000 and world.federal["born"][0] > 10
