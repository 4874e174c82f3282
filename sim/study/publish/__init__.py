"""Published figures. Each is defined in a yaml file (experiments/figures), from which it is computed, drawn and
checked."""
