"""How a finished sweep is looked at, and how a link spells that.

view=sweep&sweep=levels&sweep.across=delegation.level&sweep.down=coordination.guidance&sweep.hold=oversight.liaison:1
What of it the sweep has is for `sweep.settled` to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.errors import InputError, nearest, shown
from sim.figures.names import better_of
from sim.model.metrics import HEADLINES
from sim.web.app.asked import one_of
from sim.web.app.sweeps.found import found

SHOWS = {"map": "Map", "front": "Front"}
MEAN, NOTHING = "~", "nothing"  # held nowhere: the mean over all values (no value is written so); no key down the side
WORDS = ("show", "across", "down", "outcome", "right", "up")  # parts of a look that are one word


@dataclass(frozen=True)
class Look:
    """sweep: its name. across, down, outcome: of the map. right, up: outcomes of the front. held: swept keys that are
    not drawn, each at one of its values as it is spelt, or MEAN. What is "" was not chosen."""

    sweep: str = ""
    show: str = ""
    across: str = ""
    down: str = ""
    outcome: str = "goodput"
    right: str = ""
    up: str = ""
    held: dict[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What a link says of it."""
        drawn = ("show", "right", "up") if self.show == "front" else ("show", "across", "down", "outcome")
        told = [("sweep", self.sweep), *((f"sweep.{word}", getattr(self, word)) for word in drawn)]
        axes = () if self.show == "front" else (self.across, self.down)
        return [pair for pair in told if pair[1]] + [
            ("sweep.hold", f"{key}:{value}") for key, value in sorted(self.held.items()) if key not in axes
        ]


FRONT_OF = tuple(name for name in HEADLINES if better_of(name))  # a front needs a better side
KNOWN: dict[str, Iterable[str]] = {"show": SHOWS, "outcome": HEADLINES, "right": FRONT_OF, "up": FRONT_OF}


def is_part(key: str) -> bool:
    return key in ("sweep", "sweep.hold") or (key.removeprefix("sweep.") in WORDS and key.startswith("sweep."))


def read(pairs: list[tuple[str, str]]) -> Look:
    """The look of those parts of a link that are its own. Raises InputError."""
    parts: dict[str, str] = {}
    held: dict[str, str] = {}
    for name, value in pairs:
        word = name.removeprefix("sweep.")
        if name == "sweep":
            parts[word] = known_sweep(value)
        elif word == "hold":
            key, colon, at = value.partition(":")
            if not colon or key in held:
                raise InputError(
                    f"sweep.hold: {shown(value)}; expected each key once, such as oversight.liaison:1 or "
                    f"oversight.liaison:{MEAN} for the mean"
                )
            held[key] = at
        else:
            parts[word] = one_of(name, value, KNOWN[word]) if word in KNOWN else value
    return Look(**parts, held=held)


def known_sweep(name: str) -> str:
    if name not in found:
        such = f", such as {shown(next(iter(found)))}" if found else "; there was none"
        raise InputError(
            f"sweep: {shown(name)}; expected a finished sweep that was found when the page "
            f"started{such}{nearest(name, found)}"
        )
    return name
