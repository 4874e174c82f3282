"""A comparison that takes a moment, how the page says that it is complete, and where the project is."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = "scenario=toy&run.years=1&run.replicates=10"
READY = '.w-progress[data-done="10"]'
