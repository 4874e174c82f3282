"""The ledger as rows for the screen: the list with its filters, and one claim in full."""

from sim.errors import InputError
from sim.figures.names import called
from sim.figures.worlds import said_of
from sim.inputs.in_use import option
from sim.inputs.worlds import name_of
from sim.model.units import number, signed
from sim.runs.intervals import COVERS, share_said
from sim.setup.named import own_pages
from sim.study.claims.claim import Claim
from sim.study.claims.judge import MOSTLY
from sim.web.app.claims import words as say
from sim.web.app.claims.ledger import Entry, Found, Ledger, PartFound
from sim.web.app.claims.pictures import pictures
from sim.web.app.claims.trying import measured, side_by_side
from sim.web.app.view import View
from sim.web.words import scale, unit

SHARES = {"holds": "holds", "partly": "in part", "unclear": "neither", "reversed": "reversed"}


def count(n: float) -> str:
    return f"{n:,.0f}"


def meaning(ledger: Ledger) -> list[str]:
    """What the words of the list mean, with the number of worlds."""
    trial = ledger.trial
    said, others = said_of(name_of(trial.worlds[0])), [said_of(name_of(kind)) for kind in trial.worlds[1:]]
    every = "Every claim" if all(one.trials for one in ledger.entries.values()) else "Every claim with a verdict"
    return [
        (
            f"{every} was tested in {count(trial.n)} worlds, {said.drawn}. In a world, it holds if each of its parts "
            "goes the way it says by more than the smallest effect of interest, and in part if only some do. It is "
            "reversed if none does and at least one goes the "
            "other way by as much. Otherwise it counts as neither."
        ),
        (
            f"Broadly: in at least {MOSTLY:.0%} of these worlds. A rule that decides was found in half of them and "
            "tested in the other half."
        ),
        said.covers,
        *(f"Beside it stands what was found in as many worlds {other.drawn}." for other in others),
    ]


def passing(ledger: Ledger, view: View) -> list[Entry]:
    """Claims that pass every filter of the view."""
    wanted = view.find.casefold().split()
    chosen = {key: getattr(view, key) for key in ("verdict", "article", "staffing")}
    return [
        one
        for one in ledger.entries.values()
        if all(not value or value in sides(one)[key] for key, value in chosen.items())
        and all(word in haystack(one) for word in wanted)
    ]


def sides(entry: Entry) -> dict[str, set[str]]:
    """What a claim is under each filter; two verdicts where staff decides."""
    return {
        "verdict": {say.kind(found.verdict) for found in entry.trials},
        "article": {say.article(entry.claim)},
        "staffing": {say.turned(entry)},
    }


def haystack(entry: Entry) -> str:
    """All words of a claim that a reader sees."""
    claim = entry.claim
    arms = [word for arm in say.arms(claim) for word in (arm["name"], arm["policy"], *arm["changes"])]
    parts = [called(part.outcome) for part in claim.parts]
    return " ".join(
        [
            claim.id,
            f"claim {place(claim)}",
            claim.claim,
            claim.source,
            claim.mechanism,
            claim.note,
            *arms,
            *parts,
            *map(say.verdict, entry.trials),
        ]
    ).casefold()


def filters(ledger: Ledger, view: View) -> list[dict]:
    """Choices, each with the number of claims it would show by itself."""
    entries = list(ledger.entries.values())
    groups = {
        "verdict": ("Verdict", {one: say.kind_name(one) for one in say.KINDS}),
        "article": ("Who claims it", say.ARTICLES),
        "staffing": ("Whose staff it is", say.TURNED),
    }
    found = []
    for key, (name, known) in groups.items():
        counts = {one: sum(one in sides(entry)[key] for entry in entries) for one in known}
        choices = [
            {"value": one, "text": f"{known[one]} ({n})"} for one, n in counts.items() if n or one == getattr(view, key)
        ]
        found.append(
            {
                "key": key,
                "name": name,
                "value": getattr(view, key),
                "choices": [{"value": "", "text": f"any ({len(entries)})"}, *choices],
            }
        )
    return found


def place(claim: Claim) -> str:
    """Its number in the ledger; "" of a study's own."""
    return "" if claim.id in own_pages("claim") else f"{int(claim.id[1:])}"


def bar(found: Found) -> dict:
    """Shares of the drawn worlds as lengths and in words."""
    shares = [(key, word, getattr(found.shares, key)) for key, word in SHARES.items()]
    undefined = f"; not defined in {count(found.shares.undefined)} more" if found.shares.undefined else ""
    return {
        "staffing": say.STAFFING[found.staffing] if found.staffing != "none" else "",
        "verdict": say.verdict(found),
        "kind": say.kind(found.verdict),
        "bars": [{"kind": key, "width": round(100 * x, 3)} for key, _, x in shares if x],
        "text": ", ".join(f"{word} {found.shares.said(x)}" for _, word, x in shares if x),
        "fewer": found.shares.undefined > 0,
        "worlds": f"of {count(found.shares.n)} worlds{undefined}",
        "others": [
            f"Of {said_of(name).worlds}: holds in {one.holds}, reversed in {one.reversed} ({one.verdict})"
            for name, one in found.others.items()
        ],
    }


def untested(claim: Claim) -> dict:
    """What stands in the place of a verdict that is not there yet."""
    told = {"verdict": "not tested yet", "text": f"paradip claims {claim.id}{option()} tests it"}
    return told | {"staffing": "", "kind": "", "bars": [], "fewer": False, "worlds": "", "others": []}


def row(entry: Entry) -> dict:
    claim = entry.claim
    return {
        "id": claim.id,
        "heading": ". ".join(filter(None, (place(claim), claim.claim))),
        "source": claim.source,
        "trials": [bar(one) for one in entry.trials] or [untested(claim)],
    }


def rule(found: Found) -> dict:
    """What decides, or that no rule was found."""
    one, who = found.rule, say.STAFFING[found.staffing] if found.staffing != "none" else ""
    if one is None:
        return {"staffing": who, "conditions": [], "text": "No simple rule was found for where it holds."}
    return {
        "staffing": who,
        "conditions": say.conditions(one.words),
        "text": f"Of {count(one.n[0])} worlds in which this is so, and which were not used to find it, "
        f"the claim holds in {share_said(one.inside, one.n[0])}; of the {count(one.n[1])} others, in "
        f"{share_said(one.outside, one.n[1])}.",
    }


def whisker(found: PartFound, most: float) -> dict | None:
    """Where an interval runs, from -1 to 1: right is the way claimed; least: half the width of too small to matter."""
    effect = found.effect
    if not most:
        return None
    low, high = sorted((found.part.sign * effect.low / most, found.part.sign * effect.high / most))
    return {
        "low": round(low, 4),
        "mid": round(found.part.sign * effect.mean / most, 4),
        "high": round(high, 4),
        "least": round(effect.least / most, 4),
    }


def part(entry: Entry, k: int) -> dict:
    """A part, under each way of staffing on one scale."""
    found, wanted = [one.parts[k] for one in entry.trials], entry.claim.parts[k]
    metric = wanted.outcome
    times, words = scale(metric), unit(metric).replace("%", "percentage points")
    reach = [abs(x) for one in found for x in (one.effect.low, one.effect.high, 1.3 * one.effect.least)]
    most = 1.1 * max(reach, default=0.0)
    rows = []
    for trial, one in zip(entry.trials, found, strict=True):
        effect, told = one.effect, trial.shares.said
        rows.append(
            {
                "staffing": say.STAFFING[trial.staffing] if trial.staffing != "none" else "",
                "said": one.said,
                "whisker": whisker(one, most),
                "difference": f"{signed(times * effect.mean)} {words}".strip(),
                "span": f"{signed(times * effect.low)} to {signed(times * effect.high)}",
                "least": f"{number(times * effect.least)}",
                "worlds": f"holds in {told(one.holds)} of worlds, reversed in {told(one.reversed)}",
            }
        )
    name, about = called(metric), say.about(metric)
    return {
        "outcome": name,
        "about": "" if about.casefold() == name.casefold() else about,
        "expected": say.expected(entry.claim, wanted),
        "rows": rows,
    }


def trying(entry: Entry, ledger: Ledger, view: View) -> dict:
    """Buttons that put the arms side by side, or the sentence why not."""
    buttons, why = [], "It has not been tested yet."
    for one in entry.trials:
        try:
            side_by_side(entry.claim, one.staffing, ledger.trial, view)
            buttons.append(
                {
                    "staffing": one.staffing,
                    "text": "Compare them here" + (f": {say.STAFFING[one.staffing]}" if one.staffing != "none" else ""),
                }
            )
        except InputError as fault:
            why = str(fault)
    trial = ledger.trial
    text = (
        f"{why} So it cannot be opened in Compare."
        if not buttons
        else f"Opens these policies in Compare, in the first {min(view.replicates, trial.decades)} of the "
        f"{count(trial.decades)} decades from which the intervals below come. Look there at: "
        f"{'; '.join(map(called, measured(entry.claim)))}."
    )
    return {"buttons": buttons, "text": text}


def story(entry: Entry, ledger: Ledger, view: View) -> dict:
    claim, trial = entry.claim, ledger.trial
    return row(entry) | {
        "mechanism": claim.mechanism,
        "note": claim.note,
        "arms": say.arms(claim),
        "both": len(entry.trials) > 1,
        "defaults": [
            {"staffing": say.STAFFING[one.staffing] if one.staffing != "none" else "", "text": one.default}
            for one in entry.trials
        ],
        "parts": [part(entry, k) for k in range(len(claim.parts))],
        "rules": [rule(one) for one in entry.trials],
        "sizes": f"{count(trial.decades)} decades, every assumption at its default",
        "covers": COVERS,
        "try": trying(entry, ledger, view),
        "pictures": pictures(claim),
    }
