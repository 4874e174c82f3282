"""The same model as a plain Hydra program: `python -m sim.app -m oversight=none,alarm run.replicates=20`.

For people with Hydra's habits: multirun, launchers, sweepers. Its words are read as `paradip` reads them and go to
Hydra in one spelling, so the same words mean the same, and are refused in the same line. Settings of Hydra itself are
taken too (hydra.run.dir=here, hydra/launcher=joblib), so it is meant for the person at the keyboard only.
"""

import json
import logging
import os
import re
import sys
from pathlib import Path

import hydra
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.experimental.callback import Callback
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.errors import InputError, nearest, shown
from sim.inputs.folder import config_dir, find_folder, scenario_names
from sim.inputs.in_use import folder, take_up
from sim.setup import paths
from sim.setup.config import from_hydra, loader, register, resolve
from sim.setup.overrides import PRESET_GROUPS, Assignment, check_key, is_hydras, read_overrides

SOME_FAILED = 5  # exit code
STUDY = "PARADIPLOMACY_STUDY"  # the folder of the study, for the processes that do the jobs
FULL = "HYDRA_FULL_ERROR"  # whoever sets it wants Hydra's tracebacks
BARE = re.compile(r"(?!(?:true|false|null|nan|inf)$)[a-z_][a-z0-9_]*", re.IGNORECASE)  # needs no quotes

HELP = """\
usage: python -m sim.app [options] [key=value ...]

The model of paradip run as a plain Hydra program, for Hydra's multirun, launchers and sweepers. It takes the same
key=value: a preset of a group (policy, delegation, oversight, coordination, investment, run), a single lever
(oversight.alarm=0.5), a key of a policy in time (policy.phases.1.year=2), a parameter (parameters.growth=0.03), a
setting (run.replicates=20), scenario=NAME or the path of a folder. paradip list shows what there is to choose from.
Settings of Hydra itself begin with hydra.
A multirun (-m) takes several values of a key and does one job for each combination; if a job fails, the others
are still done, and the exit code is 5.

options:
  -m, --multirun      one job for each combination of values
  -c, --cfg job       show the configuration without running it; hydra or all: with Hydra's own
  -sc install=bash    print the completion for bash, zsh or fish
  --study DIR         also use the policies, scenarios, agents ... of this folder
  -h, --help          show this text
  --hydra-help        show all options and settings of Hydra

examples:
  python -m sim.app policy=guided_delegation delegation.level=0.5 parameters.load=1.1
  python -m sim.app -m oversight=none,alarm run.replicates=20
  python -m sim.app -m policy=reform_undone policy.phases.1.year=1,2,4
  python -m sim.app -m 'policy=glob(*)' hydra/launcher=joblib
  python -m sim.app scenario=toy run=trial hydra.run.dir=results/mine
  eval "$(python -m sim.app -sc install=bash)"
"""

log = logging.getLogger(__name__)
faults: list[Exception] = []  # of the one job of this process


class Jobs(Callback):
    """Where jobs of a multirun, in whatever process, write that they failed."""

    failures = Path()

    def on_multirun_start(self, config: DictConfig, **_) -> None:
        Jobs.failures = failures_in(config.hydra)
        Jobs.failures.unlink(missing_ok=True)


def told(settings) -> list[str]:
    """The overrides of a job as `paradip` would be told them."""
    return [paths.from_hydra(word) for word in settings.overrides.task]


def failures_in(settings) -> Path:
    return Path(settings.runtime.cwd, settings.sweep.dir, "failures.jsonl")


def app(composed: DictConfig) -> None:
    """One job. It does not raise, or Hydra would give up the others."""
    try:
        simulate(composed)
    except BrokenPipeError:  # nobody reads on, but the results are saved
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as fault:
        log.debug("the job failed", exc_info=True)  # in its log with hydra.verbose=true
        settings = HydraConfig.get()
        if settings.mode == RunMode.RUN:
            faults.append(fault)
            return
        line = str(fault) if isinstance(fault, InputError) else f"{type(fault).__name__}: {fault}"
        entry = [settings.job.num, " ".join(told(settings)), line]
        with failures_in(settings).open("a") as file:
            file.write(json.dumps(entry) + "\n")


def simulate(composed: DictConfig) -> None:
    from sim.commands.output import write_csv, write_manifest, write_parquet
    from sim.commands.provenance import scenario_digests
    from sim.commands.run import describe
    from sim.inputs.scenario import reading_once
    from sim.study import ensemble

    take_up(os.environ.get(STUDY) or None)
    settings = HydraConfig.get()
    setup = from_hydra(composed, [word.partition("=")[0] for word in told(settings)])
    with reading_once():
        frame = ensemble.run(setup)
        digests = scenario_digests([setup])
    summary = ensemble.summarise(frame)
    folder = Path(settings.runtime.output_dir)
    write_parquet(folder / "runs.parquet", frame)
    write_csv(folder / "summary.csv", summary)
    write_manifest(folder, "app", [setup], ["runs.parquet", "summary.csv"], digests)
    here = settings.runtime.cwd
    near = folder.relative_to(here) if folder.is_relative_to(here) else folder
    print(f"{describe(summary)}\n\nsaved in {near}", flush=True)


def perform(words: list[str]) -> int:
    """What the words ask for; the exit code. Raises InputError."""
    from hydra._internal.utils import get_args_parser

    from sim.commands.cli import Parser, add_study, parsed

    before = Parser(add_help=False, allow_abbrev=False)
    add_study(before)
    ours, words = before.parse_known_args(words)
    if ours.study is not None:
        os.environ[STUDY] = ours.study
    take_up(os.environ.get(STUDY) or None)
    os.environ[STUDY] = folder()  # jobs may be done by other processes, or elsewhere
    parser = get_args_parser()
    parser.error = refuse  # type: ignore[method-assign]
    asked = parsed(parser, "sim.app", words)
    options = [word for word in words if word not in asked.overrides]
    if asked.shell_completion:
        from sim.commands.completion import APP, script

        print(script([word.removeprefix("install=") for word in asked.overrides], APP), end="")
        return 0
    if asked.help:
        print(HELP, end="")
        return 0
    sys.argv[1:] = [*options, *for_hydra(asked)]
    logging.raiseExceptions = False  # nor does it matter if nobody reads the log
    OmegaConf.clear_resolver("oc.env")  # a stored configuration holds no value of the environment
    faults.clear()
    Jobs.failures = Path()
    call()
    if faults:
        raise faults[0]
    return tell_failures()


def for_hydra(asked) -> list[str]:
    """The overrides as Hydra is given them. Raises InputError."""
    settings = [checked(word) for word in asked.overrides if is_hydras(word)]
    said = [paths.from_hydra(word) for word in asked.overrides if not is_hydras(word)]
    several = asked.multirun or "hydra.mode=MULTIRUN" in settings
    pages = bool(asked.config_dir or asked.config_path or asked.config_name)  # presets of one's own
    past = [word for word in said if goes_past(word, several, pages)]
    read = read_overrides([word for word in said if word not in past])
    if not (several or pages):
        resolve(said)  # what only shows in combination
    own = [Assignment(one.key, [*map(whole, one.values)], one.swept) if one.key == "scenario" else one for one in read]
    register(ConfigStore.instance(), [name for one in own if one.key == "scenario" for name in one.values])
    if several:
        settings.append("+hydra.callbacks.jobs._target_=sim.app.Jobs")
    return [*settings, *past, *map(spelled, own)]


def refuse(message: str):
    raise InputError(message.removeprefix("argument "))


def checked(word: str) -> str:
    """A setting of Hydra's, if it names no preset, or one that is there. Raises InputError."""
    key, _, name = word.partition("=")
    known = loader().repository.get_group_options(key) if key.startswith("hydra/") else []
    if known and name not in known:
        raise InputError(f"{key}: {shown(name)}; expected one of {', '.join(known)}{nearest(name, known)}")
    return word


def goes_past(word: str, several: bool, pages: bool) -> bool:
    """Whether Hydra alone can say what it means: a preset among pages of one's own, a range for another sweeper."""
    return check_key(word) in PRESET_GROUPS if pages else several and bool(re.search(r"=\s*(interval|tag)\(", word))


def spelled(one: Assignment) -> str:
    """An override as `paradip` understands it, written so that Hydra understands the same."""
    return f"{paths.in_hydra(one.key)}={','.join(map(quoted, one.values))}"


def whole(scenario: str) -> str:
    """The path of a folder from the root, since jobs may be started elsewhere. Raises InputError."""
    folder = find_folder(scenario)
    return scenario if scenario in scenario_names() else str(folder.resolve())


def quoted(value: float | int | str) -> str:
    if isinstance(value, str):
        return value if BARE.fullmatch(value) else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"{int(value)}" if value == int(value) and abs(value) < 1e15 else f"{value!r}"


def call() -> None:
    """Have Hydra do it, with its faults in one line."""
    wanted = os.environ.get(FULL)
    os.environ[FULL] = "1"  # else Hydra itself would tell them, and leave
    program = hydra.main(version_base="1.3", config_path=str(config_dir().resolve()), config_name="config")(app)
    try:
        program()
    except (HydraException, OmegaConfBaseException, ValueError, AssertionError) as fault:
        if wanted == "1":
            raise
        raise InputError(plain(fault)) from None
    except SystemExit as end:
        if end.code:
            raise
    finally:
        os.environ.pop(FULL) if wanted is None else os.environ.update({FULL: wanted})


def plain(fault: Exception) -> str:
    """What Hydra says, in one line, with the nearest key it knows."""
    cause = fault.__cause__
    if isinstance(cause, OmegaConfBaseException) and cause.key is not None and OmegaConf.is_dict(cause.parent_node):
        known = [str(key) for key in cause.parent_node]
        if str(cause.key) not in known:
            return f"{cause.full_key}: not known; expected one of {', '.join(known)}{nearest(cause.key, known)}"
    said = re.split("(?:Config s|S)earch path:", f"{fault}\n{cause or ''}")[0]
    return "; ".join(line.strip() for line in said.splitlines() if line.strip())


def tell_failures() -> int:
    """Name the jobs of a multirun that failed."""
    if not Jobs.failures.is_file():
        return 0
    for number, words, line in sorted(map(json.loads, Jobs.failures.read_text().splitlines())):
        print(f"paradip: {InputError(f'job {number} ({words}) failed: {line}')}", file=sys.stderr)
    return SOME_FAILED


def main() -> None:
    from sim.commands.cli import enter

    enter(perform)


if __name__ == "__main__":
    from sim.app import main  # by its name, as other processes import it

    main()
