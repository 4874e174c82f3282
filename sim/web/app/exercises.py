"""An exercise as a view: its policies are the columns, what it assumes is assumed, what it watches stands first."""

from sim.errors import InputError, shown
from sim.setup.columns import chosen_setups
from sim.setup.config import Run, Setup
from sim.web.app import asked
from sim.web.app import view as spelling
from sim.web.app.link import read_link
from sim.web.app.panel import title
from sim.web.app.view import REPLICATES, View
from sim.web.exercise import Exercise, exercise_names, read_exercise, take_exercise


def opened(name: str, then: str = "") -> View:
    """The exercise side by side; `then`: one of the things it says to try next. Raises InputError."""
    asked.one_of("exercise", name, exercise_names())
    if then and then not in read_exercise(name).then:
        raise InputError(
            f"{shown(then)}: not a part of exercise {name}; expected one of {', '.join(read_exercise(name).then)}"
        )
    words, _ = take_exercise([f"exercise={name}", *[then] * bool(then)])
    return view_of(name, chosen_setups(words, ()))


def view_of(exercise: str, setups: list[Setup]) -> View:
    """The view whose setups these are."""
    first = setups[0]
    cannot = f"exercise {exercise}: the page cannot show "
    if first.agents:
        raise InputError(f"{cannot}agents of its own; expected a report")
    if first.run.dt != Run.dt:
        raise InputError(f"{cannot}run.dt: '{first.run.dt:g}', only {Run.dt:g}; expected a report")
    columns = tuple(spelling.column_of(setup.policy) for setup in setups)
    view = View(
        columns,
        first.scenario,
        first.run.years,
        min(first.run.replicates, REPLICATES),
        first.run.seed,
        dict(first.parameters),
        exercise=exercise,
    )
    try:
        read_link(spelling.query(view))
    except InputError as fault:
        raise InputError(f"{cannot}{fault}, or a report") from None
    return view


def told(exercise: Exercise) -> dict:
    """The page of an exercise, as the browser gets it."""
    return {
        "name": exercise.name, "title": exercise.title, "question": exercise.question,
        "policies": [title(name) for name in exercise.policies],
        "briefing": [" ".join(block.split()) for block in exercise.briefing.split("\n\n") if block.strip()],
        "watch": exercise.watch, "questions": exercise.questions, "sources": exercise.sources,
        "then": [{"word": word, "why": why} for word, why in exercise.then.items()],
    }  # fmt: skip
