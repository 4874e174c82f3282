"""How big an issue is, in mean routine issues, and what it is worth.

    size  = what the routine issues of its domain take, over what all routine issues take on average; 1 for a crisis,
            which has no kind but its urgency, and `grave_work` for an international one
    worth = size x vitality
An arms-control protocol and a visa rule are both one issue where issues are counted. What they take, and what they are
worth, differs.
"""

from sim.model.compiled import rule
from sim.model.records import GRAVE


@rule
def size(w, issue):
    """Of an issue, as above."""
    if issue.crisis > 0:
        return w.given[0].grave_work if issue.crisis == GRAVE else 1.0
    return w.domains[issue.domain].size


@rule
def worth(w, issue):
    """Of an issue, as above."""
    return size(w, issue) * issue.vitality
