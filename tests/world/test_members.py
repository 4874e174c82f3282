"""Networks and their members: what the bundled tables hold, where they may be left out, what is refused."""

import shutil

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs.folder import config_dir, scenario_names
from sim.inputs.scenario import load_scenario
from sim.model.place import pool


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(config_dir() / "scenario" / "toy", tmp_path / "mine")


def members_of(world, code):
    rows = world.members[world.members[:, 0] == world.networks.codes.index(code), 1]
    return [world.subnationals.codes[j] for j in rows]


def about(world, code):
    return [world.domains.codes[d] for d in np.flatnonzero(world.covers[world.networks.codes.index(code)])]


@pytest.mark.parametrize(
    ("name", "networks", "memberships"), [("us_2023", 19, 204), ("canada_2023", 13, 64), ("toy", 1, 2)]
)
def test_bundled_networks(name, networks, memberships):
    world = load_scenario(name)
    assert (len(world.networks), len(world.members)) == (networks, memberships)
    assert world.covers.shape == (networks, len(world.domains)) and world.covers.any(axis=1).all()
    assert (np.bincount(world.members[:, 0], minlength=networks) > 1).all()  # one alone has nobody to hear of
    order = world.members[:, ::-1].tolist()
    assert order == sorted(order)


def test_spot_memberships():
    us, toy = load_scenario("us_2023"), load_scenario("toy")
    assert {"NY_new_york", "DC", "TX_houston"} <= set(members_of(us, "c40")) and len(members_of(us, "c40")) == 14
    alliance = members_of(us, "climate_alliance")
    assert "NV" in alliance and "AZ" not in alliance  # January 2023: they changed places in July
    assert members_of(us, "neg_ecp") == ["CT", "MA", "ME", "NH", "RI", "VT"]
    assert about(us, "neg_ecp") == ["climate_energy", "trade_investment"]
    assert members_of(toy, "harbours") == ["border", "port"] and about(toy, "harbours") == ["climate", "trade"]


@pytest.mark.parametrize("name", [name for name in scenario_names() if name.startswith("textbook_")])
def test_textbooks_know_no_networks_but_their_own(name):
    world = load_scenario(name)
    assert len(world.networks) == len(np.unique(world.members[:, 0])) == (2 if name == "textbook_networks" else 0)
    assert world.covers.shape == (len(world.networks), len(world.domains)) and world.members.shape[1] == 2


@pytest.mark.parametrize("removed", [False, True])
def test_both_tables_may_be_empty_or_left_out(folder, removed):
    for path in (folder / "networks.csv", folder / "members.csv"):
        header = path.read_text(encoding="utf-8").splitlines()[0]
        path.write_text(header + "\n", encoding="utf-8")
        if removed:
            path.unlink()
    world = load_scenario(folder)
    assert world.covers.shape == (0, 3) and world.members.shape == (0, 2)


def test_who_brings_actors_of_its_own_has_no_networks_of_others(tmp_path):
    """Inherited together with domains and actors, and not without them."""
    toy = config_dir() / "scenario" / "toy"
    (tmp_path / "scenario.yaml").write_text("like: toy\nname: mine\n")
    assert members_of(load_scenario(tmp_path), "harbours") == ["border", "port"]
    for table in ("subnationals", "domains"):
        shutil.copy(toy / f"{table}.csv", tmp_path)
        assert len(load_scenario(tmp_path).networks) == 0
        (tmp_path / f"{table}.csv").unlink()
    shutil.copy(toy / "subnationals.csv", tmp_path)
    shutil.copy(toy / "networks.csv", tmp_path)
    (tmp_path / "members.csv").write_text("network,member,source\nharbours,north,mine\nharbours,port,mine\n")
    assert members_of(load_scenario(tmp_path), "harbours") == ["north", "port"]


def test_more_lines_or_another_order_change_nothing(folder):
    header, *rows = (folder / "members.csv").read_text(encoding="utf-8").splitlines()
    (folder / "members.csv").write_text("\n".join([header, "", *reversed(rows), ""]), encoding="utf-8")
    assert (load_scenario(folder).members == load_scenario("toy").members).all()


MALFORMED = {
    "network": ("members.csv", "harbours,border", "harbors,border",
        "row 2 column network: 'harbors' is unknown; expected a code of networks.csv, did you mean 'harbours'?"),
    "member": ("members.csv", "harbours,border", "harbours,boarder",
        "row 2 column member: 'boarder' is unknown; expected a code of subnationals.csv, did you mean 'border'?"),
    "member twice": ("members.csv", "harbours,port", "harbours,border",
        "row 3 column member: border stands in row 2 too; expected every member of a network once"),
    "domain": ("networks.csv", "trade+climate", "trade+climat",
        "row 2 column domains: 'climat' is unknown; expected codes of domains.csv joined by +, did you mean 'climate'"),
    "domain twice": ("networks.csv", "trade+climate", "trade+trade",
        "row 2 column domains: trade stands twice; expected every domain once"),
    "another separator": ("networks.csv", "trade+climate", "trade;climate",
        "row 2 column domains: 'trade;climate' is unknown; expected codes of domains.csv joined by +"),
    "no domain": ("networks.csv", "trade+climate", "", "row 2 column domains: empty; expected text of one line"),
    "column": ("members.csv", "network,member", "network,members",
        "row 1 column 'members': unknown; expected network, member, source, did you mean 'member'?"),
}  # fmt: skip


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_fault_is_one_line_that_says_where(folder, fault):
    file, old, new, said = MALFORMED[fault]
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(folder)
    assert str(caught.value).startswith(f"{file} {said}") and str(caught.value).isprintable()


def test_members_without_networks_are_refused(folder):
    (folder / "networks.csv").unlink()
    with pytest.raises(
        InputError, match=r"^members.csv row 2 column network: 'harbours' is unknown; expected a code of "
    ):
        load_scenario(folder)


# ---- pooled teams


def test_nothing_pooled_is_the_very_same():
    world = load_scenario("us_2023")
    own = np.linspace(0.1, 3, 81)
    assert pool(own, world, 0.0) is own


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_pooled_teams_by_hand(share):
    """Harbours: border and port share what they put in; nobody else gives or gets."""
    toy = load_scenario("toy")
    teams = pool(np.array([1.0, 5.0, 3.0, 7.0]), toy, share)
    assert teams.tolist() == pytest.approx([1 + share * (2 - 1), 5, 3 + share * (2 - 3), 7])


@pytest.mark.parametrize("scenario", ["us_2023", "canada_2023", "textbook_networks"])
def test_no_team_is_lost_however_networks_overlap(scenario):
    world = load_scenario(scenario)
    own = np.asarray(world.subnationals["staff"], float)
    outside, before = np.setdiff1d(np.arange(len(own)), world.members[:, 1]), own.var()
    for share in (0.2, 0.5, 1.0):
        teams = pool(own, world, share)
        assert teams.sum() == pytest.approx(own.sum(), rel=1e-12) and (teams >= 0).all()
        assert (teams[outside] == own[outside]).all() and teams.var() < before
        before = teams.var()
    assert pool(np.full(len(own), 3.0), world, 1.0) == pytest.approx(np.full(len(own), 3.0))
