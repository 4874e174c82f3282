"""Agents of this study: a subclass of a kind of agent, whose Python rules are what happens.

A decision is a method: `route` of the centre, `position` of departments and actors, `goes_alone` of actors, `enters` of
private actors, `considers` and `agrees` of counterparts. `super()` gives the rule as it is.
"""

from sim.agents.agents import SubnationalActor


class Patient(SubnationalActor):
    """Acts alone on an issue only once it has been open for half a year."""

    def goes_alone(self, i):
        waited = self.world.clock["now"][0] - self.world.issues["opened"][i]
        return super().goes_alone(i) if waited >= 26 else 0
