"""paradip verify: known answers, with the simulator itself."""

from pathlib import Path

from sim.errors import InputError, nearest

FAMILIES = (
    "conserving", "queues", "pooling", "delegating", "windows", "priorities", "sizes", "clearing", "posting",
    "staffing", "judging", "ministries", "promising", "believing", "watching", "consenting", "budgeting", "arising",
    "happening", "voices", "learning", "spreading", "abroad",
)  # fmt: skip
ABOUT = f"""\
Mechanisms are switched off until the simulator is a textbook case (scenarios textbook_*). It must then give the
textbook's number: exactly where theory is exact, and otherwise within four standard errors that are small enough to
be informative. Runs all families, or those named, or single cases. Exit code 1 if a number is missed.
Families: {", ".join(FAMILIES)}."""
EXAMPLES = """examples:
  paradip verify
  paradip verify queues delegating
  paradip verify erlang_a --seed 2"""
DEFAULT_OUT = "results/verify"


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument("names", nargs="*", metavar="CASE", help="families or cases (default: all)")
    parser.add_argument("--seed", metavar="N", default="1", help="seed of the worlds (default: 1)")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> int:
    from sim.commands.output import check_out, write_csv, write_figure, write_manifest, write_text
    from sim.commands.progress import Progress
    from sim.commands.whole import read_seed
    from sim.runs.lock import alone_in

    seed = read_seed(arguments.seed)
    chosen = choose(arguments.names)
    folder = check_out(arguments.out, Path(DEFAULT_OUT))
    with alone_in(folder):
        import pandas as pd

        from sim.figures.known_answers import draw
        from sim.study.ensemble import warm
        from sim.study.verify import FAMILIES
        from sim.study.verify.simulator import Simulator
        from sim.study.verify.table import page, rows

        warm()
        found = []
        with Progress("cases") as progress:
            for done, (family, case) in enumerate(chosen):
                progress(done, len(chosen))
                found.append(rows(family, case, list(case.run(Simulator(seed)))))
                progress.close()
                print(describe(found[-1]) + "\n", flush=True)
        frame = pd.concat(found, ignore_index=True)
        files = ["verification.csv", "verification.md"]
        write_csv(folder / files[0], frame, index=False)
        write_text(folder / files[1], page(frame))
        for family, part in frame.groupby("family", sort=False):
            write_figure(folder, str(family), draw(FAMILIES[str(family)].PANELS, part))
            files += [f"{family!s}.svg", f"{family!s}.png"]
        write_manifest(folder, f"verify --seed {seed}", [], files)
        missed = frame[~frame["passed"]]
        print(
            f"{len(frame)} numbers of {len(chosen)} cases: "
            + ("all as theory says" if missed.empty else f"{len(missed)} MISSED: {'; '.join(missed['quantity'])}")
        )
        print(f"saved in {folder}: {files[0]}, {files[1]}, a figure for each family, manifest.json")
        return 0 if missed.empty else 1


def case_names() -> list[str]:
    """Families, then cases."""
    from sim.study.verify import FAMILIES

    return [*FAMILIES, *(case.name for module in FAMILIES.values() for case in module.CASES)]


def choose(names: list[str]) -> list[tuple]:
    """(family, Case) of every family or case named, each once, in the order of the list; of all if none is."""
    from sim.study.verify import FAMILIES

    every = [(family, case) for family, module in FAMILIES.items() for case in module.CASES]
    known = case_names()
    for name in names:
        if name not in known:
            raise InputError(
                f"verify: '{name[:40]}' is neither a family nor a case; expected one of "
                f"{', '.join(FAMILIES)}{nearest(name, known)}"
            )
    return [(family, case) for family, case in every if not names or family in names or case.name in names]


def describe(frame) -> str:
    """One case as it is printed: the claim, then each reading against theory."""
    from sim.commands.table import aligned
    from sim.study.verify.table import departures

    first = frame.iloc[0]
    lines = []
    for reading, away in zip(frame.itertuples(), departures(frame), strict=True):
        how = reading.bound or ("exactly" if reading.standard_error == 0 else f"{away:+.1f} SE")
        lines.append(
            [
                reading.quantity,
                f"{reading.exact:.6g}",
                f"{reading.simulated:.6g}",
                f"{reading.standard_error:.2g}" if reading.standard_error else "",
                how,
                "pass" if reading.passed else "FAIL",
            ]
        )
    table = aligned(["quantity", "theory", "simulated", "± SE", "", ""], lines)
    return f"{first['family']} / {first['case']}: {first['claim']} [{first['source']}]\n\n{table}"
