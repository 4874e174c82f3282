"""The parts of a difference in sentences: which of them made it, which worked against it, which pairs do more together.

Takes the tables of an attribution. A part is named only where its interval lies wholly beyond the smallest effect that
matters.
"""

from sim.figures.names import METRIC, called, metric_name, named
from sim.model.metrics.smallest import LESS, MORE, SAME, SLIGHT, UNCLEAR, UNDEFINED
from sim.model.units import numbers, signed, spoken, with_unit

PAIRS, PARTS = 3, 5  # named in a sentence
NOTHING = {
    SLIGHT: "no difference that matters",
    UNCLEAR: "no clear difference",
    SAME: "the same in every world",
    UNDEFINED: "too few worlds for an interval",
}


def spelt(name: str) -> str:
    """A policy as it is said."""
    return name.replace("_", " ")


def factor(metric: str) -> float:
    return spoken(METRIC[metric].unit).factor if metric in METRIC else 1.0


def named_parts(table):
    """Rows that matter, the largest first, in multiples of the smallest effect."""
    found = table[table["verdict"].isin((MORE, LESS))]
    size = found.get("difference", found.get("together")).abs() / found["smallest"].where(found["smallest"] > 0, 1.0)
    return found.loc[size.sort_values(ascending=False, kind="stable").index]


def told_parts(attribution, metric: str) -> str:
    """Of one outcome: "Under b, fewer vital issues lapse (40.2 against 52.1 a year, -11.9): -8.2 is due to coordination
    and -4.6 to investment, against +.9 from oversight." "" where nothing matters."""
    whole = attribution.whole.set_index("metric").loc[metric]
    parts, k = named_parts(attribution.table[attribution.table["metric"] == metric]), factor(metric)
    points = " points" if k == 100.0 else ""
    (more, less, thing), second = named(metric), spelt(attribution.policies[1])
    size = signed(k * whole["difference"]) + points
    if whole["verdict"] not in (MORE, LESS):
        return f"{thing}: {NOTHING[whole['verdict']]} ({size}), yet {due(parts, k)}." if len(parts) else ""
    before, after = numbers(k * whole["first"], [k * whole["second"]])
    words = more if whole["difference"] > 0 else less
    means = f"{after} against {with_unit(before, METRIC[metric].unit if metric in METRIC else '')}, {size}"
    lead = f"Under {second}, {words[0].lower()}{words[1:]} ({means})"
    if words.endswith(f": {metric_name(metric)}"):  # it has no words of its own
        lead = f"{called(metric)} under {second} ({means})"
    along = (parts["difference"] > 0) == (whole["difference"] > 0)
    if parts.empty:
        return f"{lead}: no part alone is clear enough to be named."
    if not along.any():
        return f"{lead}, yet {due(parts, k)}."
    against = listed([f"{signed(k * row.difference)} from {row.title}" for row in parts[~along][:PARTS].itertuples()])
    return f"{lead}: {due(parts[along], k)}{f', against {against}' if against else ''}."


def due(parts, k: float) -> str:
    """-8.2 is due to coordination and -4.6 to investment."""
    first, *rest = ((signed(k * row.difference), row.title) for row in parts[:PARTS].itertuples())
    more = [f"less to {len(parts) - PARTS} more"] if len(parts) > PARTS else []
    return listed([f"{first[0]} is due to {first[1]}", *(f"{size} to {title}" for size, title in rest), *more])


def told_pairs(attribution, metric: str) -> str:
    """Of one outcome, the pairs that do together what neither does by itself; "" where none matters."""
    table = attribution.interactions
    found, k = named_parts(table[table["metric"] == metric]), factor(metric)
    said = [f"{row.title} with {row.other_title} {signed(k * row.together)}" for row in found[:PAIRS].itertuples()]
    said += [f"{len(found) - PAIRS} more"] if len(found) > PAIRS else []
    return f"{called(metric)}, beyond what each does by itself: {listed(said)}." if said else ""


def listed(names: list[str]) -> str:
    """a, b and c; where a name has a comma of its own, a; b; and c."""
    if len(names) < 2:
        return "".join(names)
    comma = "; " if any("," in name for name in names) else ", "
    return f"{comma.join(names[:-1])}{comma.strip() if comma == '; ' else ''} and {names[-1]}"
