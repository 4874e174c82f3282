"""A sweep to look around in: one page with sliders that snap to the points that were run. No server.

The controls stand in the page; explorer.js moves them, charts.js draws.
"""

from sim.model.metrics.smallest import IN_WORDS
from sim.runs.intervals import COVERS
from sim.web.grid import grid_of
from sim.web.page import asset, document, section, text


def explorer(frame, keys: list[str], metrics: list[str], about: dict[str, str]) -> str:
    """The page. `frame`: one row a run, with columns keys, seed, replicate and metrics. `about`: facts of the sweep."""
    grid = grid_of(frame, keys, metrics)
    title = "What if: " + ", ".join(one["name"].lower() for one in grid["axes"])
    head = (
        f'<header class="wide"><h1>{text(title)}</h1>\n'
        "<p>Move a slider: it stops only at points that were run. Pin a point to compare all others with it, the "
        "reference. "
        f"Numbers are means over common worlds, with 95% intervals. {COVERS} A difference is called better or worse "
        f"only if its interval lies wholly beyond the smallest effect that matters: {IN_WORDS}.</p></header>"
    )
    outcomes = select("outcome", "Outcome", [one["name"] for one in grid["outcomes"]])
    controls = "".join(control(k, one) for k, one in enumerate(grid["axes"])) + layout(grid["axes"])
    facts = "".join(f"<dt>{text(name)}</dt><dd>{text(what)}</dd>" for name, what in about.items())
    body = [
        (
            '<noscript><p class="note">This page draws with a small script inside it. Allow scripts, or read the '
            "tables of paradip sweep.</p></noscript>"
        ),
        (
            f'<div class="panes"><form class="controls" aria-label="Controls">{outcomes}{controls}'
            '<div class="buttons"><button type="button" id="pin">Pin this point</button> '
            '<button type="button" id="unpin" disabled>Unpin</button></div></form>'
        ),
        '<div><p class="lead" id="here" role="status" aria-live="polite"></p>',
        '<figure><div id="chart"></div><figcaption id="caption"></figcaption></figure></div></div>',
        section(
            "all",
            "Every outcome at this point",
            '<div class="scroll" role="region" tabindex="0" aria-label="Table of every outcome">'
            '<table id="point"></table></div>',
            '<p class="quiet" id="pairing"></p>',
        ),
        section(
            "numbers",
            "The picture as a table",
            '<div class="scroll" role="region" tabindex="0" aria-label="Table of the picture">'
            '<table id="values"></table></div>',
        ),
        section("about", "About these numbers", f"<dl>{facts}</dl>"),
    ]
    page = "\n".join(body)
    return document(
        title,
        f'{head}\n<main id="main" class="wide">\n{page}\n</main>',
        grid,
        asset("explorer.js") + asset("charts.js"),
    )


def select(name: str, label: str, options: list[str], chosen: int = 0) -> str:
    said = "".join(
        f'<option value="{k}"{" selected" if k == chosen else ""}>{text(option)}</option>'
        for k, option in enumerate(options)
    )
    return f'<p><label for="{name}">{text(label)}</label> <select id="{name}">{said}</select></p>'


def control(k: int, axis: dict) -> str:
    """A slider for numbers, a list for names."""
    if not axis["numeric"]:
        return select(f"axis{k}", axis["name"], axis["labels"])
    return (
        f'<p><label for="axis{k}">{text(axis["name"])}</label> <output id="said{k}" for="axis{k}"></output> '
        f'<input type="range" id="axis{k}" min="0" max="{len(axis["values"]) - 1}" step="1" value="0"></p>'
    )


def layout(axes: list[dict]) -> str:
    """What the picture shows, and of what along which side."""
    names = [axis["name"] for axis in axes]
    sides = (
        select("across", "Picture: across", names) + select("down", "Picture: down", ["nothing", *names], 2)
        if len(axes) > 1
        else ""
    )
    return sides + select("show", "Picture: show", ["means", "differences from the pinned point"])
