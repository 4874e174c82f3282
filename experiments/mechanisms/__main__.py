"""`python -m experiments.mechanisms`: what each group of mechanisms does to the arrangement of 2023 and to what the two
articles propose, published in results/published/mechanisms. Each is turned off alone, in the same decades."""

import math
from pathlib import Path

import pandas as pd

from experiments.mechanisms.groups import ALL_OFF, GROUPS, off
from experiments.publish import asked, publish
from sim import run
from sim.commands.progress import Progress
from sim.figures.names import metric_name
from sim.model.metrics import METRICS
from sim.model.metrics.smallest import IN_WORDS, smallest_effect, verdict
from sim.model.units import number
from sim.runs.intervals import interval

RESULTS = Path(__file__).parents[2] / "results" / "published" / "mechanisms"
POLICIES = {
    "status quo": ("status_quo", {}),
    "guided delegation": ("guided_delegation", {}),
    "guided delegation, least vital everywhere": ("guided_delegation", {"delegation": "least_vital"}),
    "whole of government": ("whole_of_government", {}),
}
SHOWN = (
    "goodput", "missed_vitality", "surfaced", "contradiction_rate", "conclusion_p50", "answer_gap",
    "credibility_allies",
)  # fmt: skip
AS_IT_IS, ALL = "as it is, all on", "all of them"


def decades(parameters: dict, replicates: int) -> dict[str, pd.DataFrame]:
    """Outcomes by decade of each policy."""
    return {
        name: run(policy, replicates=replicates, parameters=parameters, **levers)
        for name, (policy, levers) in POLICIES.items()
    }


def effects(on: dict, without: dict, group: str) -> list[tuple]:
    """What the group adds: to each outcome under the status quo, and to each policy's difference from it."""
    rows = []
    for name in POLICIES:
        for metric in METRICS:
            added = on[name][metric.name] - without[name][metric.name]
            if name != "status quo":
                added = added - (on["status quo"][metric.name] - without["status quo"][metric.name])
            mean, low, high = interval(added)
            least = smallest_effect(metric.unit, float(on["status quo"][metric.name].mean()))
            rows.append((group, name, metric.name, mean, low, high, least, verdict(low, high, least)))
    return rows


def standing(on: dict) -> list[tuple]:
    """Each outcome as it is with everything on: its mean under the status quo, and what each policy changes in it."""
    rows = []
    for name in POLICIES:
        for metric in METRICS:
            reference = on["status quo"][metric.name]
            mean, low, high = interval(on[name][metric.name] - (0.0 if name == "status quo" else reference))
            least = smallest_effect(metric.unit, float(reference.mean()))
            rows.append((AS_IT_IS, name, metric.name, mean, low, high, least, verdict(low, high, least)))
    return rows


def cell(row) -> str:
    """A mean; in bold what matters."""
    said = number(row["mean"], 2) if math.isfinite(row["mean"]) else ""
    return f"**{said}**" if row["verdict"] in ("more", "less") else said


def markdown(table: pd.DataFrame, policy: str) -> str:
    part = table[table["policy"] == policy]
    part = part.assign(verdict=part["verdict"].where((part["group"] != AS_IT_IS) | (policy != "status quo"), ""))
    moved = part[part["verdict"].isin(("more", "less"))].groupby("group", sort=False).size()
    lines = ["| | " + " | ".join(map(metric_name, SHOWN)) + f" | of {len(METRICS)} outcomes, matters in |"]
    lines.append("|" + " --- |" * (len(SHOWN) + 2))
    for group in dict.fromkeys(part["group"]):
        rows = part[part["group"] == group].set_index("outcome")
        cells = [cell(rows.loc[name]) for name in SHOWN]
        lines.append(f"| {group} | " + " | ".join(cells) + f" | {moved.get(group, 0)} |")
    return "\n".join(lines) + "\n"


def told(table: pd.DataFrame, replicates: int) -> str:
    parts = "\n".join(
        f"## {name[0].upper() + name[1:]}{'' if name == 'status quo' else ', difference from the status quo'}\n\n"
        f"{markdown(table, name)}"
        for name in POLICIES
    )
    return f"""# What each mechanism does

`python -m experiments.mechanisms`: the United States of 2023, {replicates} decades, the same with each group of
mechanisms off (`experiments/mechanisms/groups.py`). First what there is with all of them, then what each adds: to the
outcome under the status quo, or to what a policy changes in it. Bold: the whole 95% interval lies beyond the smallest
effect that matters ({IN_WORDS}).
`effects.csv` has every outcome, with intervals.

{parts}"""


def main(replicates: int, folder: Path) -> None:
    with Progress("settings") as progress:
        on = decades({}, replicates)
        rows = standing(on)
        for k, group in enumerate(GROUPS):
            progress(k + 1, len(GROUPS) + 2)
            rows += effects(on, decades(off(group), replicates), group)
        rows += effects(on, decades(ALL_OFF, replicates), ALL)
        progress(len(GROUPS) + 2, len(GROUPS) + 2)
    table = pd.DataFrame(rows, columns=["group", "policy", "outcome", "mean", "low", "high", "smallest", "verdict"])
    publish(folder, "mechanisms", told(table, replicates), {"effects": table}, replicates=replicates)
    print(f"written to {folder}")


if __name__ == "__main__":
    said = asked("mechanisms", "What does each mechanism do?", RESULTS, "replicates", 100)
    main(said.replicates, said.out)
