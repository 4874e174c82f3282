"""--worlds: which worlds are drawn. The same words everywhere; what a command draws of them is its own."""

KINDS = "plausible, evidence, or the path of a csv"
USUAL = "evidence, or plausible where there is no table"


def add_worlds(parser, usual: str = USUAL) -> None:
    parser.add_argument("--worlds", metavar="KIND", help=f"which worlds: {KINDS} (default: {usual})")
