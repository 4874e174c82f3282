"""Place names beside marks so that each overlaps no mark and no other name."""

import math

import numpy as np

from sim.figures.style import GREY, width_of

NAME, TALL, MARK = 7.0, 0.12, 0.07  # points, and inches of a name's height and of half a mark
RADII, ANGLES = (
    (0.1, 0.16, 0.24, 0.34, 0.46, 0.6),
    np.deg2rad([0, 180, 30, -30, 150, -150, 60, -60, 90, -90, 120, -120]),
)


def name_marks(axes, x, y, names: list[str]) -> None:
    """Greedy, from the left, on white: of several places around its mark, the name takes the first with the least
    overlap; a short line connects them if it is far away. An empty name is left out. Scales and limits must already be
    set."""
    box, scale = axes.get_position(), np.array(axes.figure.get_size_inches())
    size = scale * (box.width, box.height)
    points = axes.transAxes.inverted().transform(axes.transData.transform(np.column_stack([x, y]))) * size
    taken = [(a - MARK, b - MARK, a + MARK, b + MARK) for a, b in points]
    for k in sorted((k for k in range(len(names)) if names[k]), key=lambda k: points[k][0]):
        wide = width_of(names[k], NAME) + 0.02
        spots = [
            (
                points[k][0] + r * math.cos(a) - wide * (0.5 - 0.5 * math.cos(a)),
                points[k][1] + r * math.sin(a) - TALL / 2,
            )
            for r in RADII
            for a in ANGLES
        ]
        left, low = min(spots, key=lambda spot: cost(spot, wide, taken, size))
        taken.append((left, low, left + wide, low + TALL))
        near = np.clip(points[k], (left, low), (left + wide, low + TALL))
        if np.hypot(*(near - points[k])) > 0.15:
            axes.plot(
                *np.array([points[k], near]).T / size[:, None],
                transform=axes.transAxes,
                color=GREY,
                linewidth=0.4,
                zorder=1,
            )
        axes.text(
            left / size[0],
            (low + TALL / 2) / size[1],
            names[k],
            transform=axes.transAxes,
            fontsize=NAME,
            va="center_baseline",
            gid="name",
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.4},
        )


def cost(spot: tuple[float, float], wide: float, taken: list, size) -> float:
    """Area that is already taken, and inches that would be outside."""
    left, low = spot
    met = sum(
        max(min(left + wide, c) - max(left, a), 0.0) * max(min(low + TALL, d) - max(low, b), 0.0)
        for a, b, c, d in taken
    )
    return met + max(-left, left + wide - size[0], 0.0) + max(-low, low + TALL - size[1], 0.0)
