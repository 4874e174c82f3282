"""Known answers: the simulator, switched down, is the textbook. One file a family; `FAMILIES` is the list."""

from sim.study.verify import (
    arising,
    believing,
    clearing,
    conserving,
    delegating,
    judging,
    pooling,
    priorities,
    promising,
    queues,
    staffing,
    voices,
    watching,
    windows,
)

FAMILIES = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        conserving,
        queues,
        pooling,
        delegating,
        windows,
        priorities,
        clearing,
        staffing,
        judging,
        promising,
        believing,
        watching,
        arising,
        voices,
    )
}
