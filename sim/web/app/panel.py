"""The levers of all columns, group by group: a plain name, a sentence, each policy's setting, the staff it takes."""

from functools import lru_cache

from sim.model.catalogue import Lever
from sim.model.levers import GROUPS, LEVERS
from sim.model.path.words import parts
from sim.model.policy import levers
from sim.model.units import number, on_axis, plain
from sim.setup.config import Setup
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


HANDLES = {  # what of a path has a slider: its name, its least, its most (None: the years of the run), its step
    "year": ("begins in year", 0.0, None, 0.25),
    "over": ("takes years", 0.0, None, 0.25),
    "from": ("holds from year", 0.0, None, 0.25),
    "for": ("weeks it has to last", 0.0, 104.0, 1.0),
    "every": ("weeks between", 13.0, 260.0, 13.0),
    "dip": ("share of pace lost", 0.0, 0.5, 0.01),
    "weeks": ("weeks it takes", 0.0, 104.0, 1.0),
    "undo": ("probability", 0.0, 1.0, 0.05),
    "locked_in": ("share that is locked in", 0.0, 1.0, 0.05),
}


def in_time(setup: Setup) -> list[dict]:
    """What the path of a policy changes: a sentence, where it stands on a line from the start to the end of the run, in
    percent, and what of it can be moved."""
    path, years, found = setup.policy.path, setup.run.years, []
    for place, sentence in parts(setup.policy):
        start, lasts = path.get(f"{place}.year", path.get(f"{place}.from", 0.0)), path.get(f"{place}.over", 0.0)
        whole = place.partition(".")[0] != "phases"
        handles = []
        for key, value in path.items():
            name = key.removeprefix(f"{place}.")
            if not key.startswith(f"{place}.") or not (name in HANDLES or name in ("above", "below")):
                continue
            words, low, high, step = HANDLES.get(name, (f"{name} which", 0.0, ceiling(value), ceiling(value) / 100))
            most = max(years - step if high is None else high, value)
            handles.append(
                {"key": f"policy.{key}", "name": words, "value": value, "low": low, "high": most, "step": step}
            )
        left = min(100.0 * start / years, 100.0)
        found.append(
            {
                "text": sentence,
                "left": left,
                "width": 100.0 - left if whole else min(100.0 * lasts / years, 100.0 - left),
                "kind": place.partition(".")[0],
                "handles": handles,
            }
        )
    return found


def ceiling(value: float) -> float:
    """A round number a good deal above a bound, for the end of its slider."""
    return 1.0 if 0.0 < value <= 0.5 else float(f"{max(2.5 * abs(value), 1.0):.1g}")


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
                "time": in_time(setup),
            }
        )
    return found
