"""Crises: how often they come, and what causes them.

The ranges of `excitation` and `spawn` end where a crisis that arises by itself is followed by two others, if all are
lost: a branching ratio of .68 (`sim.model.limits.branching`). Far above it the docket is mostly crises that crises led
to, and a decade tells more of these two assumptions than of any policy. What is taken at all ends at a ratio of .95.
"""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "crisis_share",
        "-",
        "share",
        0.04,
        0.01,
        0.1,
        "crises that arise by themselves, per routine issue",
        off=0,
        brief="crises that arise by themselves",
    ),
    Parameter(
        "excitation",
        "η",
        "crises",
        0.3,
        0,
        0.5,
        "further crises that each crisis leads to on average",
        "Hawkes 1971 form; size assumed",
        off=0,
        border=(0, 0.95),  # with `spawn` less; a crisis that opens one more on average never ends
    ),
    Parameter("crisis_window", "-", "weeks", 4, 2, 8, "mean time a crisis stays open"),
    Parameter("crisis_work", "-", "multiple", 1, 0.3, 2, "work of a crisis relative to a routine issue"),
    Parameter(
        "spawn",
        "-",
        "probability",
        0.15,
        0,
        0.2,
        "that a lost crisis or an incident of unit severity leads to a crisis",
        off=0,
        title="probability that a lost crisis or a grave incident leads to a crisis",
    ),
    Parameter(
        "grave_rate",
        "-",
        "1/year",
        1,
        0,
        4,
        "international crises, which last for months",
        "International Crisis Behavior data, 1946-2017: .97 a year with the United States as actor, 5 in the world",
        off=0,
        title="international crises",
        brief="the number of international crises",
    ),
    Parameter(
        "grave_window",
        "-",
        "weeks",
        28,
        10,
        50,
        "mean time until an international crisis ends by itself, whether anybody works on it or not",
        "28 weeks from trigger to end, 22 crises of the United States 1990-2017: International Crisis Behavior data",
        title="time until an international crisis ends by itself",
    ),
    Parameter(
        "grave_work",
        "-",
        "multiple",
        25,
        5,
        50,
        "work of an international crisis, and what hangs on it, relative to a routine issue",
        "so that a third to two fifths end in agreement: International Crisis Behavior data",
        title="size of an international crisis relative to a routine issue",
    ),
)
