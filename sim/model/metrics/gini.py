"""How unequally something is spread over places: the Gini coefficient with weights.

Places sorted by x, with weights w, y_i = w_i x_i, cumulative Y_i:
    G = 1 - Σ w_i (Y_(i-1) + Y_i) / (W Y),   twice the area between the Lorenz curve and the diagonal
0: alike everywhere; it nears 1 when one place of small weight has all.
"""

import math

from sim.model.compiled import rule


@rule
def sift(order, key, root, n):
    """Restore the heap below `root`: a parent's key is at least its children's; ties go by row."""
    while True:
        child = 2 * root + 1
        if child >= n:
            return
        if child + 1 < n and less(key, order[child], order[child + 1]):
            child += 1
        if not less(key, order[root], order[child]):
            return
        order[root], order[child] = order[child], order[root]
        root = child


@rule
def less(key, a, b):
    """Whether row a comes before row b."""
    return key[a] < key[b] or (key[a] == key[b] and a < b)


@rule
def sort(order, key):
    """Fill `order` (J,) with the rows of `key` (J,), smallest first: heapsort, nothing allocated."""
    n = order.shape[0]
    for k in range(n):
        order[k] = k
    for root in range(n // 2 - 1, -1, -1):
        sift(order, key, root, n)
    for last in range(n - 1, 0, -1):
        order[0], order[last] = order[last], order[0]
        sift(order, key, 0, last)


@rule
def gini(x, weight, order):
    """G of x (J,) under weights (J,); 0 where x is 0 everywhere, NaN without weight. `order` (J,) is scratch."""
    sort(order, x)
    weights = amount = area = 0.0
    for k in range(order.shape[0]):
        j = order[k]
        before = amount
        amount += weight[j] * x[j]
        area += weight[j] * (before + amount)
        weights += weight[j]
    if weights <= 0.0:
        return math.nan
    return 1.0 - area / (weights * amount) if amount > 0.0 else 0.0
