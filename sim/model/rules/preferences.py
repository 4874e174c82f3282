"""What actors want, drawn once per world.

P_jd = lean_scale lean_j loading_d + sd z_jd: partisan lean times how partisan the domain is, plus what no election
explains; members of a network then lean to its text (`networks`). Q_cd = ±distance_c loading_d (geopolitical): a
counterpart lies as far from the centre as its votes in the United Nations do, on a side that is drawn by domain.
"""

from sim.model import draws
from sim.model.compiled import step
from sim.model.rules.networks import write_texts


@step
def draw_preferences(w):
    """Fill preferences and their base, (J*D,), and the counterparts' ideals in commitments, (C*D,)."""
    given, subnationals, counterparts, domains = w.given[0], w.subnationals, w.counterparts, w.domains
    n = domains.shape[0]
    for j in range(subnationals.shape[0]):
        for d in range(n):
            want = given.lean_scale * subnationals[j].lean * domains[d].loading
            if given.preference_sd > 0.0:
                want += given.preference_sd * draws.normal(
                    draws.uniform(given, draws.PREFERENCE, subnationals[j].uid, 0, domains[d].uid)
                )
            w.first_preferences[j * n + d] = w.preferences[j * n + d] = want
    if given.common_text > 0.0:
        write_texts(w)
    for c in range(counterparts.shape[0]):
        for d in range(n):
            side = draws.uniform(given, draws.IDEAL, counterparts[c].uid, 0, domains[d].uid)
            away = counterparts[c].ideal * domains[d].geopolitics
            w.commitments[c * n + d].ideal = away if side < 0.5 else -away
