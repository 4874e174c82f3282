"""How big an issue is, in mean routine issues, and what it is worth.

    size  = what the routine issues of its domain take, over what all routine issues take on average; 1 for a crisis,
            which has no kind but its urgency
    worth = size x vitality
A treaty and a customs query are both issues. Counts count them alike; what they take and what they are worth does not.
"""

from sim.model.compiled import rule


@rule
def size(w, issue):
    """Of an issue, as above."""
    return 1.0 if issue.crisis > 0 else w.domains[issue.domain].size


@rule
def worth(w, issue):
    """Of an issue, as above."""
    return size(w, issue) * issue.vitality
