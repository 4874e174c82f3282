"""A study of stated precision: an estimate s of one assumption φ, unbiased and normal, with standard error e.

    EVSI = E_s max_d E(f_d | s) - max_d E f_d,   s = φ + e ε
The worlds are what is believed of φ before the study. Its results fall into narrow cells m, so that the posterior of
Bayes, and with it the expectation, is a sum over the worlds:
    EVSI = Σ_m max_d 1/n Σ_i p_m(φ_i) g_d(φ_i) - max_d 1/n Σ_i g_d(φ_i),   p_m(φ) = P(s in m | φ)
It is never above the gain from φ itself, since a maximum of means is never above the mean of maxima; it tends to that
as e tends to 0, and to 0 as e grows.
"""

import numpy as np

REACH, CELLS = 4.0, 4  # standard errors beyond the worlds at which the cells end; how many to each of them


class Study:
    """values: of the assumption in each world, (n,). error: the standard error e, above 0."""

    def __init__(self, values: np.ndarray, error: float) -> None:
        from scipy.special import ndtr

        low, high = values.min() - REACH * error, values.max() + REACH * error
        edges = np.linspace(low, high, int(np.ceil((high - low) / error * CELLS)) + 1)
        below = ndtr((edges[:, None] - values) / error)
        below[0], below[-1] = 0.0, 1.0
        self.likely = np.diff(below, axis=0)  # p_m(φ_i), (m, n)

    def averaged(self, expected: np.ndarray) -> np.ndarray:
        """1/n Σ_i p_m(φ_i) g(φ_i) of each cell, (m, t), from g in each world, (n, t)."""
        return self.likely @ expected / len(expected)
