"""Random numbers have addresses: the published generator, the same compiled and plain, the layout of an address, no
policy in any. That the streams are uniform and independent and the variates right: determinism/test_streams.py and
test_variates.py."""

import numpy as np
import pytest

from sim.model import draws, start
from sim.model.given import GIVEN

# All that Random123 publishes for philox4x32-10 (DEShawResearch/random123, tests/kat_vectors, commit 9545ff6):
# counter, key, answer.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
PURPOSES = sorted(value for name, value in vars(draws).items() if name.isupper() and type(value) is int)


def key(seed=1, replicate=0):
    made = np.zeros(1, GIVEN)
    made["seed"], made["replicate"] = seed, replicate
    return made


@pytest.mark.parametrize(("counter", "words", "expected"), KNOWN)
def test_known_answers(counter, words, expected):
    values = [np.uint64(word) for word in (*counter, *words)]
    assert tuple(map(int, draws.philox(*values))) == expected
    with np.errstate(over="ignore"):
        assert tuple(map(int, draws.philox.py_func(*values))) == expected


def test_compiled_equals_plain():
    """Ten thousand addresses anywhere, and every variate made of them; also from the identity of a parent."""
    rng = np.random.default_rng(7)
    parts = [rng.integers(0, high, 10_000) for high in (len(PURPOSES), 2**32, 2**20, 2**32)]
    compiled, plain = key(12345, 678)[0], key(12345, 678).view(np.recarray)[0]
    weights = np.cumsum(np.arange(1, 21)) / 210
    with np.errstate(over="ignore"):
        for address in zip(*(part.tolist() for part in parts), strict=True):
            assert draws.pair(compiled, *address) == draws.pair.py_func(plain, *address)
        for u, entity in zip(rng.random(2000).tolist(), parts[1].tolist(), strict=False):
            assert draws.exponential(u) == draws.exponential.py_func(u)
            assert draws.normal(u) == draws.normal.py_func(u)
            assert draws.pick(weights, u) == draws.pick.py_func(weights, u)
            assert draws.poisson(u, 3.0) == draws.poisson.py_func(u, 3.0)
            assert draws.child_uid(compiled, entity, 3) == draws.child_uid.py_func(plain, entity, 3)


def test_layout_of_an_address():
    """Counter (entity, k, tick, purpose), key (seed, replicate); 52 bits of two words each, and a half step."""
    words = [np.uint64(word) for word in (77, 5, 300, draws.RULING, 9, 4)]
    a, b, c, d = map(int, draws.philox(*words))
    u, v = draws.pair(key(9, 4)[0], draws.RULING, 77, 300, 5)
    assert u == ((a << 32 | b) // 4096 + 0.5) * 2.0**-52 and v == ((c << 32 | d) // 4096 + 0.5) * 2.0**-52
    assert draws.uniform(key(9, 4)[0], draws.RULING, 77, 300, 5) == u


def test_layout_of_a_child():
    """The first word at (parent, k, 0, CHILD), with the top bit set."""
    words = [np.uint64(word) for word in (2**31 + 77, 5, 0, draws.CHILD, 9, 4)]
    assert draws.child_uid(key(9, 4)[0], 2**31 + 77, 5) == int(draws.philox(*words)[0]) | 2**31


def test_never_zero_or_one():
    """At the ends of the 52-bit grid nothing is infinite; the grid itself ends there."""
    step = 2.220446049250313e-16
    assert 0 < (0 + 0.5) * step and (2.0**52 - 1 + 0.5) * step < 1
    assert np.isfinite([draws.exponential(x) for x in (0.5 * step, 1 - 0.5 * step)]).all()
    assert np.isfinite([draws.normal(x) for x in (0.5 * step, 1 - 0.5 * step)]).all()


def test_purposes_are_numbered_once():
    """A number, once given, keeps its meaning: all from 0 on, and those that results rest on where they were."""
    assert PURPOSES == list(range(len(PURPOSES))) and len(PURPOSES) >= 36
    assert (draws.ISSUE, draws.OFFSPRING, draws.DESK, draws.TROUBLE, draws.ELECTION) == (0, 7, 17, 26, 35)


WORLD_GIVEN = (
    "uid",
    "opened",
    "crisis",
    "rank",
    "vitality",
    "priority",
    "work",
    "omega",
    "clearances",
    "domain",
    "counterpart",
    "locality",
    "private",
    "parent",
)


def test_no_policy_in_any_address(prepare, rich, fields):
    """Two very different policies of one seed are sent the same decade, and keep it."""
    centre = start.begin(prepare("us_2023", years=3), 5, 2)
    apart = rich | {"coordination.institutions": 0}  # who must clear an issue depends on what institutions there are
    other = start.begin(prepare("us_2023", apart, years=3, policy="laissez_faire"), 5, 2)
    n = int(centre.federal["docket"][0])
    assert n == other.federal["docket"][0] > 8000
    for name, values in fields(centre):
        table, _, field = name.partition(".")
        if table in ("issues", "preferences", "first_preferences", "commitments"):
            assert (
                np.ascontiguousarray(values).tobytes()
                == np.ascontiguousarray(getattr(other, table)[field] if field else getattr(other, table)).tobytes()
            ), name
    before = {name: centre.issues[name][:n].copy() for name in WORLD_GIVEN}
    for world in (start.finish(centre), start.finish(other)):
        assert all((world.issues[name][:n] == before[name]).all() for name in WORLD_GIVEN)


def test_seed_and_replicate_matter(prepare):
    template = prepare("toy", years=1)
    works = [
        start.begin(template, seed, replicate).issues["work"].tobytes()
        for seed, replicate in ((1, 0), (2, 0), (1, 1), (1, 0))
    ]
    assert works[0] == works[3] and len(set(works)) == 3
