"""Which model made a result: one whole number, for people. It stands in every manifest, beside the hash of the rules,
which is what decides where runs are stored and which may stand in one table (sim.runs.rules).

Raise it whenever the same seed and configuration no longer give the same bits: a rule, the order of the week, an
address of a draw, a default, a bundled scenario or a metric has changed. A change that moves no bit leaves it alone.
`tests/golden/renew.py` says whether bits have moved, and refuses to pin new ones under an old number.
"""

MODEL_VERSION = 12
