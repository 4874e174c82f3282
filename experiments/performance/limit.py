"""How far the simulator is from the machine's limit: its most expensive loop compared with the same loop in C.

A profile of default decades (`perf record`, addresses sorted by compiled symbol) shows that drawing the docket is the
most expensive single function, apart from the week itself, into which the compiler inlines all other rules. limit.c
does the same, operation by operation, in the same records, and is compiled for this processor at gcc's highest
optimisation level that does not change results.
"""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from experiments.performance.rows import Row, best, row, same, skipped
from sim.inputs.scenario import load_scenario
from sim.model import draws, records, start
from sim.model.given import GIVEN
from sim.model.records import DATED, DEPARTMENT, DOMAIN, ISSUE
from sim.model.rules import arrivals, docket
from sim.setup.config import setup_from

PART = "limit"
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fPIC")
IN_C = {"i": "int", "u": "uint"}
REAL = {4: "float", 8: "double"}
RECORDS = {"Given": GIVEN, "Issue": ISSUE, "Department": DEPARTMENT, "Domain": DOMAIN, "Dated": DATED}
NUMBERS = {
    **{name: getattr(records, name) for name in ("DUE", "MEMORANDUM", "COMPACT", "TREATY", "FLARE_UP", "GRAVE")},
    "NATURE": draws.NATURE,
    "OPPORTUNITIES": arrivals.OPPORTUNITIES,
    "GRAVES": arrivals.GRAVES,
    "SURGES": arrivals.SURGING,
    "FLARE_UPS": arrivals.FLARE_UPS,
}


def struct(name: str, kind: np.dtype) -> str:
    """A record type as C declares it; compilation stops if the layout differs."""
    fields = "".join(
        f" {REAL[t[0].itemsize] if t[0].kind == 'f' else f'{IN_C[t[0].kind]}{8 * t[0].itemsize}_t'} {field};"
        for field, t in kind.fields.items()
    )
    return f'typedef struct {{{fields} }} {name};\n_Static_assert(sizeof({name}) == {kind.itemsize}, "{name}");\n'


def compiled(folder: Path) -> ctypes.CDLL:
    source = "#include <stdint.h>\n" + "".join(struct(name, kind) for name, kind in RECORDS.items())
    source += "".join(f"#define {name} {int(value)}\n" for name, value in NUMBERS.items())
    source += Path(__file__).with_suffix(".c").read_text(encoding="utf-8")
    (folder / "limit.c").write_text(source, encoding="utf-8")
    subprocess.run(["gcc", *FLAGS, str(folder / "limit.c"), "-o", str(folder / "limit.so"), "-lm"], check=True)
    return ctypes.CDLL(str(folder / "limit.so"))


def tables(w) -> ctypes.Array:
    """The Tables of limit.c: addresses and lengths, in its order."""
    parts = []
    for name in ("domain", "counterpart", "locality"):
        guide = getattr(w, f"{name}_guide")
        parts += [getattr(w, f"{name}_cdf").ctypes.data, guide.ctypes.data, len(guide)]
    parts += [
        w.clearance.ctypes.data,
        w.vitality.ctypes.data,
        w.vitality.shape[1],
        w.private_cdf.ctypes.data,
        w.private_cdf.shape[1],
    ]
    return (ctypes.c_int64 * len(parts))(*parts)


def study(years: float = 10.0, times: int = 60, parameters: dict[str, float] | None = None) -> list[Row]:
    if shutil.which("gcc") is None:
        return [skipped(PART, "gcc is not here")]
    template = start.prepare(load_scenario("us_2023"), setup_from("centralized").policy, parameters, years)
    world = start.begin(template, 1, 0)
    moments, uids, events = start.beside_routine(world)
    here, there = world.issues.copy(), world.issues.copy()
    place, drawing = tables(world), world.replace(issues=here)

    def in_python() -> int:
        return docket.draw_docket(drawing, moments, uids, events)

    with tempfile.TemporaryDirectory() as folder:
        draw = compiled(Path(folder)).draw_docket
    draw.restype = ctypes.c_int64
    address, count = ctypes.c_void_p, ctypes.c_int64
    draw.argtypes = [address, address, count, address, count, *6 * [address], count]
    given, issues, departments, domains, *beside = (
        table.ctypes.data
        for table in (world.given, there, world.departments, world.domains, world.dated, moments, uids, events)
    )

    def in_c() -> int:
        offices = (departments, len(world.departments), domains)
        return draw(given, issues, len(there), *offices, ctypes.addressof(place), *beside, len(moments))

    for table in (here, there):
        table.view(np.uint8).fill(0xFF)  # a field that only one of them writes will then differ
    n = in_python()
    same("issues of a docket, here and in C", n, in_c())
    for field in ISSUE.names:
        same(f"issues of a docket, here and in C, {field}", here[field], there[field])
    used = start.finish(start.begin(template, 1, 0))
    taken = best(
        {"here": in_python, "C": in_c, "decade": lambda: start.finish(start.begin(template, 1, 0, used))}, times
    )
    note = f"drawing {n:,} issues; gcc {' '.join(FLAGS[:4])}; equal in every field"
    return [
        row(PART, "drawing a docket, here", 1e9 * taken["here"] / n, "ns an issue", note=note),
        row(PART, "drawing a docket, C", 1e9 * taken["C"] / n, "ns an issue", note=note),
        row(PART, "drawing a docket, of a whole decade", 100.0 * taken["here"] / taken["decade"], "%", note=note),
        row(PART, "here / C", taken["here"] / taken["C"], "times", most=1.5, note=note),
    ]
