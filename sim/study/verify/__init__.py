"""Known answers: with the right mechanisms off, the simulator must give the textbook's results. One file per family;
`FAMILIES` lists them."""

from sim.study.verify import (
    abroad,
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
    sizes,
    spreading,
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
        sizes,
        clearing,
        staffing,
        judging,
        promising,
        believing,
        watching,
        arising,
        voices,
        spreading,
        abroad,
    )
}
