"""The ledger as a page to read."""

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

Made by `paradip claims --out results/published/fig16_claims`; the claims themselves are in `experiments/claims`.

![Share of worlds in which each claim holds](claims.svg)

| claim | staff | default | holds | in part | reversed | verdict |
|---|---|---|---|---|---|---|
"""
STAFF = {"none": "", "kept": "kept", "moved": "moved"}


def page_of(findings: list[Finding], trial: Trial) -> str:
    ids = list(dict.fromkeys(one.claim.id for one in findings))
    head = HEAD.format(
        n=len(ids),
        scenario=trial.scenario,
        decades=trial.decades,
        worlds=trial.worlds,
        replicates=f"{trial.replicates} decade" + "s" * (trial.replicates > 1),
    )
    lines = [
        f"| {one.claim.id} | {STAFF[one.convention]} | {default_verdict(one)} | {one.shares.holds:.0%} | "
        f"{one.shares.partly:.0%} | {one.shares.reversed:.0%} | {one.verdict} |"
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
    for row in parts_of(findings).itertuples():
        lines.append(
            f"| {STAFF[str(row.staffing)]} | {row.outcome} | {row.contrast} | {row.expected} | {row.mean:.4g} "
            f"({row.low:.4g} to {row.high:.4g}) | {row.least:.3g} | {row.said} | {row.holds:.0%} | {row.reversed:.0%} |"
        )
    lines.append("")
    for one in findings:
        who = f"{one.convention}: " if one.convention != "none" else ""
        rule = (
            f" Decides: {one.rule.words} ({one.rule.inside:.0%} of {one.rule.n[0]} held-out worlds inside, "
            f"{one.rule.outside:.0%} of {one.rule.n[1]} outside)."
            if one.rule
            else ""
        )
        lines.append(
            f"- {who}**{one.verdict}**: {one.shares.holds:.0%} of {one.shares.n:,} worlds, in part in "
            f"{one.shares.partly:.0%}, reversed in {one.shares.reversed:.0%}.{rule}"
        )
    if claim.note:
        lines += ["", claim.note]
    return "\n".join([*lines, ""])
