"""The view of the claims: all of them with their verdicts, and one in full."""

from dataclasses import replace
from typing import Any

import solara

from sim.errors import InputError
from sim.web.app.claims import pictures as gallery
from sim.web.app.claims import story as tell
from sim.web.app.claims.ledger import Ledger, published
from sim.web.app.claims.trying import side_by_side
from sim.web.app.view import View


@solara.component_vue("claims.vue", vuetify=False)
def Shelf(
    meaning: list,
    filters: list,
    find: str,
    rows: list,
    total: int,
    filtered: bool,
    last: str,
    picture: dict,
    event_act: Any = None,
    event_clear: Any = None,
    event_look: Any = None,
): ...


@solara.component_vue("claim.vue", vuetify=False)
def Story(
    story: dict,
    before: str,
    after: str,
    picture: dict,
    event_act: Any = None,
    event_try: Any = None,
    event_look: Any = None,
): ...


def use_picture(offered: list[int]):
    """The published figure that is shown, if it is one of these, and what hears which is wanted; 0 for none."""
    number, look = solara.use_state(0)
    wanted = number if number in offered else 0
    picture = solara.use_memo(lambda: shown(wanted), [wanted])
    return picture, lambda message: look(message if isinstance(message, int) and message in offered else 0)


def shown(number: int) -> dict:
    try:
        return {"number": number, "title": gallery.title(number), "address": gallery.address(number)} if number else {}
    except InputError as fault:
        return {"number": number, "title": str(fault), "address": ""}


@solara.component
def Claims(view: View, become, act):
    last = solara.use_ref("")
    try:
        ledger = published()
    except InputError as fault:
        solara.v.Html(
            tag="p", class_="w-said", attributes={"role": "alert"}, children=[f"The claims cannot be shown. {fault}."]
        )
        return
    if view.claim:
        last.current = view.claim
        Opened(view, ledger, become, act)
    else:
        Listed(view, ledger, last.current, become, act)


@solara.component
def Listed(view: View, ledger: Ledger, last: str, become, act):
    chosen = [view.verdict, view.article, view.staffing, view.find]
    rows = solara.use_memo(lambda: [tell.row(one) for one in tell.passing(ledger, view)], chosen)
    picture, look = use_picture([gallery.LEDGER])
    Shelf(
        meaning=tell.meaning(ledger),
        filters=tell.filters(ledger, view),
        find=view.find,
        rows=rows,
        total=len(ledger.entries),
        filtered=any(chosen),
        last=last,
        picture=picture,
        event_act=act,
        event_look=look,
        event_clear=lambda _: become((replace(view, verdict="", article="", staffing="", find=""), "")),
    )


@solara.component
def Opened(view: View, ledger: Ledger, become, act):
    entry = ledger.entries[view.claim]
    story = solara.use_memo(lambda: tell.story(entry, ledger, view), [view.claim, view.replicates])
    around = [one.claim.id for one in tell.passing(ledger, view)]
    around = around if view.claim in around else list(ledger.entries)
    at = around.index(view.claim)
    picture, look = use_picture([one["number"] for one in story["pictures"]])

    def compare(message):
        if message in [one.staffing for one in entry.trials]:
            try:
                become((side_by_side(entry.claim, message, ledger.trial, view), ""))
            except InputError as fault:
                become((view, str(fault)))

    Story(
        story=story,
        before=around[at - 1] if at else "",
        after=around[at + 1] if at + 1 < len(around) else "",
        picture=picture,
        event_act=act,
        event_try=compare,
        event_look=look,
    )
