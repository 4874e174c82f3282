"""What the centre and an actor see, and how far from the right answer that leaves them: the closed forms."""

import math

import numpy as np
import pytest

LIGHT = {"load": 0.1, "arrival_rate": 20}


def loss_of(issues):
    """Squared distance from the right answer L + ω, at L = 0."""
    return (issues["agreed"] - issues["omega"]) ** 2


@pytest.fixture
def agreed(simulate, issues_of):
    def agreed(levers=None, years=100, seed=1, scenario="textbook_queue", **parameters):
        issues = issues_of(simulate(scenario, levers, LIGHT | parameters, years=years, seed=seed))
        return issues[issues["stage"] == 5]

    return agreed


@pytest.mark.parametrize("precision", [0.2, 1.0, 3.0])
@pytest.mark.parametrize("sd", [0.4, 1.2])
@pytest.mark.parametrize("attenuation", [1.0, 0.9])
def test_centre(agreed, near, precision, sd, attenuation):
    """E(y - ω)² = (1 - r a)² σ² + r² a²/π, a = πσ²/(πσ² + 1), r = α^(n-1) with n = ceil(log_5 100) + 1 = 4."""
    a, r = precision * sd * sd / (precision * sd * sd + 1), attenuation**3
    theory = (1 - r * a) ** 2 * sd * sd + (r * a) ** 2 / precision
    if attenuation == 1:
        assert theory == pytest.approx(1 / (precision + 1 / sd**2))
    near(loss_of(agreed(shock_sd=sd, federal_precision=precision, attenuation=attenuation)), theory)


@pytest.mark.parametrize("lever", ["coordination.sharing", "investment.rotation"])
def test_precision_that_levers_add(agreed, near, lever):
    for value in (0.3, 1.0):
        parameters = {
            "shock_sd": 1,
            "federal_precision": 0.5,
            "sharing_precision": 2,
            "rotation_gain": 2,
            "sharing_fte": 0,
            "rotation_fte": 0,
            "rotation_loss": 0,
        }
        near(loss_of(agreed({lever: value}, **parameters)), 1 / (0.5 + 2 * value + 1))


def test_groupthink_is_common_error(agreed, near):
    """It leaves the loss of one issue alone and makes the errors of a quarter go together: their correlation is g."""
    parameters = {"shock_sd": 1, "federal_precision": 1, "groupthink": 0.4}
    issues = agreed(**parameters, years=800)
    means = quarterly(issues)
    assert means.var() == pytest.approx(0.4, rel=4 * math.sqrt(2 / means.size) + 0.02)
    near(loss_of(issues), 0.5)
    freed = agreed({"coordination.dissent": 1}, **parameters, dissent_fte=0)
    near((freed["agreed"] / 0.5 - freed["omega"]) ** 2, 1)
    assert quarterly(freed).var() < 0.02


def quarterly(issues):
    """Mean error of the signal, y/a - ω at a = 1/2, in each quarter."""
    quarter = (issues["ready"] // 13).astype(int)
    return (np.bincount(quarter, issues["agreed"] / 0.5 - issues["omega"]) / np.bincount(quarter))[:-1]


DELEGATED = {"delegation.level": 1, "delegation.min_capacity": 0}
ACTOR = {"own_staff": 50}


def leaning(variant, lean):
    """The textbook's state with a partisan lean, in a domain where that matters in full."""
    return variant(
        subnationals=[["state", "State", "state", "", 1000, 100, 10, 10, lean, "invented"]],
        elections=[["national", 0], ["state", lean]],
        domains=[["matters", "M", 1, "desk", 0, 0, 0, 1, 1, 1, 1, 2, 1, 0, 1, 1, "", "invented"]],
    )


@pytest.mark.parametrize(
    ("precision", "sd", "noise", "guidance", "slack", "bias"),
    [
        (1, 1, 0, 0, 0, 0),
        (4, 1, 0, 0, 0, 0),
        (3, 0.5, 0.8, 0, 0, 0),
        (3, 0.5, 0.8, 0.6, 0, 0),
        (3, 1, 0, 0, 0.5, 1),
        (3, 1, 0.8, 0.3, 0.4, -0.8),
    ],
)
def test_actor(variant, agreed, near, precision, sd, noise, guidance, slack, bias):
    """E(y - ω)² = 1/(π_S + 1/σ²) + (1 - guidance)² σ_g² + slack² bias²."""
    issues = agreed(
        DELEGATED | {"coordination.guidance": guidance},
        scenario=leaning(variant, bias / 3),
        lean_scale=3,
        line_gap=0,
        local_precision=precision,
        shock_sd=sd,
        guidance_noise=noise,
        slack=slack,
        guidance_fte=0,
        **ACTOR,
    )
    assert (issues["channel"] == 1).all()
    near(loss_of(issues), 1 / (precision + 1 / sd**2) + ((1 - guidance) * noise) ** 2 + (slack * bias) ** 2)


@pytest.mark.parametrize(("bias", "delegate"), [(0.8, True), (1.2, False)])
def test_delegate_if_and_only_if(variant, agreed, bias, delegate):
    """Delegation is better iff slack² bias² + guidance noise + local variance < central variance:
    .25 bias² + .04 + .25 < .5, so up to |bias| = .917."""
    common = {
        "scenario": leaning(variant, bias / 3),
        "lean_scale": 3,
        "line_gap": 0,
        "shock_sd": 1,
        "slack": 0.5,
        "federal_precision": 1,
        "local_precision": 3,
        "guidance_noise": 0.2,
        **ACTOR,
    }
    centre, actor = agreed(**common), agreed(DELEGATED, **common)
    n = min(len(centre), len(actor))
    assert (centre["uid"][:n] == np.arange(n)).all() or n > 1000
    gain = loss_of(centre).mean() - loss_of(actor).mean()
    error = math.sqrt(loss_of(centre).var() / len(centre) + loss_of(actor).var() / len(actor))
    assert (gain > 4 * error) if delegate else (gain < -4 * error)


@pytest.mark.parametrize("guidance", [0.3, 0.6, 1.0])
def test_guidance_variance(agreed, near, guidance):
    """Readings of the line: (1 - g) of the error each, so (1 - g)² of the variance (.6 leaves .16)."""
    free = agreed(DELEGATED, guidance_noise=1, **ACTOR)
    bound = agreed(DELEGATED | {"coordination.guidance": guidance}, guidance_noise=1, guidance_fte=0, **ACTOR)
    assert bound["agreed"] == pytest.approx((1 - guidance) * free["agreed"], abs=1e-12)
    near(free["agreed"] ** 2, 1)
    if guidance < 1:
        near(bound["agreed"] ** 2, (1 - guidance) ** 2)


def reckoned(plain, pull, remembered):
    """y_k = (x_k + pull m)/(1 + pull), m the mean of what stands, when issues come one after another."""
    mean = count = 0.0
    for x in plain:
        y = (x + pull * mean) / (1 + pull) if count else x
        count = min(count + 1, remembered)
        mean += (y - mean) / count
        yield y


@pytest.mark.parametrize(
    ("levers", "name", "seen"), [({}, "federal_coordination", 0.5), (DELEGATED, "local_coordination", 0.1)]
)
def test_pull_of_promises(agreed, levers, name, seen):
    """One issue at a time: each position is the plain one drawn to the mean of what stands by δ times what is seen."""
    common = {
        "arrival_rate": 0.02,
        "load": 0.0001,
        "shock_sd": 1,
        "standing": 5,
        "visibility": 0.1,
        "years": 300,
        **ACTOR,
    }
    plain, pulled = agreed(levers, **common), agreed(levers, **common, **{name: 0.8})
    week = plain["ready"].astype(int)
    alone = int(np.argmin(np.diff(week) > 0)) + 1 if (np.diff(week) == 0).any() else len(week)
    assert alone > 30
    expected = list(reckoned(plain["agreed"][:alone], 0.8 * seen, 5))
    assert pulled["agreed"][:alone] == pytest.approx(expected, abs=1e-12)
    assert not np.allclose(pulled["agreed"][1:alone], plain["agreed"][1:alone])
