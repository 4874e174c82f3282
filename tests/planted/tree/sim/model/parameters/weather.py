"""Storms that keep negotiators at home."""

from sim.model.catalogue import Parameter

PARAMETERS = (Parameter("storms", "w", "1/week", 0.1, 0, 0.4, "storms that keep negotiators at home", off=0),)
