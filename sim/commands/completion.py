"""paradip completion: a script with which a shell completes what is typed.

At each press of the tab key the script hands over the line so far, and gets back the words that fit.
"""

import os
import re
import shlex
from contextlib import suppress
from pathlib import Path

from sim.commands.choices import APP, known
from sim.errors import InputError, nearest, shown

ABOUT = """\
The script completes commands, options, keys and their values, policies, outcomes, claims, figures, files and folders.
Put the line of your shell where it is read at every start (~/.bashrc, ~/.zshrc, ~/.config/fish/config.fish)."""
EXAMPLES = """examples:
  eval "$(paradip completion bash)"
  eval "$(paradip completion zsh)"
  paradip completion fish | source"""

OPEN = "=.:/,"  # more is to come after these
LISTS = ("metric", "factor", "lever", "width", "amount", "kinds")  # several of these, with commas between them
BASH = """\
_paradip_NAME() {
    local line=${COMP_LINE:0:COMP_POINT} word
    COMPREPLY=()
    if [[ WHEN ]]; then
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
            ASK --line "$line" --breaks "$COMP_WORDBREAKS" 2>/dev/null)
        [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *[OPEN] ]] && compopt -o nospace 2>/dev/null
    elif [[ -n $_paradip_before_NAME ]]; then
        "$_paradip_before_NAME" "$@"
    fi
    return 0
}
_paradip_found=$(complete -p PROGRAM 2>/dev/null | sed -n '1s/.* -F \\([^ ]*\\) .*/\\1/p')
[[ $_paradip_found == _paradip_* ]] || _paradip_before_NAME=$_paradip_found
complete ELSE-F _paradip_NAME PROGRAM
"""
ZSH = """\
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_paradip_NAME() {
    local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
    local -a found
    if [[ WHEN ]]; then
        found=("${(@f)$(ASK --line "$line" 2>/dev/null)}")
        found=(${found:#})
        compadd -S '' -- ${(M)found:#*[OPEN]}
        compadd -- ${found:#*[OPEN]}
    else
        _default
    fi
}
compdef _paradip_NAME PROGRAM
"""
FISH = """\
function __paradip_NAME
    set -l program (string replace -r '^~' $HOME (commandline -opc)[1])
    ASK --line (commandline -cp | string collect) 2>/dev/null
end
for program in PROGRAM
    complete -c $program -n WHEN -f -a '(__paradip_NAME)'
end
"""
# shell: script, how it asks the program that is typed, how it sees that the line is one of `python -m sim.app`
SHELLS = {
    "bash": (BASH, '"${COMP_WORDS[0]/#\\~/$HOME}"', '$line == *" -m sim.app "*'),
    "zsh": (ZSH, "${~words[1]}", '$line == *" -m sim.app "*'),
    "fish": (FISH, "$program", "'string match -q \"* -m sim.app *\" (commandline -cp)'"),
}
ALWAYS = {"bash": "-n $line", "zsh": "-n $line", "fish": "true"}


def add_arguments(parser) -> None:
    import argparse

    parser.add_argument("shells", nargs="*", metavar="SHELL", help="bash, zsh or fish")
    for hidden in ("--line", "--breaks"):
        parser.add_argument(hidden, default=None if hidden == "--line" else "", help=argparse.SUPPRESS)


def execute(arguments) -> None:
    if arguments.line is not None:
        print("\n".join(answer(arguments.line, arguments.breaks)))
    else:
        print(script(arguments.shells, "paradip"), end="")
        known()  # so that the first press of the key need not wait


def script(shells: list[str], program: str) -> str:
    """What a shell is to run, for `paradip` or for `python -m sim.app`. Raises InputError."""
    if len(shells) != 1 or shells[0] not in SHELLS:
        said = " ".join(shells)
        raise InputError(f"shell: {shown(said)}; expected one of {', '.join(SHELLS)}{nearest(said, SHELLS)}")
    text, asks, inside = SHELLS[shells[0]]
    python = program == APP
    for name, value in {
        "NAME": "app" if python else "command",
        "WHEN": inside if python else ALWAYS[shells[0]],
        "ASK": asks + " -m sim.commands.cli" * python + " completion",
        "PROGRAM": "python python3" if python else "paradip",
        "ELSE": "-o bashdefault -o default " * python,  # files, as without a script
        "OPEN": OPEN,
    }.items():
        text = text.replace(name, value)
    return text


def answer(line: str, breaks: str = "") -> list[str]:
    """Words that fit at the end of a line. breaks: letters at which a shell begins a new word, as bash does at `=`."""
    words, quote = split(line)
    place = next((i for i, word in enumerate(words) if Path(word).name == "paradip" or word == APP), None)
    if place is None:
        return []
    after = words[place + 1 :]
    named = after[after.index("--study") + 1] if "--study" in after[:-2] else ""
    table = known(named)
    start = [] if words[place] != APP else [APP]
    found = fitting([*start, *words[place + 1 :]], table)
    if not breaks:
        return found
    cut = max((words[-1].rfind(letter) + 1 for letter in breaks), default=0) if not quote else 0
    return [word[cut:] if quote else re.sub(r"([^\w./=:,+@%~-])", r"\\\1", word[cut:]) for word in found]


def split(line: str) -> tuple[list[str], str]:
    """The words of a line, the last one just begun, and the quote that is open in it."""
    for quote in ("", "'", '"'):
        with suppress(ValueError):
            words = shlex.split(line.removesuffix("\\") + quote)
            return [*words, *[""] * (not line or (line[-1].isspace() and not quote))], quote
    return [""], ""


def fitting(words: list[str], table: dict) -> list[str]:
    """words: after `paradip`; the last is just begun."""
    *before, begun = words
    if not before:
        found = [name for name in table["commands"] if name != APP] + ["--help", "--version"]
    elif before[0] not in table["commands"]:
        return []
    else:
        command = table["commands"][before[0]]
        kinds = command["options"].get(before[-1], []) if before[1:] else []
        if kinds:
            found = [word for kind in kinds for word in offered(kind, begun, table)]
        elif begun.startswith("-"):
            found = [*command["options"]]
        else:
            found = [word for kind in command["words"] for word in offered(kind, begun, table)]
    return [word for word in dict.fromkeys(found) if word.startswith(begun)]


def offered(kind: str, begun: str, table: dict) -> list[str]:
    """Words of one kind; of a list with commas, the last is completed."""
    if kind in ("folder", "file"):
        return paths(begun, kind == "file")
    if kind == "key":
        return keyed(begun, table)
    if kind == "axis":
        return keyed(begun, table, several=True)
    if kind == "column":
        return column(begun, table)
    names = table["names"].get(kind, [])
    if kind not in LISTS:
        return names
    head, comma, _ = begun.rpartition(",")
    return [head + comma + name for name in names if name not in head.split(",")]


def keyed(begun: str, table: dict, several: bool = False) -> list[str]:
    """Keys, by their group until a dot is typed; after `=`, what there is to choose from."""
    key, equals, value = begun.partition("=")
    if not equals:
        full = [f"{key}=" for key in table["keys"]]
        return full if "." in begun else list(dict.fromkeys(re.sub(r"\..*", ".", key) for key in full))
    if key == "scenario":
        return [f"{key}={name}" for name in [*table["values"][key], *paths(value, False)]]
    head, comma, _ = value.rpartition(",") if several else ("", "", "")
    taken = head.split(",")
    return [f"{key}={head}{comma}{name}" for name in table["values"].get(key, []) if name not in taken]


def column(begun: str, table: dict) -> list[str]:
    """A policy, and after a colon what of it is changed; or a key, but for those that name the policy."""
    preset, colon, rest = begun.partition(":")
    if not colon or "=" in preset:
        return [
            *table["values"]["policy"],
            *(word for word in keyed(begun, table) if word[:5] not in ("polic", "name=")),
        ]
    head, comma, last = rest.rpartition(",")
    return [f"{preset}:{head}{comma}{word}" for word in keyed(last, table) if word.partition(".")[0] in table["groups"]]


def paths(begun: str, files: bool) -> list[str]:
    """Folders, and files if they are wanted, that begin so; hidden ones only after a dot."""
    folder, _, name = begun.rpartition("/")
    place = Path(os.path.expanduser(folder) or ("/" if begun.startswith("/") else "."))
    head = begun[: len(begun) - len(name)]
    try:
        entries = sorted(place.iterdir())
    except OSError:
        return []
    kept = [one for one in entries if one.name.startswith(name) and one.name.isprintable() and (files or one.is_dir())]
    return [head + one.name + "/" * one.is_dir() for one in kept if name or not one.name.startswith(".")]
