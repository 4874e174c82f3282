"""Is it the delegation, the staff, the oversight, the coordination or the investment? The difference between every two
of the main comparison, in every real federation, in parts by group and by lever."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sim.figures.parts import named_parts
from sim.setup.config import resolve
from sim.study.attribute.attribute import attribute
from sim.study.attribute.attribution import Attribution

PLACES = {"us_2023": "United States", "canada_2023": "Canada", "germany_2023": "Germany"}
COMPARED = (
    ("status_quo", "guided_delegation"),
    ("status_quo", "whole_of_government"),
    ("guided_delegation", "whole_of_government"),
)
WAYS = ("group", "lever")
OUTCOMES = (
    "goodput", "missed_vitality", "surfaced", "contradiction_rate", "answer_gap", "conclusion_p50",
    "crisis_in_time", "delivered", "credibility_allies", "legitimacy",
)  # fmt: skip
Key = tuple[str, str, str, str]  # scenario, first and second policy, by group or lever
Say = Callable[[str], None]


def answers(
    decades: int, runs: Path, progress, say: Say, places=tuple(PLACES), ways=WAYS, words: tuple[str, ...] = ()
) -> dict[Key, Attribution]:
    """Every attribution; runs are kept in a folder for each pair of policies in a federation. words: overrides."""
    found = {}
    for place in places:
        for pair in COMPARED:
            said = [f"scenario={place}", f"run.replicates={decades}", "run.threads=0", *words]
            setups = [resolve([f"policy={name}", *said]) for name in pair]
            for by in ways:
                say(f"{PLACES.get(place, place)}: {pair[0]} to {pair[1]}, by {by}")
                folder = runs / f"{place}-{'-'.join(pair)}"
                found[place, *pair, by] = attribute(setups, by, OUTCOMES, progress, folder=folder)
    return found


def table_of(found: dict[Key, Attribution], name: str) -> pd.DataFrame:
    """One of the frames of all of them, one below the other."""
    columns = ["scenario", "first_policy", "second_policy", "by"]
    parts = [getattr(one, name).assign(**dict(zip(columns, key, strict=True))) for key, one in found.items()]
    whole = pd.concat(parts, ignore_index=True)
    return whole[[*columns, *(column for column in whole if column not in columns)]]


def leading(one: Attribution) -> pd.Series:
    """In how many outcomes each part is the largest of those that matter, by title, most often first."""
    largest = [named_parts(part).head(1)["title"] for _, part in one.table.groupby("metric", sort=False)]
    return pd.concat(largest).value_counts()


def finding(found: dict[Key, Attribution]) -> str:
    """What leads in the first federation, for either proposal against the arrangement of 2023, by group."""
    place = next(iter(found))[0]
    told = []
    for first, second in COMPARED[:2]:
        counts = leading(found[place, first, second, "group"])
        ranks = ", ".join(f"{title} in {n}" for title, n in counts.items()) or "nothing"
        told.append(f"under {second.replace('_', ' ')}, {ranks}")
    return f"Of {len(OUTCOMES)} outcomes, the largest part of what matters: {'; '.join(told)}"
