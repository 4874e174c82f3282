"""The numbers of experiments/paper.md, from the published tables. `python -m sim.tell.document` inserts them."""

from collections import Counter
from typing import Any

import pandas as pd

from sim.inputs.shipped import shipped
from sim.runs.files import read_page
from sim.runs.intervals import COVERS, share_said
from sim.study.publish.gallery import age_of, aged
from sim.study.publish.plate import read_plates

PUBLISHED = shipped("published")
LEDGER = PUBLISHED / "fig16_claims"
TOLD = (
    "goodput", "conclusion_p50", "answer_gap", "contradiction_rate", "vital_lapses", "crises_lost", "surfaced",
    "surfaced_per_100", "credibility_allies",
)  # fmt: skip
STAFF = {"none": "", "kept": ", staff kept", "moved": ", staff moved"}


def ledger() -> pd.DataFrame:
    """n: how many worlds the intervals are of, where some were drawn twice, as many as would tell as much."""
    table = pd.read_csv(LEDGER / "ledger.csv", keep_default_na=False, na_values={"inside": "", "outside": ""})
    counted = [name for name in table if str(name).endswith("_effective")]
    return table.assign(n=table[counted[0]] if counted else table["worlds"])


def tuples(table: pd.DataFrame) -> Any:
    """Rows whose cells are read by name."""
    return table.itertuples()


def verification() -> str:
    """How many known answers were reproduced."""
    known = pd.read_csv(PUBLISHED / "verification" / "verification.csv", keep_default_na=False)
    docked = pd.read_csv(PUBLISHED / "docking" / "table.csv")
    held = int(known["passed"].astype(str).eq("True").sum())
    return (
        f"{held} of {len(known)} numbers of {known['case'].nunique()} textbook cases are reproduced "
        "(`paradip verify`), and "
        f"{int((docked['agrees'] == 'yes').sum())} of {len(docked)} of five classic models re-implemented beside it "
        "(`python -m experiments.docking`).\n"
    )


def comparison() -> str:
    """The main comparison, one line per outcome."""
    frame = pd.read_csv(PUBLISHED / "main_comparison" / "comparison.csv").set_index("metric")
    others = [name.removeprefix("difference_") for name in map(str, frame) if name.startswith("difference_")]
    reference = [str(name) for name in frame][[str(name) for name in frame].index("better") + 1]
    rows = [
        f"| outcome | unit | {reference.replace('_', ' ')} | "
        + " | ".join(f"{name.replace('_', ' ')}, difference (95%)" for name in others)
        + " |",
        "|---" * (3 + len(others)) + "|",
    ]
    for metric in TOLD:
        row = frame.loc[metric]
        cells = [
            f"{row[f'difference_{name}']:+.3g} ({row[f'low_{name}']:.3g} to {row[f'high_{name}']:.3g})"
            for name in others
        ]
        rows.append(f"| {metric} | {row['unit']} | {row[reference]:.4g} | " + " | ".join(cells) + " |")
    return "\n".join([*rows, "", COVERS]) + "\n"


def claims() -> str:
    """How many claims hold, and which."""
    table, said = ledger(), aged(read_page(LEDGER / "manifest.json"))
    lines = [
        *([f"*{said}*", ""] if said else []),
        (
            f"{table['id'].nunique()} claims, {len(table)} under both staffing conventions, each in "
            f"{int(table['worlds'].max()):,} worlds."
        ),
        "",
    ]
    for verdict, part in table.groupby(
        table["verdict"].str.replace(r"holds when .*", "holds when a rule is met", regex=True), sort=False
    ):
        named = "; ".join(
            f"{row.id}{STAFF[str(row.staffing)]} ({share_said(row.holds, row.n)} hold, "
            f"{share_said(row.reversed, row.n)} reversed)"
            for row in tuples(part)
        )
        lines.append(f"- **{verdict}** ({len(part)}): {named}.")
    return "\n".join(lines) + "\n"


def staffing() -> str:
    """What the staffing convention reverses."""
    table = ledger()
    both = table.pivot(index="id", columns="staffing", values="holds").dropna(subset=["kept", "moved"])
    n = table.pivot(index="id", columns="staffing", values="n")
    gap = (both["kept"] - both["moved"]).sort_values(key=abs, ascending=False)
    named = "; ".join(
        f"{name}: {share_said(both.loc[name, 'kept'], n.loc[name, 'kept'])} of worlds with staff kept, "
        f"{share_said(both.loc[name, 'moved'], n.loc[name, 'moved'])} with staff moved"
        for name in gap.index[:6]
    )
    return (
        f"Of {len(both)} claims about delegation, the share of worlds in which they hold depends most on who does the "
        f"work in {named}.\n"
    )


def deciders() -> str:
    """Which assumptions decide, by number of claims, and the rules that separate best."""
    table = ledger()
    ruled = table[table["rule"] != ""]
    names = Counter(part.split()[0] for rule in ruled["rule"] for part in rule.split(" and "))
    sharp = ruled.assign(gap=ruled["inside"] - ruled["outside"]).sort_values("gap", ascending=False).head(6)
    lines = [
        f"{len(ruled)} of {len(table)} have a rule of at most two questions that holds on held-out worlds. Named most "
        "often: " + ", ".join(f"`{name}` ({count})" for name, count in names.most_common(8)) + ". The sharpest:",
        "",
    ]
    lines += [
        f"- {row.id}{STAFF[str(row.staffing)]}: {row.rule} ({share_said(row.inside, row.n_inside)} of {row.n_inside} "
        f"held-out worlds inside, {share_said(row.outside, row.n_outside)} of {row.n_outside} outside)"
        for row in tuples(sharp)
    ]
    return "\n".join(lines) + "\n"


def findings() -> str:
    """What each figure found."""
    lines = []
    for plate in read_plates(["all"]):
        path = PUBLISHED / plate.id / "manifest.json"
        page = read_page(path) if path.is_file() else {}
        if page.get("finding"):
            place = f"([{plate.id.partition('_')[0]}](../results/published/{plate.id}))"
            lines.append(f"- {page['finding']} {place}." + (f" *{said}*" if (said := aged(page)) else ""))
    return "\n".join(lines) + "\n"


def dominance() -> str:
    """Who leads at one budget, and the levers without which it leads least often."""
    place = PUBLISHED / "dominance"
    brought = pd.read_csv(place / "ablation.csv")
    lines = [f"*{said}*\n"] if (said := age_of(place)) else []
    lines += [f"{read_page(place / 'manifest.json')['finding']} ([dominance](../results/published/dominance)).", ""]
    for (staffing, leader), part in brought.groupby(["staffing", "leader"], sort=False):
        still = part[~part["lever"].str.startswith("all of")].groupby("lever")["still_best"].mean().sort_values()
        named = ", ".join(f"`{lever}` ({share:.0%})" for lever, share in still.head(4).items())
        lines.append(
            f"- Staff {staffing}: {str(leader).replace('_', ' ')} would be best least often without {named}; in "
            "brackets the share of worlds in which it still is, mean over outcomes."
        )
    return "\n".join(lines) + "\n"


PARTS = {
    "paper_dominance": dominance,
    "paper_verification": verification,
    "paper_comparison": comparison,
    "paper_claims": claims,
    "paper_staffing": staffing,
    "paper_deciders": deciders,
    "paper_findings": findings,
}
PAPER = shipped("experiments") / "paper.md"
