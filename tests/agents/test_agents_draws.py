"""Draws of one's own agents: from generators that follow from seed and replicate."""

import pytest

from sim import DiplomacyModel
from sim.agents.agents import SubnationalActor
from sim.model.records import QUIET


class Moody(SubnationalActor):
    """Goes alone by chance, drawn from the generators that Mesa gives every agent."""

    def goes_alone(self, i):
        return QUIET if super().goes_alone(i) and self.random.random() + self.rng.random() < 1 else 0


def drawn(**settings):
    model = DiplomacyModel(**{"scenario": "toy", "years": 0.1} | settings)
    agent = model.agents[-1]
    return [
        model.random.random(),
        agent.random.random(),
        *model.rng.random(3),
        agent.rng.normal(),
        agent.random.random(),
    ]


def test_generators_follow_from_seed_and_replicate():
    assert drawn(seed=3, replicate=2) == drawn(seed=3, replicate=2)
    others = [drawn(), drawn(replicate=1), drawn(seed=2), drawn(seed=2, replicate=1), drawn(seed=0, replicate=2)]
    numbers = [number for draws in others for number in draws]
    assert len(set(numbers)) == len(numbers)


def test_they_do_not_depend_on_policy_or_length():
    assert drawn(policy="combined", years=1, parameters={"load": 1.2}) == drawn()


@pytest.mark.parametrize("shuffle", [False, True])
def test_an_agent_that_draws_is_reproducible(shuffle):
    def ran(replicate=0):
        model = DiplomacyModel(
            "toy",
            replicate=replicate,
            years=0.5,
            parameters={"load": 1.2, "freelance_rate": 0.3},
            agents={"SubnationalActor": Moody},
            shuffle=shuffle,
            collect=False,
        ).run_for(26)
        return model.events

    one = ran()
    assert (one["kind"] == "went_alone").sum() > 10
    assert one.equals(ran()) and not one.equals(ran(replicate=1))
