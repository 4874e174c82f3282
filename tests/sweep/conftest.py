"""Sweeps at whose picture nobody looks."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def undrawn(blank_pictures):
    with blank_pictures():
        yield
