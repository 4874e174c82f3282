"""How a rule is compiled: machine code from disk cache when the rules have not changed, plain Python under
NUMBA_DISABLE_JIT=1.

Rules fill rows that exist and allocate nothing, so reference counting is left out: with it, a decade takes three
times as long (150 ms against 48 ms when this was measured on the default scenario).
"""

import math
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from numba import config, njit, types
from numba.core import sigutils
from numba.extending import overload

from sim.model.cache import find_cache

COMPILES = not config.DISABLE_JIT
FOLDER, WHY = find_cache() if COMPILES else (None, "")  # WHY: what is wrong with the usual folder
if FOLDER is not None:
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
            _guard(made._cache)
        return made

    return decorate


def _guard(cache: Any) -> None:
    """Reading and writing of a rule's cached code, so that no file of it can end a command. A damaged one counts as
    missing: the rule is compiled again and the file replaced. One that cannot be written is done without."""
    read, write = cache.load_overload, cache.save_overload

    def load(signature, context):
        try:
            return read(signature, context)
        except Exception:  # Numba raises whatever its reader does
            _tell("is damaged; compiling again what is damaged ...")
            with suppress(OSError):
                cache.flush()
            return None

    def save(signature, made):
        try:
            write(signature, made)
        except OSError as fault:
            cache.disable()
            _tell(f"cannot be written ({fault.strerror or fault}: {FOLDER}); every command compiles them again")

    cache.load_overload, cache.save_overload = load, save


@lru_cache
def _tell(what: str) -> None:
    """Once each."""
    print(f"the cache of compiled rules {what}", file=sys.stderr, flush=True)


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


def is_cold(function: Any) -> bool:
    """Whether a compiled function has yet to be compiled, from these sources, on such a processor."""
    if not COMPILES or not _KEEP:
        return COMPILES
    cache = function._cache
    try:
        kept = cache._cache_file._load_index()
        codegen = function.targetctx.codegen()
    except Exception:  # damaged: it will be told when it is read
        return True
    return not any(key[1:] == cache._index_key(None, codegen)[1:] for key in kept)
