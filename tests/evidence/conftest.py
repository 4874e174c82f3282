"""A page of a target that is right, to be made wrong."""

import pytest

PAGE = """\
title: Promises kept
observed: Three of four promises were kept.
value: 0.75
error: 0.05
error_from: standard error of a share
source: A textbook, 2020, table 1
derivation: as published
unit: share
scale: linear
reading: delivered
scenario: toy
policy: policy=status_quo
discrepancy: 20%
reason: A proxy.
use: fit
"""


@pytest.fixture
def page(tmp_path):
    """Writes the page with some of its lines changed, by key; None: without the line."""

    def write(name="mine", **lines):
        rows = {row.partition(":")[0]: row for row in PAGE.splitlines()}
        for key, value in lines.items():
            rows[key] = None if value is None else f"{key}: {value}"
        path = tmp_path / f"{name}.yaml"
        path.write_text("\n".join(row for row in rows.values() if row is not None) + "\n", encoding="utf-8")
        return path

    return write
