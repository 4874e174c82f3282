"""The command `paradip`. Here words are sorted into a command, its options and overrides; commands/ has one file each.

Nothing heavy is imported before it is needed, so that help comes at once.
"""

import argparse
import os
import re
import resource
import sys
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module

from sim.errors import InputError, nearest

COMMANDS = {
    "run": "run one policy: a table of outcomes with intervals",
    "compare": "compare policies in the same worlds: paired differences, the better policy by outcome, a figure",
    "report": "write a comparison as one page to hand out: what changed and why, in plain words",
    "sweep": "run a grid of levers and assumptions: one tidy table and a figure",
    "sensitivity": "find which assumptions and levers an outcome is most sensitive to: Morris, Sobol",
    "optimize": "find the best use of a fixed headcount: how much to spend on which levers, checked on fresh seeds",
    "resume": "resume a sweep where it stopped, or with more replicates",
    "export": "export the runs of a sweep to the EMA Workbench or pyam",
    "status": "show the state of a sweep: runs done, failures, damaged files",
    "explorer": "write a finished sweep as one page with sliders, for any browser, without a server",
    "workshop": "open a page on this machine for a group of people: levers to move, outcomes live",
    "exercise": "show ready-made workshop exercises: briefing, questions, what to watch",
    "explain": "tell what happened in one world, as a dated story",
    "list": "list scenarios, policies, presets, levers, parameters, metrics, claims, targets",
    "new": "write a study to begin with: policies, scenarios, agents, outcomes of one's own",
    "config": "show the full configuration without running it",
    "claims": "test the claims of the two articles in plausible worlds: the share in which each holds",
    "worth": "find what to measure before choosing among policies, and how well: the value of information",
    "evidence": "hold the model against published figures: what it misses, and by how much",
    "reproduce": "remake the published figures and check them number by number",
    "verify": "compare the simulator with known answers from textbooks",
    "benchmark": "measure how fast it is on this machine",
    "completion": "print the script with which bash, zsh or fish completes what is typed",
}
ABOUT = """Simulates ten years of foreign policy, run from one centre or delegated to states and cities.
It is a thought experiment, not a forecast."""
EXAMPLES = """examples:
  paradip compare                                          three policies, ten years, the United States
  paradip compare status_quo combined scenario=canada_2023 run=trial
  paradip run policy=guided_delegation delegation.level=0.5 parameters.growth=0.03
  paradip sweep policy=guided_delegation delegation.level=0,0.15,0.3 coordination.guidance=0,0.5,1
  paradip list policies
  paradip COMMAND --help"""
AT_ONCE = ("completion",)  # answers while somebody types
LEAST_MEMORY = 1_000_000_000  # bytes of address space
LIVE = ("workshop",)  # goes on for hours, shows what was edited meanwhile, and hears Ctrl-C itself


class Parser(argparse.ArgumentParser):
    """Faults become one line instead of a page of usage."""

    def __init__(self, *arguments, **settings) -> None:
        super().__init__(*arguments, **settings)
        for name in (None, "store"):
            self.register("action", name, Once)

    def error(self, message: str):
        message = re.sub(r"ignored explicit argument .*", "takes no value; expected it alone", message)
        raise InputError(message.removeprefix("argument "))


class Once(argparse._StoreAction):
    """An option with a value: of two values, one would be dropped."""

    is_given = False

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string and self.is_given:
            raise InputError(f"{option_string}: given twice; expected once")
        self.is_given = True
        super().__call__(parser, namespace, values, option_string)


def command_help() -> str:
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items())
    return f"usage: paradip COMMAND [words and options]\n\n{ABOUT}\n\ncommands:\n{lines}\n\n{EXAMPLES}\n"


def read_arguments(name: str, words: list[str]):
    """The command's module and its arguments. Options may stand before, between or after the words."""
    module = import_module(f"sim.commands.{name}")
    parser = Parser(
        prog=f"paradip {name}",
        description=f"{COMMANDS[name]}\n\n{module.ABOUT}",
        epilog=module.EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    add_study(parser)
    return module, parsed(parser, name, words)


def add_study(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--study", metavar="DIR", help="also use the policies, scenarios, agents ... of this folder")


def parsed(parser: argparse.ArgumentParser, name: str, words: list[str]) -> argparse.Namespace:
    """The arguments of a command. Raises InputError."""
    arguments, unknown = parser.parse_known_intermixed_args(words)
    if unknown:
        word = unknown[0].partition("=")[0]
        options = [option for action in parser._actions for option in action.option_strings if option.startswith("--")]
        raise InputError(f"{word}: not an option of {name}; expected {', '.join(options)}{nearest(word, options)}")
    return arguments


def dispatch(words: list[str]) -> int:
    name, *rest = words or [""]
    if name in ("-h", "--help", "help"):
        print(command_help(), end="", flush=True)
        return 0
    if name == "--version":
        from importlib.metadata import version

        from sim.model.version import MODEL_VERSION

        print(f"paradiplomacy {version('paradiplomacy')}, model {MODEL_VERSION}")
        return 0
    if name not in COMMANDS:
        problem = f"command '{name[:40]}': not known" if name else "no command given"
        raise InputError(f"{problem}; expected one of {', '.join(COMMANDS)}{nearest(name, COMMANDS)}")
    check_memory()
    try:
        module, arguments = read_arguments(name, rest)
    except SystemExit:  # of help, which argparse has printed
        sys.stdout.flush()
        return 0

    if name not in AT_ONCE:
        from sim.inputs.in_use import take_up

        take_up(arguments.study)
    with nullcontext() if name in (*LIVE, *AT_ONCE) else once():
        code = module.execute(arguments)
    sys.stdout.flush()
    return code or 0


def once() -> AbstractContextManager:
    from sim.inputs.scenario import reading_once

    return reading_once()


def check_memory() -> None:
    """Raises InputError where libraries would fail to load, or try for ever, for want of address space."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY and limit < LEAST_MEMORY:
        raise InputError(
            f"memory: limited to {limit / 1e6:,.0f} MB (ulimit -v), in which the libraries cannot be loaded; expected "
            f"at least {LEAST_MEMORY / 1e6:,.0f} MB"
        )


def complain(line: str) -> None:
    print(f"paradip: {InputError(line)}", file=sys.stderr)  # one printable line, whatever a path may hold


def as_line(message, category, filename, lineno, line=None, full=warnings.formatwarning) -> str:
    """A warning of ours, as one line; Python's own as they are."""
    ours = category.__module__.startswith("sim.")
    return f"paradip: {InputError(message)}\n" if ours else full(message, category, filename, lineno, line)


def heard(do: Callable[[list[str]], int], words: list[str]) -> int:
    """What `do` makes of the words. An interruption that broke off a library, which failed for it in a way of its own,
    is an interruption."""
    try:
        return do(words)
    except Exception:
        from sim.runs.signals import was_stopped

        if was_stopped():
            raise KeyboardInterrupt from None
        raise


def main(argv: list[str] | None = None, do: Callable[[list[str]], int] = dispatch) -> int:
    """What `do` makes of the words, its faults in one line. Exit codes: 0 done, 1 a known answer was missed,
    2 something supplied does not fit, 3 disk full, 4 somebody else is at work in the folder, 5 some runs failed,
    130 interrupted."""
    warnings.formatwarning = as_line
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Greek letters
    try:
        return heard(do, list(sys.argv[1:] if argv is None else argv))
    except InputError as error:
        complain(str(error))
        return getattr(error, "code", 2)
    except KeyboardInterrupt as stop:
        from sim.commands.stop import CODE, say

        say(f"paradip: {InputError('; '.join(['interrupted', *map(str, stop.args)]))}")
        return CODE
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        from sim.runs.files import DISK_FULL, reason

        complain(f"{error.filename or 'output'}: {reason(error)}")
        return 3 if error.errno in DISK_FULL else 2
    except MemoryError:
        complain("out of memory; expected fewer replicates, years or actors, or a larger machine")
        return 2
    except RuntimeError as error:
        if "start new thread" not in str(error):
            raise
        complain("no more threads can be started; expected a higher limit on processes (ulimit -u)")
        return 2


def enter(do: Callable[[list[str]], int] = dispatch) -> None:
    """The program `paradip`, or another: `main` in a process of its own, that stops when it is told to."""
    from sim.commands.streams import open_streams

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here needs more; under a limit it interrupts itself
    sys.dont_write_bytecode |= resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY  # cut short
    printable = open_streams()
    from sim.commands import stop

    if sys.argv[1:2] not in ([name] for name in LIVE):
        stop.watch()
    if not printable:
        complain("standard output is closed; expected a terminal, a file or a pipe")
    stop.leave(main(do=do) if printable else 2)


if __name__ == "__main__":
    enter()
