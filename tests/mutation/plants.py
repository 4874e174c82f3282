"""Mistakes planted by hand, one mechanism each: what stands in the source (it must occur exactly once), what stands
there instead, what is wrong then, and the test file expected to notice (a part of its path)."""

from typing import NamedTuple

from mutant import Mutant, make


class Plant(NamedTuple):
    mechanism: str
    file: str
    old: str
    new: str
    wrong: str
    first: str

    def mutant(self, text: str) -> Mutant:
        """The mutant in today's source. Raises ValueError if its text is not there exactly once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file}: {self.old!r} occurs {text.count(self.old)} times; expected once")
        return make(self.file, text, text.index(self.old), self.old, self.new, f"{self.mechanism}: {self.wrong}")


# fmt: off
PLANTED = (
    ("growth", "rules/docket", "given.arrival_rate) / r", "given.arrival_rate)", "a factor dropped",
     "rules/test_docket"),
    ("crises", "rules/docket", "given.excitation_time * draws.exponential(",
     "given.excitation_time / draws.exponential(",
     "a delay turned upside down", "rules/test_docket"),
    ("marks", "rules/docket", "draws.pair(given, draws.WINDOW, uid, 0, 0)", "draws.pair(given, draws.TASK, uid, 0, 0)",
     "a stream reused: windows are as long as the work", "determinism/test_addresses"),
    ("priority", "rules/docket", "issue.priority = 1 if is_vital(w, i) else 2",
     "issue.priority = 2 if is_vital(w, i) else 1", "classes in the wrong order", "test_verify"),
    ("births", "rules/docket", "old.uid, 255), 2, then\n", "old.uid, 255), 2, w.clock[0].now\n",
     "the wrong clock: a crisis before its cause", "rules/test_docket"),
    ("admission", "rules/docket", "    federal.open += 1\n", "",
     "conservation broken: what opens is not counted open", "metamorphic/test_any_world"),

    ("delegation", "rules/routing", "issue.rank >= ceiling(w)", "issue.rank < ceiling(w)",
     "the most vital are handed over first", "rules/test_routing"),
    ("suspension", "rules/routing", "    if actor.suspended > w.clock[0].now:\n        return SUSPENDED\n", "",
     "a suspended actor is given mandates", "rules/test_routing"),
    ("joint acts", "rules/routing", "issue.position -= 0.5 * away", "issue.position += 0.5 * away", "a wrong sign",
     "rules/test_routing"),
    ("review", "rules/routing", "away - math.copysign(tolerated, away)", "away + math.copysign(tolerated, away)",
     "a wrong sign: moved beyond the centre's view", "rules/test_routing"),
    ("redrafts", "rules/routing", "            issue.pending = pending\n", "",
     "a forgotten update: desks that cleared are asked again",
     "rules/test_routing"),
    ("office", "rules/routing", "placed = max(when, federal.office_free) +", "placed = when +",
     "the office has no queue",
     "rules/test_routing"),
    ("rulings", "rules/routing", "            oldest, row = issues[head].joined, k", "            row = k",
     "the last desk is heard instead of the longest wait", "rules/test_routing"),
    ("slots", "rules/routing", "        federal.slots -= 1.0\n", "", "a forgotten update: the body rules without end",
     "rules/test_routing"),

    ("queue", "rules/service", "        w.issues[queue.tail].next_queue = i\n    queue.tail = i\n",
     ("        issue.next_queue = queue.head\n        queue.head = i\n"
      "    queue.tail = i if queue.tail < 0 else queue.tail\n"),
     "last come, first served; the mean wait is the same", "rules/test_service"),
    ("start", "rules/service", "at = max(free, issue.joined)", "at = free", "work begins before it arrives",
     "rules/test_service"),
    ("classes", "rules/service", "if at < until and at < start:", "if at < until and at <= start:",
     "of papers that wait the least urgent is taken", "rules/test_service"),
    ("windows", "rules/service", "        issue.deadline += length\n", "", "windows close on what is being worked",
     "rules/test_service"),
    ("teams", "rules/service", "teams[lo + child + 1].free < teams[lo + child].free",
     "teams[lo + child + 1].free > teams[lo + child].free",
     "the heap takes the later child", "rules/test_service"),

    ("pace", "rules/department", "(w.departments[d].skill - given.skill)", "(given.skill - w.departments[d].skill)",
     "a wrong sign",
     "rules/test_department"),
    ("shutdown", "rules/dated", "<= time < w.dated[e].until", "<= time <= w.dated[e].until", "an off-by-one week",
     "rules/test_department"),
    ("surges", "rules/dated", "total, k = arrivals(given, event.week), 0", "total, k = 0.0, 0",
     "a surge begins with the run", "rules/test_dated"),
    ("budget", "rules/turnover", "(w.federal[0].legitimacy - given.legitimacy) / given.legitimacy",
     "(given.legitimacy - w.federal[0].legitimacy) / given.legitimacy", "a wrong sign", "rules/test_budget"),
    ("desks", "rules/department", "drafting, clearing = d, w.departments.shape[0] + d",
     "drafting, clearing = w.departments.shape[0] + d, d",
     "swapped arguments: drafters clear", "test_verify"),

    ("law", "rules/law", "act == COMPACT and channel == MANDATE", "act == COMPACT and channel == JOINT",
     "who signs alone asks nobody, who signs with the centre does", "rules/test_law"),
    ("judgment", "rules/law", "COURT_WEEKS * draws.exponential(v)", "COURT_WEEKS / draws.exponential(v)",
     "a delay turned upside down", "rules/test_law"),

    ("order of the post", "rules/post", "(issues[i].ready - now) * scale",
     "(w.clock[0].then - issues[i].ready) * scale",
     "the last ready travels first", "rules/test_order"),
    ("trays", "rules/post", "departments[d].tray = departments[d].cleared = -1", "departments[d].tray = -1",
     "cleared papers are carried again", "metamorphic/test_any_world"),
    ("ventures", "rules/post", "                put_on_table(w, i)\n                note(w, issues[i].venture_at",
     "                note(w, issues[i].venture_at",
     "a forgotten update: nobody sees the offer", "rules/test_post"),

    ("signal", "rules/knowledge", "return scaled / (scaled + 1.0)", "return 1.0 / (scaled + 1.0)",
     "the prior's weight for the signal's",
     "rules/test_knowledge"),
    ("control loss", "rules/knowledge", "regime.retained * weight(", "weight(", "a factor dropped",
     "rules/test_staffing"),
    ("common error", "rules/knowledge", "draws.COMMON, w.domains[d].uid, quarter, 0", "draws.COMMON, d, quarter, 0",
     "an address by row: the order of lines in a file matters", "metamorphic/test_any_world"),
    ("promises", "rules/knowledge", "pull = taste * seen", "pull = taste", "all of earlier promises is seen",
     "rules/test_knowledge"),

    ("guidance", "rules/subnational", "guided = 0.0 if alone else regime.guided",
     "guided = regime.guided if alone else 0.0",
     "swapped: who acts alone is guided", "rules/test_knowledge"),
    ("trust", "rules/subnational", "(answer - actor.trust)", "(answer + actor.trust)", "a wrong sign",
     "rules/test_subnational"),
    ("urge", "rules/subnational", "w.subnationals[j].urge * (w.clock[0].now -",
     "w.subnationals[j].urge * (w.clock[0].then -",
     "the wrong clock: issues are a week older", "rules/test_subnational"),
    ("capacity", "rules/subnational", "            actor.ventures -= 1\n", "",
     "a forgotten update: ventures never end", "metamorphic/test_any_world"),
    ("stealth", "rules/subnational", "given.quiet_value - 0.5 * deterred", "given.quiet_value - deterred",
     "the full risk in quiet", "rules/test_oversight"),

    ("vacuum", "rules/private", "min(age / w.given[0].overdue - 1.0, 2.0)", "min(age / w.given[0].overdue, 2.0)",
     "nothing needs to be overdue",
     "rules/test_private"),
    ("bar", "rules/private", "private.active >= private.capacity or private.barred > now",
     "private.active >= private.capacity",
     "a barred company goes on", "rules/test_private"),
    ("licence", "rules/private", "if how == LICENSED else 1.0", "if how == ROGUE else 1.0",
     "the wrong ones are bound", "rules/test_private"),

    ("belief", "rules/counterpart", "return (1.0 + counterpart.kept)", "return (1.0 + counterpart.broken)",
     "a swapped argument",
     "rules/test_counterpart"),
    ("memory", "rules/counterpart", "given.forgetting * counterpart.broken", "counterpart.broken",
     "broken promises are never forgotten",
     "rules/test_counterpart"),
    ("bargaining", "rules/counterpart", "rate * (clock.then - start)", "rate * given.dt",
     "the wrong clock: an offer counts for the whole week it came in", "rules/test_counterpart"),
    ("standing promises", "rules/counterpart", "(as_promised(w, i) - standing.position) / standing.count",
     "(as_promised(w, i) - standing.position)",
     "the last promise for the mean", "rules/test_knowledge"),
    ("courtship", "rules/counterpart", "(1.0 - w.subnationals[j].trust) *", "w.subnationals[j].trust *",
     "the loyal are courted",
     "rules/test_counterpart"),

    ("overreach", "rules/incidents", "away > given.leeway", "away < given.leeway", "a wrong direction",
     "rules/test_oversight"),
    ("audits", "instruments/patrol", "(math.floor(issue.closed / period) + 1.0)",
     "math.floor(issue.closed / period)",
     "an audit before the act", "rules/test_oversight"),
    ("race", "rules/incidents", "found < min(surfaces, moot)", "found < max(surfaces, moot)",
     "what surfaced is found after all",
     "rules/test_oversight"),
    ("surfacing", "rules/incidents", "draws.pair(given, draws.SURFACE, issue.uid, 0, 0)",
     "draws.pair(given, draws.TROUBLE, issue.uid, 0, 0)",
     "a stream reused: what goes wrong surfaces soon", "determinism/test_addresses"),

    ("remedies", "rules/oversight", "max(issue.detected, federal.desk_free)", "issue.detected",
     "one desk does two things at once",
     "rules/test_oversight"),
    ("sanctions", "rules/oversight", "until = w.clock[0].now + suspension(w)", "until = w.clock[0].now - suspension(w)",
     "a wrong sign: over before it began", "rules/test_routing"),
    ("lapses", "rules/oversight", "    federal.lapsed += 1\n    note(w, issue.closed, WINDOW_CLOSED",
     "    note(w, issue.closed, WINDOW_CLOSED", "conservation broken: what lapses is not counted",
     "metamorphic/test_any_world"),

    ("ideals", "rules/preferences", "away if side < 0.5 else -away", "away", "all rivals on one side",
     "rules/test_preferences"),
    ("preferences", "rules/preferences", "subnationals[j].uid, 0, domains[d].uid", "subnationals[j].uid, 0, 0",
     "one draw shared by all domains", "rules/test_preferences"),

    ("skill", "rules/turnover", "regime.skill_gain * (1.0 - skill)", "regime.skill_gain * skill", "a wrong factor",
     "rules/test_turnover"),
    ("elections", "rules/turnover", "federal.party = -federal.party", "federal.party = abs(federal.party)",
     "nobody wins back",
     "rules/test_turnover"),
    ("the line", "rules/turnover", "date + time_to_publish(w)", "date - time_to_publish(w)",
     "a wrong sign: read before it is written",
     "rules/test_turnover"),
    ("defence", "rules/turnover", "(1.0 - actor.liaison) * (1.0 - actor.defence)", "(1.0 - actor.liaison)",
     "a factor dropped",
     "rules/test_counterpart"),
    ("legitimacy", "rules/turnover", "(earned - federal.legitimacy) * -expm1(-given.dt / 52.0)",
     "(earned - federal.legitimacy) * -expm1(-given.dt)", "the wrong clock: a week for a year", "rules/test_turnover"),

    ("tree", "rules/staffing", "regime.managers = max(regime.front - 1.0, 0.0)", "regime.managers = regime.front",
     "one post too many", "test_staffing"),
    ("load", "rules/staffing", "per_issue = 1.0 + clearances * redrafts + crises", "per_issue = 1.0 + crises",
     "redrafts are no work", "test_staffing"),
    ("concealment", "rules/staffing", "hidden = 1.0 - given.concealment", "hidden = 1.0 + given.concealment",
     "a wrong sign",
     "rules/test_oversight"),

    ("the clock", "week", "tick, tick * dt, (tick + 1) * dt", "tick, tick * dt, (tick + 2) * dt",
     "an off-by-one week", "test_verify"),
    ("turnover", "week", "    Phase(\"departments\", \"age\", turnover.age_department),\n", "",
     "a forgotten phase: nobody learns", "rules/test_turnover"),
    ("the series", "week", "busy += departments[d].teams * departments[d].busy", "busy += departments[d].busy",
     "departments count alike, whatever their size", "metrics/test_measure"),

    ("generator", "draws", "for _ in range(10):", "for _ in range(9):", "a round less", "test_draws"),
    ("replicates", "draws",
     "        np.uint64(purpose),\n        np.uint64(given.seed),\n        np.uint64(given.replicate),\n",
     "        np.uint64(purpose),\n        np.uint64(given.seed),\n        np.uint64(given.seed),\n",
     "every replicate is the first", "test_draws"),
    ("purposes", "draws", ") = range(40)\n", ") = range(40)\nALARM = AUDIT\n",
     "two purposes share one address: audits find what alarms find", "test_draws"),
    ("gamma", "draws", "log(u) / shape)", "log(u) * shape)", "a wrong power", "test_draws"),

    ("length of a run", "start", "math.ceil(weeks / dt - 1e-9)", "math.ceil(weeks / dt - 1e-9) - 1",
     "an off-by-one week", "test_verify"),
    ("staff that moves", "place", "regime.teams * (1.0 - regime.moved_share)", "regime.teams",
     "conservation broken: teams come from nowhere", "metamorphic/test_any_world"),
    ("grants", "start", "officers - given.setup_fte", "officers",
     "setting up costs nothing", "test_off"),
    ("localities", "place", "(1 - weight) * share(scenario.economy) + weight * share(scenario.exports_own)",
     "weight * share(scenario.economy) + (1 - weight) * share(scenario.exports_own)", "swapped weights",
     "rules/test_docket"),
    ("vitality", "place", "power(sine(k * dt), 2.0 * a - 1.0) * power(sine((steps - k) * dt), 2.0 * b - 1.0)",
     "power(sine(k * dt), 2.0 * b - 1.0) * power(sine((steps - k) * dt), 2.0 * a - 1.0)", "swapped arguments",
     "rules/test_docket"),

    ("completion", "metrics/throughput", "tally.ripe_lapsed += ripe & lapsed", "tally.ripe_lapsed += lapsed",
     "what could not end yet counts", "metrics/test_throughput"),
    ("waiting times", "metrics/survival", "at_risk -= events[k] + censored[k]", "at_risk -= events[k]",
     "the censored stay at risk", "metrics/test_latency"),
    ("latency", "metrics/latency", "end = min(issue.closed, horizon) - issue.opened",
     "end = min(issue.closed, horizon)",
     "the wrong clock: weeks since the run began", "metrics/test_latency"),
    ("one voice", "metrics/coherence", "(squared / (n * n) - 1.0 / n) / (1.0 - 1.0 / n)", "squared / (n * n)",
     "chance counts as agreement", "metrics/test_coherence"),
    ("price", "metrics/cost", "years = horizon / 52.0", "years = horizon / 12.0", "months for weeks",
     "metrics/test_cost"),
    ("inequality", "metrics/gini", "weight[j] * (before + amount)", "weight[j] * 2.0 * before", "steps for trapezia",
     "metrics/test_cost"),
    ("incidents by kind", "metrics/incidents", "tally.kind[issue.incident] += 1", "tally.kind[issue.incident - 1] += 1",
     "an index off by one", "metrics/test_incident"),
    ("recovery", "metrics/resilience", "series[k - 1 + half].agreed - series[k - 1].agreed",
     "series[k - 1 + half].agreed - series[k].agreed", "an off-by-one week", "metrics/test_resilience"),
    ("standing", "metrics/standing", "series[ticks - 1]", "series[0]", "the first week for the last",
     "metrics/test_standing"),
    ("by domain", "tell/by", "over(n_agreed, n_agreed + add(lapsed))", "over(n_agreed, n_opened)",
     "what is still open counts as lost", "metrics/test_measure"),
)
# fmt: on

PLANTS = [
    Plant(mechanism, f"sim/{file}.py" if file.startswith("tell/") else f"sim/model/{file}.py", *rest)
    for mechanism, file, *rest in PLANTED
]
