"""The levers of all columns, group by group: a plain name, a sentence, each policy's setting, the staff it takes."""

import inspect
from dataclasses import fields
from functools import lru_cache

from sim.figures.names import LEVER, number
from sim.model.policy import GROUPS, Policy, levers
from sim.setup.config import describe
from sim.setup.limits import LEVERS
from sim.setup.overrides import presets
from sim.tell.document import lever_meanings
from sim.web.app.view import View, setups
from sim.web.levers import TIME, amount, bill, spoken

STEP = {
    "coordination.slots": 1.0,
    "coordination.exercises": 1.0,
    "coordination.escalation": 1.0,
    "delegation.office": 1.0,
    "oversight.patrol_period": 0.5,
    "oversight.liaison": 0.5,
    "investment.grants": 0.01,
    "delegation.min_capacity": 0.05,
}
# Where a slider ends; beyond it a link or a command line goes.
REACH = {
    "coordination.slots": 40.0,
    "delegation.office": 40.0,
    "delegation.min_capacity": 2.0,
    "oversight.patrol_period": 104.0,
}
# Where the meaning of a lever in the documents speaks of how it is written.
ABOUT = {
    "delegation.scope": "which matters may be handed over at all",
    "delegation.form": "how free those are who are given a matter",
    "delegation.staff": "who is paid for what is handed over",
}
PLACE = {"delegation.scope": ("all", "subnational")}


@lru_cache(maxsize=1)
def declared() -> list[dict]:
    """What does not change: groups with their levers."""
    found = []
    for group, module in GROUPS.items():
        kind = type(getattr(Policy(), group))
        title, _, about = str(inspect.getdoc(module)).partition(":")
        meanings, rows = lever_meanings(kind), []
        for lever in fields(kind):
            key = f"{group}.{lever.name}"
            limit, (name, unit) = LEVERS[key], LEVER[key]
            row: dict = {
                "key": key,
                "name": name.capitalize(),
                "about": ABOUT.get(key, meanings[lever.name]),
                "unit": unit,
            }
            if limit.kind == "number":
                row |= {
                    "low": limit.low,
                    "high": REACH.get(key, limit.high),
                    "step": STEP.get(key, 0.05),
                    "choices": [],
                }
            else:
                choices = limit.choices or PLACE[key]
                row |= {
                    "choices": [{"value": one, "text": upper(amount(key, one).partition(":")[0])} for one in choices]
                }
            rows.append(row)
        found.append({"name": title.strip(), "about": upper(about.strip()), "levers": rows})
    return found


def policies() -> list[dict]:
    return [{"value": name, "text": spoken(name).capitalize()} for name in presets("policy")]


def title(name: str) -> str:
    """As it stands at the head of a column."""
    return upper(spoken(name))


def upper(words: str) -> str:
    return words[0].upper() + words[1:]


def columns(view: View) -> list[dict]:
    """What each policy is and costs, and its value of every lever."""
    found = []
    for column, setup in zip(view.columns, setups(view), strict=True):
        fte, headcount = bill(setup)
        total = sum(fte.values())
        values = {}
        for key, value in levers(setup.policy).items():
            staff = f"{number(fte[key])} staff" if fte.get(key) else TIME.get(key, "") if value else ""
            values[key] = {
                "value": value,
                "text": amount(key, value),
                "detail": amount(key, value).partition(": ")[2] if isinstance(value, str) else "",
                "staff": staff,
                "moved": key in column.levers,
            }
        found.append(
            {
                "preset": column.preset,
                "name": setup.policy.name,
                "title": title(setup.policy.name),
                "about": describe("policy", column.preset),
                "changed": len(column.levers),
                "values": values,
                "staff": number(total, 4),
                "headcount": number(headcount, 5),
                "share": min(100.0, 100.0 * total / headcount),
                "percent": f"{100 * total / headcount:.2g}",
                "over": bool(total >= headcount),
            }
        )
    return found
