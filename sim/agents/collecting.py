"""What a model reports to Mesa's data collector: the weekly series, and a few fields of each agent."""

from functools import partial

import mesa
import pandas as pd

from sim.agents.agents import Counterpart, Department, PrivateActor, SubnationalActor
from sim.model.records import SERIES

REPORTED: dict[type, tuple[str, ...]] = {
    Department: ("busy", "skill", "readiness"),
    SubnationalActor: ("trust", "skill", "ventures", "drift", "suspended"),
    PrivateActor: ("active", "barred"),
    Counterpart: ("kept", "broken"),
}


class Collector(mesa.DataCollector):
    """Mesa keeps the records of each class apart, subclasses too; here the frame of a class holds those of all agents
    that are of it."""

    def get_agenttype_vars_dataframe(self, agent_type: type) -> pd.DataFrame:
        """One row a step and agent of this class, one column a field."""
        kinds = [kind for kind in self.agenttype_reporters if issubclass(kind, agent_type)]
        frames = [super(Collector, self).get_agenttype_vars_dataframe(kind) for kind in kinds or [agent_type]]
        return pd.concat(frames).sort_index() if len(frames) > 1 else frames[0]


def collector(groups: dict[type, tuple]) -> Collector:
    """One for the agents in these groups, by kind."""
    classes = {kind: dict.fromkeys(type(agent) for agent in groups[kind]) for kind in REPORTED}
    return Collector(
        model_reporters={name: partial(of_week, name) for name in SERIES.names or ()},
        agenttype_reporters={
            own: {name: partial(of_row, name) for name in fields}
            for kind, fields in REPORTED.items()
            for own in classes[kind]
        },
    )


def of_week(name: str, model):
    """The series in the week that is over."""
    return model.world.series[name][model.steps - 1]


def of_row(name: str, agent):
    return agent.row[name]
