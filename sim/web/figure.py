"""A figure as an element of a page: no file, no date, no name that could be asked for elsewhere."""

import io
import re

from sim.web.page import text


def inline(figure, label: str) -> str:
    """The svg of a figure, of which `label` says what it shows."""
    kept = io.BytesIO()
    figure.savefig(kept, format="svg")
    svg = kept.getvalue().decode("utf-8")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(
        r'(<svg [^>]*?)\swidth="[^"]*"', r"\1", re.sub(r'(<svg [^>]*?)\sheight="[^"]*"', r"\1", svg, count=1), count=1
    )
    return re.sub(r"\n\s*\n+", "\n", svg.replace("<svg ", f'<svg role="img" aria-label="{text(label)}" ', 1)).strip()
