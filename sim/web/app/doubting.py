"""What becomes of a conclusion when an assumption is changed: outcome by outcome, and where in its range it turns."""

from dataclasses import replace
from itertools import pairwise

from sim.figures.names import METRIC, metric_name
from sim.inputs.worlds import EVIDENCE, PLAUSIBLE, read_worlds, usual
from sim.model.limits import LIMITS
from sim.model.metrics import HEADLINES
from sim.model.parameters import PARAMETERS
from sim.model.units import signed, spoken
from sim.study.comparison import Comparison
from sim.web.app import view as spelling
from sim.web.app.comparing import comparison_of, progressive
from sim.web.app.panel import title
from sim.web.app.view import View
from sim.web.assumptions import WEIGHTY, given
from sim.web.words import apart, contrast_of, scale

JUDGED = [name for name in HEADLINES if METRIC[name].contested]  # of which something is concluded
POINTS, DECADES = 7, 20  # along a range, worlds at each
WHOLE, LEFT = "its whole plausible range", "what the evidence leaves of its range"  # that a scan may go over


def leaves(view: View, name: str) -> tuple[float, float] | None:
    """The middle 95% of an assumption in the worlds of the view; None where these are plausible ones, or tell nothing
    of it but one value."""
    worlds = read_worlds(view.worlds or usual())
    if worlds is None or f"parameters.{name}" not in worlds.columns:
        return None
    low, high = (float(f"{end:.3g}") for end in worlds.span(f"parameters.{name}"))
    return (low, high) if low < high else None


def ranges(view: View) -> dict:
    """How far scans go: the choice, and which it is in a sentence."""
    worlds = read_worlds(view.worlds or usual())
    known = [PLAUSIBLE] if usual() == PLAUSIBLE else [PLAUSIBLE, EVIDENCE]
    texts = {PLAUSIBLE: WHOLE, EVIDENCE: LEFT}
    said = (
        f"A scan goes over {WHOLE}."
        if worlds is None
        else f"A scan goes over the middle 95% of what an assumption is in {len(worlds.weights):,} worlds that agree "
        "with the evidence, by their weights; over its whole plausible range where they do not tell."
    )
    return {
        "value": EVIDENCE if worlds else PLAUSIBLE,
        "choices": [{"value": one, "text": texts[one]} for one in known],
        "said": said,
    }


def rows(view: View) -> list[dict]:
    """The assumptions that matter most, those put beside them and those that were moved: where they stand, and how far
    they may go. One that the federation's own tables put outside the range is left to them."""
    standard = given(spelling.setups(replace(view, parameters={}))[0])
    found = []
    for name in dict.fromkeys((*WEIGHTY, *view.doubts, *view.flip[1:], *sorted(view.parameters))):
        one, here = PARAMETERS[name], view.parameters.get(name, standard[name])
        if not one.low <= here <= one.high:
            continue
        unit = spoken(one.unit)
        found.append(
            {
                "name": name,
                "meaning": PARAMETERS[name].heading,
                "factor": unit.factor,
                "unit": unit.after,
                "low": one.low,
                "high": one.high,
                "step": 1 if LIMITS[f"parameters.{name}"].kind == "integer" else round((one.high - one.low) / 20, 6),
                "value": here,
                "text": PARAMETERS[name].said(here),
                "moved": name in view.parameters,
                "standard": PARAMETERS[name].said(standard[name], brief=True),
                "least": PARAMETERS[name].said(one.low, brief=True),
                "most": PARAMETERS[name].said(one.high, brief=True),
                "left": " to ".join(PARAMETERS[name].said(end, brief=True) for end in leaves(view, name) or ()),
            }
        )
    return found


def others(shown: list[dict]) -> list[dict]:
    """What else could be put on the table."""
    there = {row["name"] for row in shown}
    return sorted(
        ({"value": name, "text": PARAMETERS[name].heading} for name in PARAMETERS if name not in there),
        key=lambda one: one["text"],
    )


def turns(before: Comparison, after: Comparison) -> list[dict]:
    """For each policy: which conclusions against the first were reversed, became unclear, or became clear."""
    found = []
    for other in after.policies[1:]:
        said: dict[str, list[str]] = {"reversed": [], "no longer clear": [], "now clear": []}
        for metric in JUDGED:
            a, b = (contrast_of(one.table, metric, one.policies[0], other) for one in (before, after))
            k, called = scale(metric), metric_name(metric).capitalize()
            kind = (
                "reversed"
                if a.direction * b.direction < 0
                else "no longer clear"
                if a.direction and not b.direction
                else "now clear"
                if b.direction and not a.direction
                else ""
            )
            if kind:
                (was, _), (now, _) = apart(a), apart(b)
                said[kind].append(
                    f"{called}: {was} ({signed(k * a.difference)}) under the standard assumptions, {now} "
                    f"({signed(k * b.difference)}) under yours."
                )
        turned = len(said["reversed"])
        are = "is" if turned == 1 else "are"
        lead = f"{turned or 'None'} of {len(JUDGED)} conclusions {are} reversed by your assumptions."
        found.append(
            {"title": title(other), "lead": lead, "lines": [line for lines in said.values() for line in lines]}
        )
    return found


def points(view: View) -> list[float]:
    """Where along its range the assumption that is scanned is tested."""
    name = view.flip[1]
    one = PARAMETERS[name]
    low, high = leaves(view, name) or (one.low, one.high)
    spread = [float(f"{low + (high - low) * k / (POINTS - 1):.3g}") for k in range(POINTS)]
    if LIMITS[f"parameters.{name}"].kind == "integer":
        spread = [float(round(x)) for x in spread]
    return sorted({min(max(x, one.low), one.high) for x in spread})


def at(view: View, value: float) -> View:
    """One point of a scan, side by side."""
    return replace(view, tab="compare", replicates=DECADES, parameters=view.parameters | {view.flip[1]: value})


def scan(view: View, cancel):
    """The difference of every policy to the first at points along an assumption's range: (value, contrasts) in turn."""
    metric, _ = view.flip
    for value in points(view):
        setups = spelling.setups(at(view, value))
        looks = list(progressive(setups, cancel))
        if not looks or cancel.is_set():
            return
        comparison = comparison_of(setups, looks[-1])
        yield (
            value,
            [contrast_of(comparison.table, metric, comparison.policies[0], other) for other in comparison.policies[1:]],
        )


def flips(tried: list, names: list[str], metric: str, parameter: str, over: str = WHOLE) -> str:
    """Where the difference changes sign, in a sentence for each policy."""
    k, lines = scale(metric), []
    for i, name in enumerate(names[1:]):
        line = [(value, contrasts[i]) for value, contrasts in tried]
        crossings = [(a, b) for a, b in pairwise(line) if a[1].difference * b[1].difference < 0]
        certain = {one.direction for _, one in line} - {0}
        called = f"{metric_name(metric)}, {title(name).lower()} against {title(names[0]).lower()}"
        if crossings:
            (x, a), (y, b) = crossings[0]
            where = x + (y - x) * a.difference / (a.difference - b.difference)
            sure = "clearly on both sides" if certain == {1, -1} else "but not clearly on both sides"
            lines.append(
                f"{called}: the difference changes sign at about {PARAMETERS[parameter].said(float(f'{where:.3g}'))} "
                f"({signed(k * a.difference)} at {PARAMETERS[parameter].said(x)}, {signed(k * b.difference)} at "
                f"{PARAMETERS[parameter].said(y)}), {sure}."
            )
        else:
            lines.append(
                f"{called}: the difference keeps its sign over {over}"
                + (
                    "."
                    if len(certain) == 1 and all(one.direction for _, one in line)
                    else ", though not clearly everywhere."
                )
            )
    return " ".join(line[0].upper() + line[1:] for line in lines)
