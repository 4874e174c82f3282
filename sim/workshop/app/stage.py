"""Where everybody stands on the stage: the centre among its departments, those at home left, those abroad right,
private actors below. Positions follow from the tables alone. Units: of a picture 1000 wide and 640 high."""

import math

import numpy as np

from sim.world.scenario import Scenario

WIDTH, HEIGHT, CENTRE = 1000, 640, (500.0, 290.0)
NAMED = 6  # of the largest at home and abroad


def arcs(n: int, side: int) -> list[tuple[float, float]]:
    """n places on arcs about the centre; side -1: left, 1: right."""
    found: list[tuple[float, float]] = []
    n_arcs = max(1, math.ceil(n / 28))
    radii = [270.0 + 58.0 * k for k in range(n_arcs)]
    left = n
    for k, radius in enumerate(radii):
        here = round(left * radius / sum(radii[k:]))
        for i in range(here):
            angle = math.radians(-66.0 + 132.0 * (i + 0.5) / here)
            found.append((CENTRE[0] + side * radius * math.cos(angle), CENTRE[1] + 0.78 * radius * math.sin(angle)))
        left -= here
    return found


def ring(n: int, radius: float = 92.0) -> list[tuple[float, float]]:
    return [(CENTRE[0] + radius * math.cos(2 * math.pi * (i + 0.5) / n), CENTRE[1] + radius * math.sin(2 * math.pi * (i + 0.5) / n)) for i in range(n)]


def shelf(n: int) -> list[tuple[float, float]]:
    return [(CENTRE[0] + 52.0 * (i - (n - 1) / 2), HEIGHT - 40.0) for i in range(n)]


def largest(values) -> set[int]:
    return set(np.argsort(-np.asarray(values, float), kind="stable")[:NAMED].tolist())


def nodes(scenario: Scenario) -> list[dict]:
    """Everybody, in the order: centre, departments, states and cities, counterparts, private actors."""
    s = scenario
    found = [{"kind": "centre", "code": "centre", "name": s.centre["name"], "label": s.centre["name"], "x": CENTRE[0], "y": CENTRE[1]}]
    groups: tuple = (("department", s.departments, ring(len(s.departments)), set()),
              ("home", s.subnationals, arcs(len(s.subnationals), -1), largest(np.where(s.parent < 0, s.economy, 0.0))),
              ("abroad", s.counterparts, arcs(len(s.counterparts), 1), largest(s.counterparts["gdp_musd"])),
              ("private", s.privates, shelf(len(s.privates)), set()))
    for kind, table, places, named in groups:
        for k, (code, name, (x, y)) in enumerate(zip(table.codes, table.names, places, strict=True)):
            found.append({"kind": kind, "code": code, "name": name, "label": name if k in named else "", "x": round(x, 1), "y": round(y, 1)})
    return found
