"""What the two articles name and where the model holds it: `experiments/coverage.csv`, a row for each item.

Columns: id (S1: The Case for Paradiplomacy, Kennedy School Review 2023; S2: the article on whole-of-government
diplomacy, 2025), article, paragraph (heading and number of the paragraph under it), item, mechanism, names (parameters,
levers, outcomes, tables and their columns that hold it), claim (of experiments/claims), test, status, reason (for what
is not held in full).
"""

import pandas as pd

from sim.inputs.shipped import shipped

STATUS = ("modelled", "stand-in", "left out")


def items() -> pd.DataFrame:
    """Every item, in the order of the articles."""
    return pd.read_csv(shipped("experiments") / "coverage.csv", keep_default_na=False)


def counts() -> str:
    """How many there are of each status, in a sentence."""
    found = items()["status"].value_counts()
    parts = [f"{found.get(status, 0)} {said}" for status, said in zip(STATUS, SAID, strict=True)]
    return f"{len(items())} items: {', '.join(parts)}.\n\n"


SAID = ("are modelled", "by a stand-in that is thinner than what the articles mean", "are left out")


def rows() -> list[tuple[str, ...]]:
    """Cells of the table: item, where it is named, what holds it, by which names, what tests it, what is missing."""
    found: list[tuple[str, ...]] = []
    for one in items().to_dict("records"):
        names = " ".join(f"`{name}`" for name in one["names"].split())
        tested = " ".join([*one["claim"].split(), *([f"`{one['test']}`"] if one["test"] else [])])
        place = f"{one['id']} {one['paragraph']}"
        found.append((one["item"], place, one["mechanism"] or "-", names, tested, one["status"], one["reason"]))
    return found
