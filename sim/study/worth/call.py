"""The question as it is asked from Python."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.errors import InputError, shown
from sim.inputs.worlds import usual
from sim.study.calls import by_key, compared_setups
from sim.study.worth.answer import Progress, Worth, answer, check_library, run
from sim.study.worth.question import LEAST, REPLICATES, Question, read_precisions, read_together
from sim.study.worth.value import read_unit, read_value


def ask(
    policies: Sequence[Any], settings: Mapping[str, Any], value: Any, unit: Any, n: Any, worlds: Any, precision: Any,
    together: Any, runs: Any, progress: Progress | None,
) -> Worth:  # fmt: skip
    """Raises InputError."""
    check_library()
    if isinstance(n, bool) or not isinstance(n, int) or n < LEAST:
        raise InputError(f"n: {shown(n)}; expected a whole number of worlds, {LEAST} or more")
    if not isinstance(runs, str | Path | None):
        raise InputError(f"runs: {shown(runs)}; expected the path of a folder, or None")
    settings = settings if {"run", "run.replicates"} & {*by_key(settings)} else {**settings, "replicates": REPLICATES}
    setups = compared_setups(policies, settings)
    question = Question(
        setups,
        read_value(value),
        read_unit(unit),
        n,
        usual() if worlds is None else worlds,
        read_precisions(precision),
        read_together(together),
    ).checked()
    with TemporaryDirectory() as folder:
        decades = run(question, Path(folder if runs is None else runs), progress)
    return answer(question, decades, progress)
