"""What keys and outcomes are called, from where each is declared."""

from sim.model.levers import LEVERS
from sim.model.metrics import METRIC
from sim.model.parameters import PARAMETERS
from sim.model.units import on_axis, plain, quantity

__all__ = ["METRIC", "axis_name", "better_of", "key_name", "lever_said", "metric_name", "unit_of", "value_name"]
SETTINGS = {"run.years": ("length of the run", "years")}


def metric_name(name: str) -> str:
    """`conclusion_p90` -> time to agreement, 90th pct.; what is no outcome is spelled out from its own name."""
    return METRIC[name].title if name in METRIC else name.replace("_", " ")


def called(metric: str) -> str:
    """The name of an outcome, to stand at the head of a row."""
    words = metric_name(metric)
    return words[0].upper() + words[1:]


def named(metric: str) -> tuple[str, str, str]:
    """How a sentence about an outcome begins: more of it, less of it, and the thing itself."""
    said = (METRIC[metric].more, METRIC[metric].less, METRIC[metric].thing) if metric in METRIC else ("", "", "")
    made = (f"More: {metric_name(metric)}", f"Less: {metric_name(metric)}", called(metric))
    return said if all(said) else made


def unit_of(metric: str) -> str:
    return on_axis(METRIC[metric].unit) if metric in METRIC else ""


def better_of(metric: str) -> int:
    return METRIC[metric].better if metric in METRIC else 0


def axis_name(key: str) -> str:
    """`delegation.office` -> subnational office, desks (delegation.office)."""
    parameter = PARAMETERS.get(key.removeprefix("parameters."))
    if key in LEVERS:
        return f"{LEVERS[key].axis} ({key})"
    if key in SETTINGS:
        return f"{', '.join(SETTINGS[key])} ({key})"
    return f"{parameter.axis} ({key})" if parameter and key.startswith("parameters.") else key


def key_name(key: str) -> str:
    """`delegation.office` -> Subnational office."""
    parameter = PARAMETERS.get(key.removeprefix("parameters."))
    if key.startswith("agents."):
        return f"Class of {key.removeprefix('agents.')}"
    if key in LEVERS:
        name = LEVERS[key].title
    elif key in SETTINGS:
        name = SETTINGS[key][0]
    else:
        name = parameter.meaning if parameter and key.startswith("parameters.") else key.rpartition(".")[2]
    return name.replace("_", " ").capitalize()


def value_name(key: str, value: float | str, brief: bool = False) -> str:
    """A value of a key in words; brief: without the scale of a plain intensity."""
    if key in LEVERS:
        return LEVERS[key].said(value, brief)
    if isinstance(value, str):
        return value.replace("_", " ").replace("+", ", ")
    return quantity(value, SETTINGS[key][1]) if key in SETTINGS else plain(value)


def lever_said(key: str, value: float | str) -> str:
    """`delegation.level`, 0.5 -> share of each open domain delegated 50%; of what a path says, the words of its key:
    `policy.phases.1.year`, 2.0 -> phases 1 year 2."""
    if key not in LEVERS:
        return f"{key.removeprefix('policy.').replace('.', ' ')} {value if isinstance(value, str) else f'{value:g}'}"
    return f"{LEVERS[key].title} {value if isinstance(value, str) else LEVERS[key].said(value, brief=True)}"
