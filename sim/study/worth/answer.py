"""The answer: what each assumption, some together and all of them are worth knowing, as a table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.runs.intervals import Z
from sim.runs.work import ready
from sim.study.claims.runs import outcomes_of
from sim.study.worth.gain import Gain, Worlds
from sim.study.worth.now import lost, policies
from sim.study.worth.precision import Study
from sim.study.worth.question import Question
from sim.study.worth.value import worth_of

STRONGEST = (2, 3, 4, 5)  # so many are put together unless groups are named
JOINT = " + "
SURE = 0.95  # of cases in which chance stays below what it is said to make
MISSING = 0.1  # share of worlds that may lack an outcome
COLUMNS = (
    "assumptions", "called", "of", "precision", "standard_error", "worth", "low", "high", "error", "changes", "chance",
)  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Worth:
    """table: a row for every assumption and precision, best first, then for those together and for all. policies: a
    row each, with what it is worth on average over the worlds and the share of them in which it is best. n: worlds
    counted, of those that were run."""

    question: Question = field(repr=False)
    table: pd.DataFrame
    policies: pd.DataFrame
    n: int

    @property
    def sentence(self) -> str:
        """What to measure next, and how well."""
        from sim.study.worth.said import measure_next

        return measure_next(self)

    @property
    def sentences(self) -> list[str]:
        """What is chosen now, what that loses, what to measure next, and what chance would give."""
        from sim.study.worth.said import sentences

        return sentences(self)

    def figure(self):
        """The strongest assumptions with their studies, those together and all; a matplotlib Figure."""
        from sim.figures.worth import draw
        from sim.study.worth.said import note, title

        return draw(self.table, self.question.unit, title(self), note(self))

    def __repr__(self) -> str:
        shown = self.table.to_string(index=False, float_format="{:.4g}".format, max_rows=24)
        return f"{self.sentence}\n\n{shown}"


def check_library() -> None:
    """Before anything is run. Raises InputError."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise InputError(
            "worth: regressions are scikit-learn's, which is not installed; expected it, from pip install "
            "'paradiplomacy[analysis]'"
        ) from None


def run(question: Question, folder: Path, progress: Progress | None = None) -> np.ndarray:
    """What every decade is worth, (worlds, replicates, policies); nan where a run failed or an outcome that counts is
    not defined. Runs are kept in `folder` and never repeated."""
    done, total = 0, len(question.setups) * question.n * question.setups[0].run.replicates

    def count(n: int) -> None:
        nonlocal done
        done += n
        if progress is not None:
            progress(done, total)

    ready()
    how = question.setups[0].run
    return np.stack([
        worth_of(outcomes_of(question.in_worlds(setup), folder, how.threads, count, how.cluster), question.value)
        for setup in question.setups
    ], axis=2)  # fmt: skip


def answer(question: Question, decades: np.ndarray, progress: Progress | None = None) -> Worth:
    """decades: as from `run`. Raises InputError where too many worlds lack an outcome."""
    from threadpoolctl import threadpool_limits

    kept = counted(question, decades)
    decades, columns = decades[kept], {name: values[kept] for name, values in question.columns.items()}
    which = np.unique(question.origins[kept], return_inverse=True)[1]
    worlds, rows, chance = Worlds(decades.mean(axis=1), which, question.seed), [], []
    with threadpool_limits(1):  # matrices too small to share, and the last bits would depend on who shares
        for number, (name, values) in enumerate(columns.items()):
            errors = [share * question.widths[name] for share in question.precisions]
            exact, *studies = worlds.gains(values[:, None], [Study(values, error) for error in errors])
            chance.append(exact.chance)
            rows.append(row([name], exact))
            rows += [row([name], *one) for one in zip(studies, question.precisions, errors, strict=True)]
            if progress is not None:
                progress(number + 1, len(columns))
        table = ranked(pd.DataFrame(rows, columns=COLUMNS))
        table["chance"] = np.quantile(np.max(chance, axis=0), SURE)
        groups = dict.fromkeys(question.together, "") or strongest(table)
        together = [
            row(group, worlds.gains(np.column_stack([columns[name] for name in group]))[0], called=called)
            for group, called in groups.items()
        ]
    named = ("all", f"all {len(columns)} assumptions", len(columns), 0.0, np.nan)
    rest = pd.DataFrame([*together, (*named, *lost(decades, which), np.nan)], columns=COLUMNS)
    table = pd.concat([table, rest], ignore_index=True)
    return Worth(question, table, policies(question.names, decades, which), len(decades))


def counted(question: Question, decades: np.ndarray) -> np.ndarray:
    """The worlds in which every decade under every policy is worth something, (n,). Raises InputError."""
    lacks = ~np.isfinite(decades).all(axis=1)
    if lacks.any(axis=1).mean() > MISSING:
        policy = question.names[int(lacks.sum(axis=0).argmax())]
        raise InputError(
            f"value: not defined under {policy} in {lacks.sum(axis=0).max():,} of {len(lacks):,} worlds, where a run "
            f"failed or one of {', '.join(question.value)} has no value; expected at most one world in ten"
        )
    return ~lacks.any(axis=1)


def row(names, gain: Gain, precision: float = 0.0, standard_error: float = 0.0, called: str = "") -> tuple[Any, ...]:
    """Of the table. precision 0: exact knowledge."""
    joined = JOINT.join(names)
    low, high = max(gain.value - Z * gain.error, 0.0), gain.value + Z * gain.error
    alone = standard_error if len(names) == 1 else np.nan
    end = (gain.value, low, high, gain.error, gain.changes, np.nan)
    return joined, called or joined, len(names), precision, alone, *end


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Assumptions by what it is worth to know them exactly, each with its studies, the finest first."""
    exact = table[table["precision"] == 0.0].set_index("assumptions")["worth"]
    order = table["assumptions"].map(exact.rank(ascending=False, method="first"))
    return table.assign(order=order).sort_values(["order", "precision"], ignore_index=True).drop(columns="order")


def strongest(table: pd.DataFrame) -> dict[tuple[str, ...], str]:
    """The first two, three and so on, of those that are worth anything, and what they are called."""
    exact = table[(table["precision"] == 0.0) & (table["worth"] > 0.0)]
    return {tuple(exact["assumptions"][:k]): f"the {k} strongest" for k in STRONGEST if k <= len(exact)}
