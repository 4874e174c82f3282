"""Law: what needs consent, and how surely it is given."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "consent_time",
        "-",
        "weeks",
        50,
        0,
        104,
        "mean time from signing a treaty or a delegate's compact to consent (0: law binds nobody)",
        "51 weeks from signature to force, bilateral agreements of 1990-2020 (HUGGO); two years in the Senate, approx",
        off=0,
        title="time from signing what needs consent to consent",
        brief="the time to consent",
    ),
    Parameter(
        "ratification",
        "-",
        "share",
        0.16,
        0,
        0.5,
        "lack of legitimacy that turns into refused consent: P(consent) = 1 - this (1 - legitimacy)",
        "the Senate never approved 7% of its first 1,600 treaties: .16 at a legitimacy of .6; form after Putnam 1988",
        off=0,
        title="how much of the legitimacy that is lacking turns into refused consent",
        brief="what lack of legitimacy costs in consent",
    ),
)
