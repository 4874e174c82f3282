"""What the tests ask of a page: its elements, attributes, tables and text, read as a browser would."""

from html.parser import HTMLParser

VOID = {"meta", "input", "br", "img", "link"}


class Page(HTMLParser):
    """elements: (tag, attributes) in order. tables: caption -> rows of cells, header first. codes: command lines."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.tables, self.codes, self.words = [], [], {}, [], []
        self.scripts: list[str] = []
        self.rows: list[list[str]] = []
        self.caption = ""
        self.feed(content)
        self.close()
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.rows, self.caption = [], ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "code":
            self.codes.append("")
        elif tag == "script":
            self.scripts.append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()
        if tag == "table":
            self.tables[self.caption] = self.rows

    def handle_data(self, words):
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            self.scripts[-1] += words
        elif inside != "style":
            self.words.append(words)
        if inside == "code":
            self.codes[-1] += words
        elif inside == "caption":
            self.caption += words
        elif inside in ("td", "th"):
            self.rows[-1][-1] += words

    @property
    def text(self) -> str:
        return "".join(self.words)


def asks_nobody(content: str) -> None:
    """No attribute and no style names anything but a place in the page itself."""
    page = Page(content)
    for tag, attributes in page.elements:
        for name, value in attributes.items():
            if name.rpartition(":")[2] in (
                "src",
                "href",
                "srcset",
                "action",
                "poster",
                "data",
                "background",
                "formaction",
                "ping",
                "resource",
            ):
                assert value.startswith(("#", "data:")), (tag, name, value)
            assert not name.startswith("on"), (tag, name)
            if name in ("style", "fill", "clip-path"):
                assert "url(" not in value or "url(#" in value, (tag, name, value)
    assert "@import" not in content
    assert {"link", "iframe", "object", "embed", "img", "base"}.isdisjoint(tag for tag, _ in page.elements)
    policies = [
        a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1 and policies[0].startswith("default-src 'none'; style-src 'unsafe-inline';")
