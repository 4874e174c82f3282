"""How far to the right a page reaches, in pixels; what scrolls by itself or is not seen does not count."""

ASIDE = ".scroll, pre, .w-hidden, .skip"
RIGHTMOST = """aside => Math.max(...[...document.querySelectorAll('.w-page *')].filter(one => !one.closest(aside))
    .map(one => one.getBoundingClientRect().right))"""


def right_edge(page, also: str = "") -> float:
    """also: what else does not count, such as svg, whose parts are cut at its own edge."""
    return page.evaluate(RIGHTMOST, ", ".join(filter(None, (ASIDE, also))))
