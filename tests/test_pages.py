"""Pages of yaml: numbers as everywhere, every key once, and nothing that multiplies itself."""

import time

import pytest

from sim.errors import InputError
from sim.inputs.pages import read_yaml

VALUES = {
    "1": 1, "-3": -3, "0": 0, "1.5": 1.5, ".5": 0.5, "1.": 1.0, "1e-3": 1e-3, "-2E+5": -2e5, "1.5e3": 1500.0, "+4": 4,
    "010": "010", "0x10": "0x10", "1:30": "1:30", "1_0": "1_0", ".inf": ".inf", ".nan": ".nan", "1e": "1e",
    "yes": True, "null": None, "word": "word", "'1'": "1",
}  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_a_number_is_one_and_nothing_else_is(text):
    found = read_yaml("page", f"a: {text}\nb: [{text}]")
    assert found == {"a": VALUES[text], "b": [VALUES[text]]}
    assert type(found["a"]) is type(VALUES[text])


def test_an_empty_page_and_plain_aliases_are_read():
    assert read_yaml("page", "") is None
    assert read_yaml("page", "a: &a [1, 2]\nb: *a\nc: {<<: {d: 1}, e: 2}") == {
        "a": [1, 2],
        "b": [1, 2],
        "c": {"d": 1, "e": 2},
    }


REFUSED = {
    "a: 1\nb: 2\na: 3": "page row 3: key 'a' stands in row 1 too; expected every key once",
    "x: {b: 1,\n b: 1}": "page row 2: key 'b' stands in row 1 too",
    "x: &a [*a]": "page row 1: an alias that contains itself",
    "x: &a {b: *a}": "page row 1: an alias that contains itself",
    "a: *b": "page row 1: found undefined alias",
    "a: [1": "page row 1: expected ',' or ']'",
    "[" * 1500: "page: ",
    "? [a]\n: 1": "page row 1: found unhashable key",
    "a: !!python/name:os.system": "page row 1: could not determine a constructor",
    'a: 1\nb: "x\\e[31mred"': "page row 2: a control character in",
    'a: "\\u202Etxt.exe"': "page row 1: a control character in",
    "a: 2023-13-45": "page: month must be in 1..12",
    "a" * (2**20 + 1): "page: 1,048,577 letters; expected at most 1,048,576",
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_is_one_line(text):
    with pytest.raises(InputError, match="expected") as fault:
        read_yaml("page", text)
    assert str(fault.value).startswith(REFUSED[text])


@pytest.mark.parametrize("n", [9, 40])
def test_aliases_that_multiply_are_refused_at_once(n):
    lines = ["a0: &a0 [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"]
    lines += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]" for k in range(1, n)]
    began = time.process_time()
    with pytest.raises(InputError, match="row 6: over 200,000 values"):
        read_yaml("page", "\n".join(lines))
    assert time.process_time() - began < 1.0
