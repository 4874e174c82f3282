"""Mesa's batch_run and run_model: they end with the decade, and iterations are replicates of one seed."""

import warnings

import mesa
import pytest

from sim import DiplomacyModel
from sim.errors import InputError
from sim.model.records import SERIES

SHORT = {"scenario": "toy", "years": 0.1}  # 6 weeks


def batch(parameters=None, iterations=1, **settings):
    """Rows of a batch: one a run, or one a step if data_collection_period=1."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of iterations, since 3.5
        rows = mesa.batch_run(
            DiplomacyModel, SHORT | (parameters or {}), iterations=iterations, display_progress=False, **settings
        )
    found = {(row["RunId"], row["Step"]): row for row in rows}  # Mesa 3.5 gives one for each agent
    return [found[place] for place in sorted(found)]


def series(rows):
    return [tuple(row[name] for name in SERIES.names) for row in rows]


def last_week(**settings):
    model = DiplomacyModel(**SHORT | settings).run_for(6)
    return tuple(model.world.series[5].tolist())


def test_iterations_are_replicates_of_the_seed():
    """Other worlds each, the same in every batch and under every policy."""
    rows = batch({"policy": ["centralized", "combined"]}, iterations=3)
    assert [row["iteration"] for row in rows] == [0, 0, 1, 1, 2, 2]
    expected = [last_week(policy=row["policy"], replicate=row["iteration"]) for row in rows]
    assert series(rows) == expected and len(set(expected)) == 6
    assert series(batch({"policy": ["centralized", "combined"]}, iterations=3)) == expected


@pytest.mark.skipif(mesa.__version__ >= "3.5", reason="the seed is given as rng there")
def test_seeds_and_replicates_among_the_parameters():
    found = series(batch({"seed": [3, 4]}, iterations=2))
    assert found == [last_week(seed=s, replicate=r) for r in (0, 1) for s in (3, 4)]
    assert series(batch({"seed": 3, "replicate": [5, 0]}, iterations=2)) == 2 * [
        last_week(seed=3, replicate=5),
        last_week(seed=3),
    ]


@pytest.mark.skipif(mesa.__version__ < "3.5", reason="there is no rng before")
def test_seeds_as_rng():
    rows = batch(iterations=None, rng=[3, 4, None])
    assert series(rows) == [last_week(seed=s, replicate=r) for r, s in enumerate((3, 4, 1))]


def test_every_week_comes_back():
    rows = batch(data_collection_period=1)
    model = DiplomacyModel(**SHORT).run_for(6)
    assert series(rows) == [tuple(row) for row in model.world.series.tolist()]


def test_a_batch_shorter_than_the_decade():
    rows = batch({"years": 1}, max_steps=4)
    weeks = 5 if mesa.__version__ < "3.5" else 4  # Mesa 3.3 goes one step further than it is told
    model = DiplomacyModel("toy", years=1).run_for(weeks)
    assert series(rows) == [tuple(model.world.series[weeks - 1].tolist())]


@pytest.mark.slow  # two fresh processes
def test_a_batch_in_processes():
    assert series(batch(iterations=4, number_processes=2)) == series(batch(iterations=4))


def test_a_batch_that_collects_nothing():
    """Mesa 3.3 gives a row a run all the same, 3.5 none."""
    assert all("trust" not in row for row in batch({"collect": False}, iterations=2))


def test_a_mapping_stands_in_a_list():
    assert series(batch({"parameters": [{"load": 1.5}]})) == [last_week(parameters={"load": 1.5})]
    with pytest.raises(InputError, match="parameters: 'load'; expected values by name"):
        batch({"parameters": {"load": 1.5}})


def test_run_model_ends_with_the_decade():
    model = DiplomacyModel(**SHORT)
    assert model.running
    model.run_model()
    assert (model.running, model.tick, model.steps) == (False, 6, 6)
    for _ in range(2):
        with pytest.raises(InputError, match="6 weeks of this world are over"):
            model.step()
    model.run_model()
    assert model.steps == model.tick == 6 and len(model.datacollector.get_model_vars_dataframe()) == 6


@pytest.mark.parametrize("dt", [0.5, 2])
def test_steps_are_ticks(dt):
    """As reporters see them, too."""
    model, seen = DiplomacyModel("toy", years=0.2, dt=dt), []
    model.datacollector = mesa.DataCollector(model_reporters={"t": lambda m: seen.append((m.tick, m.steps))})
    model.run_for(4)
    assert model.steps == model.tick == 4 / dt and sorted(set(seen)) == [(k, k) for k in range(1, model.tick + 1)]
