"""The common style: how every figure looks, whatever the user's matplotlibrc, time zone or locale.

A figure is sized in inches as printed (one column of a journal page or two), so a font of 8 points is 8 points on
paper. Colours are Okabe and Ito's. Whatever a colour indicates, a marker, a fill or a line indicates too.
"""

import warnings
from contextlib import contextmanager
from functools import lru_cache
from threading import RLock
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from sim.figures.letters import OTHERS, MissingLetters, families, lacking

SINGLE, DOUBLE, TURNED = 3.5, 7.0, 9.5  # widths in inches: one column, two columns, a landscape page
TITLE, TEXT, SMALL = 9.0, 8.0, 7.5  # points

BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#767676"
INK, FAINT = "#222222", "#DDDDDD"
COLOURS = (BLUE, VERMILION, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")  # Okabe and Ito 2008
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES: tuple = (
    "-",
    (0, (5, 1.5)),
    (0, (1.5, 1.2)),
    (0, (5, 1.5, 1, 1.5)),
    (0, (3, 1, 1, 1, 1, 1)),
    (0, (8, 2)),
    (0, (1, 3)),
)

HOUSE: dict[Any, object] = {
    "font.family": "sans-serif",
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "axes.titlelocation": "left",
    "axes.titlepad": 4.0,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 1.2,
    "lines.markersize": 4.0,
    "legend.frameon": False,
    "figure.dpi": 100,
    "axes.formatter.use_locale": False,
    "axes.formatter.useoffset": False,
    "axes.unicode_minus": True,
    "text.hinting": "none",
    "text.parse_math": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "paradiplomacy",
    "pdf.fonttype": 42,
    "savefig.dpi": 200,
}


_drawing = RLock()  # matplotlib has one style per process


@contextmanager
def house():
    """Context manager: matplotlib's defaults and the common style, none of the user's settings; restored afterwards.
    One thread at a time."""
    with _drawing, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(HOUSE | {"font.sans-serif": families()})
        yield


class HouseFigure(Figure):
    """A Figure that is also drawn and saved in the common style, not only created in it; it does not use pyplot."""

    lacked = ""  # letters that were told to be missing

    def __init__(self, width: float, height: float, **settings):
        super().__init__(figsize=(width, height), **settings)
        FigureCanvasAgg(self)

    def draw(self, renderer):
        with house():
            super().draw(renderer)

    def savefig(self, fname, **settings):
        """Saved files do not depend on the time: dates are left out. Letters that cannot be drawn are told, once."""
        lacked = lacking(str(text.get_text()) for text in self.findobj(Text))
        if lacked != self.lacked:
            self.lacked = lacked
            said = f"figure: no installed font has {lacked[:20]} (drawn as boxes); expected one such as {OTHERS[0]}"
            warnings.warn(said, MissingLetters, stacklevel=2)
        kind = settings.get("format") or str(fname).rpartition(".")[2]
        undated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind, {})
        settings["metadata"] = undated | (settings.get("metadata") or {})
        with house(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", r"Glyph \d+ ")  # what was just told
            super().savefig(fname, **settings)


def inches(figure, left: float, top: float, width: float, height: float, **settings):
    """Axes at a place given in inches from the upper left corner."""
    full_width, full_height = figure.get_size_inches()
    box = (left / full_width, 1.0 - (top + height) / full_height, width / full_width, height / full_height)
    return figure.add_axes(box, **settings)


def write_at(figure, left: float, top: float, text: str, **settings):
    """Text whose upper left corner is so many inches from that of the figure; in small type unless stated otherwise."""
    full_width, full_height = figure.get_size_inches()
    settings = {"va": "top", "fontsize": SMALL} | settings
    return figure.text(left / full_width, 1.0 - top / full_height, text, **settings)


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """Width of a line of text in inches."""
    font = FontProperties(family=families(), size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72.0


def wrap(text: str, width: float, size: float = TEXT, weight: str = "normal") -> str:
    """Text broken into lines of at most so many inches, at spaces, else after an underscore, dot or hyphen."""
    lines, line = [], ""
    for word in text.split(" "):
        tried = f"{line} {word}" if line else word
        if width_of(tried, size, weight) <= width:
            line = tried
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if line and width_of(line + letter, size, weight) > width:
                cut = max(line.rfind(mark) for mark in "_.-") + 1 or len(line)
                lines.append(line[:cut])
                line = line[cut:]
            line += letter
    return "\n".join([*lines, line])
