"""From presets and overrides to one checked `Setup`. Hydra composes the presets here; below, nobody has heard of it.

A choice of presets is composed once and kept; levers, parameters and settings are assigned to it as plain values. So
10,000 points of a sweep cost one composition, and nothing that a user typed is ever interpreted by Hydra.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, make_dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from sim.errors import InputError, shown
from sim.inputs.folder import config_dir, named_folders, scenario_names
from sim.inputs.in_use import studies
from sim.inputs.scenario import Scenario, load_scenario
from sim.model.limits import BREEDING, LEVERS, SETTINGS, Run
from sim.model.path.fits import check_path
from sim.model.path.path import read_path
from sim.model.policy import GROUPS, KINDS, Policy, fields_of, said
from sim.setup.fitting import check_places
from sim.setup.named import own_pages
from sim.setup.overrides import AGENTS, NO_CLASS, PRESET_GROUPS, check_value, presets, read_overrides
from sim.setup.paths import PARTS, by_key, check_scopes, expanded, flattened, is_of_path
from sim.setup.presets import own_presets, read_preset
from sim.setup.written import prefixed, values_of

__all__ = ["Run", "Setup", "config_dir", "policy_names", "presets", "resolve", "setup_from"]


@dataclass
class Setup:
    """All that decides the result of a run: federation, policy, assumptions, how long and how often."""

    scenario: str = "us_2023"
    policy: Policy = field(default_factory=Policy)
    parameters: dict[str, float] = field(default_factory=dict)  # departures from the table and the scenario's page
    run: Run = field(default_factory=Run)
    agents: dict[str, str | type] = field(default_factory=dict)  # classes of one's own, by agent or kind of agent


SHORT = {key.partition(".")[2]: key for key in SETTINGS}  # years is run.years
_composing = Lock()  # Hydra's parser has tables that threads would share


def page(name: str, *fields: tuple[str, Any, Any], base: tuple[type, ...] = ()) -> type:
    """The type of a page that Hydra reads: what it sets, and `about`, what it stands for."""
    return make_dataclass(name, [*fields, ("about", str, "")], bases=base)


# One node per folder of configs/; the levers by group, as they are declared.
PAGES = {group: page(group, *fields_of(group)) for group in GROUPS} | {"run": page("run", base=(Run,))}
Configuration: Any = page(
    "Configuration",
    ("name", str, "centralized"),
    ("scenario", str, "us_2023"),
    *((group, kind, field(default_factory=kind)) for group, kind in PAGES.items()),
    ("phases", list[Any], field(default_factory=list)),
    ("rules", list[Any], field(default_factory=list)),
    ("reform", dict[str, Any], field(default_factory=dict)),
    ("turnover", dict[str, Any], field(default_factory=dict)),
    ("review", Any, None),
    ("path", dict[str, Any], field(default_factory=dict)),  # of python -m sim.app: policy.phases.1.year=2
    ("parameters", dict[str, float], field(default_factory=dict)),
    ("agents", dict[str, str], field(default_factory=dict)),
)


def policy_names() -> list[str]:
    return presets("policy")


def register(store, folders: Iterable[str] = (), pages: Iterable[tuple[str, str]] | None = None) -> None:
    """Put into a ConfigStore the types, each scenario as a preset of its name, and the presets of studies, all or these
    (group, name); `folders` are a user's own scenarios. Raises InputError at a page with a fault."""
    from omegaconf import OmegaConf

    schema = OmegaConf.structured(Configuration)
    for free in (schema.parameters, schema.agents, schema.reform, schema.turnover, schema.path):
        OmegaConf.set_struct(free, False)  # parameters.load=1.1, though no page says anything of it
    store.store(name="schema", node=schema)
    every = [(group, name) for group in PRESET_GROUPS for name in own_pages(group)]
    for group, name in every if pages is None else pages:
        whole = "_global_" if group == "policy" else None
        store.store(name=name, group=group, node=read_preset(group, name), package=whole)
    for name in [*scenario_names(), *folders]:
        *place, leaf = [part for part in name.split("/") if part]  # a path is a group in groups
        store.store(name=leaf, group="/".join(["scenario", *place]), node={"scenario": name}, package="_global_")


def from_hydra(composed, keys: Iterable[str] = ()) -> Setup:
    """A composed configuration as a Setup; `keys` are those that were overridden. Raises InputError."""
    from omegaconf import OmegaConf

    tree: Any = OmegaConf.to_object(composed)
    if isinstance(tree, dict):  # untyped; the type is ours, or what another process has unpickled of it
        raise InputError("config.yaml: not the configuration of this program; expected 'schema' among its defaults")
    parts = {group: {k: v for k, v in vars(getattr(tree, group)).items() if k != "about"} for group in PAGES}
    run = Run(**parts.pop("run"))
    policy = Policy(**{group: KINDS[group](**values) for group, values in parts.items()}, name=marked(tree.name, keys))
    said = values_of(Setup(tree.scenario, policy, tree.parameters, run, tree.agents))
    setup = setup_of(said | flattened({part: getattr(tree, part) for part in PARTS}), Setup())
    return setup_of({"name": setup.policy.name} | by_key(tree.path), setup) if tree.path else setup


def loader(pages: Iterable[tuple[str, str]] = ()):
    """Hydra's loader of our pages, and of these of studies, with a store of its own: `hydra.initialize` would change
    what everybody in the process shares, and the caller, or another thread of it, may be a Hydra program with pages
    named like ours."""
    from hydra._internal.config_loader_impl import ConfigLoaderImpl
    from hydra._internal.utils import create_config_search_path
    from hydra.core.config_store import ConfigStore

    made = ConfigLoaderImpl(create_config_search_path(str(config_dir().resolve())))
    store = object.__new__(ConfigStore)  # calling it would give the one that is shared
    store.repo = {"hydra": ConfigStore.instance().repo["hydra"]}
    register(store, pages=pages)
    source: Any
    for source in made.repository.get_sources():
        if source.scheme() == "structured":
            source.store = store
    return made


def compose(choices: tuple[tuple[str, str], ...]) -> Setup:
    """The Setup of one choice of presets. Shared: copy before changing."""
    return composed(choices, tuple(study.digest for study in studies()))


@lru_cache(maxsize=4096)
def composed(choices: tuple[tuple[str, str], ...], studies_in_use: tuple[str, ...]) -> Setup:
    """Composed once as long as the same studies are in use."""
    from hydra.errors import HydraException
    from hydra.types import RunMode
    from omegaconf import open_dict
    from omegaconf.errors import OmegaConfBaseException

    needed = own_presets(choices)
    try:
        with _composing:
            words = [f"{group}={name}" for group, name in choices]
            tree = loader(needed).load_configuration("config", words, RunMode.RUN)
        with open_dict(tree):
            del tree["hydra"]
        return from_hydra(tree)
    except (HydraException, OmegaConfBaseException) as error:
        chosen = " ".join(f"{group}={name}" for group, name in choices) or "config.yaml"
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise InputError(
            f"{chosen}: cannot be composed ({first.strip()}); expected presets as they were installed"
        ) from None


def clone(part):
    """A copy of a dataclass; ten times quicker than `replace`, which a sweep of 10,000 points would feel."""
    fresh = object.__new__(type(part))
    fresh.__dict__.update(part.__dict__)
    return fresh


def copied(setup: Setup, name: str | None = None) -> Setup:
    """The same Setup with nothing shared."""
    policy = setup.policy
    parts = {group: clone(getattr(policy, group)) for group in GROUPS}
    policy = Policy(**parts, name=name or policy.name, path=dict(policy.path))
    return Setup(setup.scenario, policy, dict(setup.parameters), clone(setup.run), dict(setup.agents))


def marked(name: str, keys: Iterable[str]) -> str:
    """The name of a policy when these keys were set: a plus says that its levers were changed."""
    return name + "+" * ("name" not in keys and any(key in LEVERS or key in GROUPS or is_of_path(key) for key in keys))


def assign(setup: Setup, values: dict) -> Setup:
    """A copy with checked values put in their places."""
    result = copied(setup, marked(setup.policy.name, values))
    for key, value in values.items():
        part, _, leaf = key.partition(".")
        if part == "parameters":
            result.parameters[leaf] = float(value)
        elif key == "scenario":
            result.scenario = value
        elif key == "name":
            result.policy.name = value
        elif part == "agents":
            result.agents.pop(leaf, None)
            result.agents |= {} if value == NO_CLASS else {leaf: value}
        elif part == "run" and leaf:
            setattr(result.run, leaf, value)
        elif leaf and not is_of_path(key):
            setattr(getattr(result.policy, part), leaf, value)
    result.policy.path |= expanded({key: value for key, value in values.items() if is_of_path(key)})
    return result


def check_together(setup: Setup) -> Setup:
    """What only shows in combination."""
    run = setup.run
    ticks = 52 / run.dt
    if abs(ticks - round(ticks)) > 1e-6:
        raise InputError(
            f"run.dt: {shown(run.dt)}; expected weeks that divide a year of 52, such as 0.25, 0.5, 1, 2 or 4"
        )
    if run.years * 52 < run.dt:
        raise InputError(f"run.years: {shown(run.years)} is less than one tick; expected at least {run.dt / 52:.6g}")
    if setup.policy.path:
        check_path(read_path(setup.policy.path), run.years * 52.0)
        check_scopes(setup.policy, setup.scenario)
    return setup


def place_of(setup: Setup) -> tuple:
    """Its values of `fitting.PLACE`."""
    policy, values = setup.policy, (setup.parameters.get(name) for name in BREEDING)
    return setup.scenario, policy.delegation.scope, policy.coordination.institutions, *values


def assemble(values: dict, base: Setup | None = None) -> Setup:
    """The Setup of presets and values by key, each of them checked already, on the base that is given or that the
    presets compose; whether it fits its scenario is `check_places`' matter."""
    choices = tuple(sorted((key, value) for key, value in values.items() if key in PRESET_GROUPS))
    return check_together(assign(base or compose(choices), values))


def setup_of(values: dict, base: Setup | None = None) -> Setup:
    """The Setup of values by key, once every one of them, their combination and their place are checked. Raises
    InputError. All ways from words to a Setup end here, but for `assemble` where many share what was checked."""
    setup = assemble({key: check_value(key, value) for key, value in values.items()}, base)
    check_places([place_of(setup)])
    return setup


def resolve(overrides=()) -> Setup:
    """The Setup that a list of `key=value` describes, as on the command line."""
    assignments = read_overrides(overrides)
    for one in assignments:
        if one.swept:
            values = ",".join(map(str, one.values[:4]))
            raise InputError(f"{one.key}: several values ({shown(values)}); expected one, or the sweep command")
    return setup_of({one.key: one.values[0] for one in assignments})


def setup_from(
    policy: str | Policy = "centralized",
    scenario: str | Path | Scenario = "us_2023",
    parameters=None,
    run=None,
    agents=None,
    **values,
) -> Setup:
    """A Setup from Python: `setup_from("guided_delegation", years=5, **{"delegation.level": 0.5})`.

    Names without a dot are presets (`oversight="alarm"`) or settings of the run (`years`, `replicates`, ...).
    """
    if not isinstance(policy, (str, Policy)):
        raise InputError(f"policy: {shown(policy)}; expected the name of a preset or a Policy")
    for group in GROUPS if isinstance(policy, Policy) else ():
        if not isinstance(part := getattr(policy, group), KINDS[group]):
            raise InputError(f"policy: {group}={shown(part)}; expected {KINDS[group].__name__}(...)")
    if isinstance(policy, Policy) and not isinstance(policy.path, Mapping):
        raise InputError(f"policy: path={shown(policy.path)}; expected values by key, or none: {{}}")
    parameters = parameters.to_dict() if hasattr(parameters, "to_dict") else parameters  # a Series
    if not isinstance(agents or {}, Mapping):
        raise InputError(f"agents: {shown(agents)}; expected classes by name or code, such as {{'CA': Mine}}")
    if not isinstance(parameters or {}, Mapping):
        raise InputError(f"parameters: {shown(parameters)}; expected values by name, such as {{'load': 1.1}}")
    known = {SHORT.get(key, key): value for key, value in values.items()}
    known |= {f"parameters.{name}": value for name, value in (parameters or {}).items()}
    known |= {f"{AGENTS}{code}": kind for code, kind in (agents or {}).items()}
    if not isinstance(run, str | Run | None):
        raise InputError(f"run: {shown(run)}; expected the name of a preset")
    stated: dict = {"scenario": word_of(scenario)} | (prefixed("run", run) if isinstance(run, Run) else {})
    known |= {"run": run} if isinstance(run, str) else {}
    if isinstance(policy, str):
        stated["policy"] = policy
    else:
        changed = any(key.partition(".")[0] in GROUPS or is_of_path(key) for key in known)
        held = {key: value for key, value in said(policy).items() if key.partition(".")[0] not in known}
        stated |= {"name": policy.name + "+" * changed, **held}
    return setup_of(stated | known)


def word_of(scenario: str | Path | Scenario) -> str:
    """The name or the folder by which a scenario is found again, in other processes too."""
    if not isinstance(scenario, Scenario):
        return str(scenario)
    folder = load_scenario(scenario).folder
    return next((name for name, place in named_folders().items() if place == folder), str(folder))
