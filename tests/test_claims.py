"""The ledger of claims: it reads, it judges, and what it says decides is tested on worlds it has not seen."""

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.commands.cli import main
from sim.errors import InputError
from sim.model import start
from sim.study import worlds
from sim.study.claims import arms
from sim.study.claims.arms import Trial, all_arms, check_frozen, conventions, setups_of, words_under
from sim.study.claims.claim import Claim, Part, claim_ids, read_claim, read_claims, read_contrast
from sim.study.claims.judge import (
    HOLDS,
    PARTLY,
    REVERSED,
    UNCLEAR,
    UNDEFINED,
    effect_of,
    shares_of,
    sides_of,
    together,
    verdict_of,
)
from sim.study.claims.ledger import parts_of, said, table_of, try_claims
from sim.study.claims.tree import rule_of

SMALL = Trial(scenario="toy", n=40, replicates=1, decades=6, years=0.5)


def claim_with(*parts, **arms_) -> Claim:
    return Claim("h00", "a", "b", "c", arms_ or {"a": "policy=centralized", "b": "policy=ban"}, parts, "")


def part(contrast="b - a", sign=1, least=0.0, relative=False, outcome="goodput", names=("a", "b")) -> Part:
    return Part(outcome, contrast, read_contrast(contrast, dict.fromkeys(names, "")), sign, least, relative)


def test_the_ledger_is_whole():
    claims = read_claims([])
    assert len(claims) >= 39
    assert [claim.id for claim in claims] == claim_ids() == [f"h{k:02d}" for k in range(1, len(claims) + 1)]
    for claim in claims:
        assert claim.claim and claim.source and claim.mechanism and claim.parts
        assert {arm for one in claim.parts for arm in one.weights} == set(claim.arms), claim.id
        for one in claim.parts:  # a contrast says something about policies, not about the level of an outcome
            assert abs(sum(one.weights.values())) <= 0.5, (claim.id, one.contrast)


def test_the_table_of_parameters_is_the_one_the_ledger_was_frozen_with(monkeypatch):
    known = check_frozen()
    monkeypatch.setattr(arms, "worlds_page", lambda: {"frozen": "0" * 16, "changes": []})
    with pytest.raises(InputError, match=f"table of parameters is {known}, the ledger was frozen at 0000"):
        check_frozen()


def test_a_page_of_worlds_that_does_not_read_gets_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "worlds.yaml").write_text("frozen: 0\nchanges: []\n  - {digest: 1}\n")
    monkeypatch.setattr(worlds, "ledger_dir", lambda: tmp_path)
    with pytest.raises(InputError, match=r"worlds\.yaml row 3: .* expected well-formed YAML"):
        worlds.worlds_page.__wrapped__()


def test_contrasts():
    assert read_contrast("1.5 one - without - 0.5 three", {"one": "", "without": "", "three": ""}) == {
        "one": 1.5,
        "without": -1.0,
        "three": -0.5,
    }
    for wrong in ("one two", "one - ", "four - one", "one * 2"):
        with pytest.raises(InputError, match="contrast"):
            read_contrast(wrong, {"one": "", "two": ""})


def test_both_conventions_where_something_is_delegated():
    delegated = claim_with(part(), a="policy=centralized", b="policy=guided_delegation")
    assert conventions(delegated) == ("kept", "moved") and conventions(claim_with(part())) == ("none",)
    assert words_under("policy=centralized", "moved") == "policy=centralized"
    assert all_arms([delegated]) == [
        "policy=centralized",
        "policy=guided_delegation delegation.staff=kept",
        "policy=guided_delegation delegation.staff=moved",
    ]


def test_arms_face_the_same_worlds_and_may_scale_what_these_have():
    rows = SMALL.drawn("plausible")
    plain, scaled = (setups_of(f"policy=centralized{more}", SMALL, rows) for more in ("", " parameters.load*=0.9"))
    for a, b in zip(plain, scaled, strict=True):
        assert b.parameters["load"] == pytest.approx(0.9 * a.parameters["load"])
        assert {k: v for k, v in a.parameters.items() if k != "load"} == {
            k: v for k, v in b.parameters.items() if k != "load"
        }
        assert a.run == b.run
    assert setups_of("policy=centralized parameters.headcount*=2", SMALL)[0].parameters["headcount"] == 12_000


def test_every_world_has_luck_of_its_own(prepare):
    """Other elections, another docket: one course of them does not decide for all worlds. Another trial has others."""
    worlds = setups_of("policy=centralized", SMALL, SMALL.drawn("plausible"))
    seeds = [one.run.seed for one in worlds]
    others = [one.run.seed for one in setups_of("policy=centralized", replace(SMALL, seed=2), SMALL.drawn("plausible"))]
    assert len({*seeds, *others, SMALL.seed}) == 2 * SMALL.n + 1
    assert setups_of("policy=centralized", SMALL)[0].run.seed == SMALL.seed
    changed = set()
    for seed in seeds[:20]:
        series = start.finish(start.begin(prepare("toy", years=3), seed)).series
        changed.add(bool((series["party"] != series["party"][0]).any()))
    assert changed == {False, True}


def test_sides_and_shares():
    """Four worlds: above, below, within ε, and not defined."""
    runs = {
        "a": {"goodput": np.full((4, 2), 10.0)},
        "b": {"goodput": np.array([[11.0, 13.0], [8.0, 8.0], [10.1, 10.1], [np.nan, np.nan]])},
    }
    one = claim_with(part(least=0.05, relative=True))
    sides = sides_of(one, runs)
    assert sides.tolist() == [[HOLDS, REVERSED, UNCLEAR, UNDEFINED]]
    both = np.array([[HOLDS, HOLDS, REVERSED, UNCLEAR, HOLDS], [HOLDS, REVERSED, UNCLEAR, UNCLEAR, UNDEFINED]])
    assert together(both).tolist() == [HOLDS, PARTLY, REVERSED, UNCLEAR, UNDEFINED]
    shares = shares_of(together(both))
    assert (shares.n, shares.undefined, shares.holds, shares.partly, shares.unclear, shares.reversed) == (
        4,
        1,
        *[0.25] * 4,
    )
    against = claim_with(part(sign=-1, least=0.05, relative=True))
    assert sides_of(against, runs).tolist() == [[REVERSED, HOLDS, UNCLEAR, UNDEFINED]]


def test_the_effect_in_the_default_scenario():
    rng = np.random.default_rng(5)
    a = rng.normal(10.0, 3.0, (1, 400))
    runs = {"a": {"goodput": a}, "b": {"goodput": a + rng.normal(0.5, 0.1, (1, 400))}}
    one = claim_with(part(least=0.02, relative=True))
    effect = effect_of(one, one.parts[0], runs)
    assert abs(effect.mean - 0.5) < 4 * 0.1 / 400**0.5 and effect.low < effect.mean < effect.high
    assert (
        effect.least == pytest.approx(0.02 * a.mean()) and said(1, effect) == "holds" and said(-1, effect) == "reversed"
    )


def test_what_decides_is_found_and_noise_is_not():
    """Planted: holds where load < .9 and growth > .02, nine times in ten, else one time in ten."""
    rng = np.random.default_rng(2)
    rows = [
        {f"parameters.{name}": float(value) for name, value in zip(("load", "growth", "slack"), line, strict=True)}
        for line in rng.uniform([0.7, 0.0, 0.2], [1.2, 0.05, 0.9], (1000, 3))
    ]
    inside = np.array([row["parameters.load"] < 0.9 and row["parameters.growth"] > 0.02 for row in rows])
    holds = rng.random(1000) < np.where(inside, 0.9, 0.1)
    rule = rule_of(np.where(holds, HOLDS, REVERSED), rows)
    assert set(rule.factors) == {"parameters.load", "parameters.growth"}
    assert abs(rule.inside - 0.9) < 4 * (0.09 / rule.n[0]) ** 0.5 + 0.03 and abs(rule.outside - 0.1) < 0.06
    assert re.fullmatch(r"load ≤ 0\.(89|9)\d* and growth > 0\.0(19|2)\d*", rule.words)
    found = [rule_of(np.where(np.random.default_rng(k).random(1000) < 0.5, HOLDS, REVERSED), rows) for k in range(40)]
    assert sum(rule is not None for rule in found) <= 1
    assert rule_of(np.full(1000, HOLDS), rows) is None


def test_verdicts():
    def verdict(*counts, rule=None):
        return verdict_of(shares_of(np.repeat([HOLDS, PARTLY, UNCLEAR, REVERSED], counts)), rule)

    assert verdict(9, 0, 1, 0) == "holds broadly" and verdict(0, 0, 1, 9) == "reversed broadly"
    assert (
        verdict(2, 0, 7, 1) == "too small to matter in most worlds" and verdict(3, 0, 1, 6) == "reversed in most worlds"
    )
    assert verdict(0, 9, 1, 0) == "holds in part, broadly" and verdict(0, 0, 0, 0) == "not defined in any world"


def test_the_command_goes_on_where_it_stopped_and_its_pages_say_the_same(tmp_path, capsys):
    words = [
        "claims",
        "h05",
        "h11",
        "--scenario",
        "toy",
        "--worlds",
        "plausible",
        "--n",
        "40",
        "--replicates",
        "1",
        "--decades",
        "6",
        "--years",
        "0.5",
        "--runs",
        str(tmp_path / "runs"),
    ]
    assert main([*words, "--out", str(tmp_path / "one")]) == 0
    said_ = capsys.readouterr().out
    assert ("h05" in said_ and "held-out" in said_) or "no simple rule" in said_
    shards = sorted((tmp_path / "runs").rglob("*.parquet"))
    times = {path: path.stat().st_mtime_ns for path in shards}
    shards[0].write_bytes(b"PAR1 damaged")
    assert main([*words, "--out", str(tmp_path / "two")]) == 0
    for name in ("ledger.csv", "parts.csv", "worlds.csv", "README.md", "claims.svg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert len(shards) > 1 and {path for path in shards[1:] if path.stat().st_mtime_ns != times[path]} == set()
    # On a slow machine what is done again may be stored in two shards, of other names.
    assert not shards[0].exists() or shards[0].read_bytes() != b"PAR1 damaged"


def test_effects_are_those_of_a_comparison(tmp_path):
    """The default scenario's effect is the paired difference that `compare` would print."""
    from sim.setup.config import resolve
    from sim.study import ensemble

    finding = try_claims([claim_with(part())], SMALL, tmp_path, 2, lambda done, total: None)[0]
    shared = ["scenario=toy", "run.replicates=6", "run.years=0.5"]
    found = ensemble.compare([resolve([*shared, f"policy={name}"]) for name in ("centralized", "ban")])
    row = found.table.set_index("metric").loc["goodput"]
    assert finding.effects[0].mean == pytest.approx(row["difference_ban"], rel=1e-12)
    assert finding.effects[0].low == pytest.approx(row["low_ban"], rel=1e-12)
    table, parts = table_of([finding]), parts_of([finding])
    assert table[["holds", "partly", "unclear", "reversed"]].to_numpy().sum() == pytest.approx(1.0) and len(parts) == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["h5"], "did you mean 'h05'"),
        (["h05", "h05"], "named twice"),
        (["--n", "3"], "--n: '3'"),
        (["--worlds", "evidnce"], "did you mean 'evidence'"),
        (["--worlds", "plausible,plausible"], "'plausible' is named twice"),
        (["--worlds", "512"], "worlds: '512'; expected plausible, evidence or the path of a csv"),
        (["--years", "0"], "run.years"),
        (["--scenario", "us_2024"], "us_2024"),
        (["--replicates", "x"], "--replicates: 'x'"),
    ],
)
def test_bad_words(words, named, tmp_path, capsys):
    assert main(["claims", *words, "--runs", str(tmp_path / "r"), "--out", str(tmp_path / "o")]) == 2
    said_ = capsys.readouterr().err
    assert named in said_ and said_.count("\n") == 1 and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("outcome: central_wait", "outcome: central_wiat", "did you mean 'central_wait'?"),
        ("expected: below", "expected: less", "above or below"),
        ("least: 2%", "least: some", "least 'some'"),
        ("delegation.level", "delegation.lvl", "delegation.lvl"),
        ("mechanism:", "mechanic:", "row 4: key 'mechanic': not known"),
    ],
)
def test_bad_pages(old, new, named, tmp_path):
    from sim.study.claims.claim import ledger_dir

    page = (ledger_dir() / "h05.yaml").read_text()
    assert old in page
    (tmp_path / "h05.yaml").write_text(page.replace(old, new))
    with pytest.raises(InputError, match=named.replace("?", r"\?").replace(".", r"\.")):
        read_claim(tmp_path / "h05.yaml")


def test_a_missing_library_is_said_before_anything_is_run(tmp_path, monkeypatch, capsys):
    import sys

    monkeypatch.setitem(sys.modules, "sklearn", None)
    assert main(["claims", "h05", "--runs", str(tmp_path / "r"), "--out", str(tmp_path / "o")]) == 2
    said_ = capsys.readouterr().err
    assert "scikit-learn" in said_ and said_.count("\n") == 1 and not list(tmp_path.iterdir())
