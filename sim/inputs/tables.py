"""Make external text safe to use: what a cell or a setting may hold, and csv files read as checked columns.

An error is reported in one line that names the file, the row (the line of the file; the header is row 1) and the
column, and states what was expected instead.
"""

import csv
import datetime
import io
import math
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.model.limits import FORMULA

CODE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
LARGEST = 64 * 2**20  # bytes of a table; 90,000 local governments take 8 MB
TINY, HUGE = 1e-9, 1e12  # bounds that only keep sums finite and divisions defined


class Column(NamedTuple):
    """What a cell may hold. kind: code, text, blank (text or nothing), number, integer, date or free. `empty`: the
    number that an empty cell stands for, if it may be empty."""

    kind: str
    low: float = -math.inf
    high: float = math.inf
    choices: tuple = ()
    empty: float | None = None

    @property
    def expected(self) -> str:
        if self.choices:
            return "one of " + ", ".join(map(str, self.choices))
        if self.kind not in ("number", "integer"):
            return {"code": "letters, digits, '_', '-' or '.'", "date": "a date such as '2023-01-02', a Monday"}.get(
                self.kind, "text of one line, at most 120 characters"
            )
        noun = "a whole number" if self.kind == "integer" else "a number"
        floor = "> 0" if self.low == TINY else f">= {self.low:g}"
        or_none = "" if self.empty is None else ", or nothing"
        return (f"{noun} {floor}" if self.high >= HUGE else f"{noun} from {self.low:g} to {self.high:g}") + or_none


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one file as read-only arrays: str (text), float64 (numbers), int64 (whole numbers and flags)."""

    file: str
    columns: dict
    lines: np.ndarray  # line of the file of each row

    def __getitem__(self, column: str) -> np.ndarray:
        return self.columns[column]

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def codes(self) -> list[str]:
        return self.columns["code"].tolist()

    @property
    def names(self) -> list[str]:
        return self.columns["name"].tolist()

    def refusal(self, row: int, column: str, problem: str, expected: str) -> InputError:
        return InputError(f"{self.file} row {self.lines[row]} column {column}: {problem}; expected {expected}")


def is_plain(number: str) -> bool:
    """float("1_0") is 10, and so is float of the digits of other scripts."""
    return number.isascii() and "_" not in number


def problem_of(value: object, column: Column) -> str | None:
    """What is wrong with one value (a cell of a table, or a setting), or None."""
    if column.choices and value not in column.choices:
        return f"{shown(value)} is not known"
    if column.kind in ("number", "integer"):
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = None
        if number is None or isinstance(value, bool) or not is_plain(str(value)):
            return f"{shown(value)} is not a number"
        if not math.isfinite(number):
            return f"{shown(value)} is not a finite number"
        if not column.low <= number <= column.high:
            size = "large" if number > column.high else "small"
            return f"{value} is negative" if number < 0 <= column.low else f"{value} is too {size}"
        if column.kind == "integer" and number != int(number):
            return f"{value} is not a whole number"
        return None
    if column.kind == "date":
        try:
            monday = datetime.date.fromisoformat(str(value)).weekday() == 0
        except ValueError:
            return f"{shown(value)} is not a date"
        return None if monday else f"{value} is not a Monday"
    if column.kind == "code" and not CODE_PATTERN.fullmatch(str(value)):
        return f"{shown(value)} is not a code"
    if not isinstance(value, str) or not value.isprintable() or len(value) > 120:
        return f"{shown(value)} is not plain text"
    if value.startswith(FORMULA):
        return f"{shown(value)} begins like a formula of a spreadsheet"
    return None


def read_file(path: Path, file: str, most: int, expected: str) -> bytes:
    """What a file holds; `file` names it in faults. Raises InputError at a folder, a pipe or a device, which would
    never end, and at what is missing, unreadable or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{file}: not a regular file; expected {expected}")
        if status.st_size > most:
            raise InputError(f"{file}: {status.st_size / 2**20:,.0f} MB; expected at most {most // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        gone = "a link to a file that is not there" if path.is_symlink() else "missing"
        problem = gone if isinstance(error, FileNotFoundError) else (error.strerror or "unreadable")
        raise InputError(f"{file}: {problem}; expected {expected}") from None


def read_text(file: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"{file} row {row}: byte {error.start} is not UTF-8; expected a UTF-8 text file") from None


def read_table(file: str, raw: bytes, schema: dict[str, Column], may_be_empty: bool = False) -> Table:
    """One file as a Table. A byte-order mark, Windows line ends and blank lines are tolerated; nothing else is."""
    header, rows, lines = read_rows(file, raw)
    schema = expand_years(schema, header)
    check_header(file, header, schema)
    if not rows and not may_be_empty:
        raise InputError(f"{file}: no rows; expected a header and at least one row")
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) != len(header):
            raise InputError(f"{file} row {line}: {len(cells)} cells; expected {len(header)}, as in the header")
    cells_of = dict(zip(header, zip(*rows, strict=True) if rows else [()] * len(header), strict=True))
    cells_of = {name: [cell.strip() for cell in cells] for name, cells in cells_of.items()}
    lines = np.array(lines, dtype=np.int64)
    unsorted = Table(file, {}, lines)
    columns = {name: read_column(unsorted, name, cells_of[name], column) for name, column in schema.items()}
    if "code" in columns:
        order = np.argsort(columns["code"], kind="stable")
        columns, lines = {name: values[order] for name, values in columns.items()}, lines[order]
    table = Table(file, {name: frozen(values) for name, values in columns.items()}, lines)
    if "code" in columns:
        for row in np.flatnonzero(table["code"][1:] == table["code"][:-1]):
            problem = f"{table['code'][row]} stands in row {lines[row]} too"
            raise table.refusal(row + 1, "code", problem, "every code once")
    return table


def read_rows(file: str, raw: bytes) -> tuple[list[str], list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(read_text(file, raw), newline=""), strict=True)
    rows, lines = [], []
    try:
        for cells in reader:
            if any(cells):
                rows.append(cells)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise InputError(f"{file} row {reader.line_num}: {error}; expected comma-separated cells") from None
    header = [name.strip() for name in rows[0]] if rows else []
    return header, rows[1:], lines[1:]


def expand_years(schema: dict[str, Column], header: list[str]) -> dict[str, Column]:
    """Replace the column YYYY by the years in a header; without any, YYYY stays and is reported as missing."""
    years = [name for name in header if re.fullmatch(r"[0-9]{4}", name)]
    if "YYYY" not in schema or not years:
        return schema
    return {name: column for name, column in schema.items() if name != "YYYY"} | dict.fromkeys(years, schema["YYYY"])


def check_header(file: str, header: list[str], schema: dict[str, Column]) -> None:
    known = ", ".join(schema)
    for place, name in enumerate(header):
        if name not in schema:
            raise InputError(f"{file} row 1 column {shown(name)}: unknown; expected {known}{nearest(name, schema)}")
        if name in header[:place]:
            raise InputError(f"{file} row 1 column {name}: named twice; expected {known}")
    for name in schema:
        if name not in header:
            raise InputError(f"{file} row 1 column {name}: missing; expected {known}")


def read_column(table: Table, name: str, cells: list[str], column: Column) -> np.ndarray:
    """The whole column at once; cell by cell only to find the one that is wrong."""
    values = quick_column(cells, column)
    if values is not None:
        return values
    for row, cell in enumerate(cells):
        if (column.kind == "blank" or column.empty is not None) and not cell:
            continue
        if problem := problem_of(cell, column) if cell else "empty":
            raise table.refusal(row, name, problem, column.expected + nearest(cell, column.choices))
    raise AssertionError(f"{table.file} column {name}: refused as a whole, yet no cell is wrong")


def quick_column(cells: list[str], column: Column) -> np.ndarray | None:
    """The column as an array, or None if some cell does not fit."""
    joined = "".join(cells)
    if column.kind in ("number", "integer"):
        try:
            values = np.array(
                [float(cell) if cell or column.empty is None else column.empty for cell in cells], dtype=np.float64
            )
        except ValueError:
            return None
        fit = is_plain(joined) and ((values >= column.low) & (values <= column.high)).all()  # false for nan
        if column.kind == "integer" and fit:
            fit, values = (values == np.floor(values)).all(), values.astype(np.int64)
        return values if fit else None
    fit = (
        joined.isprintable()
        and not any(cell.startswith(FORMULA) for cell in cells)
        and max(map(len, cells), default=0) <= 120
    )
    fit = fit and (column.kind == "blank" or "" not in cells)
    fit = fit and (column.kind != "code" or all(map(CODE_PATTERN.fullmatch, cells)))
    fit = fit and (not column.choices or set(cells) <= set(column.choices))
    return np.array(cells, dtype=np.str_) if fit else None


def frozen(values: np.ndarray) -> np.ndarray:
    values.flags.writeable = False
    return values


def find_positions(table: Table, column: str, target: Table) -> np.ndarray:
    """Row numbers in `target` of the codes in a column; -1 where the cell is blank."""
    position = {code: row for row, code in enumerate(target.codes)} | {"": -1}
    cells = table[column].tolist()
    for row, cell in enumerate(cells):
        if cell not in position:
            known = [code for code in target.codes if target is not table or not table[column][position[code]]]
            expected = f"a code of {target.file}{nearest(cell, known)}"
            raise table.refusal(row, column, f"{shown(cell)} is unknown", expected)
    return np.array([position[cell] for cell in cells], dtype=np.int64)
