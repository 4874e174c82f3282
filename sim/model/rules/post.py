"""The post: what leaves a desk reaches the next one, in the order in which it was ready. Only the centre runs it."""

from sim.model.compiled import rule, step
from sim.model.records import CONCLUDED, ENTERED, WENT_ALONE
from sim.model.rules.docket import note
from sim.model.rules.routing import hand_on, put_on_table


@rule
def sort_tray(w, tray):
    """Drop the papers of a tray into bins by when they were ready, each bin a 64th of a tick."""
    issues, bins, now = w.issues, w.bins, w.clock[0].now
    scale = bins.shape[0] / w.given[0].dt
    i = tray
    while i >= 0:
        following = issues[i].next_tray
        k = min(max(int((issues[i].ready - now) * scale), 0), bins.shape[0] - 1)
        issues[i].next_tray = bins[k]
        bins[k] = i
        i = following


@step
def post(w):
    """Carry all that left a desk to the next one, in the order in which it was ready; returns how many papers."""
    departments, subnationals, bins = w.departments, w.subnationals, w.bins
    carried = 0
    for d in range(departments.shape[0]):
        sort_tray(w, departments[d].tray)
        sort_tray(w, departments[d].cleared)
        departments[d].tray = departments[d].cleared = -1
    for j in range(subnationals.shape[0]):
        if subnationals[j].tray >= 0:
            sort_tray(w, subnationals[j].tray)
            subnationals[j].tray = -1
    for k in range(bins.shape[0]):
        i, bins[k] = bins[k], -1
        while i >= 0:
            following = w.issues[i].next_tray
            hand_on(w, i)
            carried += 1
            i = following
    return carried


@step
def post_ventures(w):
    """Lay before counterparts what actors and private actors have ready on their own."""
    issues, subnationals, privates = w.issues, w.subnationals, w.privates
    for j in range(subnationals.shape[0]):
        i, subnationals[j].alone_tray = subnationals[j].alone_tray, -1
        while i >= 0:
            if issues[i].stage < CONCLUDED:
                put_on_table(w, i)
                note(w, issues[i].venture_at, WENT_ALONE, i, j, issues[i].venture)
            i = issues[i].next_alone
    for k in range(privates.shape[0]):
        i, privates[k].tray = privates[k].tray, -1
        while i >= 0:
            if issues[i].stage < CONCLUDED:
                put_on_table(w, i)
                note(w, issues[i].entry_at, ENTERED, i, k, issues[i].entry)
            i = issues[i].next_entry
