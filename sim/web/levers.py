"""A policy in plain words: the levers that are not off, how far each is set, and the staff it takes."""

from typing import NamedTuple

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


class Bill(NamedTuple):
    """FTE that each lever takes of the headcount, what the links between so many institutions take, the headcount."""

    fte: dict[str, float]
    links: float
    institutions: int
    headcount: float

    @property
    def linked(self) -> str:
        """What the links take for, in words."""
        return f"links between {self.institutions} institutions" if self.links > 0.0 else ""


def bill(setup: Setup) -> Bill:
    """What is taken off the headcount before anybody works."""
    template = prepare(load_scenario(setup.scenario), setup.policy, setup.parameters, 1.0, setup.run.dt)
    given, regime = template.world.given[0], template.world.regime[0]
    return Bill(template.fte, float(regime["links"]), len(template.world.departments), float(given["headcount"]))


def posts(fte: float) -> str:
    """Staff in whole posts; of a small service three digits."""
    return plain(round(fte) if fte >= 100 else float(f"{fte:.3g}"))


def rows(setup: Setup) -> list[tuple[str, str, str]]:
    """What is done, how far, and the staff it takes, a row for each lever that is on, and one for links between
    institutions if they take any; the last row is their sum."""
    paid = bill(setup)
    fte = paid.fte
    found = []
    for key, value in pulled(setup.policy).items():
        cost = posts(fte[key]) if fte.get(key) else LEVERS[key].paid or "none"
        found.append((LEVERS[key].title.capitalize(), LEVERS[key].said(value), cost))
    if paid.linked:
        found.append((paid.linked.capitalize(), "under every policy", posts(paid.links)))
    total = sum(fte.values()) + paid.links
    share = f"{100 * total / paid.headcount:.2g}% of the {plain(paid.headcount)} staff" if total else "nothing"
    return [*found, ("All together", share, posts(total))]
