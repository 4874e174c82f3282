"""The view that a link asks for.

    ?p=centralized&p=guided_delegation:delegation.level=0.5,oversight.liaison=2&parameters.load=1.1&run.years=5
A link is typed by anybody, so it may ask for less than a command line: scenarios known by name, assumptions within
their plausible ranges, and no more work than the caps allow.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from sim.errors import InputError, nearest, shown
from sim.figures.names import METRIC
from sim.inputs.folder import scenario_names
from sim.inputs.worlds import KINDS as KINDS_OF_WORLDS
from sim.inputs.worlds import read_worlds
from sim.model.limits import checked
from sim.model.metrics import HEADLINES
from sim.model.parameters import PARAMETERS
from sim.setup.columns import read_column
from sim.study.claims.claim import claim_ids
from sim.web.app.asked import capped, lever, number, one_of, parameter, whole
from sim.web.app.claims.words import ARTICLES, KINDS, TURNED
from sim.web.app.sweeps import look as looking
from sim.web.app.sweeps.choice import settled
from sim.web.app.view import FEWEST, LETTERS, MOST, REPLICATES, TABS, WORLDS, YEARS, Column, View, setups
from sim.web.exercise import exercise_names

LONGEST = 8000  # letters of a link


def column_of(text: str) -> Column:
    preset, moved = read_column(text)
    return Column(preset, {key: lever(key, value) for key, value in moved.items()})


def beside(text: str) -> tuple[str, ...]:
    """Outcomes to show in Compare beside its own."""
    names = tuple(text.split(",")) if text else ()
    for name in names:
        if name not in METRIC or name in HEADLINES:
            raise InputError(
                f"also: {shown(name)}; expected an outcome that is not shown anyway, such as "
                f"queue_wait{nearest(name, METRIC)}"
            )
    if len(names) > MOST or len(set(names)) < len(names):
        raise InputError(f"also: {shown(text)}; expected at most {MOST} outcomes, each once")
    return names


def doubted(text: str) -> tuple[str, ...]:
    """Assumptions to put on the table."""
    names = tuple(text.split(",")) if text else ()
    for name in names:
        one_of("doubts", name, PARAMETERS, "an assumption, such as load")
    if len(set(names)) < len(names):
        raise InputError(f"doubts: {shown(text)}; expected each assumption once")
    return names


def flipped(text: str) -> tuple[str, ...]:
    """An outcome and an assumption to try along its range."""
    if not text:
        return ()
    metric, _, name = text.partition(",")
    return one_of("flip", metric, HEADLINES), one_of(
        "flip", name, PARAMETERS, "an assumption after the outcome, such as goodput,load"
    )


def chosen(text: str) -> str:
    """Worlds by their kind; a visitor brings no table."""
    if text:
        read_worlds(one_of("worlds", text, KINDS_OF_WORLDS))
    return text


def searched(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise InputError(f"find: {shown(text)}; expected words of at most 60 letters")
    return text


READ: dict[str, Callable[[str], dict]] = {
    "view": lambda text: {"tab": one_of("view", text, TABS)},
    "scenario": lambda text: {"scenario": one_of("scenario", text, scenario_names())},
    "run.years": lambda text: {"years": capped("run.years", text, 0.25, YEARS)},
    "run.replicates": lambda text: {"replicates": whole("run.replicates", text, 2, REPLICATES)},
    "run.seed": lambda text: {"seed": whole("run.seed", text, 0, 2**32 - 1)},
    "world": lambda text: {"world": whole("world", text, 0, WORLDS)},
    "week": lambda text: {"week": whole("week", text, 0, 52 * YEARS)},
    "beside": lambda text: {"beside": LETTERS.index(one_of("beside", text, LETTERS[1:]))},
    "actor": lambda text: {"actor": str(checked("name", text))},
    "exercise": lambda text: {"exercise": one_of("exercise", text, ("", *exercise_names()))},
    "also": lambda text: {"also": beside(text)},
    "doubts": lambda text: {"doubts": doubted(text)},
    "flip": lambda text: {"flip": flipped(text)},
    "worlds": lambda text: {"worlds": chosen(text)},
    "claim": lambda text: {"claim": text and one_of("claim", text, claim_ids())},
    "verdict": lambda text: {"verdict": text and one_of("verdict", text, KINDS)},
    "article": lambda text: {"article": text and one_of("article", text, ARTICLES)},
    "staffing": lambda text: {"staffing": text and one_of("staffing", text, TURNED)},
    "find": lambda text: {"find": searched(text)},
}


def read_link(link: str) -> View:
    """The view of a query. Raises InputError, one sentence."""
    if len(link) > LONGEST:
        raise InputError(f"link: {len(link)} letters; expected at most {LONGEST}")
    try:
        pairs = parse_qsl(link, keep_blank_values=True, max_num_fields=60)
    except ValueError:
        raise InputError("link: cannot be read; expected p=centralized&p=guided_delegation and the like") from None
    columns, parameters, look = [], {}, []
    rest: dict[str, Any] = {}
    for key, value in pairs:
        if key == "p":
            columns.append(column_of(value))
        elif key.startswith("parameters."):
            parameters[key.partition(".")[2]] = parameter(key.partition(".")[2], number(key, value))
        elif looking.is_part(key):
            look.append((key, value))
        elif key in READ:
            rest |= READ[key](value)
        else:
            raise InputError(
                f"{shown(key)}: not a part of a link; expected p, parameters.load, "
                f"{', '.join(READ)}{nearest(key, READ)}"
            )
    if columns and not FEWEST <= len(columns) <= MOST:
        raise InputError(f"p: {len(columns)} policies; expected {FEWEST} to {MOST}")
    if columns:
        rest["columns"] = tuple(columns)
    view = View(parameters=parameters, look=looking.read(look), **rest)
    setups(view)
    return view


def opened(link: str | None) -> tuple[View, str]:
    """The view of a link; the standard one and a sentence if the link does not fit."""
    try:
        view = read_link(link or "")
        look, fault = settled(view.look) if view.tab == "sweep" else (view.look, "")
        return replace(view, look=look), f"The link does not fit. {fault}" if fault else ""
    except InputError as fault:
        return View(), f"The link does not fit. {fault}"
