"""Points listed: the rows of a csv file, or axes taken side by side."""

from pathlib import Path

from sim.errors import InputError, shown, within
from sim.inputs.tables import is_plain, read_rows
from sim.model.limits import LIMITS
from sim.setup.overrides import MOST_POINTS, Assignment, check_key, check_value, limit_of
from sim.setup.paths import is_of_path

MOST_BYTES = 2**30


def read_points(path: str | Path | list[dict]) -> list[dict]:
    """The points of a csv file: its columns are keys, its rows points. Raises InputError with file, row and column."""
    if isinstance(path, list):
        return check_points(path)
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: {path.stat().st_size:,} bytes; expected at most {MOST_BYTES:,}")
        raw = path.read_bytes()
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise InputError(f"points: {shown(str(path))}: {why}; expected a csv file whose columns are keys") from None
    file = path.name
    header, rows, lines = read_rows(file, raw)
    for place, key in enumerate(header):
        within(f"{file} row 1: ", check_key, f"{key}=")
        if key in header[:place]:
            raise InputError(f"{file} row 1: {key} is named twice; expected every key once")
    if not rows:
        raise InputError(f"{file}: no points; expected a header of keys and at least one row of values")
    if len(rows) > MOST_POINTS:
        raise InputError(f"{file}: {len(rows):,} points; expected at most {MOST_POINTS:,}")
    points: dict[tuple, int] = {}
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) != len(header):
            raise InputError(f"{file} row {line}: {len(cells)} cells; expected {len(header)}, as in the header")
        values = tuple(within(f"{file} row {line}: ", read_cell, *both) for both in zip(header, cells, strict=True))
        if values in points:
            raise InputError(f"{file} row {line}: the same point as row {points[values]}; expected every point once")
        points[values] = line
    return [dict(zip(header, values, strict=True)) for values in points]


def check_points(points: list[dict]) -> list[dict]:
    """Points from Python, each value checked and none twice; all must have the same keys, but for those of a path."""
    if not points or not all(isinstance(point, dict) and point for point in points):
        raise InputError("points: expected at least one, each a value or more by key")
    found: list[dict] = []
    numbers: dict[tuple, int] = {}
    every = dict.fromkeys(key for point in points for key in point)
    for number, point in enumerate(points):
        place = f"points: number {number}: "
        if any(not is_of_path(str(key)) for key in point.keys() ^ points[0].keys()):
            raise InputError(f"{place}keys {', '.join(map(str, point))}; expected {', '.join(map(str, points[0]))}")
        for key in point:
            within(place, check_key, f"{key}=")
        found.append({key: within(place, check_value, key, point[key]) if key in point else None for key in every})
        if (first := numbers.setdefault(tuple(found[-1].values()), number)) < number:
            raise InputError(f"{place}the same as number {first}; expected every point once")
    return found


def read_cell(key: str, cell: str):
    """A value as text, in the type its key takes."""
    cell = cell.strip()
    if (key in LIMITS or is_of_path(key)) and limit_of(key).kind in ("number", "integer") and is_plain(cell):
        try:
            return check_value(key, float(cell))
        except InputError:
            raise
        except ValueError:
            pass  # refused below, as the text it is
    return check_value(key, cell)


def zipped(axes: list[Assignment]) -> list[dict]:
    """The first values of all axes, then the second of all, and so on."""
    if len(axes) < 2:
        raise InputError(
            "zip: fewer than two axes; expected two or more of equal length, such as "
            "delegation.level=0,0.3 coordination.guidance=0,0.5"
        )
    first = axes[0]
    for one in axes[1:]:
        if len(one.values) != len(first.values):
            raise InputError(
                f"zip: {one.key} has {len(one.values):,} values and {first.key} {len(first.values):,}; "
                "expected the same number of each"
            )
    rows = [
        dict(zip([one.key for one in axes], values, strict=True))
        for values in zip(*(one.values for one in axes), strict=True)
    ]
    seen: list[tuple] = [tuple(row.values()) for row in rows]
    if len(set(seen)) < len(seen):
        raise InputError("zip: two points are the same; expected every point once")
    return rows
