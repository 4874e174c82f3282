"""paradip benchmark: how fast it is here."""

ABOUT = """Times everything in one run and names the machine. --scale adds how time and memory grow with the number of
localities and of issues; --cold adds a first compilation into an empty cache."""
EXAMPLES = """examples:
  paradip benchmark
  paradip benchmark --scale
  paradip benchmark --cold"""
ACTORS = (81, 1000, 10000, 30000, 90837)
RATES = (15, 60, 240, 960, 3840)


def add_arguments(parser) -> None:
    parser.add_argument("--scale", action="store_true", help="how time and memory grow with localities and issues")
    parser.add_argument("--cold", action="store_true", help="time a first compilation as well")


def execute(arguments) -> None:
    from sim.commands.table import aligned
    from sim.study import benchmark

    print(benchmark.machine())
    found = benchmark.decade() | benchmark.threads() | benchmark.commands(arguments.cold)
    print(aligned(["what", "value"], [[name, value] for name, value in found.items()]))
    if arguments.scale:
        points = [(n, 60) for n in ACTORS] + [(0, rate) for rate in RATES]
        rows = [[n or "as they are", rate, *benchmark.curve(n, rate)] for n, rate in points]
        print("\n" + aligned(["localities", "issues a week", "seconds", "world MB", "process MB", "issues"], rows))
