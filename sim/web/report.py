"""The report of a comparison: one page to hand out, from what was compared to the command that reproduces it."""

from collections.abc import Sequence
from dataclasses import replace

from sim.figures.comparison import draw
from sim.figures.names import called
from sim.inputs.scenario import load_scenario
from sim.model.acts import MANY, WHO
from sim.model.levers import LEVERS
from sim.model.metrics import HEADLINES
from sim.model.metrics.smallest import IN_WORDS
from sim.model.path.words import told as in_time
from sim.model.units import number, numbers, plain, signed
from sim.runs.intervals import COVERS
from sim.setup.config import Setup
from sim.setup.written import class_name
from sim.study.attribute.attribution import Attribution
from sim.study.comparison import Comparison
from sim.tell.explain.words import listed as joined
from sim.web import assumptions, levers
from sim.web.decompose import channels, incidents
from sim.web.exercise import Exercise
from sim.web.figure import inline
from sim.web.levers import spoken
from sim.web.mechanism import mechanism
from sim.web.page import contents, document, listed, paragraphs, section, table, text
from sim.web.summary import headline, in_short, summary
from sim.web.words import Contrast, apart, contrast_of, scale, unit

READING = (
    (
        "Every policy faces the same worlds, so each world gives a difference. The mean of these differences is shown "
        "with a 95% interval. A policy is called better or worse only if the interval lies wholly beyond the smallest "
        f"effect that matters ({IN_WORDS}); too small to matter, if it lies wholly within. Otherwise these worlds are "
        "inconclusive, and nothing is claimed."
    ),
    (f"{COVERS} With many outcomes, about one interval in twenty would exclude zero even if nothing differed."),
    (
        "Whose staff does the delegated work matters more than most levers. Compare both conventions: "
        "delegation.staff=kept, and delegation.staff=moved."
    ),
)


def report(
    comparison: Comparison,
    setups: list[Setup],
    commands: dict[str, str],
    made_by: dict[str, str],
    exercise: Exercise | None = None,
    doubts: Sequence[str] = (),
    attributed: Sequence[Attribution] = (),
) -> str:
    """The page. `commands`: lines that give the same numbers, by what they give. `made_by`: versions and digests.
    `doubts`: what was found in other worlds (sim.web.doubt), if it was asked. `attributed`: which levers made each
    policy differ from the first, if that is to be told."""
    first, *others = (setup.policy.name for setup in setups)
    title = (
        exercise.title
        if exercise
        else f"{joined([spoken(name) for name in others])} against {spoken(first)}".capitalize()
    )
    parts: list[tuple[str, str, list[str]]] = []
    if exercise:
        parts += [
            ("briefing", "Briefing", briefing(exercise)),
            ("questions", "Questions to discuss", questions(exercise)),
        ]
    parts += [
        ("short", "In short", [block for other in others for block in short(comparison, other)]),
        ("compared", "What was compared", compared(setups)),
        ("changed", "What changed, and why", [block for other in others for block in told(comparison, other)]),
        *([("levers", "Which levers did it", mechanism(list(attributed)))] if attributed else []),
        ("figure", "The comparison at a glance", picture(comparison)),
        ("reading", "How to read the intervals", [listed(map(text, reading(comparison)))]),
        ("outcomes", "Outcomes", [outcomes(comparison, other, exercise) for other in others]),
        ("incidents", "Incidents by kind", [kinds(comparison, other) for other in others]),
        ("staff", "Whose staff does the work", staffing(comparison, setups)),
        *([("worlds", "If assumptions are others", [*doubts])] if doubts else []),
        ("assumptions", "Assumptions", assumed(setups[0])),
        ("again", "How to reproduce these numbers", again(commands, made_by)),
    ]
    where, run = load_scenario(setups[0].scenario).title, setups[0].run
    n_worlds = len(comparison.runs[["seed", "replicate"]].drop_duplicates())
    years = f"{plain(run.years)} {'year' if run.years == 1 else 'years'}"
    lead = f"{where}. {years} of foreign policy, simulated in {plain(n_worlds)} common worlds."
    head = (
        f'<header><h1>{text(title)}</h1>\n<p class="lead">{text(lead)}</p>\n'
        f'<p class="note">Theoretical exposition and structured comparison of arrangements, not forecasting.</p>\n'
        f"{contents([(anchor, name) for anchor, name, _ in parts])}</header>"
    )
    body = "\n".join(section(anchor, name, *blocks) for anchor, name, blocks in parts)
    return document(title, f'{head}\n<main id="main">\n{body}\n</main>')


def reading(comparison: Comparison) -> list[str]:
    """How to read intervals, and what was taken off outcomes, if anything was."""
    luck = (
        "What chance sent each world (how many issues and crises arose, who won elections, what came to light) is "
        "taken off its outcomes where that narrows an interval."
    )
    return [*READING, *([luck] if comparison.table["penalty"].notna().any() else [])]


def briefing(exercise: Exercise) -> list[str]:
    return [
        f'<p class="lead">{text(exercise.question)}</p>',
        paragraphs(exercise.briefing),
        "<h3>What to watch</h3>",
        listed(map(text, exercise.watch)),
        f'<p class="quiet">Read: {text("; ".join(exercise.sources))}</p>',
    ]


def questions(exercise: Exercise) -> list[str]:
    return [listed(map(text, exercise.questions), "ol")]


def compared(setups: list[Setup]) -> list[str]:
    blocks = [
        (
            f"<p>{text(joined([spoken(s.policy.name) for s in setups[1:]]).capitalize())} "
            f"{'is' if len(setups) == 2 else 'are'} compared with {text(spoken(setups[0].policy.name))}. All have the "
            "same headcount: staff that a lever takes cannot be used for anything else.</p>"
        )
    ]
    for setup in setups:
        name = setup.policy.name
        about = levers.portrait(name)
        blocks.append(f"<h3>{text(spoken(name).capitalize())}</h3>" + (f"<p>{text(about)}</p>" if about else ""))
        for code, kind in setup.agents.items():
            blocks.append(f"<p>{text(code)} follows a rule of its own, {text(class_name(kind))}.</p>")
        if setup.policy.path:
            blocks.append(f"<p>In the course of the run:</p>{listed(map(text, in_time(setup.policy)))}")
        found = levers.rows(setup)
        blocks.append(
            table(f"What {spoken(name)} does, and the staff it takes", ("lever", "how far", "staff"), found, (2,))
            if len(found) > 1
            else "<p>Every lever is off, so it takes no staff from the headcount.</p>"
        )
    return blocks


def short(comparison: Comparison, other: str) -> list[str]:
    heading = [f"<h3>{text(spoken(other).capitalize())}</h3>"] if len(comparison.policies) > 2 else []
    return [
        *heading,
        f'<p class="lead">{text(headline(comparison, other))}</p>',
        f"<p>{text(in_short(comparison, other))}</p>",
    ]


def told(comparison: Comparison, other: str) -> list[str]:
    blocks = [f"<h3>{text(spoken(other).capitalize())}</h3>"]
    for heading, lines in summary(comparison, other):
        blocks.append(f"<h4>{text(heading)}</h4>\n{listed(map(text, lines))}")
    return blocks


def in_words(comparison: Comparison) -> Comparison:
    """The same with policies called as they are said, for a picture."""
    said = {name: spoken(name) for name in comparison.policies}
    columns = said | {
        f"{what}_{name}": f"{what}_{words}"
        for name, words in said.items()
        for what in ("difference", "low", "high", "winner", "runs_saved")
    }
    return replace(
        comparison,
        table=comparison.table.rename(columns=columns),
        runs=comparison.runs.replace({"policy": said}),
        evened=comparison.evened.replace({"policy": said}),
        policies=list(said.values()),
        staffing={said[name]: words for name, words in comparison.staffing.items()},
        moved={said[name]: levers for name, levers in comparison.moved.items()},
    )


def picture(comparison: Comparison) -> list[str]:
    names = joined([spoken(name) for name in comparison.policies[1:]])
    label = (
        f"Differences of {names} from {spoken(comparison.policies[0])} in the headline outcomes; "
        "the tables below hold the same numbers"
    )
    return [
        (
            '<figure><div class="sheet" role="region" tabindex="0" '
            f'aria-label="Figure">{inline(draw(in_words(comparison)), label)}</div>\n'
            "<figcaption>Dots are mean differences, lines their 95% intervals, grey bands what is too small to matter. "
            "The tables below hold the same numbers.</figcaption></figure>"
        )
    ]


def outcomes(comparison: Comparison, other: str, exercise: Exercise | None) -> str:
    """The headlines, and before them what the exercise watches."""
    first = comparison.policies[0]
    rows: list[tuple] = []
    for heading, metrics in (
        ("To watch in this exercise", exercise.measures if exercise else ()),
        ("Headlines", HEADLINES),
    ):
        if not metrics:
            continue
        if exercise:
            rows.append((heading,))
        for metric in metrics:
            found, k = contrast_of(comparison.table, metric, first, other), scale(metric)
            before, after = numbers(k * found.first, [k * found.mean])
            span = interval_of(found, k)
            words = unit(metric).removeprefix("on a scale of ")
            rows.append(
                (
                    f"{called(metric)} ({words})" if words else called(metric),
                    before,
                    after,
                    signed(k * found.difference),
                    span,
                    number(k * found.smallest, 2),
                    apart(found),
                )
            )
    header = ("outcome", spoken(first), spoken(other), "difference", "95% interval", "matters from", "verdict")
    caption = f"{spoken(other)} against {spoken(first)}: means over common worlds".capitalize()
    return f'{table(caption, header, rows, (1, 2, 3, 4, 5))}\n<p class="quiet">{text(COVERS)}</p>'


def interval_of(found: Contrast, k: float = 1.0) -> str:
    if not found.defined:
        return "–"
    return "exactly" if found.low == found.high else f"{signed(k * found.low)} to {signed(k * found.high)}"


def kinds(comparison: Comparison, other: str) -> str:
    first = comparison.policies[0]
    rows: list[tuple] = []
    for heading, names, found in (
        ("Incidents a year", MANY, incidents(comparison, other)),
        ("Issues agreed a week, by who agreed them", WHO, channels(comparison, other)),
    ):
        rows.append((heading,))
        for one in found:
            verdict = apart(one) if one.metric in MANY else (one.verdict, "" if one.direction else "quiet")
            rows.append(
                (
                    names[one.metric].capitalize(),
                    number(one.first),
                    number(one.mean),
                    signed(one.difference),
                    interval_of(one),
                    number(one.smallest, 2),
                    verdict,
                )
            )
    header = ("kind", spoken(first), spoken(other), "difference", "95% interval", "matters from", "verdict")
    return table(
        f"{spoken(other)} against {spoken(first)}, by kind and by channel".capitalize(), header, rows, (1, 2, 3, 4, 5)
    )


def staffing(comparison: Comparison, setups: list[Setup]) -> list[str]:
    said = [f"{spoken(name).capitalize()}: {words}." for name, words in comparison.staffing.items()]
    conventions = LEVERS["delegation.staff"].choices
    none = [spoken(s.policy.name) for s in setups if s.policy.name not in comparison.staffing]
    if none:
        said.append(f"{joined(none).capitalize()}: nothing is delegated, so the question does not arise.")
    return [
        listed(map(text, said)),
        (
            f"<p>There are two conventions, and they give different answers: {text(conventions['kept'])}, which "
            f"adds to the headcount; or {text(conventions['moved'])}, which keeps the total equal.</p>"
        ),
    ]


def assumed(setup: Setup) -> list[str]:
    header = ("assumption", "here", "default", "plausible range", "unit", "name")
    changed = assumptions.changed(setup)
    blocks = [
        table("Changed from their defaults", header, changed, (1, 2))
        if changed
        else "<p>All assumptions are at their defaults.</p>"
    ]
    return [
        *blocks,
        table("Those that matter most", header, assumptions.weighty(setup), (1, 2)),
        f'<p class="quiet">{text(assumptions.CHOSEN)}</p>',
    ]


def again(commands: dict[str, str], made_by: dict[str, str]) -> list[str]:
    lines = [f"<p>{text(what)}:</p><pre><code>{text(line)}</code></pre>" for what, line in commands.items()]
    return [*lines, table("Made by", ("what", "version"), list(made_by.items()))]
