"""A claim in plain words: its verdict, the rule that decides, its arms, what a part expects."""

import re
from itertools import product
from string import ascii_uppercase

from sim.figures.names import METRIC
from sim.model.levers import LEVERS
from sim.model.parameters import PARAMETERS
from sim.setup.overrides import AGENTS, PRESET_GROUPS
from sim.setup.presets import describe
from sim.study.claims.claim import Claim, Part
from sim.web.app.claims.ledger import CONDITION, Entry, Found
from sim.web.levers import portrait, spoken

STAFFING = {"none": "nothing is delegated", **LEVERS["delegation.staff"].choices}
KINDS = {  # how a verdict of sim.study.claims.judge begins
    "broad": "holds broadly",
    "most": "holds in most worlds",
    "depends": "holds when",
    "part": "holds in part",
    "mixed": "mixed",
    "small": "too small to matter in most worlds",
    "reversed": "reversed",
    "undefined": "not defined in any world",
}
KIND_NAMES = {
    "depends": "depends: holds when a rule is met",
    "mixed": "mixed, with no simple rule",
    "reversed": "reversed, broadly or in most worlds",
}
ARTICLES = {
    "kennedy": "Kennedy School Review 2023",
    "whole": "Implementing whole-of-government diplomacy 2025",
    "both": "both articles",
    "other": "other sources",
}
TURNED = {
    "turned": "the verdict changes when staff moves with the work",
    "same": "the same verdict under both staffing conventions",
    "once": "nothing is delegated",
}
LETTERS = (*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2)))  # of arms, as of columns of Compare


def kind(verdict: str) -> str:
    return next(name for name, start in KINDS.items() if verdict.startswith(start))


def kind_name(name: str) -> str:
    return KIND_NAMES.get(name, KINDS[name])


def article(claim: Claim) -> str:
    """Who claims it, one of ARTICLES."""
    return next((name for name, start in ARTICLES.items() if claim.source.startswith(start)), "other")


def turned(entry: Entry) -> str:
    """What staffing does to the verdict, one of TURNED; nothing where there is no verdict yet."""
    if len(entry.trials) < 2:
        return "once" if entry.trials else ""
    return "same" if len({kind(one.verdict) for one in entry.trials}) == 1 else "turned"


def bounds(words: str) -> dict[str, dict[str, float]]:
    """A rule by parameter: thresholds by side, > and ≤."""
    found: dict[str, dict[str, float]] = {}
    for name, side, threshold in CONDITION.findall(words):
        found.setdefault(name, {})[side] = float(threshold)
    return found


def conditions(words: str) -> list[str]:
    """A rule in full, a line for each assumption, with where it stands by default."""
    lines = []
    for name, ends in bounds(words).items():
        one = PARAMETERS[name]
        if one.sides:
            lines.append(f"{one.sides['>' in ends]} (by default: {one.sides[one.default > 0.5]})")
            continue
        sides = " and ".join(
            f"{word} {one.said(ends[side])}" for side, word in ((">", "above"), ("≤", "at most")) if side in ends
        )
        lines.append(
            f"{one.title}: {sides} (by default {one.said(one.default, brief=True)}, plausible from "
            f"{one.said(one.low, brief=True)} to {one.said(one.high, brief=True)})"
        )
    return [line[0].upper() + line[1:] for line in lines]


def verdict(found: Found) -> str:
    """The verdict, its rule in so few words that no number stands in them."""
    if found.rule is None:
        return found.verdict
    lines = []
    for name, ends in bounds(found.rule.words).items():
        how = "neither low nor high" if len(ends) == 2 else "high enough" if ">" in ends else "low enough"
        lines.append(
            f"work is done {PARAMETERS[name].sides['>' in ends]}"
            if name == "priorities"
            else f"{PARAMETERS[name].brief} is {how}"
        )
    return found.verdict.replace(found.rule.words, " and ".join(lines))


def about(metric: str) -> str:
    """How an outcome is measured."""
    return re.sub(r" \((NaN|the last week)[^)]*\)", "", METRIC[metric].meaning)


def arms(claim: Claim) -> list[dict]:
    """Letter, name, the arrangement (what it stands for, where it comes first), and what is different from it."""
    found: list[dict] = []
    for letter, (name, words) in zip(LETTERS, claim.arms.items(), strict=False):
        told = arm(words)
        told["about"] *= told["policy"] not in [one["policy"] for one in found]
        found.append({"letter": letter, "name": spoken(name).capitalize()} | told)
    return found


def arm(words: str) -> dict:
    """The words of an arm, read out."""
    policy, changes = "centralized", []
    for word in words.split():
        key, _, text = word.replace("*=", "=").partition("=")
        name = key.partition(".")[2]
        if key == "policy":
            policy = text
        elif "*=" in word:
            changes.append(f"{PARAMETERS[name].title}: {text} times what it is in each world")
        elif key in LEVERS:
            value = float(text) if LEVERS[key].kind == "number" else text
            changes.append(f"{LEVERS[key].title}: {LEVERS[key].said(value)}")
        elif key.startswith("parameters."):
            changes.append(
                PARAMETERS[name].sides[float(text) > 0]
                if PARAMETERS[name].sides
                else f"{PARAMETERS[name].title}: {PARAMETERS[name].said(float(text))}"
            )
        elif key.startswith(AGENTS):
            changes.append(f"{name} follows the class {text}")
        elif key in PRESET_GROUPS:
            changes.append(f"{key}: {describe(key, text)}")
        else:  # what else holds, such as a scenario
            changes.append(f"{key}: {text}")
    return {"policy": spoken(policy).capitalize(), "about": portrait(policy), "changes": changes}


def expected(claim: Claim, part: Part) -> str:
    """What a part expects of the arms, by their letters: 'B is less than 0.7 × A'."""
    letters = dict(zip(claim.arms, LETTERS, strict=False))
    terms = [
        (weight, f"{abs(weight):g} × {letters[name]}" if abs(weight) != 1.0 else letters[name])
        for name, weight in part.weights.items()
    ]
    way = "more than" if part.sign > 0 else "less than"
    if [weight for weight, _ in terms] == [1.0, -1.0, -1.0, 1.0]:
        a, b, c, d = (words for _, words in terms)
        return f"the step from {b} to {a} is {way} the step from {d} to {c}"
    more, less = (" + ".join(words for weight, words in terms if weight * side > 0) for side in (1, -1))
    return f"{more} is {way} {less}"
