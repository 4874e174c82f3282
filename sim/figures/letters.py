"""Letters that the font of the house lacks: taken from another font of the machine, or said to be missing.

The house font has Latin, Greek, Cyrillic, Arabic and more, and comes with matplotlib, so that published figures look
the same everywhere. Chinese, Japanese, Korean or Thai titles need a font that the machine has.
"""

from collections.abc import Iterable
from functools import cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

FONT = "DejaVu Sans"  # comes with matplotlib
OTHERS = (
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans",
    "WenQuanYi Micro Hei", "PingFang SC", "Hiragino Sans", "Apple SD Gothic Neo", "Microsoft YaHei", "Yu Gothic",
    "Malgun Gothic", "Arial Unicode MS",
)  # fmt: skip


class MissingLetters(UserWarning):
    """A figure shows boxes where letters should be."""


@cache
def families() -> list[str]:
    """The house font, and after it whichever of the others this machine has."""
    here = {font.name for font in font_manager.fontManager.ttflist}
    return [FONT, *(name for name in OTHERS if name in here)]


@cache
def letters_of(family: str) -> frozenset[int]:
    """The code points that a font can draw."""
    return frozenset(font_manager.get_font(font_manager.findfont(FontProperties(family=family))).get_charmap())


def lacking(texts: Iterable[str]) -> str:
    """The letters of these texts that no font of `families` has, each once."""
    left = dict.fromkeys(letter for text in texts for letter in text if letter.isprintable())
    for family in families():
        left = {letter: None for letter in left if ord(letter) not in letters_of(family)}
        if not left:
            break
    return "".join(left)
