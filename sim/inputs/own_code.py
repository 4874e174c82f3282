"""The Python of a study: agents.py and metrics.py, run as they were read when the study was taken up.

A module is called after the study's digest, so that another version of it is another module.
"""

import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

from sim.errors import InputError, nearest, shown
from sim.inputs.study import Study

PREFIX = "study_"  # of the names of modules made here


def load_code(study: Study, file: str) -> ModuleType | None:
    """The module that a file of a study makes, None if there is no such file. Raises InputError, with the row, at
    whatever it raises."""
    if file not in study.code:
        return None
    stem = file.removesuffix(".py").replace("/", "." if study.package else "_")
    name = f"{study.package}.{stem}" if study.package else f"{PREFIX}{study.digest[:12]}_{stem}"
    if name not in sys.modules:
        try:
            if study.package:
                import_module(name)
            else:
                with files_beside(study):
                    sys.modules[name] = module = ModuleType(name)
                    execute(module, study, file)
        except (Exception, SystemExit) as fault:
            sys.modules.pop(name, None)
            raise InputError(f"{place_of(fault, [study]) or file}: {in_words(fault)}") from None
    return sys.modules[name]


def execute(module: ModuleType, study: Study, file: str) -> None:
    module.__file__ = str(study.folder / file)
    exec(compile(study.code[file], module.__file__, "exec"), vars(module))


class Beside(MetaPathFinder, Loader):
    """Finds the files of a study by their names, as they were read when it was taken up."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def find_spec(self, fullname, path=None, target=None):
        return spec_from_loader(fullname, self) if f"{fullname}.py" in self.study.code else None

    def exec_module(self, module: ModuleType) -> None:
        execute(module, self.study, f"{module.__name__}.py")


@contextmanager
def files_beside(study: Study) -> Iterator[None]:
    """Within, the files of a study can be imported by their names. Afterwards they are forgotten: another study, or
    another version of this one, may have files of the same names. Raises InputError at one from a folder in it, which
    is in no digest."""
    names = {file.removesuffix(".py") for file in study.code}
    others = {name: sys.modules.pop(name) for name in names & sys.modules.keys()}
    before, finder = set(sys.modules), Beside(study)
    sys.meta_path.insert(0, finder)
    try:
        yield
        for name in sys.modules.keys() - before - names:
            if not name.startswith(PREFIX):
                check_place(study, getattr(sys.modules[name], "__file__", None))
    finally:
        sys.meta_path.remove(finder)
        for name in names & sys.modules.keys():
            del sys.modules[name]
        sys.modules.update(others)


def check_place(study: Study, file: str | None) -> None:
    """Raises InputError at a file in a folder of the study, but for libraries that are installed there."""
    place = Path(file or "/").resolve()
    parts = place.relative_to(study.folder).parts if place.is_relative_to(study.folder) else ()
    if len(parts) > 1 and not parts[0].startswith(".") and "site-packages" not in parts:
        raise InputError(f"imports {'/'.join(parts)}; expected a file beside it")


def told(fault: BaseException, studies: Iterable[Study]) -> str:
    """A fault in words, after the file and row of a study in which it, or what led to it, was raised, if in any."""
    cause = place_of(fault.__cause__, studies) if fault.__cause__ else ""
    place = cause or place_of(fault, studies)
    return f"{place}: {in_words(fault)}" if place else in_words(fault)


def in_words(fault: BaseException) -> str:
    said = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    return said if isinstance(fault, InputError) else f"{type(fault).__name__}: {said}".removesuffix(": ")


def place_of(fault: BaseException, studies: Iterable[Study]) -> str:
    """The last row of studies that had to do with a fault, in words; "" for none."""
    rows = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(fault.__traceback__)]
    if isinstance(fault, SyntaxError) and fault.filename:
        rows.append((fault.filename, fault.lineno))
    places = (row_in(studies, *row) for row in reversed(rows))
    return next(filter(None, places), "")


def row_in(studies: Iterable[Study], path: str, row: int | None) -> str:
    """A row of a file, in words, if the file is one of studies; else ""."""
    files = {str(study.folder / file): file for study in studies for file in study.code}
    file = files.get(os.path.realpath(path))
    return f"{file} row {row}" if file and row else file or ""


def find_class(studies: tuple[Study, ...], name: str) -> type:
    """The class of that name in the agents.py of a study. Raises InputError."""
    known: dict[str, type] = {}
    for study in studies:
        own = own_classes(study)
        if name in own and name in known:
            raise InputError(f"agent {shown(name)}: in two studies; expected one of that name")
        known |= own
    if name not in known:
        expected = f"one of {', '.join(known)}" if known else "a study in use that has classes in its agents.py"
        raise InputError(f"agent {shown(name)}: not known; expected {expected}{nearest(name, known)}")
    return known[name]


def own_classes(study: Study) -> dict[str, type]:
    """Classes of agents that its agents.py defines, and does not merely import. Raises InputError."""
    if (module := load_code(study, "agents.py")) is None:
        return {}
    classes = {word: one for word, one in vars(module).items() if isinstance(one, type)}
    return {
        word: one
        for word, one in classes.items()
        if one.__module__ == module.__name__ and any(base.__name__ == "WorldAgent" for base in one.__mro__)
    }
