"""Of cases of one kind, some are tried by default and all of them under -m slow."""

from collections.abc import Iterable

import pytest


def by_default(some: Iterable, every: Iterable) -> list:
    """Parameters of a test, in their order: `some` run by default. Raises ValueError for an unknown one."""
    some, every = set(some), list(every)
    if not some <= set(every):
        raise ValueError(f"{', '.join(map(str, some - set(every)))}: not among the cases")
    return [pytest.param(one, marks=() if one in some else pytest.mark.slow, id=str(one)) for one in every]
