"""A policy in plain words: the levers that are not off, how far each is set, and the staff it takes."""

from sim.inputs.scenario import load_scenario
from sim.model.levers import LEVERS
from sim.model.policy import Policy, levers
from sim.model.start import prepare
from sim.model.units import plain
from sim.setup.config import Setup, presets
from sim.setup.presets import describe


def spoken(name: str) -> str:
    """The name of a policy as it is said: `guided_delegation+2` is guided delegation (changed, 2)."""
    preset, plus, place = name.partition("+")
    again, _, _ = preset.partition("-")
    return again.replace("_", " ") + (
        f" (changed{', ' + place if place else ''})" if plus else " (again)" if again != preset else ""
    )


def portrait(name: str) -> str:
    """What a preset stands for; "" for a policy of your own."""
    return describe("policy", name) if name in presets("policy") else ""


def pulled(policy: Policy) -> dict[str, float | str]:
    """Levers by key that do something: not at their off value, and not waiting for another that is off."""
    here = levers(policy)
    on = {key for key, value in here.items() if value != LEVERS[key].off}
    return {
        key: here[key]
        for key, lever in LEVERS.items()
        if (key in on or lever.always) and (not lever.needs or not on.isdisjoint(lever.needs))
    }


def bill(setup: Setup) -> tuple[dict[str, float], float]:
    """FTE that each lever takes of the headcount, and the headcount."""
    template = prepare(load_scenario(setup.scenario), setup.policy, setup.parameters, 1.0, setup.run.dt)
    return template.fte, float(template.world.given["headcount"][0])


def posts(fte: float) -> str:
    """Staff in whole posts; of a small service three digits."""
    return plain(round(fte) if fte >= 100 else float(f"{fte:.3g}"))


def rows(setup: Setup) -> list[tuple[str, str, str]]:
    """What is done, how far, and the staff it takes, a row for each lever that is on; the last row is their sum."""
    fte, headcount = bill(setup)
    found = []
    for key, value in pulled(setup.policy).items():
        cost = posts(fte[key]) if fte.get(key) else LEVERS[key].paid or "none"
        found.append((LEVERS[key].title.capitalize(), LEVERS[key].said(value), cost))
    total = sum(fte.values())
    share = f"{100 * total / headcount:.2g}% of the {plain(headcount)} staff" if total else "nothing"
    return [*found, ("All together", share, posts(total))]
