"""The gallery: every published figure with its question, its finding and its command, as in results/published."""

from mkdocs.structure.files import File

from sim.inputs.shipped import shipped
from sim.study.publish.gallery import figures

MAIN = """
## The main comparison

![The main comparison](main_comparison/comparison.svg)

`paradip compare --out results/published/main_comparison`; table:
[comparison.csv](main_comparison/comparison.csv)
"""


def on_files(files, config):
    published = shipped("published")
    text = figures(published).replace("# Published figures\n", "# Gallery\n", 1) + MAIN
    files.append(File.generated(config, "gallery/index.md", content=text))
    for path in sorted(published.rglob("*")):
        place = path.relative_to(published).as_posix()
        if f"({place})" in text:
            files.append(File.generated(config, f"gallery/{place}", abs_src_path=str(path)))
    return files
