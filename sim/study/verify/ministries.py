"""Two ministries with a part each in one matter: who should draft it (Alonso, Dessein and Matouschek 2008).

Loss E [(y_1 - x_1)² + (y_2 - x_2)² + 2δ (y_1 - y_2)²] / 2σ², with S(b) = b/(3 + 4b) of what each knows left unsaid:
    joint    A + (1 - A) S(b),   A = 2δ/(1+4δ),              b = (2λ-1) δ/(λ+δ)
    apart    A + B S(b),         A = 2δ(δ+λ²)/(λ+2δ)²,       b = (2λ-1)(λ+δ)/(λ(1-λ)+δ)
             B = δ²(4λ³+6λ²δ+2δ²-λ²)/((λ+δ)²(λ+2δ)²)
Up to λ = 17/28 ministries do better apart whatever δ is; above that the centre does where δ exceeds a border.
"""

import numpy as np

from sim.model.records import CONCLUDED
from sim.model.rules import knowledge, ministry
from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO = "textbook_ministries"
TOGETHER = {"coordination.joint": 1.0}
FREE = {"joint_fte": 0.0, "burden": 0.0}
NEEDS = (0.25, 1.0, 4.0)
BORDERS = {0.62: 3.701066, 0.7: 0.566639, 0.75: 0.393808, 0.8: 0.311312, 0.9: 0.231475, 1.0: 0.192568}


def unsaid(bias: float) -> float:
    return bias / (3.0 + 4.0 * bias)


def loss_joint(own: float, need: float) -> float:
    a = 2 * need / (1 + 4 * need)
    return a + (1 - a) * unsaid((2 * own - 1) * need / (own + need))


def loss_apart(own: float, need: float) -> float:
    a = 2 * need * (need + own**2) / (own + 2 * need) ** 2
    b = need**2 * (4 * own**3 + 6 * own**2 * need + 2 * need**2 - own**2) / ((own + need) ** 2 * (own + 2 * need) ** 2)
    return a + b * unsaid((2 * own - 1) * (own + need) / (own * (1 - own) + need))


PANELS = tuple(
    Panel(
        f"Loss of two ministries, need to fit δ = {need:g}",
        "weight λ of the own part",
        "loss per part, σ²",
        {
            "apart": curve(lambda x, need=need: loss_apart(x, need), 0.5, 1),
            "joint": curve(lambda x, need=need: loss_joint(x, need), 0.5, 1),
        },
    )
    for need in NEEDS
)


def losses(simulator, years: float, levers: dict, own: float, need: float) -> np.ndarray:
    """Of each matter, (n,), in σ², from the texts that were agreed."""
    world = simulator.world(SCENARIO, years, levers, division=own, linkage=need, **FREE)
    used = int(world.federal["rows"][0])
    rows = np.flatnonzero(world.issues["stage"][:used] == CONCLUDED)
    gain, precision = knowledge.federal_sight(world, 0)
    answers = np.array(
        [(knowledge.federal_answer(world, i), ministry.other_answer(world, i, gain, precision)) for i in rows]
    )
    text, rift = world.issues["agreed"][rows] - world.issues["line"][rows], world.issues["rift"][rows].astype(float)
    away = (text - answers[:, 0]) ** 2 + (text - rift - answers[:, 1]) ** 2
    return (away + 2 * need * rift**2) / (2 * gain**2 * (1 + 1 / precision))


@case("ministries lose what Alonso, Dessein and Matouschek say, apart and with the centre", "Alonso et al. 2008")
def loss(simulator):
    for panel, need in zip(PANELS, NEEDS, strict=True):
        for own in (0.5, 0.6, 0.75, 1.0):
            for line, levers, exact in (("apart", {}, loss_apart), ("joint", TOGETHER, loss_joint)):
                found = losses(simulator, 40, levers, own, need)
                yield Reading(
                    f"loss {line}, λ {own:g}, δ {need:g}", exact(own, need), *mean(found), panel.title, line, own
                )


@case("up to λ = 17/28 ministries do better apart, above it the centre does where parts must fit", "Alonso et al. 2008")
def who_drafts(simulator):
    """The difference of the two losses in the same matters, on either side of the frontier."""
    for own, need in ((0.55, 4.0), (0.75, 0.2), (0.75, 1.0), (0.9, 0.1), (0.9, 1.0)):
        apart, joint = (losses(simulator, 40, levers, own, need) for levers in ({}, TOGETHER))
        n = min(len(apart), len(joint))
        exact = loss_apart(own, need) - loss_joint(own, need)
        yield Reading(f"what the centre saves, λ {own:g}, δ {need:g}", exact, *mean(apart[:n] - joint[:n]), scale=0.1)
    for own, border in BORDERS.items():
        yield Reading(
            f"saving at the border δ = {border:g}, λ {own:g}", 0.0, saving_at(simulator, own, border), 1e-6, scale=1
        )
    edge = 17 / 28
    yield Reading("δ times the saving as δ grows, λ = 17/28", 0.0, 1e7 * saving_at(simulator, edge, 1e7), 1e-4, scale=1)


def saving_at(simulator, own: float, need: float) -> float:
    """What the centre saves on average, from the rule by which the simulator drafts. That is linear: what is said of
    one part (unit variance 1 - S) and what is not (S) add up, and the other part is the same in turn."""
    world = simulator.world(SCENARIO, 0.1, division=own, linkage=need)
    total = []
    for joint in (False, True):
        silence = ministry.unsaid(world, joint)
        said, heard = ministry.drafted(world, joint, 1.0, 1.0, 0.0), ministry.drafted(world, joint, 0.0, 0.0, 1.0)
        kept = ministry.drafted(world, joint, 1.0, 0.0, 0.0)
        told = (said - 1) ** 2 + heard**2 + 2 * need * (said - heard) ** 2
        hidden = (kept - 1) ** 2 + 2 * need * kept**2
        total.append((1.0 - silence) * told + silence * hidden)
    return float(total[0] - total[1])


CASES = (loss, who_drafts)
