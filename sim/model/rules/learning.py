"""Who learns from experience: states and cities, which way to settle an issue pays; rivals, where courtship does.

States and cities have three ways: to wait for an official answer, to act alone quietly, to act alone openly. Each has a
propensity p in [0, 1], a half at the start. An issue that ends is one trial of the way that its actor took on it, and
moves p by the linear operator of Bush and Mosteller (1955), with payoffs in [0, 1] as in Cross (1973):
    p <- p + rate (x - p),   x = exp(-weeks it took/patience) if it settled the issue, 0 if it came to nothing
A sanction takes the share `sanction` of what an act alone has paid, and all of it where the act is voided.
What was learnt multiplies the urge to act alone by Luce's choice between the ways, 1 while nothing is learnt:
    2 a/(a + p_wait),   a = P(quietly) p_quietly + (1 - P(quietly)) p_openly
Where payoffs are drawn from one distribution, E p_n = E x - (E x - p_0)(1 - rate)^n.

A rival moves, after each week that it courts an actor, what it has learnt of it by the same operator:
    p <- (1 - rate) p + rate x,   x = min(how far it drew the actor/capture_threshold, 1), and 1 where that captured it
and courts by its score times 1 + p, p = 0 at the start. Over a part of a week p fades by that part of it.
"""

from sim.model.compiled import rule
from sim.model.elementary import exp, power
from sim.model.records import CONCLUDED, QUIET

LEAST = 0.01  # a way that has never paid is tried now and then


@rule
def tempting(propensity):
    """A propensity as it enters a choice."""
    return max(propensity, LEAST)


@rule
def worth(w, i):
    """x above, had nobody punished it: what the way that its actor took on issue i, which has ended, paid."""
    issue = w.issues[i]
    if issue.stage != CONCLUDED:
        return 0.0
    if issue.venture > 0:
        settled, began = issue.channel == issue.venture, issue.venture_at
    else:
        settled, began = issue.channel < QUIET, issue.opened
    return exp(-(issue.closed - began) / w.given[0].patience) if settled else 0.0


@rule
def taken(w, i):
    """The share of that which a sanction takes."""
    return 1.0 if w.issues[i].voided > 0 else w.regime[0].sanction


@rule
def add_trial(w, i, change):
    """Move the propensity of the way that was taken on issue i, never below nothing."""
    issue = w.issues[i]
    actor = w.subnationals[issue.locality]
    if issue.venture == 0:
        actor.learnt_official += change
    elif issue.venture == QUIET:
        actor.learnt_quiet = max(actor.learnt_quiet + change, 0.0)
    else:
        actor.learnt_open = max(actor.learnt_open + change, 0.0)


@rule
def propensity(w, i):
    """That of the way that was taken on issue i."""
    issue = w.issues[i]
    actor = w.subnationals[issue.locality]
    if issue.venture == 0:
        return actor.learnt_official
    return actor.learnt_quiet if issue.venture == QUIET else actor.learnt_open


@rule
def learn(w, i):
    """Issue i has ended, and its actor sees what its way has paid. An act alone may have been punished already."""
    paid = worth(w, i)
    if w.issues[i].venture > 0 and w.issues[i].watched > 0:
        paid *= 1.0 - taken(w, i)
    add_trial(w, i, w.given[0].actor_learning * (paid - propensity(w, i)))


@rule
def unlearn(w, i):
    """A sanction of an act alone takes back what it has paid. If it was agreed this week, its actor has yet to learn
    that it paid."""
    if w.issues[i].closed < w.clock[0].now:
        add_trial(w, i, -w.given[0].actor_learning * taken(w, i) * worth(w, i))


@rule
def keep_dossier(w, c, j, drawn):
    """What came of this tick's courtship of actor j by rival c, which drew its wishes so far on average."""
    given, actor, k = w.given[0], w.subnationals[j], w.counterparts[c].dossier + j
    won = actor.captured == 0 and actor.drift >= given.capture_threshold
    paid = 1.0 if won else min(drawn / given.capture_threshold, 1.0)
    w.dossiers[k] = power(1.0 - given.rival_learning, given.dt) * w.dossiers[k] + given.rival_learning * paid
