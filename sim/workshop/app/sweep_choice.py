"""What of a sweep is looked at, made to fit what that sweep has, and how it changes when somebody chooses."""

from dataclasses import replace

from sim.errors import InputError, nearest
from sim.limits import shown
from sim.metrics import HEADLINES
from sim.workshop.app.found import found
from sim.workshop.app.look import MEAN, NOTHING, Look
from sim.workshop.app.sweep import opened

SIDES = {"across": "down", "down": "across", "right": "up", "up": "right"}  # each with the one that it may change places with


def settled(look: Look) -> tuple[Look, str]:
    """The look with everything chosen, as far as the sweep has it, and the first thing that it does not have."""
    name = look.sweep if look.sweep in found else next(iter(found), "")
    here = opened(name) if name else ""
    if isinstance(here, str):
        return replace(look, sweep=name), ""
    faults: list[str] = []

    def fit(key: str, value: str, known: list[str], usual: str) -> str:
        if value and value not in known:
            faults.append(f"{key}: {shown(value)}; the sweep has it not, expected one of {', '.join(known)}{nearest(value, known)}")
        return value if value in known else usual

    show = fit("sweep.show", look.show, here.shows, here.shows[0])
    keys = [*here.axes]
    across = fit("sweep.across", look.across, keys, next((key for key in keys if key != look.down), NOTHING))
    down = fit("sweep.down", look.down, [key for key in keys if key != across] + [NOTHING], next((key for key in keys if key != across), NOTHING))
    if look.right == look.up:
        faults.append(f"sweep.up: {shown(look.up)} is across already; expected another outcome")
    up = next(one for one in (look.up, Look.up, Look.right) if one != look.right)
    look = replace(look, sweep=name, show=show, across=across, down=down, up=up)
    held = {key: fit("sweep.hold", at, [*here.at(key), MEAN], here.start[key]) for key, at in look.held.items() if fit("sweep.hold", key, keys, "")}
    return replace(look, held={key: here.start[key] for key in here.held(look)} | held), faults[0] if faults else ""


def turned(look: Look, key: str, value: str) -> Look:
    """A settled look after a choice. What stood on the other side changes places. Raises InputError: the sweep has it not."""
    if key == "sweep":
        after = Look(value if value in found else look.sweep, look.show, outcome=look.outcome, right=look.right, up=look.up)
        return settled(after)[0]
    if key.startswith("hold."):
        after = replace(look, held=look.held | {key.removeprefix("hold."): value})
    elif key in SIDES or key in ("show", "outcome"):
        other = SIDES.get(key, key)
        after = replace(look, **({other: getattr(look, key)} if getattr(look, other) == value else {}) | {key: value})
    else:
        raise InputError(f"{shown(key)}: cannot be chosen; expected one of {', '.join((*SIDES, 'show', 'outcome'))}")
    if not {after.outcome, after.right, after.up} <= {*HEADLINES}:
        raise InputError(f"{key}: {shown(value)}; expected an outcome such as goodput{nearest(value, HEADLINES)}")
    after, fault = settled(after)
    if fault:
        raise InputError(fault)
    return after
