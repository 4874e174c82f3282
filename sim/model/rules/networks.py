"""Networks of states and cities: an act of one member makes the others readier to act, and they share a text.

    readiness = 1 + contagion x,   x = mean over the networks of an actor in a domain of  heat of the others/others
Heat is the number of ventures that members began in the network's domains, each fading as e^(-t/13): a self-exciting
process (Hawkes 1971) driven by the mean of one's peers (Berry and Berry 1990). Where each member would begin μ ventures
a week by itself, they begin μ/(1 - n) each, n = 13 contagion μ, however their networks overlap.
"""

from sim.model.compiled import rule, step
from sim.model.elementary import expm1

MEMORY = 13.0  # weeks


@rule
def astir(w, j, d):
    """x above, for actor j in domain d; 0 for who has no peers there."""
    actor, total, many = w.subnationals[j], 0.0, 0
    for m in range(actor.joined, actor.joined + actor.networks):
        member = w.members[m]
        network = w.networks[member.network]
        if w.covers[member.network, d] > 0 and network.size > 1:
            total += max(network.heat - member.heat, 0.0) / (network.size - 1)
            many += 1
    return total / many if many > 0 else 0.0


@rule
def readiness(w, j, d):
    """How ready actor j is to act alone in domain d, relative to what it would be by itself."""
    contagion = w.given[0].contagion
    return 1.0 + contagion * astir(w, j, d) if contagion > 0.0 else 1.0


@rule
def tell(w, j, d):
    """Let the networks of actor j that cover domain d know that it has begun a venture."""
    actor = w.subnationals[j]
    for m in range(actor.joined, actor.joined + actor.networks):
        if w.covers[w.members[m].network, d] > 0:
            w.members[m].begun += 1


@step
def spread_word(w):
    """What members began this week is known from the next on, and what they began before fades. Over a tick an act
    counts as much as it does on average."""
    dt = w.given[0].dt
    faded = -expm1(-dt / MEMORY)
    for n in range(w.networks.shape[0]):
        w.networks[n].heat = 0.0
    for m in range(w.members.shape[0]):
        member = w.members[m]
        member.heat += member.begun * (MEMORY * faded / dt) - faded * member.heat
        member.begun = 0
        w.networks[member.network].heat += member.heat


@rule
def common_text(w, j, d):
    """What the networks of actor j that cover domain d have written, their mean; what it wants itself if none does."""
    actor, n, total, many = w.subnationals[j], w.domains.shape[0], 0.0, 0
    for m in range(actor.joined, actor.joined + actor.networks):
        if w.covers[w.members[m].network, d] > 0:
            total += w.texts[w.members[m].network * n + d]
            many += 1
    return total / many if many > 0 else w.first_preferences[j * n + d]


@step
def write_texts(w):
    """The text of each network is the mean of what its members want, and they lean to it:
    P_jd <- P_jd + common_text (text - P_jd)."""
    n = w.domains.shape[0]
    for m in range(w.members.shape[0]):
        member = w.members[m]
        for d in range(n):
            if w.covers[member.network, d] > 0:
                part = w.first_preferences[member.actor * n + d] / w.networks[member.network].size
                w.texts[member.network * n + d] += part
    for j in range(w.subnationals.shape[0]):
        for d in range(n):
            k = j * n + d
            w.first_preferences[k] += w.given[0].common_text * (common_text(w, j, d) - w.first_preferences[k])
            w.preferences[k] = w.first_preferences[k]
