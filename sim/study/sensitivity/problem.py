"""Factors as SALib knows them: each a number from 0 to 1, from which `Factor.at` makes its value."""

from sim.setup.factors import Factor


def problem(factors: list[Factor]) -> dict:
    return {"num_vars": len(factors), "names": [f.key for f in factors], "bounds": [[0.0, 1.0]] * len(factors)}
