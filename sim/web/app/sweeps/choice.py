"""What of a sweep is looked at, made to fit what that sweep has, and how it changes when somebody chooses."""

from collections.abc import Sequence
from dataclasses import replace

from sim.errors import InputError, nearest, shown
from sim.model.metrics import HEADLINES
from sim.web.app.sweeps.found import found
from sim.web.app.sweeps.look import FRONT_OF, MEAN, NOTHING, Look, known_sweep
from sim.web.app.sweeps.sweep import opened

SIDES = {
    "across": "down",
    "down": "across",
    "right": "up",
    "up": "right",
}  # each with the one that it may change places with

FRONT = ("surfaced", "goodput")  # across and up, unless somebody wants something else


def first(known: Sequence[str], but: str) -> str:
    """The first that is not taken; if there is no other, that one; of none "" ."""
    return next((one for one in known if one != but), next(iter(known), ""))


def settled(look: Look) -> tuple[Look, str]:
    """The look with everything chosen, as far as the sweep has it, and the first thing that it does not have."""
    name = look.sweep if look.sweep in found else next(iter(found), "")
    here = opened(name) if name else ""
    if isinstance(here, str):
        return replace(look, sweep=name), ""
    faults: list[str] = []

    def fit(key: str, value: str, known: list[str], usual: str) -> str:
        if value and value not in known:
            faults.append(
                f"{key}: {shown(value)} is not in this sweep; expected one of {', '.join(known)}{nearest(value, known)}"
            )
        return value if value in known else usual

    show = fit("sweep.show", look.show, here.shows, here.shows[0])
    keys = [*here.axes]
    across = fit("sweep.across", look.across, keys, first(keys, look.down))
    down = fit(
        "sweep.down", look.down, [key for key in keys if key != across] + [NOTHING], first([*keys, NOTHING], across)
    )
    right = look.right or first(FRONT, look.up)
    if look.up == right:
        faults.append(f"sweep.up: {shown(look.up)} is across already; expected another outcome")
    up = look.up if look.up not in ("", right) else first(FRONT[::-1], right)
    look = replace(look, sweep=name, show=show, across=across, down=down, right=right, up=up)
    held = {
        key: fit("sweep.hold", at, [*here.at(key), MEAN], here.start[key])
        for key, at in look.held.items()
        if fit("sweep.hold", key, keys, "")
    }
    return replace(look, held={key: here.start[key] for key in here.held(look)} | held), faults[0] if faults else ""


def turned(look: Look, key: str, value: str) -> Look:
    """A settled look after a choice. What stood on the other side changes places. InputError: not in the sweep."""
    if key == "sweep":
        return settled(Look(known_sweep(value), look.show, outcome=look.outcome, right=look.right, up=look.up))[0]
    if key.startswith("hold."):
        after = replace(look, held=look.held | {key.removeprefix("hold."): value})
    elif key in SIDES or key in ("show", "outcome"):
        other = SIDES.get(key, key)
        after = replace(look, **({other: getattr(look, key)} if getattr(look, other) == value else {}) | {key: value})
    else:
        raise InputError(f"{shown(key)}: cannot be chosen; expected one of {', '.join((*SIDES, 'show', 'outcome'))}")
    if after.outcome not in HEADLINES or not {after.right, after.up} <= {*FRONT_OF}:
        raise InputError(f"{key}: {shown(value)}; expected an outcome such as goodput{nearest(value, HEADLINES)}")
    after, fault = settled(after)
    if fault:
        raise InputError(fault)
    return after
