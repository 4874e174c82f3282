"""The same bad value gets the same line through every door: command, policy on the command line, table of points, page
of yaml, Python and a link of the workshop. A table and a page name their place first."""

import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.web.app.asked import lever

BAD = {
    "too large": ("delegation.level", "3", "'3'; expected a number from 0 to 1, the nearest is 1"),
    "a whole number as a fraction": (
        "oversight.liaison",
        "-2.0",
        "'-2'; expected a number from 0 to 5, the nearest is 0",
    ),
    "misspelt key": (
        "delegation.levl",
        "0.3",
        "not known; expected a key such as delegation.level, did you mean 'delegation.level'?",
    ),
    "another group's key": (
        "delegation.patrol",
        "0.3",
        "not known; expected a key such as delegation.level, did you mean 'oversight.patrol'?",
    ),
}


@pytest.mark.parametrize(("key", "value", "said"), BAD.values(), ids=BAD)
def test_the_same_line_at_every_door(key, value, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text(f"{key}\n{value}\n")
    (tmp_path / "mine.yaml").write_text(
        f"question: What is wrong here?\npolicies: [centralized]\nset: {{{key}: {value}}}\n"
        "worlds: {design: lhs, n: 2, over: load, seed: 1}\nrun: {years: 1, replicates: 2}\nmeasures: [goodput]\n"
    )
    line = f"{key}: {said}"
    for words in (
        ["run", f"{key}={value}"],
        ["compare", "centralized", f"centralized:{key}={value}"],
        ["sweep", "--points", "points.csv"],
        ["sweep", "experiment=mine.yaml"],
    ):
        assert main(words) == 2
        told = capsys.readouterr().err
        assert told.startswith("paradip: ") and told.endswith(f"{line}\n") and told.count("\n") == 1, words
    for ask in (lambda: sim.run("centralized", **{key: float(value)}), lambda: lever(key, value)):
        with pytest.raises(InputError) as fault:
            ask()
        assert str(fault.value) == line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.yaml", "points.csv"]
