"""What law asks of an act, by its class: who may conclude it, whose consent it needs, what a court voids.

By its nature a matter takes a treaty, a compact (an agreement that binds, as a state or city would make it) or a
memorandum; a crisis leaves no time for more. With `consent_time` above 0 the class binds:
    treaty   never delegated; whoever signs for the country, the legislature has to consent
    compact  signed under a mandate, it has to be consented to; the centre, and whoever it signs with, needs nobody
Consent is asked once the text is signed and is decided after an exponential time of mean `consent_time`:
    P(consent) = 1 - ratification (1 - legitimacy),   as legitimacy stands then
Who acts alone asks nobody. Where it had no authority (a domain that law reserves, a treaty, a compact) courts void the
act with probability COURTS_VOID, a year later on average.
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.records import AT_CONSENT, COMPACT, FREELANCE, MANDATE, MEMORANDUM, QUIET, TABLED, TREATY

# Share of acts without authority that courts void: about .4 acts a year from 2000 to 2023 (approx), where the model has
# .28. No assumption, since between 0 and .2, one act a year, it moves no outcome by what matters.
COURTS_VOID = 0.08
COURT_WEEKS = 52.0  # from an act to the judgment that voids it, a mean


@rule
def class_of(w, i, u):
    """The class of issue i: the world's, under every policy; u, uniform, decides."""
    issue = w.issues[i]
    domain = w.domains[issue.domain]
    if issue.crisis > 0:
        return MEMORANDUM
    return TREATY if u < domain.treaty else COMPACT if u < domain.treaty + domain.compact else MEMORANDUM


@rule
def binds(w):
    """Whether the class of an act binds anybody."""
    return w.given[0].consent_time > 0.0


@rule
def is_undelegable(w, i):
    """Whether only the centre may conclude issue i, whatever the policy."""
    return binds(w) and w.issues[i].act_class == TREATY


@rule
def needs_consent(w, i, channel):
    """Whether what is signed in this channel is in force only once it is consented to."""
    act = w.issues[i].act_class
    return binds(w) and ((act == TREATY and channel < QUIET) or (act == COMPACT and channel == MANDATE))


@rule
def is_signed(w, i):
    """Whether issue i is signed and waits for consent."""
    return w.issues[i].stage == TABLED and w.issues[i].desk == AT_CONSENT


@rule
def time_to_consent(w, i):
    """Weeks from signature to the decision."""
    given = w.given[0]
    return given.consent_time * draws.exponential(draws.uniform(given, draws.CONSENT, w.issues[i].uid, 0, 0))


@rule
def chance_of_consent(w):
    """P(consent) above."""
    return 1.0 - w.given[0].ratification * (1.0 - w.federal[0].legitimacy)


@rule
def consents(w, i):
    """Whether consent is given to issue i."""
    return draws.uniform(w.given[0], draws.CONSENT, w.issues[i].uid, 0, 1) < chance_of_consent(w)


@rule
def lacks_authority(w, i):
    """Whether whoever concluded issue i had no authority to."""
    issue = w.issues[i]
    if not binds(w) or (issue.channel != QUIET and issue.channel != FREELANCE):
        return False
    return w.domains[issue.domain].reserved > 0 or issue.act_class != MEMORANDUM


@rule
def voided_at(w, i):
    """When a court voids what was concluded on issue i; inf for never."""
    if not lacks_authority(w, i):
        return math.inf
    issue = w.issues[i]
    u, v = draws.pair(w.given[0], draws.JUDGMENT, issue.uid, 0, 0)
    return issue.closed + COURT_WEEKS * draws.exponential(v) if u < COURTS_VOID else math.inf
