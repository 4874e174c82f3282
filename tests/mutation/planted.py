"""One mechanism broken at a time, on purpose, and the test that notices.

    python tests/mutation/planted.py                  all of them; about an hour with --jobs 1
    python tests/mutation/planted.py queue trust      these mechanisms

Writes results/published/mutation/planted.csv as it goes and planted.md at the end; a run of some mechanisms renews
their lines and leaves the others.
"""

from crew import Crew, options
from mutant import ROOT
from plants import PLANTS
from scores import PUBLISHED, QUICK, Ledger, Row, cell, table


def page(rows: list[Row]) -> str:
    """The table: mechanism, what was broken, killed by which test, seconds."""
    caught = sum(row["verdict"] in ("killed", "timeout") for row in rows)
    lines = []
    for row in rows:
        mechanism, _, wrong = row["wrong"].partition(": ")
        verdict = {"killed": row["test"], "timeout": f"ran for ever: {row['test']}"}.get(
            row["verdict"], f"**{row['verdict'].upper()}**"
        )
        lines.append(
            (
                mechanism,
                wrong,
                f"{row['file']}:{row['line']}",
                cell(row["before"]),
                cell(row["after"] or "(gone)"),
                verdict,
                row["seconds"],
            )
        )
    return (
        f"# Mistakes planted by hand\n\n{caught} of {len(rows)} were noticed. Made by "
        "`python tests/mutation/planted.py`; see tests/mutation/README.md.\n\n"
        + table(("mechanism", "what was broken", "where", "before", "after", "killed by", "seconds"), lines)
    )


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("mechanisms", nargs="*", help="names from plants.py (default: all)")
    asked = parser.parse_args()
    unknown = set(asked.mechanisms) - {plant.mechanism for plant in PLANTS}
    if unknown:
        parser.error(
            f"no mechanism is called {', '.join(sorted(unknown))}; expected one of "
            + ", ".join(plant.mechanism for plant in PLANTS)
        )
    folder = QUICK if asked.tests else PUBLISHED
    ledger, written = Ledger(folder / "planted.csv"), folder / "planted.md"
    with Crew(asked.jobs, asked.limit, asked.tests) as crew:
        planted = [(plant, plant.mutant(crew.text(plant.file))) for plant in PLANTS]
        todo = [
            (plant, mutant) for plant, mutant in planted if plant.mechanism in asked.mechanisms or not asked.mechanisms
        ]
        keys = {mutant.key for _, mutant in planted}
        ledger.keep(keys - {mutant.key for _, mutant in todo})
        whole = crew.run(
            [mutant for _, mutant in todo], ledger.add, {mutant.key: plant.first for plant, mutant in todo}
        )
    rows = ledger.keep(keys)
    ordered = [rows[mutant.key] for _, mutant in planted if mutant.key in rows]
    written.write_text(page(ordered))
    for row in ordered:
        print(f"{row['wrong'][:70]:70} {row['verdict']:8} {row['seconds']:>4} s  {row['test']}")
    print(f"written: {ledger.path.relative_to(ROOT)}, {written.relative_to(ROOT)}")
    return 0 if whole and all(row["verdict"] in ("killed", "timeout") for row in ordered) else 1


if __name__ == "__main__":
    raise SystemExit(main())
