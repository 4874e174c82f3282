"""A study of one's own: a copy of the one that `paradip new study` writes."""

import shutil
from pathlib import Path

import pytest

from sim.inputs import in_use
from sim.inputs.shipped import shipped


@pytest.fixture(autouse=True)
def nothing_left_in_use():
    yield
    in_use.ask_for(None)


@pytest.fixture
def coast(tmp_path) -> Path:
    folder = tmp_path / "coast"
    shutil.copytree(shipped("examples") / "study", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
