"""Networks of states and cities: what members take from each other."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "contagion",
        "-",
        "1/act",
        10,
        0,
        40,
        "how much readier to act alone a member of a network is for each act of every other member within the quarter",
        "form: Berry and Berry 1990, Hawkes 1971; top: as fast as 27 states banned an application on their devices in "
        "seven weeks of 2022-23, which had causes in common, too",
        off=0,
        title="how much readier to act alone the acts of others make a member of a network",
        brief="the pull of other members' acts",
    ),
    Parameter(
        "common_text",
        "-",
        "share",
        0.2,
        0,
        0.6,
        "how far members of a network lean to the mean of what its members want, in its domains",
        "assumed; top: two fifths of what a member wanted is left",
        off=0,
        title="how far members of a network lean to a common text",
        brief="the pull of a common text",
    ),
    Parameter(
        "pooling",
        "-",
        "share",
        0.1,
        0,
        0.5,
        "share of members' own teams that their networks share out equally among the members",
        "assumed; top: half of the staff works for all",
        off=0,
        title="share of their own teams that members of a network pool",
        brief="pooling of teams within networks",
    ),
)
