"""One world under two policies, week by week: the Mesa model alive, and what of it is seen."""

import datetime
from threading import Event

import numpy as np

from sim.agents.model import DiplomacyModel
from sim.model.records import (
    AGREED,
    AT_POST,
    CONSULT,
    FREELANCE,
    JOINT,
    LICENSED,
    MANDATE,
    QUIET,
    ROGUE,
    ROUTED,
    SURFACED,
    WAITING,
    WENT_ALONE,
)
from sim.setup.config import Setup
from sim.tell.explain.stand import conditions, numbers
from sim.tell.explain.words import KIND

MOST_WEEKS = 52  # that a page may ask for at once
TOLD, SEEN = 6, 80  # incidents of a step that are told; issues of each kind that are seen moving
WAY = {MANDATE: "mandate", JOINT: "mandate", QUIET: "alone", FREELANCE: "alone", ROGUE: "private", LICENSED: "private"}


class Stage:
    """One policy's world. It is stepped by one page and seen by nobody else."""

    def __init__(self, setup: Setup, replicate: int) -> None:
        run = setup.run
        self.model = DiplomacyModel(
            setup.scenario, setup.policy, run.seed, replicate, run.years, run.dt, setup.parameters, collect=False
        )
        self.seen = 0  # lines of the log that were shown

    def step(self, weeks: int) -> None:
        self.seen = int(self.model.world.federal["events"][0])
        self.model.run_for(min(max(weeks, 0), MOST_WEEKS))

    def to(self, week: int, cancel: Event) -> None:
        """Walk on to a week without looking."""
        while not cancel.is_set() and self.model.tick < min(week, int(self.model.given["ticks"])):
            self.step(1)

    @property
    def over(self) -> bool:
        return self.model.tick >= int(self.model.given["ticks"])

    def sizes(self) -> list[list[float]]:
        """Of everybody, in the order of `stage.nodes`: papers waiting, and how they are (0 as usual, 1 acting alone,
        2 won over by a rival, 3 barred or suspended)."""
        w = self.model.world
        n, now = len(w.departments), float(self.model.clock["then"])
        waiting = w.queues["length"].reshape(-1, 3).sum(axis=1)
        papers = waiting[:n] + waiting[n : 2 * n]
        there = (w.issues["on_table"] > 0) | ((w.issues["stage"] == WAITING) & (w.issues["desk"] == AT_POST))
        tables = np.bincount(w.issues["counterpart"][self.open & there], minlength=len(w.counterparts))
        at_home = np.where(
            w.subnationals["captured"] > 0,
            2,
            np.where(w.subnationals["suspended"] > now, 3, w.subnationals["ventures"] > 0),
        )
        private = np.where(w.privates["barred"] > now, 3, w.privates["active"] > 0)
        blocks = (
            ([int(papers.sum())], [0]),
            (papers, [0] * n),
            (waiting[2 * n :], at_home),
            (tables, [0] * len(w.counterparts)),
            (w.privates["active"], private),
        )
        return [[int(x), int(y)] for sizes, states in blocks for x, y in zip(sizes, states, strict=True)]

    @property
    def open(self) -> np.ndarray:
        """Which rows hold issues that are open."""
        table, used = self.model.world.issues, int(self.model.world.federal["rows"][0])
        found = np.zeros(len(table), bool)
        found[:used] = (table["opened"][:used] < float(self.model.clock["then"])) & (table["stage"][:used] < 5)
        return found

    def picture(self) -> dict:
        """What this step shows: sizes, issues agreed as lines from whom to whom, numbers, incidents in words."""
        model, w = self.model, self.model.world
        new = w.events[self.seen : int(w.federal["events"][0])]
        agreed = new["issue"][new["kind"] == AGREED]
        surfaced = new["issue"][new["kind"] == SURFACED]
        start = model.federation.start + datetime.timedelta(weeks=float(model.tick * model.given["dt"]))
        return {
            "name": model.policy.name,
            "week": int(model.tick),
            "date": f"{start:%B %Y}",
            "over": self.over,
            "sizes": self.sizes(),
            "conditions": conditions(w, model.federation),
            "lines": [self.line(int(i)) for i in agreed[:SEEN]],
            "papers": [self.paper(int(i)) for i in new["issue"][new["kind"] == ROUTED][:SEEN]],
            "numbers": [*numbers(w), ("issues acted on alone in this step", int((new["kind"] == WENT_ALONE).sum()))],
            "incidents": [self.incident(int(i)) for i in surfaced[:TOLD]],
            "more": max(0, len(surfaced) - TOLD),
        }

    def paper(self, i: int) -> list[int]:
        """An issue that arose in this step: from where it arose to the department that works on it, or from there to
        those it was handed over to."""
        w, issue = self.model.world, self.model.world.issues[i]
        way = [1 + len(w.departments) + int(issue["locality"]), 1 + int(w.domains["department"][issue["domain"]])]
        return way[::-1] if int(issue["route"]) in (MANDATE, JOINT) else way

    def line(self, i: int) -> list:
        """From whom, to whom (places in `stage.nodes`), and in which way."""
        w, issue = self.model.world, self.model.world.issues[i]
        home, abroad = 1 + len(w.departments), 1 + len(w.departments) + len(w.subnationals)
        way = WAY.get(int(issue["channel"]), "central")
        who = {"central": 0, "private": abroad + len(w.counterparts) + max(int(issue["private"]), 0)}.get(
            way, home + int(issue["locality"])
        )
        return [0 if int(issue["channel"]) == CONSULT else who, abroad + int(issue["counterpart"]), way]

    def incident(self, i: int) -> str:
        issue, f = self.model.world.issues[i], self.model.federation
        what = KIND[int(issue["incident"])]
        return (
            f"{what}: {f.domains.names[int(issue['domain'])].lower()}, "
            f"{f.counterparts.names[int(issue['counterpart'])]}, {f.subnationals.names[int(issue['locality'])]} "
            f"(severity {float(issue['severity']):.2f})"
        )
