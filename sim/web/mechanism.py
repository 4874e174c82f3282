"""Which levers made a policy differ from the first, as a section of a page: sentences, and one difference in parts."""

from sim.figures.names import metric_name
from sim.figures.waterfall import draw
from sim.study.attribute.attribution import Attribution
from sim.web.figure import inline
from sim.web.levers import spoken
from sim.web.page import listed, text

DRAWN = "goodput"
ABOUT = (
    "Each difference is divided into parts that add up to it: what each group of levers adds when it goes from the one "
    "policy to the other, a mean over all orders in which they could (Shapley values). A part is named only if its 95% "
    "interval lies wholly beyond the smallest effect that matters."
)
STAFF = (
    " Delegation counts as if staff moved with the work; that delegates bring staff of their own is a part beside it."
)


def mechanism(found: list[Attribution]) -> list[str]:
    """Blocks for each policy that is compared with the first."""
    blocks = [f"<p>{text(ABOUT + STAFF * any('staff' in one.players for one in found))}</p>"]
    for one in found:
        first, other = map(spoken, one.policies)
        blocks.append(f"<h3>{text(other.capitalize())}</h3>\n{listed(map(text, one.sentences))}")
        label = (
            f"From {first} to {other}, part by part: {metric_name(DRAWN)}; the sentences above hold the largest parts"
        )
        figure = inline(draw(one, DRAWN), label)
        blocks.append(
            f'<figure><div class="sheet" role="region" tabindex="0" aria-label="Figure">{figure}</div></figure>'
        )
    return blocks
