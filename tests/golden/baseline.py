"""What is pinned beside the goldens, and when it may be pinned anew: hashes of values, not of how they lie."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def digest_of(columns: Mapping[str, Iterable], names: Iterable[str]) -> str:
    """Of these columns by name: numbers as 64 bits, whatever fewer they are kept in; anything else as text."""
    parts = []
    for name in names:
        values = np.asarray(columns[name])
        kind = {"f": "<f8", "i": "<i8", "u": "<i8", "b": "<i8"}.get(values.dtype.kind)
        values = values.astype(kind) if kind else np.array(values.ravel().tolist(), "U")
        if kind == "<f8":
            values = np.where(np.isnan(values), np.nan, values)  # one bit pattern for what is not defined
        content = values.tobytes() if kind else "\n".join(values.tolist()).encode()
        parts += [f"{name} {values.shape}\n".encode(), content]
    return digest(*parts)


def read(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def write(name: str, page: dict) -> None:
    (HERE / name).write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def changed(old: Mapping, new: Mapping, under: str = "") -> list[str]:
    """Names of what is other in the new page, or not in one of the two; those of pages within by their path."""
    found = []
    for name in dict.fromkeys([*old, *new]):
        a, b = old.get(name), new.get(name)
        if isinstance(a, Mapping) and isinstance(b, Mapping):
            found += changed(a, b, f"{under}{name}: ")
        elif a != b:
            found.append(f"{under}{name}")
    return found
