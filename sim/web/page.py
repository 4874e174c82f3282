"""The frame of a page: one HTML file that asks nothing of anybody, and the few elements that pages are made of.

Whatever comes from outside goes through `text`. The policy of the page forbids every request; a script is let in by
its digest alone.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

LICENCE = "Text, figures and numbers of this page: MIT licence, the paradiplomacy authors."
EXPOSITION = "Theoretical exposition and structured comparison of arrangements, not forecasting."


def text(value: object) -> str:
    return escape(f"{value}", quote=True)


def asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def document(title: str, body: str, data: dict | None = None, script: str = "") -> str:
    """The whole file. `body`: what stands in it, escaped already. `data`: read by the script as JSON."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rule = f"script-src 'sha256-{digest}'" if script else "script-src 'none'"
    content = (
        f"default-src 'none'; style-src 'unsafe-inline'; {rule}; img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = [
        "<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{content}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{text(title)}</title>", f"<style>\n{asset('page.css')}</style>", "</head>", "<body>",
        '<a class="skip" href="#main">Skip to the content</a>', body,
        f"<footer><p>{EXPOSITION} {LICENCE}</p></footer>",
    ]  # fmt: skip
    if data is not None:
        parts.append(f'<script type="application/json" id="data">{embedded(data)}</script>')
    if script:
        parts.append(f"<script>{script}</script>")
    return "\n".join([*parts, "</body>", "</html>", ""])


def embedded(data: dict) -> str:
    """JSON that can stand inside an element: no letter of it opens or closes one."""
    plain = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def paragraphs(words: str) -> str:
    """Blocks between blank lines."""
    return "\n".join(f"<p>{text(' '.join(block.split()))}</p>" for block in words.split("\n\n") if block.strip())


def listed(items: Iterable[str], kind: str = "ul") -> str:
    """`items`: escaped already."""
    return f"<{kind}>\n" + "\n".join(f"<li>{item}</li>" for item in items) + f"\n</{kind}>"


def section(anchor: str, title: str, *blocks: str) -> str:
    return "\n".join(
        [f'<section aria-labelledby="{anchor}">', f'<h2 id="{anchor}">{text(title)}</h2>', *blocks, "</section>"]
    )


def contents(entries: Sequence[tuple[str, str]]) -> str:
    links = "".join(f'<li><a href="#{anchor}">{text(title)}</a></li>' for anchor, title in entries)
    return f'<nav aria-label="On this page"><ul>{links}</ul></nav>'


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence], numbers: Sequence[int] = ()) -> str:
    """The first cell of a row is its head; a row of one cell heads a group. Cells are words or, with a class, (words,
    class). `numbers`: columns that stand flush right. A wide table scrolls by itself, by keyboard too."""
    lines = []
    for row in rows:
        first, *rest = row
        if not rest:
            lines.append(f'<tr class="group"><th scope="colgroup" colspan="{len(header)}">{text(first)}</th></tr>')
            continue
        cells = "".join(cell("td", value, column in numbers) for column, value in enumerate(rest, 1))
        lines.append(f'<tr><th scope="row">{text(first)}</th>{cells}</tr>')
    head = "".join(cell("th", name, column in numbers, ' scope="col"') for column, name in enumerate(header))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{text(caption)}"><table>\n'
        f"<caption>{text(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody></table></div>"
    )


def cell(tag: str, value, number: bool, more: str = "") -> str:
    words, kind = value if isinstance(value, tuple) else (value, "")
    classes = " ".join(name for name in (kind, "number" if number else "") if name)
    return f"<{tag}{more}" + (f' class="{classes}"' if classes else "") + f">{text(words)}</{tag}>"
