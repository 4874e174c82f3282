"""A comparison that takes a moment, how the page says that it or a story is complete, and where the project is."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = "scenario=toy&run.years=1&run.replicates=10"
READY = '.w-progress[data-done="10"]'
TOLD = "document.querySelector('.w-story pre')?.innerText.startsWith('Reading') === false"
