"""The cache of compiled rules holds pickles: a folder that another user could have filled is not read."""

import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from test_cache import ask

from sim.model import cache, compiled

HERE = Path(__file__).parents[1]
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes a second user: run as root")
NOBODY = 65534
FIND = "from sim.model.cache import find_cache; print(*find_cache(), sep='|')"


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("NUMBA_CACHE_DIR", cache.EXACT):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(cache.os, "environ", {**os.environ})
    tmp_path.chmod(0o755)
    return tmp_path / "home"


def folder_of(home):
    return home / "paradiplomacy" / cache.fingerprint()


def is_fresh(found):
    mode = found.stat().st_mode & 0o777
    return found.parent == Path(cache.tempfile.gettempdir()) and mode == 0o700 and not list(found.iterdir())


def test_what_is_made_is_private_whatever_the_mask(home):
    before = os.umask(0)
    try:
        assert cache.find_cache() == (folder_of(home), "")
    finally:
        os.umask(before)
    for place in (folder_of(home), folder_of(home).parent, home):
        assert place.stat().st_mode & 0o777 == 0o700
    assert cache.find_cache() == (folder_of(home), "")


def test_a_folder_that_others_may_read_is_closed(home):
    folder_of(home).mkdir(parents=True, mode=0o755)
    assert cache.find_cache() == (folder_of(home), "")
    assert folder_of(home).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_used(home, level, mode):
    folder = folder_of(home)
    folder.mkdir(parents=True)
    place = (folder, folder.parent, home)[level]
    place.chmod(mode)
    found, why = cache.find_cache()
    kept_apart = level > 0 and mode == 0o1777  # nobody can rename what is yours in a sticky folder
    own_group = level > 0 and mode == 0o770 and os.getgid() == os.getuid()
    if kept_apart or own_group:
        assert (found, why) == (folder, "")
    else:
        assert is_fresh(found) and why == f"{folder.parent}: {place} can be written to by other users"


def test_a_link_is_not_used(home, tmp_path):
    folder_of(home).parent.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    folder_of(home).symlink_to(tmp_path / "elsewhere")
    found, _ = cache.find_cache()
    assert found == tmp_path / "elsewhere" or is_fresh(found)  # followed first, then judged where it leads


def test_a_fresh_folder_is_shared_with_children_and_deleted(home, tmp_path):
    home.write_text("not a folder")
    environment = {**os.environ, "XDG_CACHE_HOME": str(home), "PYTHONPATH": str(HERE)}
    environment.pop(cache.EXACT, None)
    code = f"import subprocess, sys; {FIND}; sys.stdout.flush(); subprocess.run([sys.executable, '-c', {FIND!r}])"
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    mine, theirs = (line.split("|") for line in said.stdout.splitlines())
    assert mine[0] == theirs[0] and mine[1].endswith("Not a directory") and theirs[1] == ""
    assert not Path(mine[0]).exists()


@root
@pytest.mark.parametrize("who", ["folder", "parent"])
def test_a_folder_that_another_user_made_first_is_not_used(home, who):
    """Where the home is in a place that all may write to, whoever comes first could lay a trap."""
    home.mkdir()
    home.chmod(0o1777)
    folder = folder_of(home)
    folder.mkdir(parents=True)
    place = folder if who == "folder" else folder.parent
    os.chown(place, NOBODY, NOBODY)
    found, why = cache.find_cache()
    assert is_fresh(found) and why == f"{folder.parent}: {place} belongs to another user"


@root
@pytest.mark.slow
@pytest.mark.skipif(not compiled.COMPILES, reason="the rules are not compiled")
def test_the_trap_of_another_user_is_not_sprung(tmp_path):
    """Another user leaves pickles where the rules' index files would be; whoever reads one runs it."""
    assert ask(HERE, tmp_path / "own") == math.inf
    layout = [path.relative_to(tmp_path / "own") for path in (tmp_path / "own").rglob("*.nbi")]
    assert layout
    with tempfile.TemporaryDirectory() as shared:
        Path(shared).chmod(0o1777)
        trap = f"""
import os, pickle, pathlib
os.setgid({NOBODY}); os.setuid({NOBODY}); os.umask(0)
class Trap:
    def __reduce__(self):
        return os.mkdir, ("{shared}/sprung",)
for name in {[str(path) for path in layout]!r}:
    path = pathlib.Path("{shared}/cache", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(Trap()))
"""
        subprocess.run([sys.executable, "-c", trap], check=True)
        assert ask(HERE, Path(shared, "cache")) == math.inf
        assert not Path(shared, "sprung").exists()
        trusted = Path(shared, "cache")  # the trap works on whoever trusts it
        for path in [trusted, *trusted.rglob("*")]:
            os.chown(path, 0, 0)
            path.chmod(0o700)
        ask(HERE, trusted)
        assert Path(shared, "sprung").exists()
