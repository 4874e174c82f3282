"""Which lever made which part of the difference between two policies: Shapley values over the levers in which they
differ, in common worlds."""
