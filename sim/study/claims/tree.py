"""Which assumptions decide: a tree of two questions, grown on half of the worlds and tested on the other half.

Its best leaf, the one with the largest share of worlds in which the claim holds, is the rule: two thresholds at most,
in words. It counts only if, among held-out worlds, the claim holds more often inside than outside, by 3
standard errors and by `LEAST` at least. (Breiman et al. 1984; as a scenario-discovery box, Bryant and Lempert 2010.)
"""

from dataclasses import dataclass

import numpy as np

from sim.errors import InputError
from sim.study.claims.judge import HOLDS, UNDEFINED, effective

DEPTH, LEAF = 2, 0.1  # questions; share of worlds in the smallest leaf
LEAST, SEED = 0.1, 1


@dataclass(frozen=True)
class Rule:
    """words: the box. inside, outside: share of held-out worlds where the claim holds; n: how many of them are inside,
    and outside. factors: the assumptions named."""

    words: str
    factors: tuple[str, ...]
    inside: float
    outside: float
    n: tuple[int, int]


def check_library() -> None:
    """Before anything is run. Raises InputError."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise InputError(
            "claims: what decides is found by scikit-learn, which is not installed; expected it, from pip "
            "install 'paradiplomacy[analysis]'"
        ) from None


def rule_of(worlds: np.ndarray, rows: list[dict], which: np.ndarray | None = None) -> Rule | None:
    """The rule, or None if no simple rule was found. worlds: verdicts; rows: the assumptions of each; which: numbers
    that tell them apart, all different if there are none. A world that was drawn twice is in the same half both times,
    and counts as one."""
    from sklearn.tree import DecisionTreeClassifier

    known = worlds != UNDEFINED
    holds = (worlds == HOLDS)[known]
    names = [key for key, value in rows[0].items() if isinstance(value, (int, float))]
    values = np.array([[row[key] for key in names] for row in rows])[known]
    which = np.arange(len(holds)) if which is None else which[known]
    learn = which % 2 == 0
    if min(holds[learn].mean(), 1.0 - holds[learn].mean()) < 0.05 if learn.any() else True:
        return None
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAF, random_state=SEED).fit(
        values[learn], holds[learn]
    )
    leaves = tree.apply(values)
    best = max(np.unique(leaves[learn]), key=lambda leaf: holds[learn & (leaves == leaf)].mean())
    there = ~learn & (leaves == best), ~learn & (leaves != best)
    inside, outside = (holds[part] for part in there)
    if not len(inside) or not len(outside):
        return None
    gap = inside.mean() - outside.mean()
    error = sum(holds[part].var() / effective(part, which) for part in there) ** 0.5
    if gap < max(LEAST, 3.0 * error):
        return None
    conditions = path_to(tree.tree_, best, names)
    words = " and ".join(
        f"{key.removeprefix('parameters.')} {side} {threshold:.3g}" for key, side, threshold in conditions
    )
    factors = tuple(dict.fromkeys(key for key, _, _ in conditions))
    return Rule(words, factors, float(inside.mean()), float(outside.mean()), (len(inside), len(outside)))


def path_to(tree, leaf: int, names: list[str]) -> list[tuple[str, str, float]]:
    """The questions on the way to a leaf, with the answers; of two about the same factor and side the narrower."""
    parents = {
        child: (node, side)
        for node in range(tree.node_count)
        for child, side in ((tree.children_left[node], "≤"), (tree.children_right[node], ">"))
        if child >= 0
    }
    found: dict[tuple[str, str], float] = {}
    while leaf in parents:
        leaf, side = parents[leaf]
        key, threshold = (names[tree.feature[leaf]], side), float(tree.threshold[leaf])
        old = found.get(key, threshold)
        found[key] = min(old, threshold) if side == "≤" else max(old, threshold)
    return [(name, side, threshold) for (name, side), threshold in reversed(found.items())]
