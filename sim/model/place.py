"""Tables become rows: the agents of a world at week 0, and what issues are drawn from."""

import math
import zlib
from functools import lru_cache
from itertools import accumulate

import numpy as np

from sim.errors import InputError, nearest
from sim.model import records
from sim.model.compiled import step
from sim.model.elementary import power, sine

VITALITY_POINTS = 513
MOST_HANDS = 1e9  # of a post abroad: more than there are ever issues, so that any number comes to the same


@lru_cache(maxsize=2**14)
def uid(kind: str, code: str) -> int:
    """A name's address, the same whatever row it stands in."""
    return zlib.crc32(f"{kind}:{code}".encode())


def share(values) -> np.ndarray:
    """Values as shares of their sum; equal shares if they are all zero."""
    values = np.asarray(values, float)
    total = math.fsum(values)  # exact, so that a row of nothing changes no digit
    return values / total if total > 0 else np.full(values.size, 1.0 / max(values.size, 1))


def cumulate(weights) -> np.ndarray:
    """Cumulative shares of a row of weights, the last exactly 1 (all 0 where there is no weight)."""
    sums = np.array(list(accumulate(map(float, weights))))
    if not sums[-1] > 0:
        return np.zeros(len(sums))
    sums /= sums[-1]
    sums[-1] = 1.0
    return sums


def guide(cumulative, points: int = 1024) -> np.ndarray:
    """Where to begin a search for u among cumulative shares: the first entry above floor(u points)/points."""
    return np.searchsorted(cumulative, np.arange(points) / points, side="right").astype(np.int32)


@lru_cache(maxsize=256)
def beta_quantiles(a: float, b: float, points: int = VITALITY_POINTS) -> np.ndarray:
    """Quantile function of Beta(a, b) at equally spaced ranks, (points,)."""
    quantiles = np.empty(points)
    integrate_beta(a, b, np.empty(4097), quantiles)
    return quantiles


@step
def integrate_beta(a, b, area, quantiles):
    """Fill `quantiles`: integrate the density in x = sin²t, t from 0 to π/2; `area` is scratch, one step of t each."""
    steps = area.shape[0] - 1
    dt = 0.5 * math.pi / steps
    area[0] = before = 0.0
    for k in range(steps + 1):
        density = power(sine(k * dt), 2.0 * a - 1.0) * power(sine((steps - k) * dt), 2.0 * b - 1.0)
        if k > 0:
            area[k] = area[k - 1] + 0.5 * (before + density)
        before = density
    k = 0
    for i in range(quantiles.shape[0]):
        wanted = area[steps] * (i / (quantiles.shape[0] - 1))
        while k < steps - 1 and area[k + 1] <= wanted:
            k += 1
        height = area[k + 1] - area[k]
        within = (wanted - area[k]) / height if height > 0.0 else 1.0
        x = sine(min((k + within) * dt, 0.5 * math.pi))
        quantiles[i] = x * x


def locality_weights(scenario, given) -> np.ndarray:
    """Share of the docket that arises in each locality, (J,): its economy and its exports."""
    weight = given.exports_weight
    return (1 - weight) * share(scenario.economy) + weight * share(scenario.exports_own)


def counterpart_weights(scenario, given) -> np.ndarray:
    """Share of the docket that concerns each counterpart, (C,): its economy and its existing ties."""
    abroad, weight = scenario.counterparts, given.ties_weight
    return (1 - weight) * share(np.sqrt(abroad["gdp_musd"])) + weight * share(np.asarray(abroad["ties"], float) + 1.0)


def post_capacities(scenario, given) -> np.ndarray:
    """Issues that the post with each counterpart has in hand at once, (C,), 0 for any number: in proportion to its
    weight, and at least one. Whom nothing concerns does not count in the mean."""
    weights = counterpart_weights(scenario, given)
    if given.post_strain <= 0.0:
        return np.zeros(len(weights))
    mean = math.fsum(weights) / max(int(np.count_nonzero(weights)), 1)
    hand = max(mean * given.post_strain, 1e-300)  # what one hand carries of the docket
    hands = np.rint(np.minimum(weights, MOST_HANDS * hand) / hand)
    return np.where(hands < MOST_HANDS, np.maximum(hands, 1.0), 0.0)


def odds(scenario, given) -> dict[str, np.ndarray]:
    """What issues are drawn from: the tables of the world that no run changes."""
    appetite = np.asarray(scenario.privates["appetite"], float)
    noticed = np.asarray(scenario.reach, float).T * appetite if len(appetite) else np.zeros((len(scenario.domains), 1))
    shapes = zip(scenario.domains["vitality_a"], scenario.domains["vitality_b"], strict=True)
    weights = {
        "domain": scenario.domains["share"],
        "counterpart": counterpart_weights(scenario, given),
        "locality": locality_weights(scenario, given),
    }
    cumulative = {name: cumulate(values) for name, values in weights.items()}
    return (
        {f"{name}_cdf": values for name, values in cumulative.items()}
        | {f"{name}_guide": guide(values) for name, values in cumulative.items()}
        | {
            "private_cdf": np.array([cumulate(row) for row in noticed]),
            "clearance": np.array(scenario.clearance, float),
            "vitality": np.array([beta_quantiles(a, b) for a, b in shapes]),
        }
    )


def open_domains(scenario, scope: str) -> np.ndarray:
    """Which domains may be delegated, (D,): those in scope that no law reserves. Raises InputError."""
    codes = scenario.domains.codes
    if scope == "all":
        inside = np.ones(len(codes), bool)
    elif scope == "subnational":
        inside = np.asarray(scenario.domains["subnational"]) > 0
    else:
        for code in scope.split("+"):
            if code not in codes:
                raise InputError(
                    f"delegation.scope: no domain is called {code!r}; expected all, subnational or "
                    f"domain codes joined by +{nearest(code, [*codes, 'all', 'subnational'])}"
                )
        inside = np.isin(codes, scope.split("+"))
    return inside & (np.asarray(scenario.domains["reserved"]) == 0)


def place_domains(domains, scenario, given, delegable) -> None:
    """Fill the rows of domains; `delegable` (D,) says which may leave the centre."""
    table = scenario.domains
    domains["uid"] = [uid("domain", code) for code in table.codes]
    domains["share"], domains["window"] = table["share"], table["deadline_weeks"]
    domains["size"], domains["talks"] = scenario.size, table["talks"]
    domains["treaty"], domains["compact"] = table["treaty"], table["compact"]
    domains["loading"], domains["geopolitics"] = table["partisan_loading"], table["geopolitical_loading"]
    domains["local_sd"] = given.shock_sd * table["local_shock"]
    domains["reserved"], domains["delegable"] = table["reserved"], delegable
    domains["subnational"] = table["subnational"]
    domains["department"] = 0 if given.pooled > 0 else scenario.owner


def place_dated(events, scenario, given) -> None:
    """Fill the rows of dated events: sizes scaled, and a domain or a department of the tables (-1: all) for each."""
    table = scenario.events
    events["uid"] = [uid("event", code) for code in table.codes]
    events["kind"] = [records.DATED_KINDS.index(kind) for kind in table["kind"]]
    events["week"], events["where"] = table["week"], scenario.where
    events["until"] = np.where(table["weeks"] > 0, table["week"] + table["weeks"], math.inf)
    size = given.events * table["size"]
    events["size"] = np.where(events["kind"] == records.SURGE, size, np.minimum(size, 1.0))


def middle(values, weights) -> float:
    """Weighted median: who has no weight changes nobody's standing."""
    order = np.argsort(values, kind="stable")
    reached = int(np.searchsorted(list(accumulate(weights[order])), 0.5 * math.fsum(weights)))
    return max(float(values[order[min(reached, len(values) - 1)]]), 1e-12)


def place_subnationals(actors, scenario, given) -> None:
    """Fill the rows of actors but for their teams. Aspiration follows how much a place exports for its size; defence
    against courtship, how rich it is; both relative to the middle of the federation."""
    table = scenario.subnationals
    actors["uid"] = [uid("subnational", code) for code in table.codes]
    actors["lean"], actors["skill"], actors["trust"] = table["lean"], given.skill, given.trust
    for way in ("learnt_official", "learnt_quiet", "learnt_open"):  # nothing is known yet
        actors[way] = 0.5
    intensity = scenario.exports_own / np.maximum(scenario.economy, 1.0)
    weights = locality_weights(scenario, given)
    actors["aspiration"] = np.clip(intensity / middle(intensity, weights), 0.3, 2.0)
    wealth = scenario.economy / np.maximum(scenario.population_own, 1.0)
    actors["defence"] = np.clip(given.defence * wealth / middle(wealth, weights), 0.0, 1.0)
    for link in ("home", "tray", "alone", "alone_tray"):
        actors[link] = -1


def place_abroad(counterparts, posts, scenario, given) -> None:
    """Fill the rows of counterparts: distance from the centre by United Nations votes, wealth by economy. Nobody waits
    at their posts."""
    table = scenario.counterparts
    counterparts["uid"] = [uid("counterpart", code) for code in table.codes]
    counterparts["ideal"] = given.ideal_scale * np.abs(table["ideal"] - scenario.centre["ideal"])
    counterparts["alignment"] = table["agreement"]
    counterparts["ally"], counterparts["rival"] = table["ally"], table["rival"]
    counterparts["wealth"] = np.sqrt(table["gdp_musd"] / max(float(np.max(table["gdp_musd"])), 1e-12))
    strongest = max(float(np.max(table["capability"] * table["rival"])), 1e-12)
    counterparts["capability"] = table["capability"] / strongest
    counterparts["capacity"] = post_capacities(scenario, given)
    for link in ("table", "concluded", "arrived", "hands"):
        counterparts[link] = -1
    counterparts["counted"] = -1.0
    posts["head"] = posts["tail"] = -1


def learners(scenario, given) -> int:
    """Rivals who learn where courtship pays: all, or none."""
    learn = given.rival_learning > 0 and given.courtship > 0
    return int(np.count_nonzero(scenario.counterparts["rival"])) if learn else 0


def place_dossiers(world) -> None:
    """Say where in the table of dossiers that of each rival begins."""
    places = iter(range(0, len(world.dossiers), len(world.subnationals)))
    world.counterparts["dossier"] = [next(places, -1) if rival else -1 for rival in world.counterparts["rival"]]


def place_privates(privates, scenario) -> None:
    """Fill the rows of private actors."""
    table = scenario.privates
    privates["uid"] = [uid("private", code) for code in table.codes]
    for name in ("appetite", "agenda", "tail", "capacity"):
        privates[name] = table[name]
    privates["patron"] = scenario.patron
    for link in ("openings", "busy", "tray"):
        privates[link] = -1


def place_networks(world, scenario) -> None:
    """Fill the rows of networks and of memberships, an actor's one after another from `joined` on."""
    network, actor = scenario.members.T
    everybody = np.arange(len(world.subnationals))
    world.members["network"], world.members["actor"] = network, actor
    world.networks["size"] = np.bincount(network, minlength=len(world.networks))
    world.subnationals["joined"] = np.searchsorted(actor, everybody)
    world.subnationals["networks"] = np.bincount(actor, minlength=len(everybody))


def pool(own, scenario, pooling: float) -> np.ndarray:
    """Teams of the actors (J,) where each puts a share of its own into the pots of its networks, an equal part into
    each, and draws on them by seats: one in all, divided among its networks. However they overlap, nothing is lost, and
    nothing moves where all have the same."""
    if not pooling > 0.0:
        return own
    network, actor = scenario.members.T
    seat = 1.0 / np.bincount(actor, minlength=len(own))[actor]
    put = pooling * own[actor] * seat
    seats, pots = (np.bincount(network, part, len(scenario.networks)) for part in (seat, put))
    return own + np.bincount(actor, seat * (pots / np.maximum(seats, 1e-12))[network] - put, len(own))
