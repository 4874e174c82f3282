"""The Python of a study: agents.py and metrics.py, run as they were read when the study was taken up.

A module is called after the study's digest, so that another version of it is another module.
"""

import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sim.errors import InputError, nearest, shown
from sim.inputs.study import Study


def load_code(study: Study, file: str) -> ModuleType | None:
    """The module that a file of a study makes, None if there is no such file. Raises InputError, with the row, at
    whatever it raises."""
    if file not in study.code:
        return None
    stem = file.removesuffix(".py").replace("/", "." if study.package else "_")
    name = f"{study.package}.{stem}" if study.package else f"study_{study.digest[:12]}_{stem}"
    if name not in sys.modules:
        place = str(study.folder.resolve())
        sys.path.insert(0, place)  # other files beside it can be imported by their names
        try:
            import_module(name) if study.package else execute(name, study, file)
        except (Exception, SystemExit) as fault:
            sys.modules.pop(name, None)
            kind = "" if isinstance(fault, InputError) else f"{type(fault).__name__}: "
            said = fault.msg if isinstance(fault, SyntaxError) else fault
            raise InputError(f"{file}{row_of(fault, file)}: {kind}{said}") from None
        finally:
            sys.path.remove(place)
            forget_files_beside(study, file)
    return sys.modules[name]


def execute(name: str, study: Study, file: str) -> None:
    module = ModuleType(name)
    module.__file__ = str(study.folder / file)
    sys.modules[name] = module
    exec(compile(study.code[file], module.__file__, "exec"), vars(module))


def forget_files_beside(study: Study, file: str) -> None:
    """Another study, or another version of this one, may have files of the same names. Raises InputError at one from a
    folder in it, which is in no digest."""
    for name, module in list(sys.modules.items()):
        place = Path(getattr(module, "__file__", None) or "/")
        if not study.package and place.is_relative_to(study.folder) and not name.startswith("study_"):
            del sys.modules[name]
            if place.parent != study.folder:
                raise InputError(f"{file}: imports {place.relative_to(study.folder)}; expected a file beside it")


def row_of(fault: BaseException, file: str) -> str:
    """The last row of the file that had to do with a fault, in words."""
    rows = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.endswith(file)]
    row = fault.lineno if isinstance(fault, SyntaxError) else rows[-1] if rows else None
    return f" row {row}" if row else ""


def find_class(studies: tuple[Study, ...], name: str) -> type:
    """The class of that name in the agents.py of a study. Raises InputError."""
    known: dict[str, type] = {}
    for study in studies:
        own = own_classes(study)
        if name in own and name in known:
            raise InputError(f"agent {shown(name)}: in two studies; expected one of that name")
        known |= own
    if name not in known:
        expected = f"one of {', '.join(known)}" if known else "a study with classes in its agents.py, named by --study"
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
