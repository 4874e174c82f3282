"""One run as a plain Hydra program, for stock Hydra to sweep: composed from the simulator's own presets, with its
outcomes written to its own folder. `python -m experiments.performance.hydra_app -m parameters.load=0.8,0.9`"""

from pathlib import Path

import hydra
import numpy as np
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.runs.work import one
from sim.setup.config import config_dir, from_hydra, register


@hydra.main(version_base="1.3", config_path=str(config_dir().resolve()), config_name="config")
def app(composed: DictConfig) -> None:
    setup = from_hydra(composed)
    scenario = load_scenario(setup.scenario)
    template = start.prepare(scenario, setup.policy, setup.parameters, setup.run.years, setup.run.dt)
    np.save(Path(HydraConfig.get().runtime.output_dir) / "outcomes.npy", one(template, setup.run.seed, 0))


if __name__ == "__main__":
    register(ConfigStore.instance())
    app()
