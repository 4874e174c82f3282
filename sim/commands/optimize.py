"""paradip optimize: the best use of a fixed headcount, searched on some worlds and judged on others."""

import math
from pathlib import Path

from sim.errors import InputError, shown

ABOUT = """\
Finds the policies that no other policy beats on all chosen outcomes, within a budget of staff. Levers take their staff
from the one headcount; --budget is the most they may take (default: as much as the most expensive known policy takes).
The search covers key=interval(low,high), key=choice(a,b), and the levers and groups of presets named by --over. If none
is named, it covers every lever that is not fixed. Any other key=value applies throughout. Known policies within the
budget come first, if the levers searched can produce them, so that the search can only improve on them. Staff moves
with delegated work (delegation.staff=moved), which keeps the headcount the same for all; with delegation.staff=kept,
delegates bring their own.
The search runs a few policies at a time: those that look best to an emulator, a Gaussian process for each outcome that
has learnt from all runs before. It keeps what did well in its worlds, which is partly luck. So every policy on its
front is run again in fresh worlds. The numbers shown come from these, each with how much better it had looked in the
search (optimism), and a policy that another one beats there is marked. Known policies are run in the same worlds.
Levers without an effect are set back to off.
Runs are stored in DIR/runs and DIR/check, which are ordinary sweeps: the same command resumes where it stopped, and
no run is repeated."""
EXAMPLES = """examples:
  paradip optimize
  paradip optimize --budget 1500 --for goodput,answer_gap,surfaced
  paradip optimize --over delegation.level,coordination.guidance,oversight.liaison --policies 100
  paradip optimize 'oversight=choice(none,alarm,patrol)' 'delegation.level=interval(0,0.6)' run.years=5
  paradip optimize delegation.staff=kept scenario=canada_2023 --for goodput,fte_levers"""
DEFAULT_OUT = "results/optimize/BUDGET-HASH"
POLICIES, CHECK = 400, 100
TOLD = 12  # policies that are printed


def add_arguments(parser) -> None:
    from sim.commands.output import add_out

    parser.add_argument(
        "overrides", nargs="*", metavar="key=value", help="what applies throughout, and what is searched"
    )
    parser.add_argument("--over", metavar="A,B", help="levers and groups of presets to search over their full range")
    parser.add_argument(
        "--budget", metavar="FTE", help="staff that levers may take (default: that of the most expensive known policy)"
    )
    parser.add_argument("--for", dest="outcomes", metavar="A,B", help="two to four outcomes (paradip list metrics)")
    parser.add_argument(
        "--policies", metavar="N", default=f"{POLICIES}", help=f"policies that the search may try ({POLICIES})"
    )
    parser.add_argument(
        "--check", metavar="N", default=f"{CHECK}", help=f"fresh worlds in which the front is checked ({CHECK})"
    )
    parser.add_argument("--seed", metavar="N", default="1", help="seed of the search (default: 1), not of the worlds")
    parser.add_argument("--wait", action="store_true", help="wait while another process is using the folder")
    add_out(parser, DEFAULT_OUT)


def execute(arguments) -> int:
    from sim.commands.output import check_out
    from sim.commands.progress import Progress
    from sim.commands.sweep import conclude
    from sim.commands.whole import read_seed, read_whole
    from sim.runs.lock import alone_in
    from sim.study.optimize.guided import FIRST, guided
    from sim.study.optimize.runs import Runs, fresh
    from sim.study.optimize.search import check_library, first_points
    from sim.study.optimize.space import Space, read_words
    from sim.study.optimize.table import chosen, front_table
    from sim.study.optimize.task import STANDARD, Task, fixed_values, read_outcomes, staffing
    from sim.study.optimize.tidy import tidied
    from sim.study.optimize.trials import Trials

    check_library()
    outcomes = read_outcomes(STANDARD if arguments.outcomes is None else arguments.outcomes)
    factors, fixed = read_words(arguments.overrides, arguments.over)
    task = Task(Space(factors), fixed_values(fixed), outcomes, read_budget(arguments.budget))
    n = read_whole("--policies", arguments.policies, 2, 100_000)
    check, seed = read_whole("--check", arguments.check, 2, 1_000_000), read_seed(arguments.seed)
    first = first_points(task.placed(), task.origin, task.is_affordable, min(n, FIRST), task.space.snap, seed)
    size = {"policies": n, "check": check, "seed": seed}
    folder = check_out(arguments.out, Path("results/optimize", default_name(task, size)))
    with alone_in(folder, arguments.wait):
        replicates = task.base.run.replicates
        print(
            f"{len(factors)} levers, budget {task.budget:,.0f} of {task.headcount:,.0f} FTE; {staffing(task)}\n"
            f"search: up to {n:,} policies in {replicates:,} worlds of seed "
            f"{task.base.run.seed}; check: {check:,} fresh worlds of seed {fresh(task.base, check).run.seed}",
            flush=True,
        )
        search_runs, one_world, check_runs = (
            Runs(folder / name, task.names, arguments.wait, conclude) for name in ("runs", "runs", "check")
        )
        with Progress("policies") as progress:
            trials = Trials(task, search_runs, n, progress)
            points = guarded(guided, trials, task.over, first, n, seed, task.space.snap)
        with Progress("runs to tidy") as progress:
            points = trials.renamed(points, guarded(tidied, task, points, one_world, search_runs, progress))
        setups, searched = chosen(task, points, trials)
        print(f"{len(trials.rows):,} policies within the budget were run", flush=True)
        with Progress("policies checked") as progress:
            values = guarded(check_runs, [fresh(setup, check) for setup in setups], progress)
        table = front_table(task, setups, searched, values)
        print(describe(table, task, setups))
        save(folder, table, task, setups, trials, size)
        return 0


def read_budget(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        budget = float(text) if "_" not in text else math.nan
    except ValueError:
        budget = math.nan
    if not math.isfinite(budget):
        raise InputError(f"--budget: {shown(text)}; expected FTE, such as 1500")
    return budget


def default_name(task, size: dict) -> str:
    from sim.runs.address import code_of
    from sim.runs.plan import plan_setups

    code = code_of(plan_setups([task.base]).code, task.space, task.names, task.budget, size)
    return f"{task.budget:.0f}-{code}"


def guarded(work, *arguments):
    """What `work` returns; where it is broken off, how to go on."""
    from sim.commands.sensitivity import said
    from sim.runs.files import DISK_FULL, Full, reason
    from sim.runs.fill import Failing
    from sim.runs.runner import Lost

    again = "finished runs are stored, and the same command resumes"
    try:
        return work(*arguments)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(again) from None
    except Failing as fault:
        raise Failing(f"a search needs every run, and one failed: {said(fault)}") from None
    except Lost as fault:
        raise Lost(f"{fault}; {again}") from None
    except OSError as fault:
        if fault.errno in DISK_FULL:
            raise Full(f"{fault.filename or 'output'}: {reason(fault)}; {again}") from None
        raise


def describe(table, task, setups) -> str:
    """The policies with their outcomes, what each is made of, and how optimistic the search was."""
    from sim.commands.table import aligned, paragraphs
    from sim.study.optimize.table import FOUND, in_words

    found = table[table["kind"] == FOUND]
    told = [*found.index[:TOLD], *table.index[table["kind"] != FOUND]]
    rows = []
    for row in table.loc[told].to_dict("records"):
        cells = [row["policy"], round(row["fte"])]
        for name in task.names:
            half = (row[f"{name}_high"] - row[f"{name}_low"]) / 2
            cells += [f"{row[name]:.4g} ± {half:.2g}", signed(row[f"{name}_optimism"])]
        rows.append([*cells, row["standing"] + (f" by {row['dominated_by']}" if row["dominated_by"] else "")])
    columns = [word for name in task.names for word in (name, "optimism")]
    parts = [aligned(["policy", "FTE", *columns, "in fresh worlds"], rows)]
    if len(found) > TOLD:
        parts[0] += f"\n... and {len(found) - TOLD} more found, in front.csv"
    by_name = {setup.policy.name: setup for setup in setups}
    parts.append(paragraphs({name: in_words(task, by_name[name]) for name in found["policy"][:TOLD]}))
    parts.append(optimism(found, table, task))
    return "\n" + "\n\n".join(part for part in parts if part)


def signed(x: float) -> str:
    """Nothing where the search did not try the policy."""
    return "" if math.isnan(x) else f"{x:+.2g}" if x else "0"


def optimism(found, table, task) -> str:
    """How much better than they are the search had made its choice look, beside what chance did to one nobody chose."""
    from sim.study.optimize.task import REFERENCE

    if not len(found):
        return "Only known policies are on the front."
    base = table[table["policy"] == REFERENCE].iloc[0]
    said = [
        f"{name} {signed(found[f'{name}_optimism'].mean())} ({REFERENCE} "
        f"{signed(base[f'{name}_optimism']) or 'not in the search'})"
        for name in task.names
    ]
    return (
        f"On average, the search made the front look better than it is by: {', '.join(said)}. In brackets: "
        f"{REFERENCE}, which the search did not choose, so that its difference is due to the worlds alone."
    )


def save(folder: Path, table, task, setups, trials, size: dict) -> None:
    from importlib.metadata import version

    from sim.commands.output import write_csv, write_figure, write_manifest, write_parquet, write_text
    from sim.figures.optimize import draw
    from sim.study.optimize.table import FOUND, preset_page
    from sim.study.optimize.task import staffing

    write_csv(folder / "front.csv", table, index=False)
    write_parquet(folder / "search.parquet", trials.table)
    write_figure(
        folder, "optimize", draw(table, task.names, task.budget, task.headcount, size["check"], staffing(task))
    )
    files = ["front.csv", "search.parquet", "optimize.svg", "optimize.png"]
    by_name = {setup.policy.name: setup for setup in setups}
    (folder / "policies").mkdir(exist_ok=True)
    for row in table[table["kind"] == FOUND].itertuples():
        files.append(f"policies/{row.policy}.yaml")
        comment = (
            f"Found by paradip optimize within {task.budget:,.0f} FTE for {', '.join(task.names)}: {row.standing} in "
            "fresh worlds."
        )
        write_text(folder / files[-1], preset_page(by_name[row.policy], comment))
    factors = {factor.key: [factor.kind, *factor.values] for factor in task.space.factors}
    libraries = {name: version(name) for name in ("pymoo", "scikit-learn")}
    said = {**size, **libraries, "budget": task.budget, "outcomes": task.names, "levers": factors}
    write_manifest(folder, "optimize", [task.base], files, search=said)
    told = [name for name in files if "/" not in name]
    print(f"\nsaved in {folder}: {', '.join(told)}, manifest.json, policies/, runs/, check/")
