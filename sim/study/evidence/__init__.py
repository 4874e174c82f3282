"""The model held against what is known: published figures, the model's reading of each, and how far apart they are.

A target is a page of yaml (experiments/evidence): a figure with its error, an expression over metrics that should give
it, the discrepancy that is allowed because model and world are not the same thing, and whether it may be used to choose
assumptions or is kept to test them. `fit_defaults` runs what the targets need; `read` and `implausibility` work on any
number of worlds at once.
"""

from sim.study.evidence.expression import Expression, read_expression
from sim.study.evidence.fit import Fit, fit_defaults, judge, setups_of
from sim.study.evidence.implausibility import MISSES, implausibility
from sim.study.evidence.page import read_target, read_targets, target_names
from sim.study.evidence.reading import Reading, read
from sim.study.evidence.target import Target, fitted

__all__ = [
    "MISSES", "Expression", "Fit", "Reading", "Target", "fit_defaults", "fitted", "implausibility", "judge", "read",
    "read_expression", "read_target", "read_targets", "setups_of", "target_names",
]  # fmt: skip
