"""The workshop: a page on this machine where policies are compared live. Solara is imported here and nowhere else."""
