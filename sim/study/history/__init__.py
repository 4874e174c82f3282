"""History matching (Craig and others 1997; Vernon, Goldstein and Bower 2010): which worlds agree with what is known.

In waves, worlds are drawn, run and held against the targets that may be used to fit; an emulator of each reading tells
for worlds that were not run how implausible they are, and the next wave is drawn from what is left. Worlds of what is
left at the end have weights by how well they agree with all targets together.
"""
