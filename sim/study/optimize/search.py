"""NSGA-II (Deb and others 2002) as pymoo has it (Blank and Deb 2020): policies are asked for a generation at a time,
and told how they did.

What breaks the constraint ranks below all that keeps it, the less it breaks it the higher (Deb 2000). Children are made
by simulated binary crossover and polynomial mutation, of one lever on average. The same seed asks for the same policies
as long as it is told the same.
"""

from collections.abc import Callable

import numpy as np

from sim.errors import InputError

POPULATION = 40
CROSSOVER, MUTATION = 15.0, 5.0  # the larger, the nearer are children to their parents

# From points (n, factors): what is to be made small, (n, outcomes), and how far over the constraint, (n,), 0 or less:
# kept.
Evaluate = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
Snap = Callable[[np.ndarray], np.ndarray]


def check_library() -> None:
    try:
        import pymoo  # noqa: F401
        import sklearn  # noqa: F401
    except ImportError as missing:
        name = str(missing.name).partition(".")[0]
        library = {"sklearn": "scikit-learn"}.get(name, name)
        raise InputError(
            f"optimize: {library} is not installed; expected it, from pip install 'paradiplomacy[analysis]'"
        ) from None


def first_points(
    known: list[np.ndarray], base: np.ndarray, affordable: Callable[[np.ndarray], bool], n: int, snap: Snap, seed: int
) -> np.ndarray:
    """n points, (n, factors): `base`, those known, then random ones in which some levers leave `base`; of these as many
    return to it, in random order, as it takes to afford the rest. Fewer if no more are found that differ."""
    chance = np.random.default_rng([seed, 1])
    found = {tuple(point): point for point in [base, *known]}
    for _ in range(20 * n):
        if len(found) >= n:
            break
        moved = chance.random(len(base)) < chance.uniform(0.1, 0.6)
        point = snap(np.where(moved, chance.random(len(base)), base)[None])[0]
        for k in chance.permutation(np.flatnonzero(moved)):
            if affordable(point):
                break
            point[k] = base[k]
        if affordable(point):
            found.setdefault(tuple(point), point)
    return np.array(list(found.values())[:n])


def search(
    evaluate: Evaluate, first: np.ndarray, n_outcomes: int, generations: int, seed: int, snap: Snap = np.asarray
) -> np.ndarray:
    """The points of the last generation that keep the constraint and that no other of it beats, (members, factors).
    `first`, (n, factors): the first generation, of any size; each one after it has `POPULATION`."""
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.evaluator import Evaluator
    from pymoo.core.problem import Problem
    from pymoo.core.repair import Repair
    from pymoo.operators.crossover.sbx import SBX
    from pymoo.operators.mutation.pm import PM
    from pymoo.problems.static import StaticProblem

    class Snapped(Repair):
        def _do(self, problem, X, **_):
            return snap(X)

    problem = Problem(n_var=first.shape[1], n_obj=n_outcomes, n_ieq_constr=1, xl=0.0, xu=1.0)
    algorithm = NSGA2(
        pop_size=POPULATION,
        sampling=first,
        crossover=SBX(eta=CROSSOVER, prob=0.9),
        mutation=PM(eta=MUTATION),
        repair=Snapped(),
    )
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)
    while algorithm.has_next():
        asked = algorithm.ask()
        if asked is None or not len(asked):  # nothing is left that differs
            break
        small, over = evaluate(asked.get("X"))
        Evaluator().eval(StaticProblem(problem, F=small, G=over[:, None]), asked)
        algorithm.tell(infills=asked)
    kept = [] if algorithm.opt is None else [one.X for one in algorithm.opt if one.CV[0] <= 0.0]
    return np.reshape(kept, (-1, first.shape[1]))
