"""What a page of ours must look like before anything believes it: it may have been edited by hand, or be another's.

A shape is a type, several types, a text that a pattern fits, a list of one shape, a dict of named shapes (further keys
are ignored), or Each: a mapping of any names to one shape.
"""

import math
import re
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import shown
from sim.runs.files import Damaged, read_page


class Each(NamedTuple):
    """A mapping of names to one shape."""

    shape: Any


VALUE = (str, int, float)
HASH, NAME, SPAN = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{16}"), r"[0-9]{1,6}(-[0-9]{1,6})?"
SPANS = re.compile(f"{SPAN}(,{SPAN})*")
TABLES = {"sha256": HASH, "values": HASH, "rows": int}
RECORD = {"name": NAME, "tables": Each(TABLES), "runs": Each(SPANS)}
FAILURES = {"name": NAME, "failures": [{"address": str, "message": str, "replicates": SPANS}]}
MANIFEST = {"files": Each(HASH), "versions": Each((str, int, type(None))), "scenarios": Each(HASH)}
LISTED = {"values": [VALUE]}
DRAWN = LISTED | {"drawn": str, "kind": str, "place": int, "of": int}
COLUMN = tuple(one | which for one in (DRAWN, LISTED) for which in ({"each": int}, {"at": [int]}))
DESIGN = {
    "rules": str,
    "studies": [str],
    "scenarios": Each({"digest": str, "title": str, "year": int, "parameters": Each((int, float))}),
    "keys": [str],
    "measures": [str],
    "drawn": [str],
    "series": bool,
    "log": bool,
    "until": ({"text": str, "most": int}, type(None)),
    "common": Each(VALUE),
    **dict.fromkeys(("both", "values", "sets"), Each(COLUMN)),
    "points": [HASH],
}


def read_shaped(path: Path, shape: Any) -> dict:
    """A page, if it is as it was written and of that shape. Raises Damaged, or FileNotFoundError."""
    tree = read_page(path)
    if fault := misfit(tree, shape, ""):
        raise Damaged(f"{path}: {fault}; expected a page as this program writes it")
    return tree


def misfit(found: Any, shape: Any, place: str) -> str:
    """What does not fit, and where; "" if all does."""
    if isinstance(shape, tuple) and not isinstance(shape, Each):
        faults = [misfit(found, one, place) for one in shape]
        return "" if "" in faults else faults[0]
    if isinstance(shape, list):
        parts = list(enumerate(found)) if isinstance(found, list) else None
        return wrong(found, place) if parts is None else inside(parts, lambda _: shape[0], place)
    if isinstance(shape, dict):
        if not isinstance(found, dict):
            return wrong(found, place)
        if missing := next((key for key in shape if key not in found), ""):
            return f"{f'{place}.{missing}'.lstrip('.')} is missing"
        return inside([(key, found[key]) for key in shape], shape.__getitem__, place)
    if isinstance(shape, Each):
        return inside(found.items(), lambda _: shape.shape, place) if isinstance(found, dict) else wrong(found, place)
    if isinstance(shape, re.Pattern):
        return "" if isinstance(found, str) and shape.fullmatch(found) else wrong(found, place)
    fits = isinstance(found, shape) and (shape is bool or not isinstance(found, bool))
    return "" if fits and not (isinstance(found, float) and not math.isfinite(found)) else wrong(found, place)


def inside(parts: Any, shape_of: Any, place: str) -> str:
    return next((fault for key, one in parts if (fault := misfit(one, shape_of(key), f"{place}.{key}"))), "")


def wrong(found: Any, place: str) -> str:
    return f"{place.lstrip('.') or 'the page'} is {shown(found)}"
