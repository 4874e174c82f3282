"""What leaves no trace where a mechanism is off: for each, a policy, assumptions, and what then holds of a world."""

import numpy as np

from sim.inputs.scenario import load_scenario
from sim.model import draws
from sim.model.records import (
    AT_CONSENT,
    CAPTURE,
    CENTRAL,
    CONSULT,
    FREELANCE,
    JOINT,
    LAPSED,
    LICENSED,
    QUIET,
    TREATY,
    UNAUTHORISED,
)


def acts(world):
    issues = world.issues[: int(world.federal["rows"][0])]
    return issues[issues["stage"] == 5]


def clear(world, field, value=0):
    return (world.issues[field][: int(world.federal["docket"][0])] == value).all()


def steady(world, start):
    """Openings are unit exponentials over a constant rate: the same sequence whatever the rate, scaled."""
    return (
        world.federal["opened"][0] > 0
        and world.given["growth"][0] == 0
        and abs(world.series["opened"][77] / world.series["opened"][-1] - 0.5) < 0.03
    )


def severities(world, start):
    """What an act without a mandate puts at stake owes nothing to strictness."""
    given, alone = world.given[0], acts(world)[np.isin(acts(world)["channel"], (QUIET, FREELANCE))]
    away, stakes = np.abs(alone["agreed"] - alone["line"] - alone["omega"]), 0.5 + alone["vitality"]
    plain = stakes * (0.5 + away) * np.where(alone["channel"] == QUIET, given["quiet_value"], 1.0)
    plain = np.maximum(plain, np.where(away > given["leeway"], stakes * away, 0.0))
    plain = np.maximum(plain, np.where(alone["contradicts"] == 1, stakes * alone["gap"], 0.0))
    return len(alone) > 10 and np.allclose(alone["severity"], plain, rtol=1e-12)


def unexcused(world, start):
    """The first promise in a domain to a counterpart stands as it was made, and the second is held against that."""
    done, compared = acts(world), 0
    for counterpart, domain in {(one["counterpart"], one["domain"]) for one in done}:
        mine = done[(done["counterpart"] == counterpart) & (done["domain"] == domain)]
        first, second, *later = mine[np.argsort(mine["closed"])][:3] if len(mine) > 1 else (None, None)
        weeks = [int(one["closed"]) for one in (first, second, *later) if one is not None]
        if len(set(weeks)) < len(weeks) or not weeks:  # what is concluded within a week comes in an order of its own
            continue
        compared += 1
        if abs(second["gap"] - abs(second["agreed"] - first["agreed"])) > 1e-12:
            return False
    return compared > 3


def as_by_the_centre(world, start):
    """Whoever agreed, the same share of what was agreed is not delivered."""
    done = acts(world)
    lucky = np.array([draws.uniform(world.given[0], draws.DELIVERY, uid, 0, 0) for uid in done["uid"]])
    kept = lucky >= world.regime["default_kept"][0]
    untouched = (done["voided"] == 0) & np.isinf(done["surfaced"])
    return (done["channel"] == 1).sum() > 1000 and (done["kept"] == kept)[untouched].all()


def on_the_line(world, start):
    """Where nothing is to be known locally, what the centre drafts is the line of the day."""
    done = acts(world)
    central = done[(done["channel"] == 0) & (done["closed"] < 100)]
    return len(central) > 500 and np.allclose(central["agreed"], central["line"], atol=1e-12)


LEARNT = ("learnt_official", "learnt_quiet", "learnt_open")


def of_their_own_accord(world, start):
    """Each venture begins in the very week in which the actor's own urge has used up the restraint of the issue."""
    given, begun = world.given[0], start[start["venture"] > 0]
    for one in begun:
        restraint = draws.exponential(draws.uniform(given, draws.NOTICE, int(one["uid"]), 0, 0))
        looks = np.arange(np.floor(one["opened"]) + 1, one["venture_at"] + 1) - one["opened"]
        spent = world.subnationals["urge"][one["locality"]] * np.cumsum(looks)
        if not (spent[-1] >= restraint - 1e-9 and (spent[:-1] < restraint + 1e-9).all()):
            return False
    return len(begun) > 100


def at_once(done):
    """What the centre signs lies before the counterpart when it is ready."""
    official = done[np.isin(done["channel"], (CENTRAL, JOINT, CONSULT))]
    return len(official) > 100 and (official["tabled"] == official["ready"]).all()


def unpaid(world, start):
    """What a private actor settles for owes nothing to anybody abroad: the line, its own agenda, noise."""
    given, entered = world.given[0], start[start["entry"] > 0]
    noise = [draws.normal(draws.uniform(given, draws.ENTRY_NOISE, int(uid), 0, 0)) for uid in entered["uid"]]
    loose = np.where(entered["entry"] == LICENSED, 1 - given["licence_effect"], 1.0)
    own = world.privates["agenda"][entered["private"]] + given["private_noise"] * np.array(noise)
    line = world.domains["line"][entered["domain"]]
    return len(entered) > 30 and np.allclose(entered["entry_position"], line + loose * own, rtol=0, atol=1e-12)


def leanings(world, start):
    loadings = world.domains["loading"]
    expected = world.given["lean_scale"][0] * world.subnationals["lean"][:, None] * loadings
    return (world.first_preferences == expected.ravel()).all()


# Mechanism -> (levers, parameters, whether no trace of it is left). Where levers are None, every lever is on.
OWN = load_scenario("us_2023").subnationals["staff"]
OPEN = {"delegation.level": 0.3, "delegation.min_capacity": 0.0}
TRACES = {
    "agency_lean": ({}, {"line_noise": 0.3}, lambda w, s: clear(w, "faithful")),
    "line_noise": ({}, {"shock_sd": 0, "federal_coordination": 0}, on_the_line),
    "linkage": (None, {}, lambda w, s: clear(w, "rift") and (s["clearances"] > 0).any()),
    "growth": ({}, {"crisis_share": 0}, steady),
    "window": (None, {"spawn": 0}, lambda w, s: w.federal["lapsed"][0] == 0 and np.isinf(s["deadline"]).all()),
    "crisis_share": (None, {"spawn": 0}, lambda w, s: clear(w, "crisis")),
    "grave_rate": (None, {}, lambda w, s: not (s["crisis"] == 3).any() and (s["crisis"] == 1).any()),
    "opportunity_share": (None, {}, lambda w, s: clear(w, "opportunity") and not (s["stage"] == 7).any()),
    "excitation": (None, {}, lambda w, s: (s["uid"] < 2**31).all() and (s["crisis"] == 1).any()),
    "spawn": (None, {}, lambda w, s: w.federal["born"][0] == 0 and w.federal["surfaced"][0] > 0),
    "priorities": (None, {}, lambda w, s: clear(w, "priority", 2)),
    "clearance": (None, {}, lambda w, s: clear(w, "clearances") and clear(w, "redrafts")),
    "redraft_prob": (None, {}, lambda w, s: clear(w, "redrafts") and (s["clearances"] > 0).any()),
    "groupthink": ({}, {}, lambda w, s: w.regime["common_error"][0] == 0),
    "federal_coordination": ({}, {"spawn": 0}, lambda w, s: len(acts(w)) > 1000),
    "local_coordination": (OPEN, {"own_staff": 5}, lambda w, s: (acts(w)["channel"] == 1).sum() > 1000),
    "shock_sd": (None, {}, lambda w, s: (s["omega"] == 0).all() and (w.domains["local_sd"] == 0).all()),
    "attenuation": (None, {}, lambda w, s: w.regime["retained"][0] == 1),
    "own_staff": (
        OPEN,
        {},
        lambda w, s: not w.subnationals["able"].any() and clear(w, "venture") and clear(w, "route"),
    ),
    "skill_effect": (None, {}, lambda w, s: True),
    "guidance_noise": (
        OPEN,
        {"slack": 0, "shock_sd": 0, "local_coordination": 0, "freelance_rate": 0, "swing": 0, "own_staff": 5},
        lambda w, s: (m := acts(w)[acts(w)["channel"] == 1]).size > 1000 and (m["agreed"] == m["line"]).all(),
    ),
    "slack": (None, {}, lambda w, s: w.regime["slack_kept"][0] == 0),
    "freelance_rate": ({}, {}, lambda w, s: clear(w, "venture") and not np.isin(w.issues["channel"], (4, 5)).any()),
    "trust_rate": (OPEN, {}, lambda w, s: (w.subnationals["trust"] == w.given["trust"][0]).all()),
    "actor_learning": (
        {},
        {"freelance_rate": 0.06},
        lambda w, s: all((w.subnationals[way] == 0.5).all() for way in LEARNT) and (s["venture"] > 0).any(),
    ),
    "local_support": (
        {"investment.grants": 0.02},
        {"setup_fte": 0},
        lambda w, s: np.isclose(
            w.subnationals["teams"].sum(), (OWN.sum() + w.regime["grant_fte"][0]) / w.given["team_fte"][0]
        ),
    ),
    "setup_fte": (
        {"investment.grants": 0.02},
        {"local_support": 0},
        lambda w, s: np.isclose(
            w.subnationals["teams"].sum(), (OWN.sum() + w.regime["grant_fte"][0]) / w.given["team_fte"][0]
        ),
    ),
    "reach": (None, {}, lambda w, s: (s["private"] == -1).all() and clear(w, "entry")),
    "entry_rate": (None, {}, lambda w, s: clear(w, "entry") and (s["private"] >= 0).any()),
    "bargaining": (
        None,
        {"freelance_rate": 0, "entry_rate": 0},
        lambda w, s: (acts(w)["closed"] == np.maximum(acts(w)["tabled"], np.floor(acts(w)["closed"]))).all(),
    ),
    "courtship": (
        None,
        {},
        lambda w, s: (
            (w.preferences == w.first_preferences).all()
            and not w.series["captured"].any()
            and (w.courts == -1).all()
            and not (w.issues["incident"] == CAPTURE).any()
        ),
    ),
    "rival_learning": ({}, {}, lambda w, s: len(w.dossiers) == 0 and (w.courts >= 0).any()),
    "rival_budget": (None, {}, lambda w, s: (w.courts.reshape(-1, 8)[:, 1:] == -1).all() and (w.courts >= 0).any()),
    "twin_share": (None, {}, lambda w, s: clear(w, "twin")),
    "patronage": (None, {"swing": 0}, unpaid),
    "default_rate": (
        None,
        {},
        lambda w, s: ((acts(w)["kept"] == 1) | (acts(w)["voided"] == 1) | np.isfinite(acts(w)["surfaced"])).all(),
    ),
    "local_default": (OPEN, {"own_staff": 5, "default_rate": 0.3}, as_by_the_centre),
    "channel_memory": (
        OPEN,
        {"own_staff": 5, "default_rate": 0.3, "local_default": 2},
        lambda w, s: not w.reputations["credit"].any() and (w.reputations["kept"] > 10).sum() > 50,
    ),
    "allowance": ({"delegation.level": 0.5}, {"federal_coordination": 0, "local_coordination": 0}, unexcused),
    "support_growth": (
        None,
        {},
        lambda w, s: w.regime["supply"][0] == w.given["support"][0] * w.regime["front"][0] > 0,
    ),
    "pay_step": (
        None,
        {},
        lambda w, s: w.regime["managers"][0] == (w.regime["front"][0] - 1.0) / (w.given["span"][0] - 1.0),
    ),
    "link_fte": (None, {}, lambda w, s: w.regime["links"][0] == 0 < w.regime["overhead"][0]),
    "post_strain": (None, {}, lambda w, s: not w.counterparts["capacity"].any() and at_once(acts(w))),
    "burden": (None, {}, lambda w, s: w.regime["burdened"][0] == 1.0 and w.regime["sharing"][0] > 0),
    "contagion": ({}, {"freelance_rate": 0.06, "trust_rate": 0, "own_staff": 500}, of_their_own_accord),
    "common_text": (None, {"preference_sd": 0}, leanings),
    "pooling": (OPEN, {}, lambda w, s: np.allclose(w.subnationals["teams"], OWN / w.given["team_fte"][0], rtol=1e-12)),
    "alone_trouble": ({}, {"freelance_rate": 0.06}, lambda w, s: not (w.issues["incident"] == UNAUTHORISED).any()),
    "surface_rate": (None, {}, lambda w, s: np.isinf(acts(w)["surfaced"]).all()),
    "swing": (
        None,
        {},
        lambda w, s: (w.series["party"] == w.given["incumbent"][0]).all() and w.federal["election"][0] == 1,
    ),
    "consent_time": (
        OPEN,
        {"own_staff": 5, "match": 1},
        lambda w, s: not (s["desk"] == AT_CONSENT).any() and ((s["act_class"] == TREATY) & (s["channel"] == 1)).any(),
    ),
    "ratification": (
        {},
        {"consent_time": 5},
        lambda w, s: (
            (signed := s[s["desk"] == AT_CONSENT])["closed"].size > 20 and not (signed["stage"] == LAPSED).any()
        ),
    ),
    "budget_response": (None, {}, lambda w, s: (w.series["means"] == 1.0).all() and np.ptp(w.series["legitimacy"]) > 0),
    "reversal": (
        {},
        {"swing": 1, "default_rate": 0, "surface_rate": 0},
        lambda w, s: w.series["party"][-1] == -1 and not w.counterparts["broken"].any(),
    ),
    "events": (
        None,
        {},
        lambda w, s: (
            not w.dated["side"].any() and not (w.dated["size"] > 0).any() and not ((s["uid"] >> 29) == 1).any()
        ),
    ),
    "quit_rate": ({}, {"swing": 0}, lambda w, s: (np.diff(w.series["skill"]) >= 0).all()),
    "concealment": ({"oversight.sanction": 1.0}, {"freelance_rate": 0.06, "alone_trouble": 1}, severities),
    "caught": ({}, {}, lambda w, s: np.isinf(acts(w)["detected"]).all() and (acts(w)["incident"] > 0).any()),
    "verification": (OPEN, {}, lambda w, s: True),
    "legitimacy_hit": ({}, {}, lambda w, s: np.ptp(w.series["legitimacy"]) < 1e-12 and w.federal["surfaced"][0] > 0),
    "preference_sd": (None, {}, leanings),
}
