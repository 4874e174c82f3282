"""The ledger as a page to read."""

from typing import Any

from sim.figures.worlds import said_of
from sim.runs.intervals import share_said
from sim.study.claims.arms import Trial
from sim.study.claims.ledger import Finding, Tried, default_verdict, parts_of

HEAD = """# The claims, tested

{n} claims of two articles, each a contrast between policies in the same worlds that can come out either way. *Default*
is the scenario {scenario}, {decades} decades. *Holds* is the share of {worlds:,} worlds, {drawn}
({replicates} each), in which every part of the claim holds by more than the smallest effect of interest; *in
part*, the share in which only some parts do; *reversed*, the share in which no part does and at least one goes the
other way by as much. Staff *kept*: delegates bring their own; *moved*: staff moves from the centre with the work. The
assumptions that decide were found on half of the worlds; the shares given for them are from the other half.
{covers}
{beside}
Made by `{command}`; the claims themselves are in `experiments/claims`.

![Share of worlds in which each claim holds](claims.svg)

| claim | staff | default |{heads}
|---|---|---|---|---|---|---|{more}
"""
STAFF = {"none": "", "kept": "kept", "moved": "moved"}


def command_of(trial: Trial) -> str:
    """The command that makes the ledger again."""
    usual = Trial()
    moved = [name for name in ("n", "decades") if getattr(trial, name) != getattr(usual, name)]
    words = [f" --{name} {getattr(trial, name)}" for name in moved]
    return f"paradip claims --worlds {','.join(trial.worlds)}{''.join(words)} --out results/published/fig16_claims"


def page_of(findings: list[Finding], trial: Trial) -> str:
    ids = list(dict.fromkeys(one.claim.id for one in findings))
    first, *others = findings[0].tried
    told = f"{first}: " if others else ""
    heads = [f"{told}holds", "in part", "reversed", "verdict"]
    heads += [
        f"{name}: {word}" if word == "holds" else word for name in others for word in ("holds", "reversed", "verdict")
    ]
    head = HEAD.format(
        n=len(ids),
        scenario=trial.scenario,
        decades=trial.decades,
        worlds=trial.n,
        drawn=said_of(first).drawn,
        covers=said_of(first).covers,
        beside="".join(f"Beside it: {trial.n:,} worlds {said_of(name).drawn}.\n" for name in others),
        command=command_of(trial),
        replicates=f"{trial.replicates} decade" + "s" * (trial.replicates > 1),
        heads="".join(f" {one} |" for one in heads),
        more="---|" * 3 * len(others),
    )
    return (
        head
        + "\n".join(map(line, findings))
        + "\n\n"
        + "\n".join(section([one for one in findings if one.claim.id == name]) for name in ids)
    )


def line(one: Finding) -> str:
    """Of the table of all claims."""
    shares, cells = one.first.shares, [one.claim.id, STAFF[one.convention], default_verdict(one)]
    cells += [*map(shares.said, (shares.holds, shares.partly, shares.reversed)), one.first.verdict]
    for tried in list(one.tried.values())[1:]:
        cells += [*map(tried.shares.said, (tried.shares.holds, tried.shares.reversed)), tried.verdict]
    return f"| {' | '.join(cells)} |"


def section(findings: list[Finding]) -> str:
    """One claim: what it says, what was found."""
    claim = findings[0].claim
    lines = [f"## {claim.id}. {claim.claim}", "", f"*{claim.source}.* {claim.mechanism}", ""]
    lines += [f"- `{name}`: {words}" for name, words in claim.arms.items()]
    lines += [
        "",
        (
            "| staff | outcome | contrast | expected | default: mean (95%) | smallest effect | | worlds: holds "
            "| reversed |"
        ),
        "|---|---|---|---|---|---|---|---|---|",
    ]
    shares = {one.convention: one.first.shares for one in findings}
    rows: Any = parts_of(findings).itertuples()
    for row in rows:
        said = shares[str(row.staffing)].said
        lines.append(
            f"| {STAFF[str(row.staffing)]} | {row.outcome} | {row.contrast} | {row.expected} | {row.mean:.4g} "
            f"({row.low:.4g} to {row.high:.4g}) | {row.least:.3g} | {row.said} | {said(row.holds)} | "
            f"{said(row.reversed)} |"
        )
    lines += ["", *(found(one, name, tried) for one in findings for name, tried in one.tried.items())]
    if claim.note:
        lines += ["", claim.note]
    return "\n".join([*lines, ""])


def found(one: Finding, name: str, tried: Tried) -> str:
    """What was found over worlds of a kind, in a sentence or two."""
    who = ", ".join([*([one.convention] if one.convention != "none" else []), *([name] if len(one.tried) > 1 else [])])
    shares, rule = tried.shares, tried.rule
    decides = (
        f" Decides: {rule.words} ({share_said(rule.inside, rule.n[0])} of {rule.n[0]} held-out worlds inside, "
        f"{share_said(rule.outside, rule.n[1])} of {rule.n[1]} outside)."
        if rule
        else ""
    )
    return (
        f"- {who}{': ' if who else ''}**{tried.verdict}**: {shares.said(shares.holds)} of {shares.n:,} worlds, in part "
        f"in {shares.said(shares.partly)}, reversed in {shares.said(shares.reversed)}.{decides}"
    )
