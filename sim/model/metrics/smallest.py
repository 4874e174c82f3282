"""The smallest effect that matters, by one rule for every outcome, and what an interval says beside it.

    1% of the reference's mean   amounts without an upper end: issues agreed, weeks, distances, severity, staff time
    a hundredth of the scale     shares and indices. A share and what it leaves over (agreed, lapsed) must be judged
                                 alike, and a percent of a share near 0 is nothing that anybody would act on
    1 a year                     single cases: incidents, acts, lapses, crises. Nobody acts on less than one a year
    1 FTE                        staff: nobody employs less than a post, and a policy without levers takes none, of
                                 which a percent is none

Where the reference's mean is 0, 1% of it is 0 too, and whatever can be told from no difference matters.
"""

import math

RELATIVE = 0.01
ABSOLUTE = {
    "share": 0.01,
    "[0,1]": 0.01,
    "[-1,1]": 0.02,
    "incidents/year": 1.0,
    "acts/year": 1.0,
    "crises/year": 1.0,
    "lapses/year": 1.0,
    "FTE": 1.0,
}
IN_WORDS = "1% of the reference's mean; a hundredth of the scale of shares and indices; 1 case a year; 1 FTE"
MORE, LESS, SAME = "more", "less", "same"
SLIGHT, UNCLEAR, UNDEFINED = "too small to matter", "inconclusive", "not defined"


def smallest_effect(unit: str, reference: float) -> float:
    """In the outcome's unit, of its mean under the policy that the others are compared with."""
    return ABSOLUTE.get(unit, RELATIVE * abs(reference))


def verdict(low: float, high: float, smallest: float) -> str:
    """What the 95% interval of a paired difference allows: MORE or LESS if it lies wholly beyond the smallest effect,
    SLIGHT if wholly within, SAME if no world differs, UNCLEAR if it lies across, UNDEFINED if there is none."""
    if not all(map(math.isfinite, (low, high, smallest))):
        return UNDEFINED
    if low == high == 0.0:
        return SAME
    if low > smallest or high < -smallest:
        return MORE if low > smallest else LESS
    return SLIGHT if -smallest <= low and high <= smallest else UNCLEAR
