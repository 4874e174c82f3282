"""Who speaks for the country, what can go wrong with an act, and what may not be done in time: by the numbers of
`records.py`."""

from sim.model.catalogue import Channel, Incident, Omission

CHANNELS = (
    Channel("central", "share_central", "the centre alone", "by the centre"),
    Channel("mandate", "share_mandate", "states and cities under a mandate", "by {actor} under a mandate"),
    Channel("joint", "share_joint", "states and cities and the centre jointly", "by {actor} and the centre together"),
    Channel("consult", "share_consult", "the centre on local advice", "by the centre on {actor}'s advice"),
    Channel("quiet", "share_quiet", "states and cities on their own, quietly", "by {actor} on its own, quietly"),
    Channel("freelance", "share_freelance", "states and cities on their own, openly", "by {actor} on its own, openly"),
    Channel("rogue", "share_private", "private actors", "by {firm}, unlicensed"),
    Channel("licensed", "share_private", "private actors", "by {firm}, under licence"),
)
NOTHING = Incident("none", "no problem", "")
INCIDENTS = (
    Incident("contradiction", "contradiction", "commitments that contradict each other"),
    Incident("misjudged", "misjudgement", "acts far from what the line and local conditions asked"),
    Incident("overreach", "overreach", "delegates who put their own wishes into the text"),
    Incident("unauthorised", "unauthorised act", "states and cities that acted alone and gave offence"),
    Incident("capture", "capture", "delegates who put a rival's wishes into the text"),
    Incident("private", "private harm", "harm done by private actors"),
)
# Acts that go wrong are one thing, what is left undone another; they are never added up.
OMISSIONS = (
    Omission("vital_lapses", "lapse of a vital issue", "vital issues that lapsed"),
    Omission("crises_lost", "crisis out of hand", "crises that got out of hand"),
)

WHO = {one.share: one.who for one in CHANNELS}  # whom each share_* counts
MANY = {one.metric: one.many for one in INCIDENTS}  # what each inc_* counts
