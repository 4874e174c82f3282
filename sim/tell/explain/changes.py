"""How a policy changed in the course of a world: when, why, which levers moved from what to what, at what cost; which
of its rules never fired."""

from collections.abc import Iterator

from sim.model.levers import GROUPS
from sim.model.path.course import RESUMED, RULES, SETTLED, UNDONE
from sim.model.path.path import Phase
from sim.model.path.words import in_words, moved
from sim.tell.explain import rules_told, words
from sim.tell.explain.decade import Decade
from sim.tell.explain.followed import Look

Entry = tuple[float, str]


def phase_of(decade: Decade, number: int) -> Phase:
    return next(one for one in decade.course.path.phases if one.number == number)


def steps(looks: list[Look]) -> Iterator[list[Look]]:
    """Looks one after another; those in which one and the same phase went on, and nothing else happened, together."""
    run: list[Look] = []
    for look in looks:
        if run and not (look.causes == run[-1].causes and is_step(look)):
            yield run
            run = []
        run.append(look)
    if run:
        yield run


def is_step(look: Look) -> bool:
    """Whether nothing happened but that one phase went on."""
    return len(look.causes) == 1 and look.causes[0] < RULES and look.turn is None


def why(decade: Decade, looks: list[Look]) -> Iterator[str]:
    """The causes of a change in the order in which they were asked."""
    look = looks[0]
    yield from government(decade, look)
    yield from (phase(decade, looks, cause) for cause in look.causes if cause < RULES)
    for firing in look.firings:
        yield rules_told.fired(decade, firing)
        if len(look.firings) > 1:
            yield f"It moved: {in_words(firing.moved)}."


def phase(decade: Decade, looks: list[Look], number: int) -> str:
    """That a phase began, or went on."""
    one, look, last, n = phase_of(decade, number), looks[0], looks[-1], len(looks)
    first = next(other.week for other in decade.course.diary if number in other.causes)
    ends = one.week + one.weeks
    over, begins = last.week >= ends - 1e-9, "began" if look.week == first else "went on"
    begins = "began anew" if RESUMED in look.causes else begins
    if n == 1 and over:  # all at once, or the last step of those that were told before
        return f"Phase {number} {'was completed' if begins == 'went on' else begins}."
    steps = f" and moved the levers in {words.many(n, 'step')}, the last on {decade.day(last.week)}" if n > 1 else ""
    until = "when it was complete" if over else f"and was to last until {decade.day(ends)}"
    return f"Phase {number} {begins}{steps}{', ' if n > 1 else ' '}{until}."


def government(decade: Decade, look: Look) -> Iterator[str]:
    """What a new government did with the reform."""
    if look.turn is None:
        return
    party, chance = decade.party(look.turn.party), look.turn.chance
    if UNDONE in look.causes and not moved(look.before, look.after):
        yield f"The new government of {party} gave the reform up before any lever had moved."
    elif UNDONE in look.causes:
        keep = decade.course.path.turnover.keep
        kept = words.listed(f"'{words.lower(GROUPS[name].title)}'" for name in keep)
        back = f"went back to where they had been at the start{f', but for those of {kept}' if keep else ''}"
        odds = words.percent(chance or 0.0)
        yield f"The new government of {party} undid the reform (probability {odds}): all levers {back}."
    elif RESUMED in look.causes:
        yield f"{party}, which governed when the reform began, governed again and took it up anew."
    elif chance is not None:
        odds = words.percent(chance)
        yield f"The new government of {party} let the reform stand (probability of undoing it: {odds})."
    else:
        yield f"{party} governed again, and left the policy as it was."


def cost(decade: Decade, looks: list[Look]) -> str:
    """What the levers took before and after, and what the change itself takes."""
    reform, tick = decade.course.path.reform, decade.tick(looks[-1].week)
    before, after = decade.era(decade.tick(looks[0].week) - 1).fte, decade.era(tick).fte
    total, were = sum(after.values()), sum(before.values())
    since = f"{'up' if total > were else 'down'} from {were:,.0f}" if round(total) != round(were) else "as before"
    text = f"{'After the last step' if len(looks) > 1 else 'From then on'} the levers took {total:,.0f} FTE, {since}"
    own = after.get("reform.fte", 0.0)
    text += f", {own:,.0f} of them for the change itself." if own > 0.0 else "."
    if SETTLED in looks[-1].causes and round(total) == round(were):
        return ""
    if SETTLED in looks[-1].causes or reform.weeks <= 0.0 or reform.dip <= 0.0:
        return text
    span = "All the while, and for {} after," if len(looks) > 1 else "For {}"
    pace = words.percent(1.0 - reform.dip)
    return f"{text} {span.format(f'{reform.weeks:g} weeks')} departments worked at {pace} of their pace."


def entry(decade: Decade, looks: list[Look]) -> Entry:
    """A change, or the steps of a phase, in words."""
    first, last = looks[0], looks[-1]
    told = list(why(decade, looks))
    if SETTLED in first.causes:
        own = decade.course.path.reform
        told.append(
            "The reform was over" + (": departments worked at their full pace again." if own.dip > 0.0 else ".")
        )
    changed = moved(first.before, last.after)
    if changed:
        told.append(f"What moved: {in_words(changed)}.")
    elif first.firings:
        told.append("So nothing changed.")
    if any(look.switched for look in looks):
        told.append(cost(decade, looks))
    return first.week, " ".join(told).rstrip()


def entries(decade: Decade) -> list[Entry]:
    return [entry(decade, looks) for looks in steps(decade.course.diary)]


def silent(decade: Decade) -> list[str]:
    """Rules that never fired."""
    fired = {firing.rule.number for look in decade.course.diary for firing in look.firings}
    return [rules_told.silent(decade, rule) for rule in decade.course.path.rules if rule.number not in fired]


def narrate(decade: Decade) -> list[str]:
    """Blocks on how the policy changed; none where it has no path."""
    if not decade.setup.policy.path:
        return []
    told = entries(decade)
    blocks = ["How the policy changed:" if told else "The policy never changed in this world."]
    if told:
        blocks.append("\n".join(words.dated(decade.stamp(week), text) for week, text in told))
    blocks += [words.paragraph(text) for text in silent(decade)]
    spent = sum(decade.standing.spent(float(decade.given.weeks)).values())
    blocks.append(words.paragraph(f"Over the whole run the levers took {spent:,.0f} FTE on average."))
    return blocks


def in_brief(decade: Decade) -> str:
    """That the policy changed and how often, for a story that tells something else."""
    times = [era.week for era in decade.eras[1:]]
    if not times:
        return ""
    often = "once" if len(times) == 1 else f"{len(times)} times"
    span = (
        f"on {decade.day(times[0])}" if len(times) == 1 else f"from {decade.day(times[0])} to {decade.day(times[-1])}"
    )
    return f" The policy {decade.name} changed {often}, {span}; what is told of it is what held at the time."


def latest(decade: Decade, tick: int) -> str:
    """Of the policy as it stood in a tick: when it had last changed, and which levers were not as at the start."""
    if not decade.changes:
        return ""
    era = decade.era(min(tick, int(decade.given.ticks) - 1))
    if era is decade.eras[0]:
        return "The policy is as it was at the start."
    differ = moved(decade.eras[0].levers, era.levers)
    stands = f"What has moved since the start: {in_words(differ)}." if differ else "All levers are as at the start."
    return f"The policy last changed on {decade.day(era.week)}. {stands}"
