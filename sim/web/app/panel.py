"""The levers of all columns, group by group: a plain name, a sentence, each policy's setting, the staff it takes."""

from functools import lru_cache

from sim.model.catalogue import Lever
from sim.model.levers import GROUPS, LEVERS
from sim.model.policy import levers
from sim.model.units import number, on_axis, plain
from sim.setup.overrides import presets
from sim.setup.presets import describe
from sim.web.app.view import View, setups
from sim.web.levers import bill, posts, spoken


@lru_cache(maxsize=1)
def declared() -> list[dict]:
    """What does not change: groups with their levers."""
    return [
        {
            "name": group.title,
            "about": group.about,
            "levers": [row(one) for one in LEVERS.values() if one.group == group.name],
        }
        for group in GROUPS.values()
    ]


def row(lever: Lever) -> dict:
    """A lever of the page: its slider, or its choices."""
    made: dict = {
        "key": lever.key,
        "name": lever.title.capitalize(),
        "about": lever.meaning,
        "unit": on_axis(lever.unit),
    }
    if lever.kind == "number":
        high = min(lever.reach, lever.high)
        return made | {"low": lever.low, "high": high, "step": lever.step, "choices": []}
    choices = {one: upper(words.partition(":")[0]) for one, words in lever.choices.items()}
    return made | {"choices": [{"value": one, "text": words} for one, words in choices.items()]}


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
        paid = bill(setup)
        fte, headcount = paid.fte, paid.headcount
        total = sum(fte.values())
        values = {}
        for key, value in levers(setup.policy).items():
            staff = f"{number(fte[key])} staff" if fte.get(key) else LEVERS[key].paid if value else ""
            values[key] = {
                "value": value,
                "text": LEVERS[key].said(value),
                "detail": LEVERS[key].said(value).partition(": ")[2] if isinstance(value, str) else "",
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
                "staff": posts(total),
                "headcount": plain(headcount),
                "links": f", and {posts(paid.links)} for {paid.linked}" if paid.linked else "",
                "share": min(100.0, 100.0 * (total + paid.links) / headcount),
                "percent": f"{100 * total / headcount:.2g}",
                "over": bool(total + paid.links >= headcount),
            }
        )
    return found
