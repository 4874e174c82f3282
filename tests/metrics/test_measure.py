"""Every outcome of worlds that have run: defined or documented, and the books agree."""

import os
import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.metrics import METRICS, coherence, incidents, latency, measure, reading, resilience, standing, throughput
from sim.model.policy import Delegation, Oversight, Policy
from sim.model.records import CHANNELS, CONCLUDED, LAPSED
from sim.tell.by import by_channel, by_domain, by_year, channels_of, seen_issues

NAMES = [metric.name for metric in METRICS]
POLICIES = {
    "centralized": Policy(),
    "watched": Policy(
        delegation=Delegation(level=0.3),
        oversight=Oversight(
            preclearance=0.3, patrol=0.5, alarm=0.8, registry=0.8, liaison=1, licence=0.5, sanction=0.5
        ),
    ),
}
SHARES = (
    "completion",
    "lapse_ratio",
    "vital_lapse_ratio",
    "detection_share",
    "crisis_in_time",
    "delivered",
    "gini_service",
    "incident_concentration",
)


@pytest.fixture(scope="module", params=[(s, p) for s in ("toy", "us_2023") for p in POLICIES], ids="-".join)
def finished(request):
    scenario = load_scenario(request.param[0])
    few = {"headcount": 5000} if request.param[0] == "toy" else {}  # enough to pay for the watch
    template = start.prepare(scenario, POLICIES[request.param[1]], few)
    return scenario, template, start.finish(start.begin(template, 1, 0)), POLICIES[request.param[1]], few


def outcomes(template, world):
    return dict(zip(NAMES, measure(world, template.fte).tolist(), strict=True))


def test_every_outcome_is_defined_or_says_when_it_is_not(finished):
    _, template, world, *_ = finished
    out = outcomes(template, world)
    delegated = world.regime["level"][0] > 0
    allowed = {"election_drop"} if out["turns"] == 0 else set()
    if world.given["grave_rate"][0] == 0:
        allowed |= {name for name in NAMES if name.startswith("grave_")}
    if world.given["opportunity_share"][0] == 0:
        allowed |= {"opportunities_taken"}
    if not delegated:
        allowed |= {"voided_per_1000", "mandate_lapse_ratio"}
    if out["share_mandate"] + out["share_joint"] + out["share_quiet"] + out["share_freelance"] == 0:
        allowed |= {"horizontal", "vertical"}
    assert {name for name, value in out.items() if not np.isfinite(value)} <= allowed
    assert all(0 <= out[name] <= 1 for name in SHARES)
    assert not any(abs(out[name]) > 1 + 1e-12 for name in ("horizontal", "vertical"))
    assert sum(out[name] for name in NAMES if name.startswith("share_")) == pytest.approx(1)
    assert out["latent"] >= out["detected"] >= out["remedied"] >= 0


def test_issues_agree_with_the_books(finished):
    """Opened = agreed + lapsed + open in every channel, and all channels together are the centre's own counters."""
    scenario, template, world, *_ = finished
    issues, federal = seen_issues(world), world.federal[0]
    table = by_channel(world, scenario)
    assert (table["opened"] == table["agreed"] + table["lapsed"] + table["open"]).all()
    assert table["opened"].to_list() == np.bincount(channels_of(issues), minlength=len(CHANNELS)).tolist()
    assert table[["opened", "agreed", "lapsed", "open"]].sum().to_list() == [
        federal[name] for name in ("opened", "agreed", "lapsed", "open")
    ]
    out = outcomes(template, world)
    assert out["throughput"] * 520 == pytest.approx(federal["agreed"])
    assert out["surfaced"] * 10 == pytest.approx(federal["surfaced"])
    assert out["born_crises"] * 10 == pytest.approx((issues["crisis"] == 2).sum())
    assert out["backlog_end"] == federal["open"] == world.series["open"][-1]


def test_tables_agree_with_the_outcomes(finished):
    scenario, template, world, *_ = finished
    out, domains, years = outcomes(template, world), by_domain(world, scenario), by_year(world)
    channels = by_channel(world, scenario)
    for table in (domains, channels):
        assert table["throughput"].sum() == pytest.approx(out["throughput"])
        assert table["severity"].sum() == pytest.approx(out["severity"])
        squares = (table["line_gap"] ** 2 * table["agreed"]).sum()
        assert np.sqrt(squares / table["agreed"].sum()) == pytest.approx(out["line_gap"])
    assert list(domains.index) == scenario.domains.codes and list(years.index) == list(range(1, 11))
    assert years["agreed"].sum() == pytest.approx(out["throughput"] * 520)
    assert years["central_load"].iloc[[0, -1]].to_list() == pytest.approx(
        [out["central_load_start"], out["central_load_end"]]
    )
    assert years["backlog"].iloc[-1] == out["backlog_end"]
    ended = domains["agreed"] + domains["lapsed"]
    assert domains["completion"].to_numpy() == pytest.approx((domains["agreed"] / ended).to_numpy(), nan_ok=True)
    assert domains["open"].sum() > 0  # which have not ended
    assert domains.filter(like="share_").sum(axis=1).to_numpy() == pytest.approx(1)


def test_quantiles_agree_with_sorting(finished):
    """Where nothing waits for consent, for years, what is open at the end is too little to move a quantile."""
    scenario, _, _, policy, few = finished
    template = start.prepare(scenario, policy, few | {"consent_time": 0})
    world = start.finish(start.begin(template, 1, 0))
    out, issues = outcomes(template, world), seen_issues(world)
    routine = issues[issues["crisis"] == 0]
    still = ~np.isin(issues["stage"], (CONCLUDED, LAPSED))
    ages = np.sort(520 - issues["opened"][still])
    assert out["backlog_age_p50"] == pytest.approx(ages[max(int(np.ceil(len(ages) / 2)) - 1, 0)], abs=0.051)
    agreed = routine["stage"] == CONCLUDED
    plain = np.quantile((routine["closed"] - routine["opened"])[agreed], [0.5, 0.9])
    # Few are censored, so the plain quantiles of those agreed are near.
    assert [out["conclusion_p50"], out["conclusion_p90"]] == pytest.approx(plain, rel=0.06)


def test_measuring_changes_nothing_and_threads_agree(finished):
    _, template, world, *_ = finished
    before = world.issues.tobytes(), world.series.tobytes()
    alone = measure(world, template.fte)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: measure(world, template.fte), range(16)))
    assert all(other.tobytes() == alone.tobytes() for other in together)
    assert (world.issues.tobytes(), world.series.tobytes()) == before


def test_worlds_of_different_shape_in_turn():
    made = []
    for name, years in (("toy", 2.0), ("us_2023", 1.0), ("toy", 2.0)):
        template = start.prepare(load_scenario(name), Policy(), years=years)
        made.append(measure(start.finish(start.begin(template, 1, 0)), template.fte))
    assert made[0].tobytes() == made[2].tobytes()


def test_a_world_that_has_not_run():
    with pytest.raises(ValueError, match="has not run"):
        measure(start.begin(start.prepare(load_scenario("toy"), Policy(), years=1.0)))


WITHOUT_COMPILING = """
import pickle, sys
from sim.model.metrics import measure
world, fte = pickle.load(sys.stdin.buffer)
sys.stdout.write(measure(world, fte).tobytes().hex())
"""


def test_same_bits_without_compiling():
    policy = Policy(delegation=Delegation(level=0.3), oversight=Oversight(patrol=0.5, alarm=0.5, sanction=0.5))
    few = {"arrival_rate": 4.0, "crisis_share": 0.1, "headcount": 5000}
    template = start.prepare(load_scenario("toy"), policy, few, years=2.0)
    world = start.finish(start.begin(template, 1, 0))
    plain = subprocess.run(
        [sys.executable, "-c", WITHOUT_COMPILING],
        input=pickle.dumps((world, template.fte)),
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        check=True,
    )
    assert plain.stdout.decode() == measure(world, template.fte).tobytes().hex()


def test_no_field_hides_behind_a_numpy_method():
    """`row.mean` of a numpy record is a method: a field of that name would break plain Python."""
    groups = (throughput, latency, coherence, incidents, standing, resilience)
    names = {*reading.OUTCOME.names, *(name for group in groups for name in group.TALLY.names)}
    assert not names & set(dir(np.generic))


def test_it_is_quick(finished):
    """Far below the time of a run; the limit leaves room for a busy machine."""
    _, template, world, *_ = finished
    taken = []
    for _ in range(10):
        begun = time.process_time()
        measure(world, template.fte)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.01


def test_metrics_are_described():
    assert len(set(NAMES)) == len(METRICS)
    assert all(metric.better in (-1, 0, 1) and metric.unit and metric.meaning for metric in METRICS)
    assert {metric.group for metric in METRICS} == {
        "throughput",
        "latency",
        "coherence",
        "omissions",
        "incidents",
        "standing",
        "cost",
        "resilience",
        "luck",
    }
