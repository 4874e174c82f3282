"""A policy of a comparison as one word, with levers of its own."""

import pytest

from sim.commands.cli import main
from sim.errors import InputError
from sim.runs.results import load
from sim.setup.columns import chosen_setups, is_column, names_of, read_column, write_column
from sim.setup.config import resolve

WORLD = ["scenario=toy", "run.years=0.5", "run.replicates=3"]


@pytest.mark.parametrize(
    "word",
    ["ban", "guided_delegation:delegation.level=0.5,oversight.liaison=2", "combined:delegation.scope=trade+culture"],
)
def test_a_word_is_read_and_written_again(word):
    preset, moved = read_column(word)
    assert is_column(word) and write_column(preset, (f"{key}={value}" for key, value in moved.items())) == word


def test_what_holds_for_all_is_no_policy():
    assert not is_column("scenario=C:/tables") and not is_column("parameters.load=1")


def test_no_two_columns_are_called_the_same():
    columns = [("ban", False), ("ban", True), ("ban", False), ("ban", True), ("combined", True)]
    assert names_of(columns) == ["ban", "ban+", "ban-2", "ban+2", "combined+"]


def test_a_lever_of_one_policy_is_moved_there_alone():
    before, after, other = chosen_setups(
        [*WORLD, "centralized", "ban:delegation.level=0.4", "combined", "oversight.alarm=0.3"], ()
    )
    assert after == resolve([*WORLD, "policy=ban", "name=ban+", "delegation.level=0.4", "oversight.alarm=0.3"])
    assert before.policy.delegation.level == 0.0 and other == resolve(
        [*WORLD, "policy=combined", "name=combined", "oversight.alarm=0.3"]
    )


def test_its_own_lever_goes_before_the_one_of_all():
    one, other = chosen_setups([*WORLD, "centralized", "ban:delegation.level=0.4", "delegation.level=0.2"], ())
    assert (one.policy.delegation.level, other.policy.delegation.level) == (0.2, 0.4)
    with pytest.raises(InputError, match="given twice"):
        chosen_setups([*WORLD, "centralized", "ban", "delegation.level=0.2", "delegation.level=0.3"], ())


def test_the_comparison_holds_the_runs_of_each(tmp_path, capsys):
    assert (
        main(
            [
                "compare",
                "centralized",
                "guided_delegation:delegation.level=0.6,delegation.form=joint",
                *WORLD,
                "--out",
                str(tmp_path / "both"),
            ]
        )
        == 0
    )
    assert (
        "guided_delegation+: guided_delegation with delegation.level=0.6, delegation.form=joint."
        in capsys.readouterr().out
    )
    assert (
        main(
            [
                "run",
                "policy=guided_delegation",
                "delegation.level=0.6",
                "delegation.form=joint",
                *WORLD,
                "--out",
                str(tmp_path / "one"),
            ]
        )
        == 0
    )
    both, one = load(tmp_path / "both"), load(tmp_path / "one")
    here = both[both["policy"] == "guided_delegation+"]
    assert len(here) == 3 and (here["goodput"].to_numpy() == one["goodput"].to_numpy()).all()
    assert (here["goodput"].to_numpy() != both[both["policy"] == "centralized"]["goodput"].to_numpy()).any()


def test_a_fault_names_the_policy_only_where_it_is_its_own():
    """A value that nobody may have is no policy's fault; a year is, of the one whose path has no such phase."""
    for word, said in (
        ("policy.rules.1.when=backlogs", "policy.rules.1.when: 'backlogs'; expected one of"),
        ("policy.phases.1.year=2", "status_quo: policy.phases.1: changes no lever"),
    ):
        with pytest.raises(InputError) as fault:
            chosen_setups(["status_quo", "reform_undone", word], ())
        assert str(fault.value).startswith(said)
