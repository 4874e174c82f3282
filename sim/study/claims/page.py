"""The ledger as a page to read."""

from typing import Any

from sim.runs.intervals import COVERS_WORLDS, share_said
from sim.study.claims.arms import Trial
from sim.study.claims.ledger import Finding, default_verdict, parts_of

HEAD = """# The claims, tested

{n} claims of two articles, each a contrast between policies in the same worlds that can come out either way. *Default*
is the scenario {scenario}, {decades} decades. *Holds* is the share of {worlds:,} worlds, sampled over the plausible \
range of every assumption
({replicates} each), in which every part of the claim holds by more than the smallest effect of interest; *in
part*, the share in which only some parts do; *reversed*, the share in which no part does and at least one goes the
other way by as much. Staff *kept*: delegates bring their own; *moved*: staff moves from the centre with the work. The
assumptions that decide were found on half of the worlds; the shares given for them are from the other half.
{covers}

Made by `{command}`; the claims themselves are in `experiments/claims`.

![Share of worlds in which each claim holds](claims.svg)

| claim | staff | default | holds | in part | reversed | verdict |
|---|---|---|---|---|---|---|
"""
STAFF = {"none": "", "kept": "kept", "moved": "moved"}


def command_of(trial: Trial) -> str:
    """The command that makes the ledger again."""
    usual = Trial()
    moved = [name for name in ("worlds", "decades") if getattr(trial, name) != getattr(usual, name)]
    words = [f" --{name} {getattr(trial, name)}" for name in moved]
    return f"paradip claims{''.join(words)} --out results/published/fig16_claims"


def page_of(findings: list[Finding], trial: Trial) -> str:
    ids = list(dict.fromkeys(one.claim.id for one in findings))
    head = HEAD.format(
        n=len(ids),
        scenario=trial.scenario,
        decades=trial.decades,
        worlds=trial.worlds,
        covers=COVERS_WORLDS,
        command=command_of(trial),
        replicates=f"{trial.replicates} decade" + "s" * (trial.replicates > 1),
    )
    lines = [
        f"| {one.claim.id} | {STAFF[one.convention]} | {default_verdict(one)} | {one.shares.said(one.shares.holds)} | "
        f"{one.shares.said(one.shares.partly)} | {one.shares.said(one.shares.reversed)} | {one.verdict} |"
        for one in findings
    ]
    return (
        head
        + "\n".join(lines)
        + "\n\n"
        + "\n".join(section([one for one in findings if one.claim.id == name]) for name in ids)
    )


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
    shares = {one.convention: one.shares for one in findings}
    rows: Any = parts_of(findings).itertuples()
    for row in rows:
        said = shares[str(row.staffing)].said
        lines.append(
            f"| {STAFF[str(row.staffing)]} | {row.outcome} | {row.contrast} | {row.expected} | {row.mean:.4g} "
            f"({row.low:.4g} to {row.high:.4g}) | {row.least:.3g} | {row.said} | {said(row.holds)} | "
            f"{said(row.reversed)} |"
        )
    lines.append("")
    for one in findings:
        who = f"{one.convention}: " if one.convention != "none" else ""
        rule = (
            f" Decides: {one.rule.words} ({share_said(one.rule.inside, one.rule.n[0])} of {one.rule.n[0]} held-out "
            f"worlds inside, {share_said(one.rule.outside, one.rule.n[1])} of {one.rule.n[1]} outside)."
            if one.rule
            else ""
        )
        lines.append(
            f"- {who}**{one.verdict}**: {one.shares.said(one.shares.holds)} of {one.shares.n:,} worlds, in part in "
            f"{one.shares.said(one.shares.partly)}, reversed in {one.shares.said(one.shares.reversed)}.{rule}"
        )
    if claim.note:
        lines += ["", claim.note]
    return "\n".join([*lines, ""])
