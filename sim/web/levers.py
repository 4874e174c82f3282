"""A policy in plain words: the levers that are not off, how far each is pulled, and the staff that takes."""

from sim.figures.names import LEVER, plain
from sim.model.policy import Policy, levers
from sim.model.start import prepare
from sim.scenarios.scenario import load_scenario
from sim.setup.config import Setup, describe, presets

WORDS = {
    "mandate": "a mandate: they decide, within guidance", "joint": "joint: they negotiate and the centre signs too",
    "consult": "advice: the centre decides on what they say", "kept": "their own staff does the work",
    "moved": "staff moves from the centre with the work", "subnational": "matters near home alone",
    "shared": "departments settle disputes among themselves", "lead": "one department leads the others",
    "body": "a body of its own",
}  # fmt: skip
# A lever that says how another one works: told when that one is on, and not otherwise.
BESIDE = {
    "delegation.form": "delegation.level", "delegation.scope": "delegation.level", "delegation.cap": "delegation.level",
    "delegation.min_capacity": "delegation.level", "delegation.staff": "delegation.level",
    "oversight.patrol_period": "oversight.patrol", "coordination.escalation": "coordination.slots",
    "coordination.blame": "coordination.reviews",
}  # fmt: skip
ALWAYS = ("delegation.form", "delegation.staff")  # told at their defaults too
TIME = {
    "coordination.exercises": "working time",
    "coordination.authority": "with the body",
    "coordination.slots": "with the body",
}  # paid for otherwise than in posts of its own


def spoken(name: str) -> str:
    """The name of a policy as it is said: `guided_delegation+2` is guided delegation (changed, 2)."""
    preset, plus, place = name.partition("+")
    again, _, _ = preset.partition("-")
    return again.replace("_", " ") + (
        f" (changed{', ' + place if place else ''})" if plus else " (again)" if again != preset else ""
    )


def portrait(name: str) -> str:
    """What a preset stands for; "" for a policy of one's own."""
    return describe("policy", name) if name in presets("policy") else ""


def amount(key: str, value: float | str) -> str:
    if isinstance(value, str):
        return WORDS.get(value, value.replace("_", " ").replace("+", ", "))
    unit = LEVER.get(key, ("", ""))[1]
    if unit in ("share", "probability"):
        return f"{plain(100 * value)}%"
    if unit == "0 to 1":
        return f"{plain(value)} on a scale of 0 to 1"
    return f"{plain(value)} {unit}".strip()


def pulled(policy: Policy) -> dict[str, float | str]:
    """Levers by full name whose value is not the one at which nothing happens."""
    here, off = levers(policy), levers(Policy())
    found = {}
    for key, value in here.items():
        needs = BESIDE.get(key)
        if needs is None:
            told = value != off[key]
        else:
            told = here[needs] != off[needs] and (value != off[key] or key in ALWAYS)
        if told:
            found[key] = value
    return found


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
        cost = posts(fte[key]) if fte.get(key) else TIME.get(key, "none")
        found.append((LEVER.get(key, (key, ""))[0].capitalize(), amount(key, value), cost))
    total = sum(fte.values())
    share = f"{100 * total / headcount:.2g}% of the {plain(headcount)} staff" if total else "nothing"
    return [*found, ("All together", share, posts(total))]
