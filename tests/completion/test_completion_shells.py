"""The completion script in real shells, and that it is answered at once."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from by_default import by_default

from sim import app
from sim.commands import choices
from sim.commands.cli import main
from sim.commands.completion import SHELLS

HEAVY = "numba", "numpy", "pandas", "hydra", "matplotlib"


def test_it_answers_at_once(monkeypatch, tmp_path):
    """With what is kept, nothing heavy is imported."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    choices.known()
    code = "import sys; from sim.commands.cli import main; main(['completion', '--line', 'paradip run policy=comb'])"
    code += f"; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["policy=combined", "[]"]


def test_what_is_kept_is_gathered_anew_when_a_file_changes(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    gathered = []
    monkeypatch.setattr(choices, "gather", lambda named="": gathered.append(1) or {"names": len(gathered)})
    pages = tmp_path / "pages"
    pages.mkdir()
    monkeypatch.setattr("sim.inputs.shipped.PACKAGE", pages)
    assert [choices.known()["names"] for _ in range(3)] == [1, 1, 1]
    (pages / "new.yaml").write_text("about: A new preset.")
    assert [choices.known()["names"] for _ in range(2)] == [2, 2]
    (tmp_path / "paradiplomacy/completion.json").write_text("{ damaged")
    assert [choices.known()["names"] for _ in range(2)] == [3, 3]
    (tmp_path / "paradiplomacy/completion.json").write_text('{"state": 1}')
    assert [choices.known()["names"] for _ in range(2)] == [4, 4]


def test_where_nothing_can_be_kept_it_is_gathered_each_time(monkeypatch, tmp_path):
    (tmp_path / "paradiplomacy").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(choices, "gather", lambda named="": {"names": 1})
    assert choices.known() == {"names": 1}


# what is typed before the key is pressed, and the words that come of it
TYPED = {
    "paradip run policy=guided_delegation_": ["guided_delegation_moved"],
    "paradip comp": ["compare", "completion"],
    "paradip compare guided_delegation:delegation.staff=m": ["moved"],
    "paradip run scenario=./some": ["./some\\ where/"],
    "paradip sweep --out some": ["some\\ where/"],
    "paradip run 'oversight=gra": ["oversight=graduated"],
    "python -m sim.app policy=comb": ["combined"],
    "python -m sim.app -m hydra/launcher=b": ["basic"],
    "python other.py policy=comb": [],
}


@pytest.fixture
def typing(tmp_path, monkeypatch):
    """A place with a program `paradip` and a `python`, in which a shell is driven."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in (("paradip", "-m sim.commands.cli"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {words} "$@"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    (tmp_path / "some where").mkdir()
    monkeypatch.chdir(tmp_path)
    for shell in SHELLS:
        for place, do in (("paradip", main), ("app", lambda words: main(words, do=app.perform))):
            words = ["completion", shell] if place == "paradip" else ["-sc", f"install={shell}"]
            with (tmp_path / f"{place}.{shell}").open("w") as file, pytest.MonkeyPatch.context() as patch:
                patch.setattr(sys, "stdout", file)
                assert do(words) == 0
    return tmp_path


def needs(shell: str):
    return pytest.mark.skipif(not shutil.which(shell), reason=f"needs {shell}")


def driven(shell: list[str], drive: str, line: str) -> str:
    """What a shell prints that is told to complete a line."""
    settings = {"env": {**os.environ, "LINE": line}, "capture_output": True, "text": True, "timeout": 60}
    return subprocess.run([*shell, "-c", drive], check=True, **settings).stdout


@needs("bash")
@pytest.mark.parametrize("line", by_default(list(TYPED)[:1], TYPED))
def test_in_bash(line, typing):
    """The function that is installed, called as bash calls it."""
    drive = """
        source paradip.bash; source app.bash
        program=${LINE%% *}; function=$(complete -p "$program" | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
        COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_WORDS=("$program"); "$function" 2>/dev/null
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    assert driven(["bash", "--norc"], drive, line).split("\n")[:-1] == (TYPED[line] or [""])


@needs("fish")
@pytest.mark.parametrize("line", by_default(list(TYPED)[:1], TYPED))
def test_in_fish(line, typing):
    drive = 'source paradip.fish; source app.fish; complete -C "$LINE"'
    whole = [word.replace("\\", "") for word in TYPED[line]]
    said = [word.partition("\t")[0] for word in driven(["fish", "--no-config"], drive, line).splitlines()]
    assert said == [word for word in said if any(word.endswith(one) for one in whole)] and len(said) == len(whole)


@needs("zsh")
def test_zsh_can_read_it(typing):
    for name in ("paradip.zsh", "app.zsh"):
        subprocess.run(["zsh", "-n", name], check=True)


@pytest.mark.slow
@needs("bash")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize(
    ("keys", "shown"),
    {
        "paradip run policy=guided_delegation_\t": "paradip run policy=guided_delegation_moved ",
        "paradip compare ban:delegation.staff=m\t": "paradip compare ban:delegation.staff=moved ",
        "paradip run para\tloa\t": "paradip run parameters.load=",
        "paradip sweep --out so\t": "paradip sweep --out some\\ where/",
        "python -m sim.app oversight=gra\t": "python -m sim.app oversight=graduated ",
    }.items(),
)
def test_at_a_terminal(keys, shown, typing):
    """As somebody types it."""
    import pty
    import select
    import time

    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="dumb", PS1="$ ")
        os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])

    def until(text: str) -> str:
        seen, end = "", time.monotonic() + 30
        while text not in seen and time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\x07\x08\r]", "", os.read(terminal, 65536).decode())
        return seen

    try:
        os.write(terminal, b"source paradip.bash; source app.bash; paradip completion --line x; echo rea''dy\n")
        assert "\nready" in until("\nready")
        for part in re.findall(r"[^\t]*\t", keys):
            os.write(terminal, part.encode())
            time.sleep(1)
        assert shown in until(shown)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


@pytest.mark.parametrize("words", [[], ["basch"], ["bash", "zsh"]], ids=" ".join)
def test_another_shell_is_refused(words, capsys):
    lines = []
    for line, do in ((["completion", *words], None), (["-sc", *(f"install={word}" for word in words)], app.perform)):
        assert (main(line, do=do) if do else main(line)) == 2
        lines.append(capsys.readouterr().err)
    assert lines[0] == lines[1] == lines[0].splitlines()[0] + "\n" and "expected one of bash, zsh, fish" in lines[0]
    assert ("did you mean 'bash'?" in lines[0]) == bool(words)
