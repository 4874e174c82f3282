"""The world: every table there is, by name.

Python reads a table as an attribute. A compiled rule is handed where the tables lie, one line each: a single pointer in
every call. Handed the tables themselves, of which each is seven numbers in a call, the rules took twice as long to
compile and a call from Python four times as long.
"""

import copy
from typing import Annotated, Any, get_type_hints

import numpy as np
from llvmlite import ir
from numba import config, from_dtype, typeof, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr
from numba.np.arrayobj import make_array, populate_array

from sim.model import records
from sim.model.given import CLOCK, GIVEN, REGIME

FLOAT, INT = np.dtype("f8"), np.dtype("i4")
_LIES = records.record(("u8", "address"), ("i8", "rows columns"))


class World(np.ndarray):
    """Everything there is, each table by name with the type of its rows (and how many axes it has, if not one). Raises
    TypeError where one is missing or is not of that type: compiled rules read and write its memory unasked."""

    # one row each: what is given for a run, the policy in force, the time, the centre
    given: Annotated[np.ndarray, GIVEN]
    regime: Annotated[np.ndarray, REGIME]
    clock: Annotated[np.ndarray, CLOCK]
    federal: Annotated[np.ndarray, records.FEDERAL]
    # a row each
    issues: Annotated[np.ndarray, records.ISSUE]
    departments: Annotated[np.ndarray, records.DEPARTMENT]
    subnationals: Annotated[np.ndarray, records.SUBNATIONAL]
    counterparts: Annotated[np.ndarray, records.COUNTERPART]
    privates: Annotated[np.ndarray, records.PRIVATE]
    domains: Annotated[np.ndarray, records.DOMAIN]
    networks: Annotated[np.ndarray, records.NETWORK]
    members: Annotated[np.ndarray, records.MEMBER]
    dated: Annotated[np.ndarray, records.DATED]
    # share of the staff of each department that comes from each department of the tables (D, K)
    composition: Annotated[np.ndarray, FLOAT, 2]
    stations: Annotated[np.ndarray, records.STATION]
    queues: Annotated[np.ndarray, records.QUEUE]
    # who waits at the posts abroad, crises apart (2*C,)
    posts: Annotated[np.ndarray, records.QUEUE]
    teams: Annotated[np.ndarray, records.TEAM]
    events: Annotated[np.ndarray, records.EVENT]
    series: Annotated[np.ndarray, records.SERIES]
    # whom each counterpart courts this week (C*LOOKS,), -1 for nobody more; promises (C*D,); what actors want, now and
    # at the start (J*D,)
    courts: Annotated[np.ndarray, INT]
    commitments: Annotated[np.ndarray, records.COMMITMENT]
    # of each kind of speaker with each counterpart (C*3,)
    reputations: Annotated[np.ndarray, records.REPUTATION]
    preferences: Annotated[np.ndarray, FLOAT]
    first_preferences: Annotated[np.ndarray, FLOAT]
    # which domains each network covers (N, D); the text that its members have in common (N*D,)
    covers: Annotated[np.ndarray, INT, 2]
    texts: Annotated[np.ndarray, FLOAT]
    # how far a week of courtship has drawn each actor so far, rival by rival (R*J,); empty where rivals do not learn
    dossiers: Annotated[np.ndarray, FLOAT]
    # the post's pigeon-holes (64,); heads of the lists of windows and of troubled acts by tick (ticks + 1,)
    bins: Annotated[np.ndarray, INT]
    due: Annotated[np.ndarray, INT]
    watch: Annotated[np.ndarray, INT]
    # what issues are drawn from: cumulative weights of domains (D,), counterparts (C,) and localities (J,), each with a
    # guide to where a search begins, and of private actors by domain (D, P); chances that a department must clear
    # (D, M); vitality by rank (D, points)
    domain_cdf: Annotated[np.ndarray, FLOAT]
    domain_guide: Annotated[np.ndarray, INT]
    counterpart_cdf: Annotated[np.ndarray, FLOAT]
    counterpart_guide: Annotated[np.ndarray, INT]
    locality_cdf: Annotated[np.ndarray, FLOAT]
    locality_guide: Annotated[np.ndarray, INT]
    private_cdf: Annotated[np.ndarray, FLOAT, 2]
    clearance: Annotated[np.ndarray, FLOAT, 2]
    vitality: Annotated[np.ndarray, FLOAT, 2]
    # one row: the draws behind a block of issues while they are made; nothing is kept in it
    deck: Annotated[np.ndarray, records.DECK]

    def __new__(cls, **tables: np.ndarray) -> "World":
        if tables.keys() != TABLES.keys():
            raise TypeError(
                f"tables of a world: {', '.join(sorted(tables.keys() ^ TABLES.keys()))} missing or not known"
            )
        lines = []
        for name, (kind, axes) in TABLES.items():
            table = tables[name]
            if table.dtype != kind or table.ndim != axes or not table.flags.c_contiguous:
                raise TypeError(
                    f"{name}: {table.dtype} with {table.ndim} axes; expected {kind} with {axes}, contiguous"
                )
            lines.append((table.ctypes.data, len(table), table.shape[-1]))
        made = np.array(lines, _LIES).view(cls)
        made.__dict__.update(tables)
        return made

    def __setattr__(self, name: str, value) -> None:
        raise AttributeError(f"{name}: a world keeps its tables; World.replace makes one with others")

    def __reduce__(self):
        return _world, ({name: table.view(TABLES[name][0]) for name, table in vars(self).items()},)

    def __deepcopy__(self, memo: Any = None) -> "World":
        return World(**{name: copy.deepcopy(table, memo) for name, table in vars(self).items()})

    @property
    def handle(self) -> np.ndarray:
        """The same world as rules are handed it quickest, for as long as the world is kept: numba looks twice at a
        subclass of an array, a microsecond a call."""
        return self if config.DISABLE_JIT else self.view(np.ndarray)

    def replace(self, **tables: np.ndarray) -> "World":
        """The same world but for these tables."""
        return World(**vars(self) | tables)


def _world(tables: dict[str, np.ndarray]) -> World:
    """The world that was pickled, where rules are compiled or not."""
    return World(**{name: records.readable(table) for name, table in tables.items()})


# Name -> type of a row, number of axes.
TABLES: dict[str, tuple[np.dtype, int]] = {
    name: (*hint.__metadata__, 1)[:2] for name, hint in get_type_hints(World, include_extras=True).items()
}

# How compiled code reads `w.issues`: the address and the lengths that stand in the world's line for it. They never
# change, so they are read once however often a rule names the table.
WORLD = typeof(np.empty(0, _LIES))
_TYPES = {name: types.Array(from_dtype(kind), axes, "C") for name, (kind, axes) in TABLES.items()}


@infer_getattr
class _TableOfWorld(AttributeTemplate):
    key = WORLD

    def generic_resolve(self, world, name):  # type: ignore[override]
        return _TYPES.get(name)


def _lower(k: int, name: str) -> None:
    kind, axes = _TYPES[name], TABLES[name][1]

    @lower_getattr(WORLD, name)
    def table(context, builder, world_type, world):
        def read(field: int):
            value = builder.load(builder.gep(lines, [ir.Constant(word, 3 * k + field)]))
            value.set_metadata("invariant.load", builder.module.add_metadata([]))
            return value

        word = ir.IntType(64)
        lines = builder.bitcast(make_array(world_type)(context, builder, world).data, word.as_pointer())
        size = context.get_constant(types.intp, TABLES[name][0].itemsize)
        shape = [read(1), read(2)][:axes]
        made = make_array(kind)(context, builder)
        populate_array(
            made,
            data=builder.inttoptr(read(0), made.data.type),
            shape=shape,
            strides=[size] if axes == 1 else [builder.mul(shape[1], size), size],
            itemsize=size,
            meminfo=None,
        )
        return made._getvalue()


for _k, _name in enumerate(TABLES):
    _lower(_k, _name)
