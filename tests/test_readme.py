"""The README's Python example runs, and the commands it shows exist."""

import re
from pathlib import Path

from sim.commands.cli import COMMANDS

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_example_runs(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    assert len(code.strip().splitlines()) <= 12
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "throughput" in printed and "delegation.level" in printed and "kind" in printed


def test_the_commands_exist():
    shown = set(re.findall(r"^paradip (\w+)", README, re.M)) | set(re.findall(r"`paradip (\w+)", README))
    assert shown - {"COMMAND"} <= set(COMMANDS)
    assert shown >= {"compare", "run", "sweep", "explain", "list"}
