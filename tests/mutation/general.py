"""How many mistakes the tests notice: mutants of every function of sim/model/rules, by operator, one trial each.

    python tests/mutation/general.py --sample 200     a stratified sample, seeded; hours
    python tests/mutation/general.py --all            every mutant; days
    python tests/mutation/general.py --report         make the page anew from the ledger

Interrupted, it is resumed by the same command: results/published/mutation/general.csv has a line for each trial, and
general.md beside it is made at the end. `--retry` tries survivors again (after a test was written), `--fresh` all.
"""

import hashlib
from collections import Counter, defaultdict

from crew import Crew, options
from mutant import ROOT, Mutant
from operators import generate
from scores import PUBLISHED, QUICK, Ledger, Row, scores_page


def sample(mutants: list[Mutant], n: int, seed: int, least: int = 1) -> list[Mutant]:
    """About n mutants: `least` of each function, the rest by file in proportion to how many it has. Which ones is drawn
    mutant by mutant, so that a change to one rule leaves the others' alone."""
    drawn = sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.key}".encode()).digest())
    by_function, by_file = Counter(), defaultdict(list)
    chosen = set()
    for mutant in drawn:
        by_function[mutant.file, mutant.function] += 1
        if by_function[mutant.file, mutant.function] <= least:
            chosen.add(mutant)
        else:
            by_file[mutant.file].append(mutant)
    rest, left = max(n - len(chosen), 0), sum(map(len, by_file.values()))
    for group in by_file.values():
        chosen.update(group[: round(rest * len(group) / left)])
    return [mutant for mutant in drawn if mutant in chosen]


def page(rows: list[Row], todo: int, everything: int, seed: int | None) -> str:
    how = "every one" if seed is None else f"a sample of them, stratified by function and file, seed {seed}"
    return (
        f"# Mutants of sim/model/rules\n\n{everything} mutants can be made of the rules; tried here: {how} "
        f"({len(rows)} of {todo}). Made by `python tests/mutation/general.py`; see tests/mutation/README.md.\n\n"
        + scores_page(rows)
    )


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--sample", type=int, default=200, help="how many mutants, about")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--all", action="store_true", help="every mutant")
    parser.add_argument("--retry", action="store_true", help="try survivors again")
    parser.add_argument("--fresh", action="store_true", help="try all again")
    parser.add_argument("--report", action="store_true", help="make the page from the ledger and try nothing")
    asked = parser.parse_args()
    folder, whole = QUICK if asked.tests else PUBLISHED, True
    ledger, written = Ledger(folder / "general.csv"), folder / "general.md"
    with Crew(asked.jobs, asked.limit, asked.tests) as crew:
        files = sorted(path.relative_to(crew.source).as_posix() for path in crew.source.glob("sim/model/rules/*.py"))
        mutants = [mutant for file in files for mutant in generate(file, crew.text(file))]
        chosen = sample(mutants, len(mutants) if asked.all else asked.sample, asked.seed)
        if not asked.report:
            done = {} if asked.fresh else ledger.keep({mutant.key for mutant in chosen})
            if asked.fresh:
                ledger.keep(set())
            todo = [
                mutant
                for mutant in chosen
                if mutant.key not in done or (asked.retry and done[mutant.key]["verdict"] == "survived")
            ]
            print(f"{len(mutants)} mutants, {len(chosen)} chosen, {len(todo)} to try", flush=True)
            whole = crew.run(todo, ledger.add)
    tried = list(ledger.keep({mutant.key for mutant in chosen}).values())
    written.write_text(page(tried, len(chosen), len(mutants), None if asked.all else asked.seed))
    print(f"{scores_page(tried)}\nwritten: {ledger.path.relative_to(ROOT)}, {written.relative_to(ROOT)}")
    return 0 if whole else 130


if __name__ == "__main__":
    raise SystemExit(main())
