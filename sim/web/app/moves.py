"""What a visitor may do to a view. A message comes from a browser, so each is checked like a link."""

from dataclasses import replace

from sim.errors import InputError, shown
from sim.setup.overrides import check_preset, presets
from sim.web.app import asked, doubting, exercises
from sim.web.app import view as spelling
from sim.web.app.link import READ, read_link
from sim.web.app.view import FEWEST, MOST, Column, View


def place(view: View, message: dict) -> int:
    k = message.get("k")
    if not isinstance(k, int) or isinstance(k, bool) or not 0 <= k < len(view.columns):
        raise InputError(f"column: {shown(k)}; expected one that is there")
    return k


def pull(view: View, message: dict) -> View:
    """A lever of one column. Back where its preset has it, it counts as not moved."""
    k, key = place(view, message), str(message.get("key"))
    value = asked.lever(key, message.get("value"))
    column = view.columns[k]
    policy = spelling.setups(view.with_column(k, Column(column.preset, column.levers | {key: value})))[k].policy
    return view.with_column(k, spelling.column_from(policy, column.preset))


def choose(view: View, message: dict) -> View:
    return view.with_column(place(view, message), Column(check_preset("policy", message.get("value"))))


def add(view: View, message: dict) -> View:
    if len(view.columns) >= MOST:
        raise InputError(f"policies: {MOST} are side by side already; expected at most {MOST}")
    taken = {column.preset for column in view.columns}
    free = [
        name for name in ("whole_of_government", "combined", "laissez_faire", *presets("policy")) if name not in taken
    ]
    return replace(view, columns=(*view.columns, Column(free[0])))


def remove(view: View, message: dict) -> View:
    k = place(view, message)
    if len(view.columns) <= FEWEST:
        raise InputError(f"policies: {len(view.columns)} are left; expected at least {FEWEST}")
    return replace(view, columns=view.columns[:k] + view.columns[k + 1 :])


def assume(view: View, message: dict) -> View:
    """An assumption, or all of them back where they were (no value)."""
    if message.get("key") is None:
        return replace(view, parameters={})
    name = str(message["key"])
    rest = {key: x for key, x in view.parameters.items() if key != name}
    if message.get("value") is None:
        return replace(view, parameters=rest)
    return replace(view, parameters=rest | {name: asked.parameter(name, asked.number(name, str(message["value"])))})


def point(view: View, message: dict) -> View:
    """One point of a scan, side by side."""
    if not view.flip:
        raise InputError("point: nothing is scanned; expected an outcome and an assumption")
    return doubting.at(view, asked.parameter(view.flip[1], asked.number("point", str(message.get("value")))))


def settle(view: View, message: dict) -> View:
    """Scenario, years, number of decades, seed, tab, what is watched or read."""
    key = str(message.get("key"))
    if key not in READ:
        raise InputError(f"{shown(key)}: cannot be set; expected one of {', '.join(READ)}")
    changed = replace(view, **READ[key](str(message.get("value"))))
    return replace(changed, week=0, actor="") if key in ("scenario", "world", "run.years", "run.seed") else changed


def stage(view: View, message: dict) -> View:
    """An exercise, as it begins or with what it says to try next."""
    return exercises.opened(str(message.get("name")), str(message.get("then") or ""))


def reopen(view: View, message: dict) -> View:
    """Another link: the browser went back or forward."""
    return read_link(str(message.get("link")))


MOVES = {
    "lever": pull,
    "policy": choose,
    "add": add,
    "remove": remove,
    "assume": assume,
    "point": point,
    "set": settle,
    "exercise": stage,
    "open": reopen,
}


def moved(view: View, message: object) -> View:
    """The view after a message. Raises InputError: then the old one stands."""
    if not isinstance(message, dict) or str(message.get("do")) not in MOVES:
        raise InputError(f"message: {shown(message)}; expected one of {', '.join(MOVES)}")
    after = MOVES[str(message["do"])](view, message)
    spelling.setups(after)
    if message["do"] != "open" and after.flip == view.flip and spelling.decides(after) != spelling.decides(view):
        return replace(after, flip=())  # it was asked of other numbers
    return after
