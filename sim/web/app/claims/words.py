"""A claim in plain words: its verdict, the rule that decides, its arms, what a part expects."""

import re

from sim.errors import InputError
from sim.figures.names import LEVER
from sim.model.parameters import PARAMETERS
from sim.setup.config import describe
from sim.study.claims.claim import Claim, Part
from sim.web.app.claims.ledger import CONDITION, Entry, Found
from sim.web.assumptions import ALONE, quantity
from sim.web.levers import amount, portrait, spoken
from sim.web.words import MEANING

STAFFING = {
    "none": "nothing is delegated",
    "kept": "delegates bring their own staff",
    "moved": "staff moves with the work",
}
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
    "mixed": "mixed, and nothing simple decides",
    "reversed": "reversed, broadly or in most worlds",
}
ARTICLES = {
    "kennedy": "Kennedy School Review 2023",
    "whole": "Implementing whole-of-government diplomacy 2025",
    "both": "both articles",
}
TURNED = {
    "turned": "the verdict is another one when staff moves with the work",
    "same": "the same verdict whosever staff it is",
    "once": "nothing is delegated",
}
# Meanings that lean on the line before them in the table of parameters, or do not bear "is above" after them.
SPOKEN = ALONE | {
    "shock_sd": "distance of right local answers from the line",
    "clearance": "need for another department's clearance",
    "guidance_noise": "misreading of the line without guidance",
    "tail": "exponent of private harm, of which a lower one has graver extremes",
    "ideal_scale": "distance between counterparts' wishes for a point between their votes in the United Nations",
    "defence": "share of a rival's pull that a well-informed actor stops",
    "inclusion_fte": "staff that full co-creation of the line takes",
    "patience": "age of an issue at which the hazard of acting alone counts once",
}
BRIEF = {
    "agree_base": "readiness to agree",
    "lean_scale": "the pull of party",
    "headcount": "staff of the centre",
    "courtship": "pull of rivals",
    "office_rate": "the pace of the office's desks",
    "redraft_prob": "the probability of redrafts",
    "vital_threshold": "the bar for a vital issue",
    "inclusion_fte": "staff for co-creation",
    "default_rate": "the probability of broken promises",
    "shutdown_share": "the share of teams lost in a shutdown",
    "tolerance": "the distance that makes a contradiction",
    "patience": "patience before acting alone",
}
LETTERS = "ABCDEFGH"  # of arms, as of the columns of Compare
SINGULAR = {"1 weeks": "1 week", "1 desks": "1 desk"}


def kind(verdict: str) -> str:
    return next(name for name, start in KINDS.items() if verdict.startswith(start))


def kind_name(name: str) -> str:
    return KIND_NAMES.get(name, KINDS[name])


def article(claim: Claim) -> str:
    """Who claims it, one of ARTICLES. Raises InputError."""
    for name, start in ARTICLES.items():
        if claim.source.startswith(start):
            return name
    raise InputError(
        f"claim {claim.id}: source {claim.source[:60]}; expected it to begin with {', '.join(ARTICLES.values())}"
    )


def turned(entry: Entry) -> str:
    """What staffing does to the verdict, one of TURNED."""
    kinds = [kind(one.verdict) for one in entry.trials]
    return "once" if len(kinds) == 1 else "same" if len(set(kinds)) == 1 else "turned"


def assumption(name: str) -> str:
    """What a parameter means, so that "is above" may follow."""
    meaning = SPOKEN.get(name) or re.sub(r" \([^)]*\)", "", PARAMETERS[name].meaning).removeprefix("scales ")
    return f"probability {meaning}" if meaning.startswith("that ") else meaning


def brief(name: str) -> str:
    """The same up to its first comma."""
    return BRIEF.get(name) or re.split(r"[,;:]", assumption(name))[0]


def switched(name: str, on: bool) -> str:
    """A switch, from a meaning such as `1: this; 0: that`."""
    sides = dict(part.split(": ", 1) for part in PARAMETERS[name].meaning.split("; "))
    return sides.get("1" if on else "0") or f"{sides['1']}: {'yes' if on else 'no'}"


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
        if one.unit == "switch":
            lines.append(f"{switched(name, '>' in ends)} (by default: {switched(name, one.default > 0.5)})")
            continue
        sides = " and ".join(
            f"{word} {quantity(name, ends[side])}" for side, word in ((">", "above"), ("≤", "at most")) if side in ends
        )
        lines.append(
            f"{assumption(name)}: {sides} (by default {quantity(name, one.default, brief=True)}, plausible from "
            f"{quantity(name, one.low, brief=True)} to {quantity(name, one.high, brief=True)})"
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
            f"work is done {switched(name, '>' in ends)}" if name == "priorities" else f"{brief(name)} is {how}"
        )
    return found.verdict.replace(found.rule.words, " and ".join(lines))


def about(metric: str) -> str:
    """How an outcome is measured."""
    return re.sub(r" \((NaN|the last week)[^)]*\)", "", MEANING[metric])


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
            changes.append(f"{assumption(name)}: {text} times what it is in each world")
        elif key in LEVER:
            said = amount(key, float(text) if re.fullmatch(r"-?[0-9.]+", text) else text)
            changes.append(f"{LEVER[key][0]}: {SINGULAR.get(said, said)}")
        elif key.startswith("parameters."):
            changes.append(
                switched(name, float(text) > 0)
                if PARAMETERS[name].unit == "switch"
                else f"{assumption(name)}: {quantity(name, float(text))}"
            )
        else:  # a preset of one group of levers
            changes.append(f"{key}: {describe(key, text)}")
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
