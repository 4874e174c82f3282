"""The view from which things are taken home: the link, the command line, the table, the figure, the report."""

import base64
import io
from typing import Any

import solara

from sim.figures.comparison import draw
from sim.study.comparison import Comparison
from sim.web.app import origin
from sim.web.app import view as spelling
from sim.web.app.lines import lines
from sim.web.app.live import Live
from sim.web.app.view import View
from sim.web.report import report

FILES = {"csv": "Table (csv)", "png": "Figure (png)", "html": "Report (one page, works without a network)"}
TYPES = {"csv": "text/csv", "png": "image/png", "html": "text/html"}


@solara.component_vue("home.vue", vuetify=False)
def Home(
    link: str, command: str, status: str, done: int, wanted: int, files: list, file: dict, event_ask: Any = None
): ...


def made(kind: str, view: View, comparison: Comparison) -> bytes:
    """A file of the comparison, the bytes that the command line writes."""
    if kind == "csv":
        return comparison.table.to_csv(index=False, lineterminator="\n").encode()
    if kind == "png":
        written = io.BytesIO()
        draw(comparison).savefig(written, format="png", dpi=200)
        return written.getvalue()
    setups = spelling.setups(view)
    return report(comparison, setups, dict(lines(view)), origin.made_by(setups)).encode()


@solara.component
def TakeHome(view: View, live: Live):
    (kind, n), want = solara.use_state(("", 0))
    comparison = live.comparison
    ready = comparison is not None and live.fresh and live.done == live.wanted
    name = "-".join(["comparison", *view.names])[:80]

    def ask(message):
        if isinstance(message, str) and message in FILES and ready:
            want((message, n + 1))

    def wrapped():
        if not kind or comparison is None or not ready:
            return {}
        return {
            "n": n,
            "name": f"{name}.{kind}",
            "type": TYPES[kind],
            "data": base64.b64encode(made(kind, view, comparison)).decode(),
        }

    file = solara.use_memo(wrapped, [kind, n])
    Home(
        link=spelling.query(view),
        command=lines(view)[0][1],
        status=live.status,
        done=live.done,
        wanted=live.wanted,
        files=[{"kind": one, "text": text} for one, text in FILES.items()],
        file=file,
        event_ask=ask,
    )
