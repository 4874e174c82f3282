"""The points of a sweep, divided as other programs divide them: a policy (levers) in a world (assumptions)."""

import pandas as pd

from sim.runs.paired import is_lever

MODEL = "paradiplomacy"


def divide(runs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row per point, by its number: the swept keys, `arrangement` (the policy's name, with a number if several
    points of that name differ in their levers) and `world` (the number of the set of assumptions, from 0)."""
    points = runs.drop_duplicates("point").set_index("point").sort_index()
    levers = [key for key in keys if is_lever(key)]
    assumed = [key for key in keys if not is_lever(key)]
    made = points[keys].copy()
    made["world"] = points.groupby(assumed, sort=False, dropna=False).ngroup() if assumed else 0
    chosen = points.groupby(list(dict.fromkeys(["policy", *levers])), sort=False, dropna=False).ngroup()
    within = chosen.groupby(points["policy"]).transform(lambda numbers: pd.factorize(numbers)[0])
    several = chosen.groupby(points["policy"]).transform("nunique") > 1
    made["arrangement"] = points["policy"].where(~several, points["policy"] + " " + within.astype(str))
    return made
