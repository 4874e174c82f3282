"""The same model as a plain Hydra program: `python -m sim.app -m oversight=none,alarm run.replicates=20`.

For people with Hydra's habits: multirun, launchers, `-sc install=bash`. It takes Hydra's own settings too, so it is
meant for the person at the keyboard only; `paradip` is the guarded door.
"""

import sys
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

from sim.errors import InputError
from sim.scenarios.folder import scenario_names
from sim.scenarios.scenario import reading_once
from sim.setup.config import config_dir, from_hydra, register

OmegaConf.clear_resolver("oc.env")  # a stored configuration holds no value of the environment


def with_whole_paths(word: str) -> str:
    """scenario=../mine as scenario=/home/me/mine: Hydra takes the words after = for the name of a preset."""
    if not word.startswith("scenario="):
        return word
    names = word.partition("=")[2].split(",")
    return "scenario=" + ",".join(
        str(Path(n).resolve()) if n not in scenario_names() and Path(n).is_dir() else n for n in names
    )


@hydra.main(version_base="1.3", config_path=str(config_dir().resolve()), config_name="config")
def app(composed: DictConfig) -> None:
    from sim.commands.output import write_csv, write_manifest, write_parquet
    from sim.commands.provenance import scenario_digests
    from sim.commands.run import describe
    from sim.study import ensemble

    try:
        setup = from_hydra(composed)
        with reading_once():
            frame = ensemble.run(setup)
            digests = scenario_digests([setup])
    except InputError as error:
        print(f"sim.app: {error}", file=sys.stderr)
        sys.exit(2)
    summary = ensemble.summarise(frame)
    print(describe(summary))
    folder = Path(HydraConfig.get().runtime.output_dir)
    write_parquet(folder / "runs.parquet", frame)
    write_csv(folder / "summary.csv", summary)
    write_manifest(folder, "app", [setup], ["runs.parquet", "summary.csv"], digests)


def main() -> None:
    sys.argv[1:] = [with_whole_paths(word) for word in sys.argv[1:]]
    scenarios = [
        name for word in sys.argv[1:] if word.startswith("scenario=") for name in word.partition("=")[2].split(",")
    ]
    register(*(name for name in scenarios if name.startswith("/")))
    app()


if __name__ == "__main__":
    main()
