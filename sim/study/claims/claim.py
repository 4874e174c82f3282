"""One claim: a page of yaml.

    claim: What is asserted, in the project's own words.
    source: The article and the place in it.
    mechanism: Why it would be so, in the model.
    arms:                                   words as on the command line; the first is the reference
      centre: policy=centralized
      delegated: policy=centralized delegation.level=0.3 parameters.load*=1.1
    parts:                                  all must hold for the claim to hold
      - outcome: queue_wait                 a metric
        contrast: delegated - 0.7 centre    a sum of arms, each with a factor if it is not 1
        expected: below                     or above: on which side of 0
        least: 2%                           smallest effect of interest: of the reference's mean, or in the unit
    note: What the model cannot say of it.  (optional)

`key*=factor` multiplies what the world has, within the bounds of the key. Arms that delegate are run under both
staffing conventions, unless they name one.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, nearest, shown
from sim.inputs.pages import at
from sim.inputs.shipped import shipped
from sim.model.metrics import NAMES
from sim.setup.named import names, read
from sim.setup.overrides import check_key, read_overrides
from sim.setup.parts import line, listed, mapping

FIELDS = ("claim", "source", "mechanism", "arms", "parts", "note")
PART = ("outcome", "contrast", "expected", "least")
TERM = re.compile(r"([+-]?)\s*([0-9.]+)?\s*([a-z_]+)\s*")
SIGNS = {"above": 1, "below": -1}


@dataclass(frozen=True)
class Part:
    """weights: of each arm in the contrast. sign: +1 if it is expected above 0. least: share of the reference's mean if
    `relative`, else in the outcome's unit."""

    outcome: str
    contrast: str
    weights: dict[str, float]
    sign: int
    least: float
    relative: bool


@dataclass(frozen=True)
class Claim:
    """arms: words by name, the first the reference."""

    id: str
    claim: str
    source: str
    mechanism: str
    arms: dict[str, str]
    parts: tuple[Part, ...]
    note: str

    @property
    def reference(self) -> str:
        return next(iter(self.arms))


def ledger_dir() -> Path:
    """The ledger of the source tree, or of the installed package."""
    return shipped("experiments") / "claims"


def claim_ids() -> list[str]:
    """The claims of the ledger, then those of studies."""
    return names("claim")


def read_claims(ids: list[str]) -> list[Claim]:
    """The claims named, or all; one's own may be named by the path of its yaml. Raises InputError."""
    for name in ids:
        if ids.count(name) > 1:
            raise InputError(f"claim {name}: named twice; expected it once")
    return [read_claim(name) for name in ids or claim_ids()]


def read_claim(name: str | Path) -> Claim:
    return read("claim", str(name), parse)


def parse(name: str, tree: object) -> Claim:
    page = mapping("", tree, FIELDS, FIELDS[:-1])
    said = {}
    for key in ("claim", "source", "mechanism", *(["note"] if "note" in page else [])):
        with at(page, key):
            said[key] = line(key, page[key])
    with at(page, "arms"):
        arms = {arm: line(f"arm {arm}", text) for arm, text in mapping("arms", page["arms"], None).items()}
        for arm, text in arms.items():
            with at(page["arms"], arm):
                check_arm(arm, text)
        if len(arms) < 2:
            raise InputError(f"arms: {shown(', '.join(arms))}; expected at least two")
    with at(page, "parts"):
        parts = tuple(read_part(part, arms) for part in listed("parts", page["parts"]))
    return Claim(Path(name).stem, said["claim"], said["source"], said["mechanism"], arms, parts, said.get("note", ""))


def check_arm(arm: str, text: str) -> None:
    if not re.fullmatch("[a-z_]+", arm):
        raise InputError(f"arm {shown(arm)}; expected small letters and underscores")
    for word in text.split():
        if "*=" in word:
            check_key(word.replace("*=", "="))
            check_factor(word)
    for one in read_overrides([word for word in text.split() if "*=" not in word]):
        if one.swept:
            raise InputError(f"arm {arm}: {one.key}: several values; expected one")


def check_factor(word: str) -> None:
    key, _, factor = word.partition("*=")
    if not key.startswith("parameters."):
        raise InputError(f"{shown(word)}: only assumptions are multiplied; expected such as parameters.load*=1.1")
    try:
        known = float(factor) > 0.0
    except ValueError:
        known = False
    if not known:
        raise InputError(f"{key}: {shown(factor)}; expected a factor above 0, such as {key}*=1.1")


def read_part(found: object, arms: dict) -> Part:
    """Raises InputError at an unknown outcome, arm or sign."""
    part = mapping("parts", found, PART, PART)
    with at(part, "outcome"):
        if part["outcome"] not in NAMES:
            hint = nearest(str(part["outcome"]), NAMES)
            raise InputError(f"outcome {shown(part['outcome'])}; expected one of paradip list metrics{hint}")
    with at(part, "expected"):
        if part["expected"] not in SIGNS:
            raise InputError(f"expected {shown(part['expected'])}; expected above or below")
    width = str(part["least"])
    with at(part, "least"):
        try:
            least = float(width.removesuffix("%")) / (100.0 if width.endswith("%") else 1.0)
        except ValueError:
            least = math.nan
        if not 0.0 <= least < math.inf:
            raise InputError(f"least {shown(width)}; expected a share such as 2%, or a number")
    with at(part, "contrast"):
        weights = read_contrast(line("contrast", part["contrast"]), arms)
    return Part(part["outcome"], part["contrast"], weights, SIGNS[part["expected"]], least, width.endswith("%"))


def read_contrast(text: str, arms: dict) -> dict[str, float]:
    """delegated - 0.7 centre -> {delegated: 1, centre: -0.7}."""
    weights: dict[str, float] = {}
    place = 0
    while place < len(text):
        term = TERM.match(text, place)
        if not term or term[3] not in arms or (place and not term[1]):
            raise InputError(f"contrast {shown(text)}; expected a sum of {', '.join(arms)}, such as a - 0.5 b")
        weights[term[3]] = weights.get(term[3], 0.0) + (-1.0 if term[1] == "-" else 1.0) * float(term[2] or 1.0)
        place = term.end()
    return weights
