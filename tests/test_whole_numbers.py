"""Whole numbers as options of commands take them: Latin digits, within their range, nothing else."""

import pytest

from sim.commands.cli import main
from sim.errors import InputError
from sim.setup.config import resolve
from sim.setup.listed import read_cell

OPTIONS = {
    "--seed of verify": ["verify", "queues", "--seed"],
    "--seed of explain": ["explain", "ban", "scenario=toy", "--seed"],
    "--issue": ["explain", "ban", "scenario=toy", "--issue"],
    "--n": ["sensitivity", "--over", "load", "scenario=toy", "--n"],
    "--policies": ["optimize", "scenario=toy", "--policies"],
    "--n of worlds": ["claims", "h05", "--n"],
    "--n of worth": ["worth", "status_quo", "ban", "--value", "goodput=1", "--n"],
}
NONE = ["\u0663", "\uff11", "1_0", "-1", "+1", "1.0", "1e3", "", "9" * 5000, " 7", "x"]


@pytest.mark.parametrize("text", NONE)
@pytest.mark.parametrize("option", OPTIONS)
def test_what_is_none_is_a_line(option, text, capsys):
    *words, name = OPTIONS[option]
    assert main([*words, f"{name}={text}"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"paradip: {name}: ") and "expected" in said and said.count("\n") == 1 and len(said) < 300


@pytest.mark.parametrize("cell", ["\u0663", "0.\u0665", "1_0"])
def test_a_cell_with_other_digits_is_no_number(cell):
    with pytest.raises(InputError, match="parameters.load"):
        read_cell("parameters.load", cell)


@pytest.mark.parametrize("word", ["scenario=-x", "scenario=@x", "name=+1", "name=-1"])
def test_a_name_does_not_begin_like_a_formula(word):
    """Names stand in tables of results, which may be opened in a spreadsheet."""
    with pytest.raises(InputError, match="expected"):
        resolve([word])
