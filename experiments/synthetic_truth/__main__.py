"""`python -m experiments.synthetic_truth`: does history matching keep a truth that is known? In each try a world is
drawn, what the targets would read there is observed with error, and worlds are ruled out as `paradip evidence` does;
published in results/published/synthetic_truth. Runs are stored in results/synthetic_truth and never repeated.

Fast settings: the targets of the arrangement of 2023 alone, two years, two waves; the first wave is the same for all
tries, since its worlds do not depend on what was observed.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.publish import asked, publish
from sim.commands.progress import Progress
from sim.runs.intervals import share_said
from sim.setup.sample import Sample, latin_hypercube
from sim.study.evidence import fitted, read_targets
from sim.study.evidence.implausibility import MISSES
from sim.study.evidence.target import Target
from sim.study.history.draw import draw_left
from sim.study.history.region import Region, Wave
from sim.study.history.runs import Bench, Readings, bench_of
from sim.study.history.waves import Waves, learned

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results" / "published" / "synthetic_truth"
TRIES, YEARS, DECADES, FIRST, SECOND, CHAINS = 100, 2.0, 4, 400, 150, 400
TRUTH = 20  # runs by which the truth is read, of a luck of their own


def silent(more: int) -> None:
    """Runs are counted by tries."""


def targets_of() -> list[Target]:
    """Those for fit that name the arrangement of 2023 alone."""
    return [one for one in fitted(read_targets()) if one.policies == {"": "policy=status_quo"}]


def observed(target: Target, scaled: float, rng: np.random.Generator) -> Target:
    """The target as it would have been observed, with its error, where the model reads this."""
    value = scaled + rng.normal(0.0, target.error)
    return replace(target, value=float(np.exp(value)) if target.log else float(value))


class Short(Bench):
    """Of runs that are shorter than the targets ask for."""

    def setups(self, targets):
        return {arm: replace(one, run=replace(one.run, years=YEARS)) for arm, one in super().setups(targets).items()}


def first_wave(bench: Bench, targets: list[Target]) -> tuple[np.ndarray, Readings, Wave]:
    cube = latin_hypercube(Sample("lhs", FIRST, 1), list(bench.factors))
    readings = bench.read(targets, bench.rows(cube), silent)
    state = Waves(tuple(targets), bench, 1, cubes=[cube], readings=[readings])
    return cube, readings, learned(state, place=2)


def attempt(bench: Bench, first: tuple[np.ndarray, Readings, Wave], targets: list[Target], truth: np.ndarray, values):
    """One try: implausibility of the truth, and the share of the box left, after each of two waves."""
    cube, readings, wave = first
    rng = np.random.default_rng(int(truth.sum() * 1e9))
    seen = {t.name: observed(t, v, rng) for t, v in zip(targets, values, strict=True) if np.isfinite(v)}
    kept = [parts for parts in wave.parts() if parts[0].name in seen]
    mine = tuple(seen[target.name] for target, _, _ in kept)
    place = [[one.name for one in targets].index(one.name) for one in mine]
    told = Readings(readings.values[place], readings.variances[place])
    begun = Wave(mine, tuple(e for *_, e in kept), tuple(v for _, v, _ in kept), 2)
    state = Waves(mine, bench, 1, waves=[begun], cubes=[cube], readings=[told])
    found = []
    for number in (1, 2):
        left = draw_left(state.region, len(bench.factors), CHAINS, number, MISSES)
        found += [float(Region(state.waves)(truth[None])[0]), left.share]
        if number == 1:
            state.cubes.append(left.cube[:SECOND])
            state.readings.append(bench.read(mine, bench.rows(state.cubes[-1]), silent))
            state.waves.append(learned(state, place=1))
    return found


def told(table: pd.DataFrame) -> str:
    n = len(table)
    rows = "".join(
        f"| {k} | {share_said(float((table[f'wave_{k}'] <= MISSES).mean()), n)} | "
        f"{100 * table[f'left_{k}'].median():.2g}% |\n"
        for k in (1, 2)
    )
    return f"""# Does history matching keep a truth that is known?

**{finding(table)}.**

`python -m experiments.synthetic_truth --tries {n}`: in each try a world is drawn over the plausible range of every
assumption, what {len(targets_of())} targets read there ({TRUTH} runs of a luck of their own) is observed with the error
that the target states (nothing beyond it: here the model is the world), and worlds are ruled out as `paradip evidence`
does: {FIRST} worlds in the first wave, which all tries share, {SECOND} in the second, {DECADES} runs of {YEARS:g} years
in each.

| wave | truth kept | box left, median |
| --- | --- | --- |
{rows}"""


def finding(table: pd.DataFrame) -> str:
    kept = int((table["wave_2"] <= MISSES).sum())
    left = 100 * table["left_2"].median()
    return f"The truth is kept in {kept} of {len(table)} tries, while {left:.2g}% of the box is left"


def main(tries: int, folder: Path, runs: Path) -> None:
    targets = targets_of()
    bench = Short(bench_of(targets, {}, runs).factors, {"run.replicates": DECADES, "run.seed": 1}, runs)
    known = Short(bench.factors, {"run.replicates": TRUTH, "run.seed": 2}, runs)
    truths = np.random.default_rng(5).random((tries, len(bench.factors)))
    first = first_wave(bench, targets)
    values = known.read(targets, known.rows(truths), silent).values
    rows = []
    with Progress("tries") as progress:
        for k, truth in enumerate(truths):
            rows.append(attempt(bench, first, targets, truth, values[:, k]))
            progress(k + 1, tries)
    table = pd.DataFrame(rows, columns=["wave_1", "left_1", "wave_2", "left_2"])
    publish(folder, "synthetic_truth", told(table), {"tries": table}, tries=tries)
    print(finding(table))


if __name__ == "__main__":
    given = asked("synthetic_truth", "Does history matching keep a truth that is known?", RESULTS, "tries", TRIES)
    main(given.tries, given.out, ROOT / "results" / "synthetic_truth")
