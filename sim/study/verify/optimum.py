"""Williamson's (1967) firm: what another level adds to output, and what it costs, in the simulator's own tree.

Output falls to α of itself at each level, and a post costs β times one of the level below:
    profit = (P - r)(αs)^(n-1) - w0 (s^n - β^n)/(s - β)
is largest where (P - r)(αs)^(n-1) ln(αs) = w0 (s^n ln s - β^n ln β)/(s - β). In a tall tree β^n ln β is next to
nothing; Williamson leaves it out and has
    n* = 1 + (1/ln α) [ln(w0/(P - r)) + ln(s/(s - β)) + ln(ln s/ln(αs))]
"""

import math
from typing import NamedTuple

import numpy as np

from sim.study.verify.case import Panel, Reading, case

SHOWN = "Profit by levels, α = .9, s = 5, β = 1.3, relative to the best whole tree"
TALLEST = 10
GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)


class Firm(NamedTuple):
    """α, s, β and w0/(P - r)."""

    keeps: float
    span: float
    step: float
    wage: float

    @property
    def said(self) -> str:
        return f"α {self.keeps:g}, s {self.span:g}, β {self.step:g}, w0/(P - r) {self.wage:.3g}"

    @property
    def line(self) -> str:
        return f"w0/(P - r) = {self.wage:.2g}"

    def cost(self, n):
        """Posts of a tree of n levels, in those of its front line."""
        return (self.span**n - self.step**n) / (self.span - self.step)

    def profit(self, n):
        """In units of P - r."""
        return (self.keeps * self.span) ** (n - 1) - self.wage * self.cost(n)

    def whole(self) -> int:
        """The best whole number of levels."""
        return max(range(1, TALLEST), key=self.profit)

    def formula(self, left: float = 0.0) -> float:
        """Williamson's n*; `left`: the share of the marginal cost that he leaves out."""
        share = math.log(self.wage) + math.log(self.span / (self.span - self.step)) + math.log1p(-left)
        output = math.log(math.log(self.span) / math.log(self.keeps * self.span))
        return 1.0 + (share + output) / math.log(self.keeps)

    def best(self) -> float:
        """The n at which profit is largest."""
        n = self.formula()
        for _ in range(60):
            n = self.formula((self.step / self.span) ** n * math.log(self.step) / math.log(self.span))
        return n


FIRMS = tuple(
    Firm(*one)
    for one in (
        (0.9, 5, 1.3, 1 / 2),
        (0.9, 5, 1.3, 1 / 3),
        (0.95, 5, 1.3, 1 / 2),
        (0.8, 5, 1.3, 1 / 2),
        (0.9, 10, 1.6, 1 / 2),
    )
)
PANELS = (
    Panel(
        SHOWN,
        "levels n",
        "share of the best",
        {
            firm.line: (x := np.linspace(1, firm.whole() + 1, 100), firm.profit(x) / firm.profit(firm.whole()))
            for firm in FIRMS[:2]
        },
    ),
)


def staff(simulator, firm: Firm, n: float):
    """The staff of a world that can pay for so many levels, whole or not; nobody supports it."""
    given = {"headcount": firm.cost(n), "span": firm.span, "pay_step": firm.step, "attenuation": firm.keeps}
    return simulator.template("textbook_queue", 0.1, team_fte=10_000, support=0.0, **given).world.regime[0]


def gain(firm: Firm, tree, retained: float) -> float:
    """Profit of a world's staff, which keeps so much of a signal."""
    return float(retained * tree["front"] - firm.wage * (tree["front"] + tree["managers"]))


def peak(function, low: float, high: float) -> float:
    """Where a function of one peak is largest, by golden sections."""
    while high - low > 1e-7:
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (left, high) if function(left) < function(right) else (low, right)
    return 0.5 * (low + high)


@case(
    "the most profitable centre has four levels at α = .9, s = 5, β = 1.3 and w0/(P - r) = .5, and eight at a third",
    "Williamson 1967",
)
def whole_trees(simulator):
    for firm in FIRMS:
        trees = [staff(simulator, firm, n) for n in range(1, TALLEST)]
        gains = [gain(firm, tree, tree["retained"]) for tree in trees]
        found = int(np.argmax(gains)) + 1
        yield Reading(f"best whole number of levels, {firm.said}", firm.whole(), trees[found - 1]["levels"])
        for n in range(1, firm.whole() + 2) if firm in FIRMS[:2] else ():
            most = gains[firm.whole() - 1]
            share = firm.profit(n) / firm.profit(firm.whole())
            yield Reading(f"profit of {n} levels, {firm.said}", share, gains[n - 1] / most, 0.0, SHOWN, firm.line, n)


@case(
    "between whole trees it is largest at n* = 4.0784 levels at α = .9, by the formula for tall ones", "Williamson 1967"
)
def levels(simulator):
    for firm in FIRMS:
        kept = [float(staff(simulator, firm, n)["retained"]) for n in range(1, TALLEST)]

        def profit(n: float, firm=firm, kept=kept, top: bool = True) -> float:
            tree = staff(simulator, firm, n)
            reached = 1.0 + math.log(tree["front"]) / math.log(firm.span)
            under = min(int(reached), len(kept) - 1)
            part = reached - under  # of a level, which keeps as much of the signal as that part of a whole one
            made = gain(firm, tree, kept[under - 1] ** (1.0 - part) * kept[under] ** part)
            of_the_top = firm.step * firm.step ** (reached - 1.0) / (firm.span - firm.step)
            return made - (0.0 if top else firm.wage * of_the_top)

        near = firm.whole() - 0.95, firm.whole() + 0.95
        found, plain = peak(profit, *near), peak(lambda n, profit=profit: profit(n, top=False), *near)
        yield Reading(f"n* to four decimals, {firm.said}", round(firm.formula(), 4), round(plain, 4))
        yield Reading(f"the same with β^n ln β, {firm.said}", round(firm.best(), 4), round(found, 4))


CASES = (whole_trees, levels)
