"""Whoever calls us may be a Hydra program: its memory, which a process has only one of, is left as it was."""

import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import hydra
import pytest
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.singleton import Singleton
from omegaconf import OmegaConf
from omegaconf.basecontainer import BaseContainer

from sim.setup import config
from sim.setup.config import resolve
from sim.setup.written import to_dict

WORDS = ["policy=combined", "oversight=patrol", "run=trial", "scenario=toy"]
LAZY = {"Plugins", "SourcesRegistry", "VersionBase", "JobRuntime"}  # made by Hydra at its first use


@pytest.fixture(autouse=True)
def anew():
    """Composed in each test, and nothing is left of a caller."""
    before = dict(Singleton._instances), dict(BaseContainer._resolvers)
    config.composed.cache_clear()
    yield
    Singleton._instances.clear()
    Singleton._instances.update(before[0])
    GlobalHydra.instance().clear()
    BaseContainer._resolvers = before[1]


@pytest.fixture
def callers_store(monkeypatch):
    """A caller with pages that are named like ours."""
    store = ConfigStore.instance()
    monkeypatch.setattr(store, "repo", {"hydra": store.repo["hydra"]})
    store.store(name="schema", node={"mine": 1})
    store.store(name="config", node={"mine": 2, "defaults": ["schema", "_self_"]})
    for group in ("scenario", "policy", "oversight"):
        for name in ("us_2023", "toy", "combined", "patrol"):
            store.store(name=name, group=group, node={"mine": 3})
    return store


def memory() -> dict:
    """All that Hydra and OmegaConf keep for the process, down to which objects they are."""
    found = {"resolvers": dict(BaseContainer._resolvers)}
    for kind, one in Singleton._instances.items():
        found[kind.__name__] = one
        found[f"what {kind.__name__} holds"] = {name: held(value) for name, value in vars(one).items()}
    return found


def held(value):
    return {key: held(one) for key, one in value.items()} if type(value) is dict else id(value)


def test_no_memory_of_the_process_is_touched(callers_store, tmp_path):
    alone = to_dict(resolve(WORDS))
    with hydra.initialize_config_dir(str(tmp_path), job_name="mine", version_base="1.2"):
        mine = hydra.compose("config", return_hydra_config=True)
        HydraConfig.instance().set_config(mine)
        OmegaConf.register_new_resolver("schema", lambda: "mine")
        before = memory()
        config.composed.cache_clear()
        assert to_dict(resolve(WORDS)) == alone
        after = memory()
        assert {name for name in after.keys() - before.keys() if name.rpartition(" ")[0] == ""} <= LAZY
        assert {name: after[name] for name in before} == before
        assert HydraConfig.get().job.name == "mine"
        again = hydra.compose("config")
        assert (again.mine, "delegation" in again) == (2, False)
    assert not GlobalHydra.instance().is_initialized()


def test_pages_of_a_caller_do_not_take_the_place_of_ours(callers_store):
    theirs = to_dict(resolve(WORDS))
    callers_store.repo = {"hydra": callers_store.repo["hydra"]}
    config.composed.cache_clear()
    assert to_dict(resolve(WORDS)) == theirs
    assert theirs["oversight"]["patrol"] > 0


def test_threads_of_a_caller_compose_at_the_same_time(callers_store, tmp_path):
    with hydra.initialize_config_dir(str(tmp_path), version_base="1.3"):

        def compose(turn: int):
            if turn % 2:
                return dict(hydra.compose("config"))
            return to_dict(resolve([f"oversight={config.presets('oversight')[turn % 6]}"]))

        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(compose, range(4)))
        assert found[1::2] == [{"mine": 2}] * 2
        config.composed.cache_clear()
        assert found[0::2] == [compose(turn) for turn in range(0, 4, 2)]


PROGRAM = """
import hydra, os
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from omegaconf import OmegaConf
import sim

ConfigStore.instance().store(name="schema", node={"mine": 1, "home": "${oc.env:MINE}"})

@hydra.main(version_base="1.2", config_name="schema")
def main(mine):
    name, folder = HydraConfig.get().job.name, HydraConfig.get().runtime.output_dir
    import sim.app
    pages = sorted(ConfigStore.instance().repo)
    runs = sim.run("combined", scenario="toy", years=0.1, replicates=1, oversight="patrol")
    assert (HydraConfig.get().job.name, HydraConfig.get().runtime.output_dir) == (name, folder)
    assert hydra.compose("schema", ["mine=7"]).mine == 7
    assert sorted(ConfigStore.instance().repo) == pages
    assert hydra.version.getbase().release == (1, 2)
    print("ran", len(runs), mine.mine, mine.home, name)

main()
"""


@pytest.mark.slow
def test_a_hydra_program_that_calls_us(tmp_path):
    """In a process of its own, with a multirun too; to import sim.app takes no resolver away."""
    (tmp_path / "theirs.py").write_text(textwrap.dedent(PROGRAM))
    done = subprocess.run(
        [sys.executable, "theirs.py", "-m", "mine=4,5"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "MINE": "here"},
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("ran")] == [
        "ran 1 4 here theirs",
        "ran 1 5 here theirs",
    ]
