"""The post: what leaves a desk reaches the next one, in the order in which it was ready. Only the centre runs it."""
from sim.compiled import rule, step
from sim.rules.docket import note
from sim.rules.routing import hand_on, put_on_table
from sim.world.records import CONCLUDED, ENTERED, WENT_ALONE


@rule
def in_order(issues, head):
    """Sort a tray by when its papers were ready: a merge sort of the linked list, stable and in place."""
    width = 1
    while True:
        left, head, tail, merges = head, -1, -1, 0
        while left >= 0:
            merges += 1
            right, n_left = left, 0
            while n_left < width and right >= 0:
                right, n_left = issues[right].next_tray, n_left + 1
            n_right = width
            while n_left > 0 or (n_right > 0 and right >= 0):
                if n_left > 0 and (n_right == 0 or right < 0 or issues[left].ready <= issues[right].ready):
                    taken, left, n_left = left, issues[left].next_tray, n_left - 1
                else:
                    taken, right, n_right = right, issues[right].next_tray, n_right - 1
                if tail < 0:
                    head = taken
                else:
                    issues[tail].next_tray = taken
                tail = taken
            left = right
        if tail >= 0:
            issues[tail].next_tray = -1
        if merges <= 1:
            return head
        width *= 2


@rule
def pile(issues, tray, more):
    """Put one tray on top of another."""
    if tray < 0:
        return more
    last = tray
    while issues[last].next_tray >= 0:
        last = issues[last].next_tray
    issues[last].next_tray = more
    return tray


@step
def post(given, issues, federal, departments, subnationals, counterparts, domains, commitments, queues, events):
    """Carry all that left a desk to the next one, in the order in which it was ready; returns how many papers."""
    i, carried = -1, 0
    for d in range(departments.shape[0]):
        i = pile(issues, departments[d].tray, pile(issues, departments[d].cleared, i))
        departments[d].tray = departments[d].cleared = -1
    for j in range(subnationals.shape[0]):
        if subnationals[j].tray >= 0:
            i = pile(issues, subnationals[j].tray, i)
            subnationals[j].tray = -1
    i = in_order(issues, i)
    while i >= 0:
        following = issues[i].next_tray
        hand_on(given, issues, federal, departments, subnationals, counterparts, domains, commitments, queues, events,
                i)
        carried += 1
        i = following
    return carried


@step
def post_ventures(issues, federal, subnationals, privates, counterparts, events):
    """Lay before counterparts what actors and private actors have ready on their own."""
    for j in range(subnationals.shape[0]):
        i, subnationals[j].alone_tray = subnationals[j].alone_tray, -1
        while i >= 0:
            if issues[i].stage < CONCLUDED:
                put_on_table(issues, counterparts, i)
                note(federal, events, issues[i].venture_at, WENT_ALONE, i, j, issues[i].venture)
            i = issues[i].next_alone
    for k in range(privates.shape[0]):
        i, privates[k].tray = privates[k].tray, -1
        while i >= 0:
            if issues[i].stage < CONCLUDED:
                put_on_table(issues, counterparts, i)
                note(federal, events, issues[i].entry_at, ENTERED, i, k, issues[i].entry)
            i = issues[i].next_entry
