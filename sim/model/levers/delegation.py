"""Who decides: how much of the agenda is delegated, to whom, in what form, and the office that places mandates."""

from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (
    Parameter("office_fte", "-", "FTE/desk", 15, 5, 30, "subnational office", place=23),
    Parameter(
        "office_rate",
        "-",
        "mandates/week/desk",
        8,
        4,
        16,
        "mandates a desk of the office can place",
        brief="the pace of the office's desks",
        place=24,
    ),
    Parameter(
        "office_wait", "-", "weeks", 4, 1, 12, "longest wait at the office before the centre keeps the issue", place=25
    ),
    Parameter("office_half", "-", "desks", 2, 0.5, 5, "desks at which half of the missed matches are found", place=26),
)
LEVERS = (
    Lever(
        "delegation.level",
        title="share of each open domain delegated",
        unit="share",
        meaning="share of each open domain delegated, the least vital first",
        place=1,
    ),
    Lever(
        "delegation.form",
        title="form of delegation",
        unit="",
        meaning="how much discretion delegates have",
        off="mandate",
        choices={
            "mandate": "a mandate: they decide, within guidance",
            "joint": "joint: they negotiate and the centre signs as well",
            "consult": "advice: the centre decides on their advice",
        },
        needs=("delegation.level",),
        always=True,
        place=2,
    ),
    Lever(
        "delegation.scope",
        title="who may be given a mandate",
        unit="",
        meaning="which issues may be delegated at all",
        off="all",
        choices={"all": "all", "subnational": "only issues close to home"},
        open="domain codes joined by +",
        needs=("delegation.level",),
        place=3,
    ),
    Lever(
        "delegation.cap",
        title="most delegated of a domain",
        unit="share",
        meaning="most that may be delegated of any one domain",
        off=1.0,
        needs=("delegation.level",),
        place=4,
    ),
    Lever(
        "delegation.min_capacity",
        title="capacity needed for a mandate",
        unit="teams",
        meaning="teams an actor must have to be given a mandate",
        high=10,
        needs=("delegation.level",),
        reach=2.0,
        place=5,
    ),
    Lever(
        "delegation.staff",
        title="whose staff does the work",
        unit="",
        meaning="whose staff does the delegated work",
        off="kept",
        choices={"kept": "delegates bring their own staff", "moved": "staff moves from the centre with the work"},
        needs=("delegation.level",),
        always=True,
        place=6,
    ),
    Lever(
        "delegation.office",
        title="subnational office",
        unit="desks",
        meaning="desks of the subnational office that places mandates",
        high=100,
        price=in_proportion("office_fte", "office"),
        step=1.0,
        reach=40.0,
        place=7,
    ),
)
