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

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import InputError, nearest, shown
from sim.model.metrics import METRICS
from sim.scenarios.pages import read_yaml
from sim.scenarios.shipped import shipped
from sim.setup.overrides import check_key, read_overrides

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
    return sorted(path.stem for path in ledger_dir().glob("h*.yaml"))


def read_claims(ids: list[str]) -> list[Claim]:
    """The claims named, or all. Raises InputError."""
    known = claim_ids()
    for name in ids:
        if name not in known:
            raise InputError(
                f"claim {shown(name)}: not known; expected one of {', '.join(known)}{nearest(name, known)}"
            )
        if ids.count(name) > 1:
            raise InputError(f"claim {name}: named twice; expected it once")
    return [read_claim(ledger_dir() / f"{name}.yaml") for name in ids or known]


def read_claim(path: Path) -> Claim:
    try:
        page: Any = read_yaml(f"claim {path.stem}", path.read_text(encoding="utf-8"))
        check(path.stem, page)
        parts = tuple(read_part(path.stem, part, page["arms"]) for part in page["parts"])
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"claim {path.stem}: {str(fault).splitlines()[0]}; expected well-formed yaml") from None
    words = {name: " ".join(page[name].split()) for name in ("claim", "source", "mechanism")}
    arms = {name: " ".join(text.split()) for name, text in page["arms"].items()}
    return Claim(path.stem, **words, arms=arms, parts=parts, note=" ".join(page.get("note", "").split()))


def check(name: str, page: object) -> None:
    if not isinstance(page, dict) or not page.keys() <= set(FIELDS) or not page.keys() >= set(FIELDS[:-1]):
        raise InputError(f"claim {name}: expected the keys {', '.join(FIELDS)}")
    for arm, text in page["arms"].items():
        for word in text.split():
            if "*=" in word:
                check_key(word.replace("*=", "="))
        read_overrides([word for word in text.split() if "*=" not in word])
        if not re.fullmatch("[a-z_]+", arm):
            raise InputError(f"claim {name}: arm {shown(arm)}; expected small letters and underscores")


def read_part(name: str, part: dict, arms: dict) -> Part:
    """Raises InputError at an unknown outcome, arm or sign."""
    known = [metric.name for metric in METRICS]
    if set(part) != set(PART):
        raise InputError(f"claim {name}: a part has {', '.join(part)}; expected {', '.join(PART)}")
    if part["outcome"] not in known:
        raise InputError(
            f"claim {name}: outcome {shown(part['outcome'])}; expected one of paradip list metrics"
            f"{nearest(str(part['outcome']), known)}"
        )
    if part["expected"] not in SIGNS:
        raise InputError(f"claim {name}: expected {shown(part['expected'])}; expected above or below")
    width = str(part["least"])
    try:
        least = float(width.removesuffix("%")) / (100.0 if width.endswith("%") else 1.0)
    except ValueError:
        raise InputError(f"claim {name}: least {shown(width)}; expected a share such as 2%, or a number") from None
    return Part(
        part["outcome"],
        part["contrast"],
        read_contrast(name, part["contrast"], arms),
        SIGNS[part["expected"]],
        least,
        width.endswith("%"),
    )


def read_contrast(name: str, text: str, arms: dict) -> dict[str, float]:
    """delegated - 0.7 centre -> {delegated: 1, centre: -0.7}."""
    weights: dict[str, float] = {}
    place = 0
    while place < len(text):
        term = TERM.match(text, place)
        if not term or term[3] not in arms or (place and not term[1]):
            raise InputError(
                f"claim {name}: contrast {shown(text)}; expected a sum of {', '.join(arms)}, such as a - 0.5 b"
            )
        weights[term[3]] = weights.get(term[3], 0.0) + (-1.0 if term[1] == "-" else 1.0) * float(term[2] or 1.0)
        place = term.end()
    return weights
