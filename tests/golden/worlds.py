"""Worlds: each bundled scenario under each preset that it can afford, for a year or two, and twenty decades of many
levers (configurations.txt), by hash per table.

fields.json is the list of fields that are hashed, so that a field added to a record changes no hash; links between
rows (heads of lists, the next in line) are not in it, since they are the program's own affair. To take a field off
that list is no change of a world; worlds.json knows the list that it was made with.
"""

from collections.abc import Mapping

from baseline import HERE, changed, digest, digest_of, read, write
from doors import world

LINES = (HERE / "configurations.txt").read_text(encoding="utf-8").splitlines()
FIELDS: dict[str, list[str]] = read("fields.json")
NAME = "worlds.json"
VERSION = "sim/model/version.py"  # where MODEL_VERSION stands


def pin(line: str) -> dict[str, str]:
    """Hash of each table."""
    tables = world(line)
    return {table: digest_of(tables[table], names) for table, names in FIELDS.items()}


def page_of(worlds: Mapping, version: int) -> dict:
    fields = {table: digest(" ".join(names).encode()) for table, names in FIELDS.items()}
    return {
        "what": "BASELINE, pinned by tests/golden/renew.py",
        "model_version": version,
        "fields": fields,
        "worlds": worlds,
    }


def moved(old: Mapping, new: Mapping) -> list[str]:
    """Worlds of both pages in which a table, hashed over the same fields, has changed."""
    same = [table for table, fields in new["fields"].items() if old["fields"].get(table) == fields]
    return [
        line
        for line, tables in new["worlds"].items()
        if line in old["worlds"] and any(tables[table] != old["worlds"][line][table] for table in same)
    ]


def refusal(old: Mapping, new: Mapping) -> str:
    """Why the new page must not take the place of the old one; empty if it may."""
    was, version, lines = old["model_version"], new["model_version"], moved(old, new)
    if version > was or (version == was and not lines):
        return ""
    return (
        f"{len(lines)} of {len(new['worlds'])} worlds have changed, the first '{next(iter(lines), '')}'; expected "
        f"MODEL_VERSION in {VERSION} above {was}, it is {version}"
    )


def renew() -> list[str]:
    """Pin all of them anew; what changed. Raises ValueError if the version has to be raised first."""
    from doors import model_version

    old, new = read(NAME), page_of({line: pin(line) for line in LINES}, model_version())
    if why := refusal(old, new):
        raise ValueError(why)
    write(NAME, new)
    return changed(old, new)
