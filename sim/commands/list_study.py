"""paradip list study: all that the studies in use hold, each page checked."""

from sim.errors import InputError
from sim.inputs.in_use import studies
from sim.inputs.study import FOLDERS, Study


def study() -> str:
    """Raises InputError at the first page with a fault, or if no study is in use."""
    from sim.commands.table import paragraphs

    if not studies():
        raise InputError(
            "list: no study is in use; expected --study DIR, a folder with paradip.yaml, or paradip new study DIR"
        )
    return "\n\n".join(f"{one.title} ({one.folder})\n\n{paragraphs(held(one))}" for one in studies())


def held(one: Study) -> dict[str, str]:
    """What a study holds, as key=value or by its kind and name, with what each is about."""
    from sim.inputs.own_code import load_code, own_classes

    found = {}
    for kind in FOLDERS:
        for name in one.scenarios if kind == "scenario" else one.pages[kind]:
            found[f"{kind} {name}"] = about(kind, name)
    found |= {f"agent {name}": " ".join((kind.__doc__ or "").split()) for name, kind in own_classes(one).items()}
    metrics = load_code(one, "metrics.py")
    return found | {f"metric {metric.name}": metric.meaning for metric in (metrics.METRICS if metrics else ())}


def about(kind: str, name: str) -> str:
    """What a page is about, once it is checked."""
    from sim.inputs.scenario import load_scenario
    from sim.setup.config import resolve
    from sim.setup.overrides import PRESET_GROUPS
    from sim.setup.presets import describe
    from sim.study.claims.claim import read_claim
    from sim.study.evidence.page import read_target
    from sim.study.experiment import read_experiment
    from sim.study.publish.plate import read_plate
    from sim.web.exercise import read_exercise

    if kind in PRESET_GROUPS:
        resolve([f"{kind}={name}"])
        return describe(kind, name)
    read = {
        "scenario": lambda: load_scenario(name).title,
        "experiment": lambda: read_experiment(name).question,
        "claim": lambda: read_claim(name).claim,
        "target": lambda: read_target(name).observed,
        "exercise": lambda: read_exercise(name).question,
        "figure": lambda: read_plate(name).question,
    }
    return read[kind]()
