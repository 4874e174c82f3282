"""Stories of worlds in which actors learn and counterparts remember who spoke."""

import numpy as np
import pytest

from sim.model import records
from sim.model.records import CONCLUDED, MANDATE
from sim.model.rules.belief import reputation, trust
from sim.setup.config import setup_from
from sim.tell import explain
from sim.tell.explain import bargain, narrative, words
from sim.tell.explain.decade import Decade


def test_what_an_actor_has_learnt_is_told():
    """In its own story, and where it acts alone, with the numbers of that week; not a word where nobody learns."""
    learning, none = {"actor_learning": 0.3, "rival_learning": 0.3}, {"actor_learning": 0, "rival_learning": 0}
    stuck = {"freelance_rate": 0.06, "load": 1.2}
    one, off = (setup_from("ban", "us_2023", stuck | some, years=3, seed=3) for some in (learning, none))
    told = Decade(one, 0)
    learnt = told.world.subnationals["learnt_open"]
    tried = np.flatnonzero((told.issues.venture > 0) & (told.issues.venture_at > 100))
    last = tried[np.argmin(learnt[told.issues.locality[tried]])]
    j = int(told.issues.locality[last])
    story = " ".join(explain.tell(one, actor=told.scenario.subnationals.codes[j]).split())
    ended = (told.issues.locality == j) & (told.issues.stage >= CONCLUDED) & (told.issues.closed < 155)
    n = int((ended & (told.issues.venture == records.FREELANCE)).sum())
    assert f"acting openly pays {learnt[j]:.2f} (from {words.many(n, 'issue')})." in story and learnt[j] < 0.4
    moment = told.moment(told.tick(told.issues.venture_at[last])).subnationals[j]
    text = " ".join(narrative.narrate(told, int(last)).split())
    assert f"acting openly {moment['learnt_open']:.2f}, where each began at 0.50" in text
    assert "with what it had learnt of both" in text
    first, rivals = told.world.counterparts["dossier"], told.world.counterparts["rival"] > 0
    c = int(np.flatnonzero(rivals)[0])
    best = int(np.argmax(told.world.dossiers[first[c] :][: len(learnt)]))
    country = " ".join(explain.tell(one, actor=told.scenario.counterparts.codes[c]).split())
    paid = f"{told.actor(best)} {told.world.dossiers[first[c] + best]:.2f}"
    assert f"As it has learnt, a week of courtship pays most with {paid}" in country
    for ask in ({"actor": "CA"}, {"issue": int(last)}, {"actor": told.scenario.counterparts.codes[c]}):
        assert "learnt" not in explain.tell(off, **ask)


def test_whose_word_was_believed_is_told():
    """The term of the log-odds that who spoke has earned, and what a counterpart believes of each at the end."""
    one, off = (setup_from("laissez_faire", "us_2023", {"channel_memory": m}, years=1, seed=3) for m in (0.7, 0))
    told, locals_ = Decade(one, 0), 1
    row = np.flatnonzero((told.issues.channel == MANDATE) & (told.issues.closed > 45) & (told.issues.closed < 51))[0]
    c, found = int(told.issues.counterpart[row]), dict(bargain.terms(told, row, MANDATE, told.issues.agreed[row]))
    moment = told.moment(told.taken(row))
    own = reputation(moment, c, locals_)
    expected = told.given.agree_trust * 0.7 * (own - trust(moment, c))
    assert found[f"states and cities' own record {own:.2f}"] == pytest.approx(expected) and abs(expected) > 0.005
    assert f"states and cities' own record {own:.2f} {expected:+.2f}" in " ".join(
        explain.tell(one, issue=int(row)).split()
    )
    code = told.scenario.counterparts.codes[c]
    story = " ".join(explain.tell(one, actor=code).split())
    assert f"states and cities {reputation(told.world, c, locals_):.2f} and private actors" in story
    assert "counts for 70%" in story
    for ask in ({"issue": int(row)}, {"actor": code}):
        assert " record" not in explain.tell(off, **ask) and "kept which word" not in explain.tell(off, **ask)
