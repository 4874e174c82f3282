"""Which assumptions and levers move an outcome: Morris's screening and Sobol's indices, the noise of the seeds beside
them. SALib draws the points and estimates the indices."""
