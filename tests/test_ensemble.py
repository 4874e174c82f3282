"""Comparisons are paired, and say what does not fit."""

import subprocess
import sys

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.model.metrics import METRICS
from sim.study import ensemble

SHORT = {"scenario": "toy", "years": 1, "replicates": 6}


def test_the_public_face_is_whole_and_imported_only_when_asked_for():
    heavy = "{'numpy', 'pandas', 'numba', 'mesa'} & set(sys.modules)"
    code = f"import sys, sim; print({heavy} or 'quick', [callable(getattr(sim, name)) for name in sim.__all__])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"quick {[True] * len(sim.__all__)}\n" and "load" in sim.__all__


def test_a_policy_against_itself_by_another_name_is_the_same():
    found = ensemble.compare([sim_setup("centralized"), sim_setup("centralized", "again")])
    told = found.table.dropna(subset="low_again")
    assert len(told) > 20
    assert (told["difference_again"] == 0).all() and (told["winner_again"] == "same").all()


def test_differences_are_those_of_the_runs():
    found = sim.compare("centralized", "ban", **SHORT)
    runs = found.runs.pivot(index="replicate", columns="policy", values="throughput")
    apart = (runs["ban"] - runs["centralized"]).to_numpy()
    row = found.table.set_index("metric").loc["throughput"]
    assert row["difference_ban"] == pytest.approx(apart.mean())
    half = 2.5706 * apart.std(ddof=1) / np.sqrt(6)  # t at five degrees of freedom
    assert row["high_ban"] - row["low_ban"] == pytest.approx(2 * half, rel=1e-4)
    assert row["winner_ban"] in ("centralized", "ban", "not distinguishable", "same")


def test_pairing_saves_what_the_variances_say():
    metric = next(m for m in METRICS if m.better > 0)
    rng = np.random.default_rng(0)
    common, n = rng.normal(size=400), 400
    a, b = common + 0.1 * rng.normal(size=n), common + 0.1 * rng.normal(size=n) + 1
    *_, winner, saved = ensemble.contrast(metric, a, b, ("a", "b"))
    assert winner == "b"
    assert saved / (2 * n) + 1 == pytest.approx(101, rel=0.2)  # 2 (1 + .01) / (2 .01)


def test_replicates_are_worlds_of_their_own_and_the_same_for_all():
    frame = sim.run("centralized", **SHORT)
    assert frame["throughput"].nunique() > 1
    assert sim.run("centralized", **SHORT | {"replicates": 3}).equals(frame[:3])
    found = sim.compare("centralized", "combined", **SHORT).runs
    assert found[found["policy"] == "centralized"]["throughput"].tolist() == frame["throughput"].tolist()


@pytest.mark.parametrize("policies", [(), ("ban",), ("ban", "ban")])
def test_what_cannot_be_compared(policies):
    with pytest.raises(InputError, match="^compare: .* expected at least two, of different names$"):
        sim.compare(*policies, **SHORT)


def sim_setup(policy, name=None):
    from sim.setup.config import setup_from

    setup = setup_from(policy, **SHORT)
    setup.policy.name = name or setup.policy.name
    return setup
