"""paradip config: what a set of overrides comes to, as yaml; nothing is run."""

ABOUT = """Takes the same overrides as run."""
EXAMPLES = """examples:
  paradip config
  paradip config policy=combined oversight=graduated oversight.sanction=0.2
  paradip config scenario=toy run=trial"""


def add_arguments(parser) -> None:
    parser.add_argument("overrides", nargs="*", metavar="key=value", help="presets, levers, parameters, settings")


def execute(arguments) -> None:
    from sim.setup.config import resolve
    from sim.setup.written import to_yaml

    print(to_yaml(resolve(arguments.overrides)), end="")
