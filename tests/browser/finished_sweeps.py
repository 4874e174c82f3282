"""Finished sweeps of a toy, for tests of the page."""

from sim.model.parameters import PARAMETERS
from sim.web.app.sweeps import sweep
from sim.web.app.sweeps.choice import settled
from sim.web.app.sweeps.look import Look

TOY = ["scenario=toy", "run.years=0.5", "run.replicates=3"]
SWEEPS = {
    "levels": [
        "policy=guided_delegation",
        "delegation.level=0,0.3,0.6",
        "coordination.guidance=0,0.5",
        "delegation.form=mandate,joint",
    ],
    "loads": [
        "policy=centralized,combined",
        "oversight.liaison=0,2",
        f"parameters.load=0.8,{PARAMETERS['load'].high + 1}",
        "run.seed=7",
    ],
    "drawn": [
        "policy=centralized,combined",
        "--design",
        "lhs:5",
        "parameters.load=interval(0.8,1.1)",
        "delegation.level=interval(0,0.6)",
    ],
    "sampled": [
        "policy=guided_delegation",
        "--design",
        "lhs:6",
        "delegation.level=interval(0,0.6)",
        "coordination.guidance=interval(0,1)",
    ],
    "assumed": ["parameters.load=0.9,1", "run.dt=0.5"],
    "federations": ["scenario=toy,textbook_queue", "run.years=0.1"],
}


def of(name: str, **chosen) -> tuple[sweep.Sweep, Look]:
    look, fault = settled(Look(name, **chosen))
    here = sweep.opened(name)
    assert not fault and isinstance(here, sweep.Sweep)
    return here, look


def cells(drawn: dict) -> list[dict]:
    return [cell for row in drawn["rows"] for cell in row["cells"]]
