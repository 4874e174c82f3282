"""What a schedule is, and how one is compiled: phases in their order, for all agents.

A schedule is declared once (`sim/model/week.py`). The compiled driver goes through it as the function written here, the
Mesa model (`sim/agents/model.py`) by asking one agent after another.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from numba.extending import overload

from sim.model.compiled import COMPILES, PART


class Phase(NamedTuple):
    """The table whose rows have their turn, what a Mesa agent of one's own may define for it, and the compiled rule:
    rule(w, row), or rule(w) for the centre, of which there is one."""

    who: str
    does: str
    rule: Callable


class Rounds(NamedTuple):
    """Phases that are gone through again and again until the last of them says that nothing moved, `most` times at
    most."""

    phases: tuple[Phase, ...]
    most: int


Schedule = Sequence[Phase | Rounds]


def write(schedule: Schedule) -> tuple[str, dict[str, Callable]]:
    """The source of a function `go_through(w)`, and the rules that it names."""
    lines, rules = ["def go_through(w):"], {}

    def call(phase: Phase) -> str:
        name = f"{phase.who}_{phase.does}"
        rules[name] = phase.rule
        return f"{name}(w)" if phase.who == "federal" else f"for row in range(w.{phase.who}.shape[0]): {name}(w, row)"

    for entry in schedule:
        if isinstance(entry, Phase):
            lines.append(f"    {call(entry)}")
            continue
        *others, last = entry.phases
        lines.append(f"    for _ in range({entry.most}):")
        lines += [f"        {call(phase)}" for phase in others]
        lines.append(f"        if {call(last)} == 0: break")
    return "\n".join(lines), rules


def in_order(schedule: Schedule) -> Callable:
    """The function of a world that goes through a schedule once, for compiled rules to call. What stands in an overload
    is compiled into its caller and cached with it."""

    def make() -> Callable:
        source, names = write(schedule)
        exec(source, names)
        return names["go_through"]

    if not COMPILES:
        return make()

    def go_through(w):
        """What compiled rules name; the overload says what it is."""

    overload(go_through, jit_options=PART)(lambda w: make())
    return go_through
