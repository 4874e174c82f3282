"""Rows as aligned text."""

import math
import shutil
import textwrap


def figure(value: object) -> str:
    """A number in four significant digits without noughts for show; text as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "" if value is None else str(value)
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0:
        return "0"
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.4g}" if size >= 1e-3 else f"{value:.2e}"


def aligned(header: list[str], rows: list[list]) -> str:
    """Columns of equal width: numbers flush right, words flush left."""
    cells = [header, *([figure(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    numeric = [any(isinstance(row[column], (int, float)) for row in rows) for column in range(len(header))]
    lines = []
    for row in cells:
        padded = [cell.rjust(w) if n else cell.ljust(w) for cell, w, n in zip(row, widths, numeric, strict=True)]
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def wrapped(text: str) -> str:
    """A paragraph of at most 120 letters a line."""
    return textwrap.fill(text, 120)


def paragraphs(entries: dict[str, str]) -> str:
    """A name and a text for each, the text wrapped beside the names."""
    width = max(map(len, entries), default=0) + 2
    columns = max(60, min(120, shutil.get_terminal_size().columns))
    wrapped = []
    for name, text in entries.items():
        lines = textwrap.wrap(text, columns - width) or [""]
        wrapped.append("\n".join([f"{name:<{width}}{lines[0]}", *(" " * width + line for line in lines[1:])]))
    return "\n".join(wrapped)
