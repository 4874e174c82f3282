"""The BASELINE: what twenty configurations came to when MODEL_VERSION was last raised. It is pinned, not derived; that
it is right is for the other tests to say. It says whether results have moved, and with them the version of the model.

    python tests/golden/renew.py    pin anew what has changed, once MODEL_VERSION has been raised
"""

import hashlib
import json
import math
import sys
from pathlib import Path

import numpy as np

from sim.errors import InputError
from sim.model import start
from sim.model.metrics import METRICS, measure
from sim.model.version import MODEL_VERSION
from sim.scenarios.scenario import load_scenario
from sim.setup.config import resolve

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
LINES = (HERE / "configurations.txt").read_text(encoding="utf-8").splitlines()


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()[:32]


def pin(line: str) -> dict[str, str]:
    """Of one run: what happened to whom in which order, whole numbers alone, the same on any processor; and the bits
    of every outcome, by name."""
    setup = resolve(line.split())
    template = start.prepare(
        load_scenario(setup.scenario), setup.policy, setup.parameters, setup.run.years, setup.run.dt, log=True
    )
    world = start.finish(start.begin(template, setup.run.seed))
    log = world.events[: int(world.federal["events"][0])]
    happened = [np.ascontiguousarray(log[name]).tobytes() for name in ("kind", "issue", "actor")]
    return {
        "happened": digest(*happened),
        "outcomes": digest(" ".join(m.name for m in METRICS).encode(), measure(world, template.fte).tobytes()),
    }


def arithmetic() -> str:
    """The last digits that processor, C library and numpy have here: where they are the same, so are outcomes."""
    x = np.linspace(0.01, 20.0, 5000)
    one_by_one = [rule(value) for rule in (math.exp, math.log, math.expm1, math.log1p) for value in x]
    powers = [math.pow(value, 0.37) for value in x]
    whole = [np.sin(x), np.cos(x), x**0.8, x[:12] @ x[:96].reshape(12, 8), x[:40] @ x[-40:]]
    return digest(np.array(one_by_one + powers).tobytes(), *(np.asarray(part).tobytes() for part in whole))


def renewed(pinned: dict | None, found: dict, version: int, here: str) -> dict:
    """The baseline to write, `here` being this machine's arithmetic. Raises InputError if what was pinned has changed
    and the version has not been raised. Outcomes are compared only where they can be."""
    if pinned is not None:
        kinds = ["happened", "outcomes"] if here == pinned["arithmetic"] else ["happened"]
        changed = [
            line
            for line, new in found.items()
            if line in pinned["results"] and any(pinned["results"][line][kind] != new[kind] for kind in kinds)
        ]
        if version < pinned["model_version"] or (changed and version == pinned["model_version"]):
            raise InputError(
                f"{len(changed)} of {len(found)} results have changed, the first "
                f"'{next(iter(changed), '')}'; expected MODEL_VERSION in sim/model/version.py above "
                f"{pinned['model_version']}, it is {version}"
            )
    return {
        "what": "BASELINE, pinned by tests/golden/renew.py",
        "model_version": version,
        "arithmetic": here,
        "results": found,
    }


def main() -> int:
    old = BASELINE.read_text(encoding="utf-8") if BASELINE.exists() else "null"
    try:
        made = renewed(json.loads(old), {line: pin(line) for line in LINES}, MODEL_VERSION, arithmetic())
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 2
    text = json.dumps(made, indent=1) + "\n"
    BASELINE.write_text(text, encoding="utf-8")
    print("as before" if text == old else f"{BASELINE.name}: {len(LINES)} results of model version {MODEL_VERSION}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
