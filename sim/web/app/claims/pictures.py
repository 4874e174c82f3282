"""Published figures beside a claim: those that bear on it, by their pages or by its own note, and the ledger's."""

import base64
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.inputs.pages import read_yaml
from sim.inputs.study import shipped_pages
from sim.study.claims.claim import Claim, ledger_dir
from sim.study.publish.plate import read_plate
from sim.web.app.claims.ledger import FOLDER, published_dir

FIGURE = re.compile(r"\bfigure (\d+)\b")
LEDGER = 16  # the figure of all claims
TITLE = "All claims in one picture"


def files(number: int) -> list[Path]:
    return [
        path
        for pattern in (f"{FOLDER}/claims.svg" if number == LEDGER else f"fig{number:02d}_*/figure.svg",)
        for path in sorted(published_dir().glob(pattern))
    ]


def pictures(claim: Claim) -> list[dict]:
    """Number and title of each that is there."""
    bearing = [number for number, claims in borne().items() if claim.id in claims]
    return [
        {"number": one, "title": title(one)}
        for one in dict.fromkeys([*bearing, *map(int, FIGURE.findall(claim.note))])
        if files(one)
    ]


@cache
def borne() -> dict[int, tuple[str, ...]]:
    """Claims by the number of the figure that bears on them."""
    return {int(name[3:5]): read_plate(name).claims for name in shipped_pages("figure")}


def title(number: int) -> str:
    """Its number and the question it answers."""
    if number == LEDGER:
        return TITLE
    path = ledger_dir().parent / "figures" / f"{files(number)[0].parent.name}.yaml"
    page: Any = read_yaml(path.name, path.read_text(encoding="utf-8"))
    return f"Figure {number}. {page['question']}"


@lru_cache(maxsize=8)
def address(number: int) -> str:
    """The picture as an address for which nobody is asked. Raises InputError."""
    try:
        data = files(number)[0].read_bytes()
    except (IndexError, OSError):
        raise InputError(f"figure {number}: not there; expected it among the published figures") from None
    return "data:image/svg+xml;base64," + base64.b64encode(data).decode()
