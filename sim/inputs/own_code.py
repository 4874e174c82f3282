"""The Python of a study: agents.py and metrics.py, run as they were read when the study was taken up.

A module is called after the study's digest, so that another version of it is another module.
"""

import sys
import traceback
from importlib import import_module
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
        except InputError:
            raise
        except Exception as fault:
            sys.modules.pop(name, None)
            raise InputError(f"{file}{row_of(fault, file)}: {type(fault).__name__}: {fault}") from None
        finally:
            sys.path.remove(place)
    return sys.modules[name]


def execute(name: str, study: Study, file: str) -> None:
    module = ModuleType(name)
    module.__file__ = str(study.folder / file)
    sys.modules[name] = module
    exec(compile(study.code[file], module.__file__, "exec"), vars(module))


def row_of(fault: Exception, file: str) -> str:
    """The last row of the file that had to do with a fault, in words."""
    rows = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.endswith(file)]
    row = fault.lineno if isinstance(fault, SyntaxError) else rows[-1] if rows else None
    return f" row {row}" if row else ""


def find_class(studies: tuple[Study, ...], name: str) -> type:
    """The class of that name in the agents.py of a study. Raises InputError."""
    known = {word: one for study in studies for word, one in own_classes(study).items()}
    if name not in known:
        expected = f"one of {', '.join(known)}" if known else "a study with classes in its agents.py, named by --study"
        raise InputError(f"agent {shown(name)}: not known; expected {expected}{nearest(name, known)}")
    return known[name]


def own_classes(study: Study) -> dict[str, type]:
    """Classes that its agents.py defines, and does not merely import. Raises InputError."""
    if (module := load_code(study, "agents.py")) is None:
        return {}
    return {
        word: one for word, one in vars(module).items() if isinstance(one, type) and one.__module__ == module.__name__
    }
