"""Where results go. The place is tested before anything is simulated; files appear whole or not at all."""

import os
from pathlib import Path

from sim.errors import InputError, shown
from sim.runs.files import digest_of, page, write
from sim.runs.ours import check_ours


def add_out(parser, default: str) -> None:
    parser.add_argument("-o", "--out", metavar="DIR", help=f"folder for the results (default: {default})")


def check_out(out: str | None, default: Path) -> Path:
    """The folder, if it could be made, or is there and empty or ours. Nothing is made yet."""
    folder = check_place(out, default)
    if out is not None:
        check_ours(folder)
    return folder


def check_place(out: str | None, default: Path) -> Path:
    """The folder, if it exists or could be made."""
    if out is not None and (not out.strip() or not out.isprintable()):
        raise InputError(f"--out: {shown(out)}; expected the path of a folder, new or existing")
    folder = default if out is None else Path(out)
    try:
        standing = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
        if not standing.is_dir():
            raise InputError(f"--out: {shown(standing)} is not a folder; expected a folder, new or existing")
        if not os.access(standing, os.W_OK | os.X_OK):
            raise InputError(f"--out: {shown(standing)} cannot be written to; expected a folder of yours")
        longest = os.pathconf(standing, "PC_NAME_MAX")
    except OSError as error:
        raise InputError(f"--out: {shown(folder)}: {error.strerror}; expected the path of a folder") from None
    if any(len(os.fsencode(part)) > longest for part in folder.parts):
        raise InputError(f"--out: {shown(folder)}; expected names of at most {longest} characters")
    return folder


def write_text(path: Path, text: str) -> None:
    write(path, lambda part: part.write_text(text, encoding="utf-8"))


def write_parquet(path: Path, frame) -> None:
    write(path, lambda part: frame.to_parquet(part, compression="zstd", write_page_checksum=True))


def write_csv(path: Path, frame, index: bool = True) -> None:
    write(path, lambda part: frame.to_csv(part, index=index, lineterminator="\n"))


def write_figure(folder: Path, name: str, figure) -> None:
    write(folder / f"{name}.svg", lambda part: figure.savefig(part, format="svg", metadata={"Date": None}))
    write(folder / f"{name}.png", lambda part: figure.savefig(part, format="png", dpi=200))


def write_manifest(
    folder: Path, command: str, setups: list, files: list[str], digests: dict[str, str] | None = None, **more
) -> None:
    """What was run, by what, on what; written last, so that a folder with a manifest is complete. digests: of the
    scenarios' tables, where they are known and the scenarios may be gone."""
    from sim.commands.provenance import machine, scenario_digests, versions
    from sim.inputs.in_use import digests as studies_in_use
    from sim.setup.written import to_dict

    manifest = {
        "command": command,
        "configurations": [to_dict(setup) for setup in setups],
        **more,
        "scenarios": digests or scenario_digests(setups),
        **({"studies": used} if (used := studies_in_use()) else {}),
        "versions": versions(),
        "machine": machine(),
        "files": {file: digest_of(folder / file) for file in files},
    }
    write(folder / "manifest.json", lambda part: part.write_bytes(page(manifest)))
