"""Which iteration of `mesa.batch_run` a model is made for."""

import inspect


def iteration() -> int | None:
    """The number of the iteration, from 0; None outside of a batch. Mesa tells a model all its parameters but not this,
    so it is read off Mesa's call: otherwise all iterations would be the same world."""
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_globals.get("__name__") == "mesa.batchrunner" and "iteration" in frame.f_locals:
            return int(frame.f_locals["iteration"])
        frame = frame.f_back
    return None
