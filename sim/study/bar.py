"""Progress of a call from Python: a bar, by itself in a notebook and elsewhere where it is asked for."""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.errors import InputError, shown

Progress = Callable[[int, int], None]


@contextmanager
def watched(progress: Progress | bool | None) -> Iterator[Progress | None]:
    """What is to be told (done, total): a function, True for a bar, False for nothing, None for a bar in a notebook."""
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        raise InputError(f"progress: {shown(progress)}; expected True, False or a function of (done, total)")
    if callable(progress) or progress is False or (progress is None and not in_notebook()):
        yield progress if callable(progress) else None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets the bar is text, which needs no comment
        from tqdm.auto import tqdm

        bar = tqdm(unit=" runs", leave=False)

    def tell(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    try:
        yield tell
    finally:
        bar.close()


def in_notebook() -> bool:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return getattr(shell, "kernel", None) is not None
