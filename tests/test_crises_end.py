"""Crises lead to crises, but not without end: the branching ratio, its bound at every door, and room for the worst."""

from itertools import product

import numpy as np
import pytest
from by_default import by_default

from sim import DiplomacyModel
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.inputs.shipped import PACKAGE
from sim.model import start
from sim.model.limits import BREEDING, RATIO, branching
from sim.model.parameters import PARAMETERS
from sim.model.policy import Policy
from sim.setup.config import setup_from

OF_CRISES = ("crisis_share", *BREEDING, "crisis_window", "crisis_work")
CORNERS = [
    dict(zip(OF_CRISES, ends, strict=True))
    for ends in product(*((PARAMETERS[name].low, PARAMETERS[name].high) for name in OF_CRISES))
]
ENDLESS = {"excitation": 0.9, "spawn": 0.4}
LINE = "parameters.excitation=0.9, parameters.spawn=0.4: together a branching ratio of crises of 0.972; expected at"


def decade(years=10.0, seed=1, **parameters):
    return start.finish(start.begin(start.prepare(load_scenario("toy"), Policy(), parameters, years), seed))


PAIRS = [(0, 0), (0.5, 0), (0, 0.5), (0.3, 0.15), (0.5, 0.2), (0.7, 0.4)]


@pytest.mark.parametrize("pair", by_default([(0.5, 0), (0.5, 0.2)], PAIRS))
def test_the_branching_ratio_is_what_happens_when_every_crisis_is_lost(pair):
    """Of all crises a share ρ was led to by others: 1/(1 - ρ) for each that arises by itself."""
    (excitation, spawn), n_all, n_first = pair, 0, 0
    lost = {"crisis_window": 1e-3, "surface_rate": 0, "growth": 0}
    for seed in range(8):
        world = decade(50, seed, excitation=excitation, spawn=spawn, **lost)
        issues = world.issues[: int(world.federal["rows"][0])]
        crises = issues["crisis"] > 0
        n_all += crises.sum()
        n_first += (crises & (issues["uid"] < 2**31)).sum()
    assert n_all / n_first == pytest.approx(1 / (1 - branching(excitation, spawn)), rel=0.12)


def test_crises_end_at_every_corner_of_the_documented_ranges():
    for corner in CORNERS:
        assert branching(corner["excitation"], corner["spawn"]) < RATIO
        setup_from("centralized", "toy", corner)


def test_there_is_room_at_every_corner_where_nearly_all_goes_wrong():
    bad = {"load": 1.2, "surface_rate": 0.05, "fading_rate": 0, "private_trouble": 0.8, "tail": 0.7, "leeway": 0.4}
    for corner in CORNERS:
        world = decade(2, **corner, **bad)
        assert world.federal["rows"][0] < len(world.issues)


def test_room_is_for_the_worst_and_grows_with_each_cause():
    def rows(**parameters):
        return len(start.prepare(load_scenario("toy"), Policy(), parameters).world.issues)

    for name in ("excitation", "spawn", "crisis_share"):
        grid = np.linspace(PARAMETERS[name].low, PARAMETERS[name].high, 5)
        assert np.all(np.diff([rows(**{name: x}) for x in grid]) > 0), name


def test_the_command_line_refuses_crises_without_end(capsys):
    assert main(["run", "parameters.excitation=0.9", "parameters.spawn=0.4"]) == 2
    assert main(["sweep", "parameters.excitation=0.3,0.9", "parameters.spawn=0.1,0.4"]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2 and lines[0] == lines[1]
    assert lines[0].startswith("paradip: parameters.excitation=0.9, parameters.spawn=0.4: together")


def test_so_do_python_and_mesa():
    with pytest.raises(InputError, match=LINE):
        setup_from(parameters=ENDLESS)
    with pytest.raises(InputError, match=LINE):
        DiplomacyModel("toy", parameters=ENDLESS)


def test_so_does_a_scenario_alone_and_with_what_is_set_besides(tmp_path):
    toy = (PACKAGE / "configs" / "scenario" / "toy" if (PACKAGE / "configs").is_dir() else None) or (
        PACKAGE.parent / "configs" / "scenario" / "toy"
    )
    page = (toy / "scenario.yaml").read_text()
    assert "parameters:" in page

    def folder(name, **stated):
        (tmp_path / name).mkdir()
        said = "like: toy\nparameters:\n" + "".join(f"  {key}: {value}\n" for key, value in stated.items())
        (tmp_path / name / "scenario.yaml").write_text(said)
        return tmp_path / name

    with pytest.raises(InputError, match="scenario.yaml: key " + LINE):
        load_scenario(folder("endless", **ENDLESS))
    excited = folder("excited", excitation=0.9)
    setup_from(scenario=excited, parameters={"spawn": 0.1})
    with pytest.raises(InputError, match=LINE):
        setup_from(scenario=excited, parameters={"spawn": 0.4})
