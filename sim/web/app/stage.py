"""Where everybody stands on the stage: the departments in a column with the centre amid them, those at home left, those
abroad right, private actors below. The largest stand on the outermost arc, evenly, so that their names have the margin
to themselves. Positions follow from the tables alone. Units: of a picture 1000 wide and 640 high.
"""

import math

import numpy as np

from sim.inputs.scenario import Scenario

WIDTH, HEIGHT, CENTRE = 1000, 640, (500.0, 296.0)
NAMED = 6  # of the largest at home and abroad
ROOM = 185.0  # for departments above the centre, and below it
OUTERMOST, APART, HALF, TALL = 284.0, 43.0, 54.0, 1.06  # radius, between arcs, degrees above and below, height to width
CROWD = 24  # on an arc, about


def arcs(n: int, side: int) -> list[list[tuple[float, float]]]:
    """n places on arcs about the centre, the outermost first; side -1: left, 1: right."""
    radii = [OUTERMOST - APART * k for k in range(max(1, math.ceil(n / CROWD)))]
    found, left = [], n
    for k, radius in enumerate(radii):
        here = round(left * radius / sum(radii[k:]))
        angles = [math.radians(HALF * (2 * (i + 0.5) / here - 1)) for i in range(here)]
        found.append(
            [(CENTRE[0] + side * radius * math.cos(a), CENTRE[1] + TALL * radius * math.sin(a)) for a in angles]
        )
        left -= here
    return found


def seated(sizes: np.ndarray, side: int) -> tuple[list[tuple[float, float]], set[int]]:
    """A place for each, and who is named: the largest, evenly along the outermost arc; all others in their order."""
    outer, *inner = arcs(len(sizes), side)
    named = sorted(np.argsort(-np.asarray(sizes, float), kind="stable")[: min(NAMED, len(outer))].tolist())
    kept = {int((j + 0.5) * len(outer) / len(named)): k for j, k in enumerate(named)}
    rest = iter([place for i, place in enumerate(outer) if i not in kept] + [place for arc in inner for place in arc])
    taken = {k: outer[i] for i, k in kept.items()}
    return [taken[k] if k in taken else next(rest) for k in range(len(sizes))], set(named)


def column(n: int) -> list[tuple[float, float]]:
    """n departments above and below the centre."""
    above = math.ceil(n / 2)
    apart = min(41.0, ROOM / max(above - 1, 1))
    return [
        (
            CENTRE[0] - 74.0,
            CENTRE[1] - 90.0 - apart * (above - 1 - i) if i < above else CENTRE[1] + 90.0 + apart * (i - above),
        )
        for i in range(n)
    ]


def shelf(n: int) -> list[tuple[float, float]]:
    return [(CENTRE[0] + 40.0 + 52.0 * (i - (n - 1) / 2), HEIGHT - 34.0) for i in range(n)]


def short(code: str) -> str:
    """A department in a word or two: `homeland_justice` -> Homeland; `public_safety` -> Public safety; the second of
    two that were one, `state.2` -> State 2."""
    code, dot, again = code.partition(".")
    if dot:
        return f"{short(code)} {again}"
    first, _, rest = code.partition("_")
    return f"{first} {rest}".capitalize() if first in ("global", "national", "public") else first.capitalize()


def nodes(scenario: Scenario) -> list[dict]:
    """Everybody, in the order: centre, departments, states and cities, counterparts, private actors. label: what stands
    beside it always, if anything."""
    s = scenario
    home, at_home = seated(np.where(s.parent < 0, s.economy, 0.0), -1)
    far, abroad = seated(s.counterparts["gdp_musd"], 1)
    found = [
        {
            "kind": "centre",
            "code": "centre",
            "name": s.centre["name"],
            "label": "centre",
            "x": CENTRE[0],
            "y": CENTRE[1],
        }
    ]
    groups: tuple = (
        ("department", s.departments, column(len(s.departments)), set()),
        ("home", s.subnationals, home, at_home),
        ("abroad", s.counterparts, far, abroad),
        ("private", s.privates, shelf(len(s.privates)), set()),
    )
    for kind, table, places, named in groups:
        for k, (code, name, (x, y)) in enumerate(zip(table.codes, table.names, places, strict=True)):
            label = short(code) if kind == "department" else name if k in named else ""
            found.append({"kind": kind, "code": code, "name": name, "label": label, "x": round(x, 1), "y": round(y, 1)})
    return found
