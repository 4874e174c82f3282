"""paradip claims: what the two articles assert, tested."""

from pathlib import Path
from typing import Any

ABOUT = """\
Each claim is a contrast between policies with the sign that an article expects. It is tested in the default scenario
and in drawn worlds. The result is the share of worlds in which it holds by more than the smallest effect of interest,
the share in which it is reversed, and the assumptions that decide, which are tested on worlds not used to find them.
Worlds are plausible ones, every assumption drawn over its own range; those that agree with the evidence, drawn from the
table that paradip evidence makes; or those of a table of your own. Of several, verdicts are of the first, and the
others stand beside it. Where work is delegated, both staffing conventions are tested: delegates
bring their own staff (kept), or staff moves from the centre with the work (moved). By default, all claims are tested.
Runs are stored in results/claims and never repeated: the same command resumes where it stopped."""
EXAMPLES = """examples:
  paradip claims --list
  paradip claims h05
  paradip claims h09 h11 --n 256
  paradip claims h09 --worlds plausible
  paradip claims --worlds plausible --out results/published/fig16_claims"""
DEFAULT_OUT = "results/claims/IDS-HASH"
RUNS = Path("results/claims/runs")


def add_arguments(parser) -> None:
    from sim.commands.output import add_out
    from sim.commands.worlds import add_worlds
    from sim.study.claims.arms import Trial

    parser.add_argument(
        "ids", nargs="*", metavar="CLAIM", help="ids of claims, such as h05 (paradip list claims); without one: all"
    )
    parser.add_argument("--list", action="store_true", help="list the claims without testing them")
    parser.add_argument("--scenario", metavar="SCENARIO", default=Trial.scenario, help="default: us_2023")
    add_worlds(parser, "evidence,plausible, or plausible where there is no table")
    for name, what in (
        ("n", "worlds drawn of each kind"),
        ("replicates", "decades in each of these worlds"),
        ("decades", "decades in the default scenario"),
    ):
        parser.add_argument(
            f"--{name}",
            metavar="N",
            default=str(getattr(Trial, name)),
            help=f"{what} (default: {getattr(Trial, name):,})",
        )
    parser.add_argument(
        "--years", metavar="Y", default=f"{Trial.years:g}", help="length of each decade in years (default: 10)"
    )
    parser.add_argument("--runs", metavar="DIR", default=str(RUNS), help=f"where runs are stored (default: {RUNS})")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> int:
    from sim.commands.output import check_out, check_place
    from sim.commands.progress import Progress
    from sim.commands.table import paragraphs
    from sim.model.limits import Run
    from sim.runs.lock import alone_in
    from sim.study.claims.arms import check_frozen
    from sim.study.claims.claim import read_claims
    from sim.study.claims.ledger import try_claims
    from sim.study.claims.tree import check_library

    claims = read_claims(arguments.ids)
    if arguments.list:
        print(paragraphs({claim.id: claim.claim for claim in claims}))
        return 0
    trial = read_trial(arguments)
    check_library()
    digest = check_frozen()
    folder = check_out(arguments.out, default_folder(claims, trial))
    runs = check_place(arguments.runs, RUNS)
    with alone_in(folder):
        with Progress("decades") as progress:
            try:
                findings = try_claims(claims, trial, runs, Run().threads, progress)
            except KeyboardInterrupt:
                raise KeyboardInterrupt(f"finished runs are stored in {runs}; the same command resumes") from None
        print(describe(findings) if len(claims) > 3 else "\n\n".join(tell(one) for one in findings))
        save(folder, findings, trial, digest)
        return 0


def read_trial(arguments):
    """The sizes asked for. Raises InputError."""
    from sim.commands.whole import read_whole
    from sim.inputs.worlds import read_kinds
    from sim.model.limits import checked
    from sim.setup.overrides import read_override
    from sim.study.claims.arms import Trial

    least = {"n": 40, "replicates": 1, "decades": 2}
    sizes = {}
    for name, low in least.items():
        sizes[name] = read_whole(f"--{name}", getattr(arguments, name), low, 100_000)
    years = read_override(f"run.years={arguments.years}").values[0]
    scenario, worlds = str(checked("scenario", arguments.scenario)), read_kinds(arguments.worlds)
    return Trial(scenario, **sizes, years=float(years), worlds=worlds)  # type: ignore[arg-type]


def default_folder(claims, trial) -> Path:
    import hashlib

    from sim.inputs.worlds import tables_of
    from sim.study.claims.claim import claim_ids

    ids = "-".join(claim.id for claim in claims[:3]) if len(claims) < len(claim_ids()) else "all"
    asked = (claims, trial, tables_of(trial.worlds))
    return Path("results/claims", f"{ids}-{hashlib.sha256(repr(asked).encode()).hexdigest()[:8]}")


def describe(findings) -> str:
    """All claims, a line each."""
    from sim.commands.table import aligned, wrapped
    from sim.figures.worlds import said_of
    from sim.study.claims.ledger import default_verdict

    first, *others = findings[0].tried
    rows = [
        [
            one.claim.id,
            "" if one.convention == "none" else one.convention,
            default_verdict(one),
            *map(one.first.shares.said, shares_in_turn(one.first.shares)),
            one.first.verdict,
            *(cell for name in others for cell in beside(one.tried[name])),
        ]
        for one in findings
    ]
    heads = ["claim", "staff", "default scenario", "holds", "in part", "neither", "reversed"]
    heads += [f"verdict over {said_of(first).worlds}" if others else "verdict over the worlds"]
    heads += [word for name in others for word in (f"{name}: holds", "reversed", "verdict")]
    return f"{aligned(heads, rows)}\n\n{wrapped(said_of(first).covers)}"


def shares_in_turn(shares) -> tuple[float, ...]:
    return shares.holds, shares.partly, shares.unclear, shares.reversed


def beside(tried) -> list[str]:
    """Of worlds beside the first."""
    return [tried.shares.said(tried.shares.holds), tried.shares.said(tried.shares.reversed), tried.verdict]


def tell(one) -> str:
    """A claim in full."""
    from sim.commands.table import aligned, paragraphs
    from sim.figures.worlds import said_of
    from sim.model.levers import LEVERS
    from sim.runs.intervals import COVERS
    from sim.study.claims.ledger import parts_of

    claim, shares = one.claim, one.first.shares
    entries = {"claim": claim.claim, "source": claim.source, "mechanism": claim.mechanism}
    entries |= {f"arm {name}": words for name, words in claim.arms.items()}
    if one.convention != "none":
        entries["staffing"] = f"{one.convention}: {LEVERS['delegation.staff'].choices[one.convention]}"
    parts: Any = parts_of([one]).itertuples()
    rows = [
        [
            row.outcome,
            row.contrast,
            row.expected,
            row.mean,
            row.low,
            row.high,
            row.least,
            row.said,
            shares.said(row.holds),
            shares.said(row.reversed),
        ]
        for row in parts
    ]
    table = aligned(
        [
            "outcome",
            "contrast",
            "expected",
            "mean",
            "95% from",
            "to",
            "smallest effect",
            "default scenario",
            "worlds: holds",
            "reversed",
        ],
        rows,
    )
    first, *others = one.tried
    found = over_worlds(first, one.first)
    entries_after = {"worlds": found["worlds"], "intervals": f"{COVERS} {said_of(first).covers}", **found}
    for name in others:
        entries_after |= {f"{name} {key}": said for key, said in over_worlds(name, one.tried[name]).items()}
    if claim.note:
        entries_after["note"] = claim.note
    return f"{claim.id}\n{paragraphs(entries)}\n\n{table}\n\n{paragraphs(entries_after)}"


def over_worlds(name: str, tried) -> dict[str, str]:
    """What was found over worlds of a kind."""
    from sim.figures.worlds import said_of
    from sim.runs.intervals import share_said

    shares, rule = tried.shares, tried.rule
    return {
        "worlds": f"{shares.n:,} {said_of(name).drawn}, {shares.undefined:,} more in which the outcome is "
        f"undefined: holds in {shares.said(shares.holds)}, in part in {shares.said(shares.partly)}, "
        f"reversed in {shares.said(shares.reversed)}, neither in {shares.said(shares.unclear)}",
        "decides": "no simple rule found"
        if rule is None
        else f"{rule.words}: holds in {share_said(rule.inside, rule.n[0])} of {rule.n[0]} held-out "
        f"worlds there, in {share_said(rule.outside, rule.n[1])} of the {rule.n[1]} others",
        "verdict": tried.verdict,
    }


def save(folder: Path, findings, trial, digest: str) -> None:
    from sim.commands.output import write_csv, write_figure, write_manifest, write_text
    from sim.figures.claims import draw, title
    from sim.inputs.worlds import tables_of
    from sim.setup.config import resolve
    from sim.study.claims.ledger import parts_of, table_of
    from sim.study.claims.page import page_of

    table, (first, *others) = table_of(findings), findings[0].tried
    write_csv(folder / "ledger.csv", table, index=False)
    write_csv(folder / "parts.csv", parts_of(findings), index=False)
    verdicts = {"worlds.csv": first} | {f"worlds_{Path(name).stem}.csv": name for name in others}
    for file, name in verdicts.items():
        write_csv(folder / file, verdicts_in(findings, name))
    write_text(folder / "README.md", page_of(findings, trial))
    write_figure(folder, "claims", draw(table, [first, *others]))
    files = ["ledger.csv", "parts.csv", *verdicts, "README.md", "claims.svg", "claims.png"]
    write_manifest(
        folder,
        "claims",
        [resolve([f"scenario={trial.scenario}"])],
        files,
        trial=vars(trial),
        worlds=tables_of(trial.worlds),
        parameters=digest,
        finding=title(table, first),
    )
    print(f"\nsaved in {folder}: {', '.join(files)}, manifest.json")


def verdicts_in(findings, name: str):
    """A column for each claim and convention, a row for each world of the kind."""
    import pandas as pd

    return pd.DataFrame({f"{one.claim.id}_{one.convention}": one.tried[name].worlds.astype("int8") for one in findings})
