"""A comparison that takes a moment, and how the page says that it is complete."""

SMALL = "scenario=toy&run.years=1&run.replicates=10"
READY = '.w-progress[data-done="10"]'
