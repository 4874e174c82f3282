"""The sweep that is broken: its words and how many runs it has."""

# Three axes: no figure, which would take longer than the runs.
WORDS = [
    "sweep",
    "delegation.level=0,0.3",
    "oversight.alarm=0,0.5",
    "investment.training=0,0.5",
    "scenario=toy",
    "run.years=0.5",
    "run.replicates=20",
]  # 160 runs
TOTAL = 160
