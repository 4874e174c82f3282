"""Private actors: which openings they see, when they enter, what they settle for, and how many ventures they carry."""

import math

import numpy as np
import pytest

from sim.model import draws, start
from sim.model.records import CONCLUDED, LICENSED, ROGUE, TABLED, WAITING
from sim.model.rules import private


class Firm:
    """The toy's contractor at week 20 of its world: issue 0 is routine, ten weeks old, untouched, and seen."""

    def __init__(self, template):
        self.world = start.begin(template, 3)
        self.w, self.given, self.regime = self.world, self.world.given[0], self.world.regime[0]
        self.clock = self.w.clock[0]
        self.issues, self.issue, self.firm = self.world.issues, self.world.issues[0], self.world.privates[0]
        self.clock["now"], self.clock["then"], self.given["dt"] = 20.0, 20.5, 0.5
        self.w.counterparts["wealth"] = (0.3, 0.6, 1.0)
        self.prepare(0)

    def prepare(self, i, **fields):
        values = {
            "stage": WAITING,
            "opened": 10.0,
            "deadline": math.inf,
            "crisis": 0,
            "caution": -1.0,
            "entry": 0,
            "counterpart": 1,
            "private": 0,
            "started": math.inf,
            "next_private": -1,
            "next_entry": -1,
            "work": 3.0,
            "domain": 2,
            "entry_ready": math.inf,
        }
        for name, value in (values | fields).items():
            self.issues[name][i] = value

    def enters(self, i=0):
        return private.enters(self.w, 0, i)

    def spent(self, i=0, **fields):
        """Caution used up in this tick, from a store that does not run out."""
        self.prepare(i, **({"caution": 50.0} | fields))
        assert self.enters(i) == 0
        return 50.0 - float(self.issues["caution"][i])


@pytest.fixture
def firm(prepare, toy_prices):
    def firm(levers=None, **parameters):
        return Firm(prepare("toy", levers, toy_prices | {"overdue": 4, "entry_rate": 0.3} | parameters, 1.0))

    return firm


def openings(firm):
    seen, i = [], int(firm.firm["openings"])
    while i >= 0:
        seen.append(i)
        i = int(firm.issues["next_private"][i])
    return seen


@pytest.mark.parametrize(("age", "vacuum"), [(3.0, 0.0), (4.0, 0.0), (6.0, 0.5), (10.0, 1.5), (12.0, 2.0), (19.0, 2.0)])
def test_hazard_of_a_routine_matter(firm, age, vacuum):
    """rate x appetite x vacuum x profit a week: overdue after four weeks, never more than twice as empty."""
    made = firm()
    made.firm["appetite"] = 0.7
    assert made.spent(opened=20.0 - age) == pytest.approx(0.3 * 0.7 * vacuum * 0.6 * 0.5)


@pytest.mark.parametrize(
    ("age", "started", "vacuum"), [(0.5, math.inf, 0.5), (1.5, math.inf, 1.5), (9.0, math.inf, 2.0), (1.5, 19.0, 0.0)]
)
def test_hazard_of_a_crisis(firm, age, started, vacuum):
    """As long as nobody works on it."""
    made = firm()
    made.firm["appetite"] = 1.0
    assert made.spent(crisis=1, opened=20.0 - age, started=started) == pytest.approx(0.3 * vacuum * 0.6 * 0.5)


@pytest.mark.parametrize("counterpart", [0, 1, 2])
def test_profit_is_where_the_money_is(firm, counterpart):
    made = firm()
    made.firm["appetite"] = 1.0
    assert made.spent(counterpart=counterpart) == pytest.approx(0.3 * 1.5 * (0.3, 0.6, 1.0)[counterpart] * 0.5)


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": TABLED},
        {"stage": CONCLUDED},
        {"entry": ROGUE},
        {"opened": 20.0},
        {"opened": 20.2},
        {"deadline": 20.0},
        {"deadline": 19.0},
    ],
)
def test_no_opening(firm, fields):
    """Offers on the table, its own ventures, issues of this week, closed windows."""
    made = firm()
    made.prepare(0, **({"caution": 0.0} | fields))
    assert made.enters() == 0 and made.issue["caution"] == 0.0
    made.prepare(0, caution=0.0, deadline=20.1)
    assert made.enters() > 0


def test_capacity_and_bar(firm):
    made = firm()
    for active, barred, free in ((0, 0.0, True), (1, 0.0, True), (2, 0.0, False), (0, 20.5, False), (0, 20.0, True)):
        made.prepare(0, caution=0.0)
        made.firm["active"], made.firm["barred"] = active, barred
        assert (made.enters() > 0) == free


def test_caution_is_drawn_once_and_used_up(firm):
    """A unit exponential of the issue; it enters in the tick in which hazards have used it up."""
    made = firm()
    made.firm["appetite"] = 1.0
    u = draws.pair(made.given, draws.ENTER, made.issue["uid"], 0, 0)[0]
    left, ticks = -math.log(u), 0
    while True:
        left -= 0.3 * 1.5 * 0.6 * 0.5
        how = made.enters()
        assert (how > 0) == (left <= 1e-12)
        if how:
            break
        assert made.issue["caution"] == pytest.approx(left)
        ticks += 1
    assert ticks > 1 and made.issue["caution"] == 0.0


@pytest.mark.parametrize("licence", [0.0, 0.4, 1.0])
def test_licensed_by_chance_and_only_rogues_are_deterred(firm, licence):
    made = firm()
    made.regime["licence"], made.regime["deterred_private"], made.firm["appetite"] = licence, 0.75, 1.0
    n, licensed = int(made.world.federal["docket"][0]), 0
    for i in range(n):
        v = draws.pair(made.given, draws.ENTER, made.issues["uid"][i], 0, 0)[1]
        full = 0.3 * 1.5 * 0.6 * 0.5
        assert made.spent(i) == pytest.approx(full if v < licence else 0.25 * full)
        made.prepare(i, caution=0.0)
        how = made.enters(i)
        assert how == (LICENSED if v < licence else ROGUE)
        licensed += how == LICENSED
    assert abs(licensed / n - licence) <= 4 * math.sqrt(licence * (1 - licence) / n)


@pytest.mark.parametrize(("how", "loose"), [(ROGUE, 1.0), (LICENSED, 0.4)])
def test_what_they_settle_for(firm, how, loose):
    """The line, and what a contract leaves of agenda and noise; ready when their own people have done the work."""
    made = firm(licence_effect=0.6, private_noise=0.8, private_speed=2)
    made.firm["agenda"], made.w.domains["line"] = 0.5, (9.0, 9.0, -0.3)
    noise = draws.normal(draws.uniform(made.given, draws.ENTRY_NOISE, made.issue["uid"], 0, 0))
    private.start_entry(made.w, 0, how)
    issue = made.issue
    assert (issue["entry"], issue["entry_at"], issue["entry_ready"]) == (how, 20.0, 21.5)
    assert issue["entry_position"] == pytest.approx(-0.3 + loose * (0.5 + 0.8 * noise))
    assert (made.firm["busy"], made.firm["active"], issue["next_entry"]) == (0, 1, -1)
    private.start_entry(made.w, 1, how)
    assert (made.firm["busy"], made.firm["active"], made.issues["next_entry"][1]) == (1, 2, 0)


@pytest.mark.parametrize("ready", [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
def test_ventures_that_are_ready_leave_the_desk(firm, ready):
    """Whichever of three they are: to the tray, the others stay on the list, and the count follows."""
    made = firm()
    for i in range(3):
        made.prepare(i)
        private.start_entry(made.w, i, ROGUE)
    made.issues["entry_ready"][:3] = 20.5
    made.issues["entry_ready"][ready] = 20.49
    private.finish_entries(made.w, 0)

    def listed(head):
        found = []
        while head >= 0:
            found.append(int(head))
            head = made.issues["next_entry"][head]
        return found

    assert sorted(listed(made.firm["tray"])) == ready
    assert listed(made.firm["busy"]) == [i for i in (2, 1, 0) if i not in ready]
    assert made.firm["active"] == 3 - len(ready)


@pytest.mark.parametrize("gone", [[], [0], [1], [2], [0, 1], [1, 2], [0, 1, 2]])
@pytest.mark.parametrize("why", [{"stage": CONCLUDED}, {"entry": ROGUE}])
def test_settled_openings_are_dropped(firm, gone, why):
    made = firm()
    for i in range(3):
        made.prepare(i, next_private=i - 1)
    made.firm["openings"] = 2
    for i in gone:
        for name, value in why.items():
            made.issues[name][i] = value
    private.finish_entries(made.w, 0)
    assert openings(made) == [i for i in (2, 1, 0) if i not in gone]


def test_a_look_at_every_opening(firm):
    """All that it enters on begin in this tick, as far as it can carry them."""
    made = firm()
    for i in range(4):
        made.prepare(i, next_private=i - 1, caution=0.0)
    made.issues["stage"][2], made.firm["openings"] = TABLED, 3
    private.look(made.w, 0)
    assert (made.issues["entry"][:4] > 0).tolist() == [False, True, False, True] and made.firm["active"] == 2
    assert np.isfinite(made.issues["entry_ready"][[1, 3]]).all()


def test_the_first_issue_of_all_is_looked_at_like_any_other(firm):
    """Row 0 does not end a list."""
    made = firm()
    made.prepare(0, caution=1e-12)
    made.firm["openings"] = 0
    private.look(made.w, 0)
    assert made.issue["entry"] > 0 and made.firm["busy"] == 0 and made.firm["active"] == 1


@pytest.mark.parametrize("patron", [-1, 2])
@pytest.mark.parametrize("patronage", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("how", [ROGUE, LICENSED])
def test_a_patron_draws_the_text_to_its_own_wish(firm, patron, patronage, how):
    """Line + loose (agenda + patronage (Q - line - agenda) + noise), Q in the domain of the issue."""
    made = firm(private_noise=0.8, licence_effect=0.6, patronage=patronage)
    made.firm["agenda"], made.firm["patron"] = 0.5, patron
    made.w.domains["line"], made.w.commitments["ideal"] = (9.0, 9.0, -0.3), 9.0
    made.w.commitments["ideal"][2 * 3 + 2] = 1.4
    private.start_entry(made.w, 0, how)
    noise = draws.normal(draws.uniform(made.given, draws.ENTRY_NOISE, made.issue["uid"], 0, 0))
    pull = patronage * (1.4 + 0.3 - 0.5) if patron >= 0 else 0.0
    loose = 0.4 if how == LICENSED else 1.0
    assert made.issue["entry_position"] == pytest.approx(-0.3 + loose * (0.5 + pull + 0.8 * noise))
    assert private.agenda(made.w, 0) == pytest.approx(0.5 + pull)
