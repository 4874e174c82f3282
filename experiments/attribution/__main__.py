"""`python -m experiments.attribution`: which levers make the policies of the main comparison differ, in every real
federation, published in results/published/attribution. Runs are stored in results/attribution and never repeated."""

from pathlib import Path

from experiments.attribution.study import COMPARED, PLACES, WAYS, answers, finding, table_of
from experiments.publish import asked, publish
from sim.commands.output import write_figure
from sim.commands.progress import Progress
from sim.figures.names import metric_name
from sim.model.metrics.smallest import IN_WORDS, LESS, MORE
from sim.model.units import number, signed
from sim.study.attribute.attribution import Attribution

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results" / "published" / "attribution"
DECADES = 100
DRAWN = ("goodput", "surfaced")  # of the first federation, by group


def spelt(name: str) -> str:
    return name.replace("_", " ")


def markdown(one: Attribution) -> str:
    """Outcomes in rows and parts in columns, what matters in bold."""
    titles = dict(zip(one.table["part"], one.table["title"], strict=True))
    lines = [f"| | {' | '.join(titles.values())} | together |", "|" + " --- |" * (len(titles) + 2)]
    for metric, part in one.table.groupby("metric", sort=False):
        whole = one.whole.set_index("metric").loc[metric]
        cells = [cell(row.difference, row.verdict) for row in part.itertuples()]
        total = cell(whole["difference"], whole["verdict"])
        lines.append(f"| {metric_name(str(metric))}, {whole['unit']} | {' | '.join(cells)} | {total} |")
    return "\n".join(lines) + "\n"


def turned(one: Attribution) -> str:
    """Of many parts: those that matter in some outcome in rows, and in which."""
    lines = ["| lever | what it does that matters |", "| --- | --- |"]
    for title, part in one.table.groupby("title", sort=False):
        does = part[part["verdict"].isin((MORE, LESS))]
        told = [f"{metric_name(row.metric)} {signed(row.difference, 2)}" for row in does.itertuples()]
        if told:
            lines.append(f"| {title} | {', '.join(told)} |")
    return "\n".join(lines) + "\n"


def cell(value: float, verdict: str) -> str:
    return f"**{signed(value, 2)}**" if verdict in (MORE, LESS) else number(value, 2)


def told(found: dict, decades: int) -> str:
    """The page: what was asked and found, then each federation and each pair of policies, by group and by lever."""
    parts = []
    for place, first, second, by in found:
        one = found[place, first, second, by]
        if by == WAYS[0]:
            parts.append(f"## {PLACES.get(place, place)}: {spelt(first)} to {spelt(second)}\n")
            if place == next(iter(found))[0]:
                drawn = [(metric_name(name), picture(first, second, name)) for name in DRAWN]
                parts += [f"![{title}, part by part]({file}.svg)\n" for title, file in drawn]
            parts += [markdown(one), "".join(f"- {line}\n" for line in one.sentences)]
        else:
            how = "every mixture run" if one.exact else "orders drawn in each world"
            parts.append(f"By lever ({how}):\n\n{turned(one)}")
    body = "\n".join(parts)
    return f"""# Which levers did it?

**{finding(found)}.**

`python -m experiments.attribution`: {decades} decades of each federation. The difference between two policies is
divided into parts that add up to it (Shapley values): what each group of levers, or each lever, adds when it goes from
the one policy to the other, a mean over all orders. Delegation counts as if staff moved with the work; that delegates
bring staff of their own is a part beside it, which joins after delegation. Bold: the whole 95% interval lies beyond the
smallest effect that matters ({IN_WORDS}). `parts.csv` has every interval, `interactions.csv` what pairs do beyond what
each does by itself.

{body}"""


def picture(first: str, second: str, metric: str) -> str:
    return f"{first}-{second}-{metric}"


def main(decades: int, folder: Path, runs: Path, **chosen) -> None:
    with Progress() as progress:
        found = answers(decades, runs, progress, progress.say, **chosen)
    folder.mkdir(parents=True, exist_ok=True)
    place = next(iter(found))[0]
    for first, second in COMPARED:
        for metric in DRAWN:
            write_figure(folder, picture(first, second, metric), found[place, first, second, WAYS[0]].figure(metric))
    tables = {"parts": table_of(found, "table")} | {name: table_of(found, name) for name in ("whole", "interactions")}
    publish(folder, "attribution", told(found, decades), tables, finding=finding(found), decades=decades)
    print(finding(found))


if __name__ == "__main__":
    given = asked("attribution", "Which levers did it?", RESULTS, "decades", DECADES)
    main(given.decades, given.out, ROOT / "results" / "attribution")
