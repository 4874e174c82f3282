"""paradip explain: one world, told."""

from sim.errors import InputError

ABOUT = """\
Tells what happened in one world under a policy (default: status_quo) as a dated story. With a second policy, it also
tells what became of the same issues under that one. --issue, --incident and --actor choose one; --week shows how things
stand at the start of a week. Of a policy that changes in the course of the run it tells each change, its cause and its
cost, and what the same world comes to without it. A world is identified by its seed and replicate."""
EXAMPLES = """examples:
  paradip explain --seed 7
  paradip explain laissez_faire --seed 7 --incident 1
  paradip explain status_quo combined --seed 7 --issue 1200
  paradip explain status_quo laissez_faire --week 120
  paradip explain tighten_after_a_scandal --seed 3
  paradip explain parallel_disharmony --seed 3 --actor California run.years=4"""


def add_arguments(parser) -> None:
    parser.add_argument("words", nargs="*", metavar="POLICY or key=value", help="one policy or two, and overrides")
    parser.add_argument("--seed", metavar="S", help="seed of the world (default: run.seed)")
    parser.add_argument("--replicate", metavar="R", default="0", help="replicate of that seed (default: 0)")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--issue", metavar="N", help="number of an issue")
    one.add_argument("--incident", metavar="N", help="number of an incident, 1 for the gravest that surfaced")
    one.add_argument("--actor", metavar="NAME", help="code or name of an actor")
    one.add_argument("--week", metavar="W", help="number of a week, 0 for the first")


def execute(arguments) -> None:
    from sim.commands.whole import SEEDS, read_whole
    from sim.setup.columns import chosen_setups

    def whole(name: str, least: int = 0) -> int | None:
        text = getattr(arguments, name)
        return None if text is None else read_whole(f"--{name}", text, least, SEEDS)

    seed, replicate, issue, week = whole("seed"), whole("replicate"), whole("issue"), whole("week")
    incident, actor = whole("incident", 1), arguments.actor
    if actor is not None and not (actor.strip() and actor.isprintable()):
        raise InputError("--actor: no name given; expected the code or name of an actor, such as California")
    words = list(arguments.words)
    if seed is not None:
        if any(word.partition("=")[0].strip() == "run.seed" for word in words):
            raise InputError("--seed: given twice, also as run.seed; expected one of them")
        words.append(f"run.seed={seed}")
    setups = chosen_setups(words, ("status_quo",))
    if len(setups) > 2:
        raise InputError(f"policy: {len(setups)} policies named; expected one, or two to compare")

    from sim.tell import explain

    first, other = setups[0], setups[1] if len(setups) == 2 else None
    print(explain.tell(first, other, replicate=replicate or 0, issue=issue, incident=incident, actor=actor, week=week))
