"""What a manifest says of program, scenario and machine. No names of people, hosts or folders, and no times."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.model.version import MODEL_VERSION
from sim.runs.rules import rules_now

PACKAGES = ("paradiplomacy", "numpy", "numba", "pandas", "pyarrow", "hydra-core", "Mesa")


def versions() -> dict[str, str | int | None]:
    found: dict[str, str | int | None] = {
        "model": MODEL_VERSION,
        "rules": rules_now(),
        "python": platform.python_version(),
        "commit": commit(),
    }
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def commit() -> str | None:
    """The commit of the source tree, with a plus if files differ from it; None for an installed package."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return None
    try:
        said = [
            subprocess.run(
                ["git", *words], cwd=root, capture_output=True, text=True, timeout=10, check=True
            ).stdout.strip()
            for words in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    return said[0] + ("+" if said[1] else "")


def machine() -> dict[str, str | int | None]:
    return {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()}


def scenario_digests(setups) -> dict[str, str]:
    """SHA-256 of the tables as they lie on disk."""
    from sim.inputs.scenario import load_scenario

    return {name: load_scenario(name).digest for name in sorted({setup.scenario for setup in setups})}
