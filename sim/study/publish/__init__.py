"""Published figures: each a page of yaml (experiments/figures) from which it is computed, drawn and checked again."""
