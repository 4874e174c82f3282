"""The parts of a whole: Shapley values and interactions of a game, from the worth v(S) of sets of its k players.

The value of player i (Shapley 1953), with s the size of S, is what it adds to those before it, a mean over all orders
in which players may join:
    φ_i = Σ over S without i of s! (k - s - 1)!/k! · (v(S + i) - v(S)),     Σ_i φ_i = v(all) - v(none)
The interaction of i and j (Owen 1972; Grabisch and Roubens 1999) is what they add together beyond what each adds alone,
a mean over orders in which both join as one; 0 where they add up:
    I_ij = Σ over S without i, j of s! (k - s - 2)!/(k - 1)! · (v(S + i + j) - v(S + i) - v(S + j) + v(S))
Where one player is nothing without another, it joins after that one, and both are means over such orders alone (Faigle
and Kern 1992); these two have no interaction. Both are known from 2^k sets, or estimated from orders: in a random
order, what i adds is φ_i on average, and what two neighbours add together is I_ij. Each order is taken with its reverse
(antithetic: what joins early joins late). A set is a whole number, whose bit i says whether player i is in it.
"""

from itertools import combinations
from math import factorial

import numpy as np

Late = tuple[int, int] | None  # a player, and the one that joins after it
Pairs = dict[tuple[int, int], np.ndarray]


def ways(players: int, late: Late, begins: bool) -> float:
    """In how many orders a set may join, as the first of all or as the last."""
    found = float(factorial(players.bit_count()))
    first, second = (players >> one & 1 for one in late) if late else (0, 0)
    if first and second:
        return 0.5 * found
    return 0.0 if (second if begins else first) else found


def weights(before: np.ndarray, joining: int, k: int, late: Late) -> np.ndarray:
    """The share of orders in which the set `joining` joins as one after each of the others."""
    after = 2**k - 1 - joining - before
    found = [ways(a, late, True) * ways(b, late, False) for a, b in zip(before.tolist(), after.tolist(), strict=True)]
    return np.array(found) / sum(found)


def shapley(worths: np.ndarray, late: Late = None) -> np.ndarray:
    """φ, (k, ...), of the worths of all sets, (2^k, ...). The game of those who leave, v(all but S), has -φ, bit for
    bit: what i adds to a set and to the complement of it are summed first."""
    k = len(worths).bit_length() - 1
    sets = np.arange(2**k)
    found = []
    for i in range(k):
        before = sets[sets >> i & 1 == 0]  # the complement of each, but for i, is as far from the end
        share = weights(before, 1 << i, k, late).reshape(-1, *[1] * (worths.ndim - 1))
        added = share * (worths[before | 1 << i] - worths[before])
        half = (len(before) + 1) // 2
        found.append((added[:half] + added[::-1][:half]).sum(axis=0) * (1.0 if k > 1 else 0.5))
    return np.array(found)


def interactions(worths: np.ndarray, late: Late = None) -> Pairs:
    """I_ij, (...), by pair i < j, of the worths of all sets, (2^k, ...)."""
    k = len(worths).bit_length() - 1
    sets = np.arange(2**k)
    found = {}
    for i, j in pairs_of(k, late):
        a, b = 1 << i, 1 << j
        before = sets[sets & (a | b) == 0]
        added = worths[before | a | b] - worths[before | a] - worths[before | b] + worths[before]
        found[i, j] = np.tensordot(weights(before, a | b, k, late), added, axes=1)
    return found


def pairs_of(k: int, late: Late) -> list[tuple[int, int]]:
    return [pair for pair in combinations(range(k), 2) if not late or pair != tuple(sorted(late))]


def draw_orders(k: int, seed: int, worlds: int, late: Late = None) -> np.ndarray:
    """An order and its reverse for each world, (2, worlds, k), `late` put right in both; more worlds leave those of the
    first as they are."""
    drawn = np.array([np.random.default_rng([seed, world]).permutation(k) for world in range(worlds)])
    found = np.stack([drawn, drawn[:, ::-1]])
    if late:
        place = np.argsort(found, axis=-1)  # of each player
        wrong = place[..., late[0]] > place[..., late[1]]
        swap = np.arange(k)
        swap[list(late)] = late[::-1]
        found = np.where(wrong[..., None], swap[found], found)
    return found


def chains(orders: np.ndarray) -> np.ndarray:
    """Sets whose worths are needed, (2, 2k, worlds): first those that grow from none to all, then each but the last two
    of them with not the next player but the one after."""
    bits = 1 << orders.astype(np.int64)
    grown = np.concatenate([np.zeros_like(bits[..., :1]), np.cumsum(bits, axis=-1)], axis=-1)
    return np.moveaxis(np.concatenate([grown, grown[..., :-2] + bits[..., 1:]], axis=-1), -1, 1)


def from_orders(orders: np.ndarray, worths: np.ndarray, late: Late = None) -> tuple[np.ndarray, Pairs]:
    """Estimates of φ, (k, worlds, ...), and of I_ij, (worlds, ...), nan where the two were not neighbours there. In
    every world φ adds up to v(all) - v(none). worths: (2, 2k, worlds, ...), of `chains`."""
    _, n, k = orders.shape
    grown, skipped = worths[:, : k + 1], worths[:, k + 1 :]
    added = np.empty((2, k, *worths.shape[2:]))
    both = {pair: np.full((2, *worths.shape[2:]), np.nan) for pair in combinations(range(k), 2)}
    for o in range(2):
        for place in range(k):
            added[o, orders[o, :, place], np.arange(n)] = grown[o, place + 1] - grown[o, place]
        for place in range(k - 1):
            extra = grown[o, place + 2] - grown[o, place + 1] - skipped[o, place] + grown[o, place]
            for world, (i, j) in enumerate(np.sort(orders[o, :, place : place + 2], axis=1).tolist()):
                both[i, j][o, world] = extra[world]
    return 0.5 * (added[0] + added[1]), {pair: mean_of(both[pair]) for pair in pairs_of(k, late)}


def mean_of(two: np.ndarray) -> np.ndarray:
    """Of what there is of two."""
    first, second = two
    return np.where(np.isnan(first), second, np.where(np.isnan(second), first, 0.5 * (first + second)))
