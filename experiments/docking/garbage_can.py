"""A garbage can model of organizational choice: Cohen, March and Olsen (1972), their 324 runs.

Ten choices, twenty problems and ten decision makers meet for twenty periods. In each of the first ten, one choice and
two problems enter. In each period every problem and every decision maker goes to the open choice that it may enter and
that is nearest to being made. Nearest means the least energy required less energy spent, as of the previous period,
counting what it would bring along itself. A choice requires the load of the problems in it (1.1 before it is first
counted), keeps the energy spent on it (0.6 of what decision makers bring), and is made, with its problems, once that
suffices. There are 81 organisations (load x energy x access x decision structure) in 4 orders of entry, and nothing is
random. Two details are from later replications of the article's program, because its text does not state them: the 1.1,
and that an actor's own load or energy counts when it moves but not when it stays or has just entered.

`python -m experiments.docking.garbage_can`
"""

from itertools import product

import numpy as np
from numba import njit

from experiments.docking.gallery import REFERENCE, alone, sheet
from experiments.docking.rows import PUBLISHED, Row, direction, near
from sim.figures.style import COLOURS, HouseFigure, house, inches

MODEL = "Cohen et al. 1972"
CHOICE_ORDERS = ((10, 7, 9, 5, 2, 3, 4, 1, 6, 8), (6, 5, 2, 10, 8, 9, 7, 4, 1, 3))
PROBLEM_ORDERS = (
    (8, 20, 14, 16, 6, 7, 15, 17, 2, 13, 11, 19, 4, 9, 3, 12, 1, 10, 5, 18),
    (4, 14, 11, 20, 3, 5, 2, 12, 1, 6, 8, 19, 7, 15, 16, 17, 10, 18, 9, 13),
)
LOADS = ("light", "moderate", "heavy")
STRUCTURES = ("unsegmented", "hierarchical", "specialised")
MEASURES = (
    "problem activity",
    "decision maker activity",
    "decision difficulty",
    "problem latency",
    "problems unsolved",
    "resolution",
    "oversight",
    "flight",
)
# Means by load, over all organisations and orders (their table of the effects of load).
TABLE = {
    "problem activity": (114.9, 204.3, 211.1),
    "decision maker activity": (60.9, 63.8, 76.6),
    "decision difficulty": (19.5, 32.9, 46.1),
}
TOLERANCES = (0.02, 0.06, 0.02)
# Energies add up exactly in hundredths, or each sum is rounded to so many binary digits, as on a computer.
EXACT = 0
BINARY = (24, 27, 53)


@njit
def rounded(x, digits):
    """A number kept to so many binary digits; double precision has 53 of itself."""
    if x == 0.0 or digits == EXACT or digits >= 53:
        return x
    scale = 2.0 ** (digits - 1 - np.floor(np.log2(abs(x))))
    return np.floor(x * scale + 0.5) / scale


@njit
def may_enter(structure, place, choice):
    """Everyone everywhere; the important (low numbers) to more choices than others; or each to one choice only."""
    return structure == 0 or (structure == 1 and choice >= place) or choice == place


@njit
def nearest(open_choices, needs, structure, place, at, own, digits):
    """The open choice nearest to being made, the first of equals, or -1; own: what moving there adds to its need."""
    best, least = -1, np.inf
    for choice in range(len(needs)):
        if open_choices[choice] and may_enter(structure, place, choice):
            need = needs[choice] if at == choice or at == -1 else rounded(needs[choice] + own, digits)
            if need < least:
                best, least = choice, need
    return best


@njit
def run(load, energy, access, decision, choice_entry, problem_entry, first, digits):
    """The measures (8,) of one run; load and energies (10,) in one unit, entries as periods."""
    entered, made = np.zeros(10, np.bool_), np.zeros(10, np.bool_)
    had_problems = np.zeros(10, np.bool_)
    required, spent, needs = np.full(10, first), np.zeros(10), np.zeros(10)
    solved = np.zeros(20, np.bool_)
    problem_at, maker_at = np.full(20, -1), np.full(10, -1)
    measured = np.zeros(8)
    for period in range(20):
        for choice in range(10):
            entered[choice] |= choice_entry[choice] == period
            needs[choice] = rounded(required[choice] - spent[choice], digits)
        is_open = entered & ~made
        for problem in range(20):
            if problem_entry[problem] <= period and not solved[problem]:
                problem_at[problem] = nearest(is_open, needs, access, problem // 2, problem_at[problem], load, digits)
        for maker in range(10):
            before = maker_at[maker]
            maker_at[maker] = nearest(is_open, needs, decision, maker, before, -energy[maker], digits)
            measured[1] += period > 0 and maker_at[maker] != before
        for choice in range(10):
            if not is_open[choice]:
                continue
            required[choice] = 0.0
            for problem in range(20):
                if problem_at[problem] == choice and not solved[problem]:
                    required[choice] = rounded(required[choice] + load, digits)
            for maker in range(10):
                if maker_at[maker] == choice:
                    spent[choice] = rounded(spent[choice] + energy[maker], digits)
            if required[choice] <= spent[choice]:
                made[choice] = True
                for problem in range(20):
                    solved[problem] |= problem_at[problem] == choice
                measured[5 if required[choice] > 0 else 7 if had_problems[choice] else 6] += 1
            had_problems[choice] |= required[choice] > 0
        for problem in range(20):
            if problem_entry[problem] <= period and not solved[problem]:
                measured[0 if problem_at[problem] >= 0 else 3] += 1
        measured[2] += (entered & ~made).sum()
    measured[4] = 20 - solved.sum()
    return measured


def entries(order: tuple[int, ...], each: int) -> np.ndarray:
    """The period in which each enters, from the order of their numbers, so many per period."""
    return np.argsort(np.array(order) - 1) // each


def runs(digits: int = EXACT) -> np.ndarray:
    """Measures of all runs: shape (load, energy, access, decision, order, measure)."""
    ranks = np.arange(1.0, 11.0)
    levels = (ranks / 10, np.full(10, 0.55), (11 - ranks) / 10)  # the important have little energy, as much, or more
    if digits == EXACT:
        unit, energies = 110.0, [np.rint(60.0 * level) for level in levels]
    else:
        unit, share = rounded(1.1, digits), rounded(0.6, digits)
        energies = [np.array([rounded(share * rounded(x, digits), digits) for x in level]) for level in levels]
    orders = [(entries(c, 1), entries(p, 2)) for c, p in product(CHOICE_ORDERS, PROBLEM_ORDERS)]
    found = [
        run(rounded((load + 1) * unit, digits), energy, access, decision, *order, unit, digits)
        for load, energy, access, decision, order in product(range(3), energies, range(3), range(3), orders)
    ]
    return np.array(found).reshape(3, 3, 3, 3, 4, len(MEASURES))


def by(found: np.ndarray, measure: str, axis: int) -> np.ndarray:
    """Means of a measure over everything but one axis (0 load, 2 access, 3 decision structure)."""
    kept = found[..., MEASURES.index(measure)]
    return kept.mean(axis=tuple(other for other in range(kept.ndim) if other != axis))


def said(values: np.ndarray) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


def study() -> tuple[list[Row], HouseFigure]:
    found = {digits: runs(digits) for digits in (EXACT, *BINARY)}
    exact = found[EXACT]
    rows = [
        near(MODEL, f"{measure}, {load} load", PUBLISHED, value, here, tolerance=allowed * value, digits=1)
        for measure, values in TABLE.items()
        for load, value, here, allowed in zip(LOADS, values, by(exact, measure, 0), TOLERANCES, strict=True)
    ]
    rows += [
        near(
            MODEL, f"{measure}, {load} load, 27 binary digits", PUBLISHED, value, here, tolerance=0.02 * value, digits=1
        )
        for measure, values in TABLE.items()
        for load, value, here in zip(LOADS, values, by(found[27], measure, 0), strict=True)
    ]
    unsolved, latency = by(exact, "problems unsolved", 3), by(exact, "problem latency", 2)
    styles = {style: by(exact, style, 2) for style in ("resolution", "oversight", "flight")}
    easy = {style: by(exact, style, 0) for style in styles}
    rows += [
        direction(
            MODEL, "problems unsolved as decisions are segmented", "rise", said(unsolved), (np.diff(unsolved) > 0).all()
        ),
        direction(
            MODEL,
            "choices made by resolving problems as decisions are segmented",
            "fall",
            said(by(exact, "resolution", 3)),
            (np.diff(by(exact, "resolution", 3)) < 0).all(),
        ),
        direction(
            MODEL,
            "problems waiting outside as access is segmented",
            "none, then more",
            said(latency),
            latency[0] == 0 and (np.diff(latency) > 0).all(),
        ),
        direction(
            MODEL,
            "choices by resolution less by flight, as access is segmented",
            "below 0 unless specialised",
            said(styles["resolution"] - styles["flight"]),
            (np.sign(styles["resolution"] - styles["flight"]) == (-1, -1, 1)).all(),
        ),
        direction(
            MODEL,
            "choices by resolution less by flight, as load rises",
            "above 0 under light load only",
            said(easy["resolution"] - easy["flight"]),
            (np.sign(easy["resolution"] - easy["flight"]) == (1, -1, -1)).all(),
        ),
    ]
    return rows, draw(found)


def draw(found: dict[int, np.ndarray]) -> HouseFigure:
    note = (
        "Means of 108 runs each, nothing random. Exact: energies add up in hundredths, and of equals the lower number "
        "is taken. Binary digits: each sum is rounded to so many, which parts equals at will; words of 36 bits kept "
        "27. Source: Cohen, March and Olsen (1972), effects of variations in load."
    )
    figure = sheet(
        "The published effects of load come back; under more than light load they hang on rounding", note, 3.6
    )
    units = ("periods in a choice, all problems", "moves, all decision makers", "periods open, all choices")
    with house():
        for place, (measure, values) in enumerate(TABLE.items()):
            axes = inches(figure, 0.52 + 2.26 * place, 0.56, 1.8, 2.05)
            axes.plot(np.arange(3) - 0.26, values, **REFERENCE, label="published")
            for k, (digits, numbers) in enumerate(found.items()):
                axes.plot(
                    np.arange(3) - 0.08 + 0.13 * k,
                    by(numbers, measure, 0),
                    linestyle="none",
                    color=COLOURS[k],
                    marker=("o", "s", "^", "v")[k],
                    markerfacecolor="none" if digits else None,
                    label=f"{digits} binary digits" if digits else "exact",
                )
            axes.set_xticks(range(3), LOADS)
            low, high = axes.get_ylim()
            axes.set(
                xlim=(-0.45, 2.5),
                ylim=(low - 0.1 * (high - low), high + 0.04 * (high - low)),
                title=measure,
                xlabel="load",
                ylabel=units[place],
            )
            axes.locator_params(axis="y", nbins=6, integer=True)
        axes.legend(loc="lower right", borderaxespad=0.2, handletextpad=0.1, labelspacing=0.3)
    return figure


if __name__ == "__main__":
    raise SystemExit(alone("garbage_can", study))
