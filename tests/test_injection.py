"""Words that would have Hydra, Python or a shell do something: each is refused in one line, and nothing is done."""

import os

import pytest

from sim.commands.cli import main

WORDS_FOR = {"run": [], "config": [], "compare": ["centralized", "ban"], "sweep": ["run.seed=1,2"], "explain": []}
INJECTIONS = [
    "hydra.run.dir=x", "hydra/launcher=basic", "hydra.callbacks.x._target_=os.system",
    "+hydra.callbacks.x._target_=os.system", "hydra={}", "hydra.job.chdir=true", "hydra.searchpath=[file:///tmp]",
    "hydra/job_logging=none", "~hydra", "++hydra.verbose=true", "+a._target_=os.system", "++a=1", "+policy=ban",
    "~delegation", "~delegation.level", "~run.seed=1", "_target_=os.system", "delegation._target_=os.system",
    "+delegation._target_=os.system", "delegation={_target_: os.system}", "parameters._target_=x",
    "parameters={_target_: os.system, _args_: [touch owned]}", "delegation@foo=none", "delegation@_global_=none", "@=x",
    "a@b=c", "name=${oc.env:HOME}", "scenario=${oc.env:HOME}", "name='${oc.env:HOME}'", "scenario=\"${oc.env:HOME,x}\"",
    "name=${scenario}", "name=$HOME", "scenario=$HOME", "delegation.level=${oc.decode:1}", "delegation.level=${eval:1}",
    "oversight=${policy}", "delegation=../../etc/passwd", "policy=/etc/passwd", "policy=../scenario/toy/scenario",
    "oversight=file:///etc/passwd", "policy=pkg://os", "scenario=/etc/passwd", "scenario=/dev/zero",
    "scenario=/proc/self/environ", "name=../../x", "name=/etc/x", "name=`touch owned`", "name=$(touch owned)",
    "name=;touch owned", "delegation.scope=__import__('os').system('touch owned')", "delegation.level=__import__('os')",
    "delegation.level=json_str({})", "delegation.level=extend_list(1)", "defaults=[]", "delegation.__class__=x",
    "parameters.__dict__=x", "run.__init__=1", "policy.name=x", "schema=x", "config=x", "null=null",
]  # fmt: skip


@pytest.mark.parametrize("command", WORDS_FOR)
@pytest.mark.parametrize("text", INJECTIONS)
def test_injections(text, command, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "system", lambda *_: pytest.fail("executed"))
    monkeypatch.setenv("HOME", "/a-secret-of-the-environment")
    monkeypatch.chdir(tmp_path)
    assert main([command, *WORDS_FOR[command], text]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "Traceback" not in said.err
    assert "a-secret" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_sixty_injections():
    assert len(set(INJECTIONS)) >= 60
