"""A claim's arms as policies side by side: the view in which they are compared, or why there is none."""

from dataclasses import replace

from sim.errors import InputError
from sim.inputs.folder import scenario_names
from sim.model.metrics import HEADLINES
from sim.model.parameters import PARAMETERS
from sim.setup.named import own_pages
from sim.setup.overrides import check_preset
from sim.study.claims.arms import Trial, setups_of, words_under
from sim.study.claims.claim import Claim
from sim.study.publish.plate import read_plates
from sim.web.app import asked
from sim.web.app import view as spelling
from sim.web.app.claims.ledger import FOLDER as LEDGER
from sim.web.app.view import MOST, REPLICATES, YEARS, View


def side_by_side(claim: Claim, staffing: str, trial: Trial, view: View) -> View:
    """The arms as columns, in the default scenario of the trial: its worlds, as many of them as the view asks for.
    Raises InputError, a sentence for a reader, where Compare cannot show them so."""
    seen = replace(trial, decades=view.replicates)
    setups = [setups_of(words_under(words, staffing), seen)[0] for words in claim.arms.values()]
    if len(setups) > MOST:
        raise InputError(f"The claim has {len(setups)} arms, and Compare shows at most {MOST}.")
    first = setups[0]
    if any(one.agents for one in setups):
        raise InputError("The arms have agents of their own, which Compare cannot show.")
    if (
        any(one.scenario != first.scenario for one in setups)
        or first.scenario not in scenario_names()
        or trial.years > YEARS
        or view.replicates > REPLICATES
    ):
        raise InputError("The arms use federations, years or worlds that Compare cannot show side by side.")
    names = list(dict.fromkeys(name for one in setups for name in one.parameters))
    apart = [name for name in names if len({one.parameters.get(name) for one in setups}) > 1]
    if apart:
        raise InputError(
            f"The arms differ in an assumption ({', '.join(PARAMETERS[name].title for name in apart)}). Compare uses "
            "the same assumptions for every policy."
        )
    for name, x in first.parameters.items():
        try:
            asked.parameter(name, x)
        except InputError:
            raise InputError(
                f"Every arm sets an assumption that is not among those of this page ({PARAMETERS[name].title}: "
                f"{PARAMETERS[name].said(x)})."
            ) from None
    columns = tuple(
        spelling.column_from(one.policy, preset_of(words))
        for one, words in zip(setups, claim.arms.values(), strict=True)
    )
    return replace(
        view,
        columns=columns,
        scenario=first.scenario,
        years=trial.years,
        seed=trial.seed,
        parameters=dict(first.parameters),
        also=tuple(name for name in measured(claim) if name not in HEADLINES),
        tab="compare",
        world=0,
        week=0,
        actor="",
    )


def preset_of(words: str) -> str:
    return check_preset(
        "policy", next((word.partition("=")[2] for word in words.split() if word.startswith("policy=")), "centralized")
    )


def measured(claim: Claim) -> list[str]:
    return list(dict.fromkeys(part.outcome for part in claim.parts))


def commands(claim: str) -> list[tuple[str, str]]:
    """Lines that test the claim in a terminal, with what each does; without a claim, all of them."""
    own = claim in own_pages("claim")
    whole = "claims" if own else read_plates([LEDGER])[0].command
    return [
        ("In full" if own else "As published", f"paradip {whole} {claim}".rstrip()),
        ("A first look, in few worlds", f"paradip claims {claim}".rstrip() + " --n 64 --decades 20"),
    ]
