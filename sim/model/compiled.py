"""How a rule is compiled: machine code from disk cache when the rules have not changed, plain Python under
NUMBA_DISABLE_JIT=1.

Rules fill rows that exist and allocate nothing, so reference counting is left out: with it, a decade takes three
times as long (150 ms against 48 ms when this was measured on the default scenario).
"""

import hashlib
import math
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from numba import config, njit, types
from numba.core import sigutils
from numba.extending import overload


def fingerprint() -> str:
    """Hash of every source that is compiled. Numba looks only at the file of the function itself and would serve
    stale code when a rule it calls has changed in another file."""
    here = Path(__file__).parent
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in sorted(here.rglob("*.py")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path | None:
    """A private folder for this version of the rules under the user's cache; a temporary one where that cannot be
    written; None if neither can."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    for root in (Path(home), Path(tempfile.gettempdir()) / f"paradiplomacy-{user}"):
        folder = root / "paradiplomacy" / fingerprint()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
        except OSError:
            continue
    return None


COMPILES = not config.DISABLE_JIT
FOLDER = cache_folder() if COMPILES else None
if FOLDER is not None and not os.environ.get("NUMBA_CACHE_DIR"):
    config.CACHE_DIR = str(FOLDER)
_KEEP = FOLDER is not None

# Nobody hands a rule to C as a callback, so none gets a wrapper for it.
_HOW: Any = {"_nrt": False, "error_model": "numpy", "no_cfunc_wrapper": True}


def _compiled(**how: Any) -> Callable:
    make = njit(**_HOW, cache=_KEEP, **how)

    def decorate(function: Callable) -> Callable:
        made: Any = make(function)
        if not COMPILES:
            return made
        compile_for = made.compile

        def compile_widened(arguments):
            return compile_for(tuple(map(_widened, sigutils.normalize_signature(arguments)[0])))

        made.compile = compile_widened
        if _KEEP:
            made._cache.load_overload = _sound(made._cache)
        return made

    return decorate


def _sound(cache: Any) -> Callable:
    """Reading of a rule's cached code: a damaged file counts as missing, so the rule is compiled again and the file
    replaced. Numba would raise whatever its reader does."""
    read = cache.load_overload

    def load(signature, context):
        try:
            return read(signature, context)
        except Exception:
            _tell_damage()
            with suppress(OSError):
                cache.flush()
            return None

    return load


@lru_cache(maxsize=1)
def _tell_damage() -> None:
    print("the cache of compiled rules is damaged; compiling again what is damaged ...", file=sys.stderr, flush=True)


def _widened(kind: types.Type) -> types.Type:
    """A constant as its type, and whole numbers of any width as int64. Else a rule is compiled again for each constant
    and each width that it is called with (`docket.note` 25 times), a quarter of a first compilation."""
    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind.signed else kind


# A rule is built into whatever calls it; a step, longer and rarer, is compiled once and called; a drive is what
# threads call, and lets the others run meanwhile.
rule = _compiled(forceinline=True)
step = _compiled()
drive = _compiled(nogil=True)
# What is put together out of rules is compiled into its caller, in an overload, and cached with it: a compiled function
# that holds others in a closure cannot be cached.
PART: Any = _HOW | {"forceinline": True}
part = njit(**PART)


def earliest(rules: Sequence[Callable]) -> Callable:
    """One rule out of several that tell a time, `rule(w, i, seen)`: the earliest of them and its number; (inf, -1) if
    none. For rules that are found, not named."""

    def ask(w, i, seen):
        best, which = math.inf, -1
        for number, one in enumerate(rules):
            time = one(w, i, seen)
            if time < best:
                best, which = time, number
        return best, which

    def chain(number: int) -> Callable:
        if number < 0:
            return part(lambda w, i, seen: (math.inf, -1))
        before, one = chain(number - 1), rules[number]

        def both(w, i, seen):
            best, which = before(w, i, seen)
            time = one(w, i, seen)
            return (time, number) if time < best else (best, which)

        return part(both)

    @overload(ask, jit_options=PART)
    def compiled(w, i, seen):
        last = chain(len(rules) - 1)
        return lambda w, i, seen: last(w, i, seen)

    return ask


def is_cold() -> bool:
    """Whether the rules have yet to be compiled for this version."""
    return COMPILES and (FOLDER is None or not any(Path(config.CACHE_DIR).rglob("week.run-*.nbi")))
