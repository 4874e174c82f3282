"""The configurations of a claim: its arms, by staffing convention, in the default scenario and in sampled worlds."""

from dataclasses import dataclass, replace

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.inputs.worlds import PLAUSIBLE
from sim.model.limits import LIMITS
from sim.model.parameters import PARAMETERS
from sim.model.path.keys import PREFIX
from sim.model.path.words import ever
from sim.model.policy import Policy
from sim.setup.config import Setup, assemble
from sim.setup.overrides import read_overrides
from sim.study.claims.claim import Claim
from sim.study.worlds import draw_worlds, seed_of, worlds_page

CONVENTIONS, STAFF = ("kept", "moved"), "delegation.staff"


@dataclass(frozen=True)
class Trial:
    """How claims are tested. n: worlds drawn, with `replicates` decades each. decades: in the default scenario. worlds:
    the kinds that are drawn (sim.inputs.worlds), n of each; the first is the one that verdicts are of.

    Each drawn world has luck of its own, the same for every arm: with one seed for all, what held in most worlds
    might have held in one course of elections and crises alone. The default scenario has `seed` itself."""

    scenario: str = "us_2023"
    n: int = 512
    replicates: int = 1
    decades: int = 100
    years: float = 10.0
    seed: int = 1
    worlds: tuple[str, ...] = (PLAUSIBLE,)

    def drawn(self, kind: str) -> list[dict]:
        """Rows of assumptions."""
        return draw_worlds(kind, self.n, self.seed, self.scenario)


def policy_of(words: str) -> Policy:
    return assemble(
        {one.key: one.values[0] for one in read_overrides([w for w in words.split() if "*=" not in w])}
    ).policy


def delegates(words: str) -> bool:
    """Whether an arm delegates at any time and leaves open whose staff does the work."""
    return f" {STAFF}=" not in f" {words}" and ever(policy_of(words), "delegation.level")


def conventions(claim: Claim) -> tuple[str, ...]:
    """Whose staff does the delegated work: both, or the one there is."""
    return CONVENTIONS if any(delegates(words) for words in claim.arms.values()) else ("none",)


def words_under(words: str, convention: str) -> str:
    """An arm's words under a staffing convention, at all times; the same where nothing is delegated."""
    if convention == "none" or not delegates(words):
        return words
    keys = [STAFF, *(f"{PREFIX}{key}" for key in policy_of(words).path if key.endswith(f".{STAFF}"))]
    return " ".join([words, *(f"{key}={convention}" for key in keys)])


def setups_of(words: str, trial: Trial, worlds: list[dict] | None = None) -> list[Setup]:
    """An arm in each of the sampled worlds; without any in the default scenario."""
    plain = [word for word in words.split() if "*=" not in word]
    scaled = [word.split("*=") for word in words.split() if "*=" in word]
    fixed = {one.key: one.values[0] for one in read_overrides(plain)}
    stated = load_scenario(trial.scenario)
    found = []
    replicates = trial.decades if worlds is None else trial.replicates
    for number, world in enumerate(worlds or [{}]):
        seed = trial.seed if worlds is None else seed_of(trial.seed, number)
        values = {"scenario": trial.scenario} | world | fixed
        for key, factor in scaled:
            name = key.partition(".")[2]
            own = stated.centre["headcount"] if name == "headcount" else stated.parameters.get(name)
            base = values.get(key, PARAMETERS[name].default if own is None else own)
            values[key] = min(max(float(base) * float(factor), LIMITS[key].low), LIMITS[key].high)
        setup = assemble(values)
        found.append(replace(setup, run=replace(setup.run, seed=seed, years=trial.years, replicates=replicates)))
    return found


def all_arms(claims: list[Claim]) -> list[str]:
    """Every arm under every convention, each once."""
    return list(
        dict.fromkeys(
            words_under(words, convention)
            for claim in claims
            for convention in conventions(claim)
            for words in claim.arms.values()
        )
    )


def check_frozen() -> str:
    """The digest of the table of parameters, which must be that of the ledger or have its reason listed. Raises
    InputError."""
    import hashlib

    digest = hashlib.sha256(
        repr([(p.name, p.default, p.low, p.high) for p in PARAMETERS.values()]).encode()
    ).hexdigest()[:16]
    known = [worlds_page()["frozen"], *(change["digest"] for change in worlds_page()["changes"])]
    if digest != known[-1]:
        raise InputError(
            f"claims: the table of parameters is {digest}, the ledger was frozen at {known[-1]}; expected the "
            "change and its reason under `changes` in experiments/claims/worlds.yaml"
        )
    return digest
