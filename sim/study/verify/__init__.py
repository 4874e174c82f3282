"""Known answers: with the right mechanisms off, the simulator must give the textbook's results. One file per family;
`FAMILIES` lists them."""

from sim.study.verify import (
    abroad,
    arising,
    believing,
    budgeting,
    clearing,
    consenting,
    conserving,
    delegating,
    happening,
    judging,
    learning,
    ministries,
    pooling,
    posting,
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
        posting,
        staffing,
        judging,
        ministries,
        promising,
        believing,
        watching,
        consenting,
        budgeting,
        arising,
        happening,
        voices,
        learning,
        spreading,
        abroad,
    )
}
