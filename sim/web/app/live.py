"""A comparison that follows its view: asked for anew when what decides the numbers changes, told of more decades."""

from typing import NamedTuple

import solara

from sim.errors import InputError
from sim.study.comparison import Comparison
from sim.web.app import view as spelling
from sim.web.app.comparing import comparison_of, progressive
from sim.web.app.places import in_time
from sim.web.app.view import View

SEEN = ("compare", "assume", "home")  # views that show a comparison


class Live(NamedTuple):
    """What is known so far, of how many of the worlds wanted. fresh: it belongs to this view, not to the one before."""

    comparison: Comparison | None
    link: str
    done: int
    wanted: int
    fresh: bool
    fault: str

    @property
    def busy(self) -> bool:
        return not self.fault and not (self.fresh and self.done == self.wanted)

    @property
    def status(self) -> str:
        if self.fault:
            return self.fault
        if not self.fresh:
            return "Simulating the first worlds ..."
        return (
            f"{self.done} of {self.wanted} worlds, more to come"
            if self.done < self.wanted
            else f"{self.done} worlds, the same for every policy"
        )


UNSEEN: tuple[Comparison | None, str, int, str] = (None, "", 0, "")


def use_comparison(view: View, wanted: bool = True) -> Live:
    """The hook. Not `wanted`, or where nothing of it is seen: nothing is computed."""
    wanted = wanted and view.tab in SEEN
    (comparison, link, done, fault), tell = solara.use_state(UNSEEN)
    asked = spelling.decides(view)

    def work(cancel):
        if not wanted or (link == asked and done == view.replicates):
            return
        try:
            setups = spelling.setups(view)
            with in_time(cancel):
                for outcome in progressive(setups, cancel):
                    tell((comparison_of(setups, outcome), asked, outcome.shape[1], ""))
        except InputError as error:
            tell((None, asked, 0, str(error)))

    solara.use_thread(work, dependencies=[asked if wanted else ""], intrusive_cancel=False)
    fresh = link == asked
    return Live(comparison, link, done if fresh else 0, view.replicates, fresh, fault if fresh else "")
