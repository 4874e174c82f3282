"""paradip exercise: ready-made workshop exercises."""

from sim.errors import InputError

ABOUT = """Without a name, lists the exercises. With one, prints its page and its command lines, to hand out.
An exercise is a yaml file in configs/exercise; name your own by its path."""
EXAMPLES = """examples:
  paradip exercise
  paradip exercise overloaded_centre
  paradip report exercise=overloaded_centre -o handout.html"""


def add_arguments(parser) -> None:
    parser.add_argument("names", nargs="*", metavar="EXERCISE", help="an exercise, or the path of your own")


def execute(arguments) -> None:
    from sim.commands.list import exercises
    from sim.web.exercise import read_exercise

    if len(arguments.names) > 1:
        raise InputError(f"exercise: {len(arguments.names)} names given; expected one, or none to list them")
    if arguments.names:
        print(page(read_exercise(arguments.names[0])))
        return
    print(exercises())
    print(
        "\nparadip exercise NAME prints its page; paradip report exercise=NAME -o handout.html makes its report; "
        "paradip workshop shows them on a screen"
    )


def page(exercise) -> str:
    """The exercise as text."""
    import textwrap

    from sim.inputs.in_use import option
    from sim.web.exercise import command_lines

    def flow(words: str, mark: str = "") -> str:
        return textwrap.fill(" ".join(words.split()), 88, initial_indent=mark, subsequent_indent=" " * len(mark))

    parts = [exercise.title.upper(), flow(exercise.question)]
    parts += [flow(block) for block in exercise.briefing.split("\n\n") if block.strip()]
    parts += ["WHAT TO WATCH\n" + "\n".join(flow(one, "- ") for one in exercise.watch)]
    parts += ["QUESTIONS TO DISCUSS\n" + "\n".join(flow(one, f"{k}. ") for k, one in enumerate(exercise.questions, 1))]
    parts += [
        "COMMAND LINES\n"
        + "\n".join(f"{what}:\n    {line}{option()}" for what, line in command_lines(exercise).items())
    ]
    return "\n\n".join([*parts, "READ\n" + "\n".join(flow(one, "- ") for one in exercise.sources)])
