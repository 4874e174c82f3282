"""paradip workshop: a page on this machine, policies side by side."""

import ipaddress
import os
import sys
import webbrowser

from sim.errors import InputError, shown

PORT = 8765
ABOUT = """Opens a page for a group of people: two to four policies, their levers, their cost and their outcomes.
It listens on this machine only, loads nothing from the network, and ends with Ctrl-C. --host lets others in: anyone who
can reach that address can use the page, which has no password."""
EXAMPLES = """examples:
  paradip workshop
  paradip workshop --port 9000 --sweep results/sweep/level-1a2b3c4d      only that sweep; default: all under results
  paradip workshop --host 192.168.1.20          for the laptops in this room"""


def add_arguments(parser) -> None:
    parser.add_argument("--port", metavar="N", default=f"{PORT}", help=f"port of the page, 0 for any (default: {PORT})")
    parser.add_argument(
        "--sweep", metavar="DIR", help="a finished sweep to show, or a folder with several (default: all under results)"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="only print the address; by default the browser opens it"
    )
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="address of this machine to listen on (default: 127.0.0.1)",
    )


def show(address: str) -> bool:
    """In the browser of whoever sits here, if somebody does: at a terminal, before a screen."""
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(screen and sys.stdout.isatty() and webbrowser.open(address))


def check_port(text: str) -> int:
    from sim.commands.whole import read_whole

    return read_whole("--port", text, 0, 65_535)


def check_host(text: str) -> str:
    try:
        address = ipaddress.ip_address("127.0.0.1" if text == "localhost" else text)
    except ValueError:
        raise InputError(
            f"--host: {shown(text)}; expected an address of this machine in numbers, such as 127.0.0.1"
        ) from None
    if address.is_unspecified or address.is_multicast:
        raise InputError(
            f"--host: {shown(text)}; expected one address of this machine, such as 127.0.0.1 or 192.168.1.20"
        )
    return str(address)


def execute(arguments) -> None:
    port, host = check_port(arguments.port), check_host(arguments.host)
    from sim.commands.list_study import held
    from sim.inputs.in_use import studies
    from sim.web.app.sweeps.found import find, found

    for study in studies():
        held(study)  # a fault in one is told here, not to a room full of people
    found.update(find(arguments.sweep))
    try:
        import solara  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise InputError(
            "workshop: solara is not installed; expected it, from pip install 'paradiplomacy[workshop]'"
        ) from None
    from sim.web.app.serve import bind, serve

    listening = bind(host, port)
    from sim.commands.report import made_by
    from sim.runs.work import ready

    ready()
    shown_host = f"[{host}]" if ":" in host else host
    address = f"http://{shown_host}:{listening.getsockname()[1]}/"
    print(f"the workshop is at {address} until Ctrl-C", flush=True)
    if not ipaddress.ip_address(host).is_loopback:
        print(f"anybody who reaches {host} can use it; there is no password", file=sys.stderr, flush=True)
    if not arguments.no_browser:
        show(address)
    serve(listening, host, made_by)
