"""docs/notebooks/*.ipynb as pages: their cells, and a link to the notebook itself."""

import json
from pathlib import Path

from mkdocs.structure.files import File


def on_files(files, config):
    for path in sorted(Path(config.docs_dir, "notebooks").glob("*.ipynb")):
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=page(path)))
    return files


def page(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    title, *others = ("".join(cell["source"]) for cell in cells)
    kinds = [cell["cell_type"] for cell in cells[1:]]
    link = f"[Download this notebook]({path.name}) and run it in an empty folder; it takes less than half a minute."
    shown = [f"```python\n{text}\n```" if kind == "code" else text for kind, text in zip(kinds, others, strict=True)]
    return "\n\n".join([title, link, *shown]) + "\n"
