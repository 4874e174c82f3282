"""The studies in use in this process: the one named, else that of the working folder, and every installed package's."""

import os
import shlex
import threading
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sim.errors import InputError, shown
from sim.inputs.own_code import load_code
from sim.inputs.study import MARK, Study, read_study

ENTRY = "paradiplomacy.studies"

one_at_a_time = threading.RLock()  # which study and metrics are in use holds for the whole process
_asked: Path | None = None  # from Python, until it is said otherwise
_used: Study | None = None
_taken = False  # whether it was looked for
_typed = ""  # how the study was named; "" for that of the working folder
_brought: tuple = ()  # metrics of a call from Python
_measured = False  # whether there are more metrics than the model's


@cache
def packages() -> tuple[Study, ...]:
    """The studies of packages that are installed, in the order of their names. Raises InputError."""
    found = []
    for entry in sorted(entry_points(group=ENTRY)):
        try:
            spec = find_spec(entry.module)
            (place,) = list((spec and spec.submodule_search_locations) or [])
        except (ImportError, ValueError):
            raise InputError(
                f"study package {entry.name}: {entry.value}; expected the name of a package that can be imported"
            ) from None
        found.append(read_study(Path(place), entry.module))
    return tuple(found)


def studies() -> tuple[Study, ...]:
    """In use at present; that of the working folder from the first time that anybody asks."""
    if not _taken:
        take_up()
    return (*packages(), *([_used] if _used else []))


def folder() -> str:
    """Of the study in use, "" for none."""
    return str(_used.folder) if _used else ""


def option() -> str:
    """What a command line needs besides to use the same study, "" for nothing."""
    return f" --study {shlex.quote(_typed)}" if _used and _typed else ""


def digests() -> dict[str, str]:
    """Of the studies in use, by title."""
    return {study.title: study.digest for study in studies()}


def ask_for(named: str | Path | None) -> None:
    """From now on use the study in this folder; None: that of the working folder, if it is one. Raises InputError."""
    global _asked
    if not isinstance(named, str | Path | None) or named == "":
        raise InputError(f"study: {shown(named)}; expected the path of a folder")
    with one_at_a_time:
        before, _asked = _asked, None if named is None else Path(named).absolute()
        try:
            take_up()
        except InputError:
            _asked = before
            raise


def take_up(named: str | Path | None = None) -> None:
    """Read the study that is to be used from here on: of this folder, or the one that was asked for, or that of the
    working folder. Raises InputError."""
    global _typed, _taken
    _taken = True
    here = Path.cwd() if os.path.lexists(MARK) else None
    if named == "":
        raise InputError("study: no folder named; expected the path of one")
    chosen = Path(named) if named is not None else _asked or here
    _typed = "" if chosen is here else str(chosen)
    put_to_use(read_study(chosen) if chosen else None)


def hold(wanted: str, brought: tuple = ()) -> None:
    """In a worker: have the study of this folder in use, or none, and these metrics."""
    global _taken
    _taken = True
    if folder() != wanted:
        put_to_use(read_study(Path(wanted)) if wanted else None)
    if brought != _brought:
        bring(brought)


def bring(metrics: tuple) -> tuple:
    """From now on measure these besides, as METRICS and `measure(world)` each, in place of others that were brought;
    returns those. Raises InputError, and nothing has changed."""
    global _brought
    before, _brought = _brought, metrics
    try:
        measure_with([*own_metrics(), *metrics])
    except InputError:
        _brought = before
        raise
    return before


def brought() -> tuple:
    return _brought


def own_metrics() -> list[Any]:
    """The metrics.py of each study in use."""
    return [one for one in (load_code(each, "metrics.py") for each in studies()) if one]


def put_to_use(study: Study | None) -> None:
    global _used
    before, _used = _used, study
    try:
        check_names()
        measure_with([*own_metrics(), *_brought])
    except InputError:
        _used = before
        raise


def measure_with(modules: list[Any]) -> None:
    global _measured
    if modules or _measured:  # else the model, which takes a second to import, is left alone
        from sim.model.metrics import add_metrics

        add_metrics(modules)
        _measured = bool(modules)


def check_names() -> None:
    """Raises InputError where two studies hold something under one name."""
    owner: dict[tuple[str, str], Study] = {}
    titles = [study.title for study in studies()]
    if twice := next((title for title in titles if titles.count(title) > 1), None):
        raise InputError(f"study '{twice}': two are called so; expected a title for each, in its paradip.yaml")
    for study in studies():
        held = [(kind, name) for kind, found in study.pages.items() for name in found]
        for mark in [*held, *(("scenario", name) for name in study.scenarios)]:
            if mark in owner:
                raise InputError(
                    f"{mark[0]} '{mark[1]}': in two studies, {owner[mark].title} and {study.title}; expected one"
                )
            owner[mark] = study
