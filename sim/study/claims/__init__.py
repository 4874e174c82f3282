"""The two articles' claims as contrasts between policies that can come out either way.

A claim is a page of yaml (experiments/claims): arms, a contrast of one outcome between them, the sign expected and the
smallest effect of interest. It is tried in the default scenario and in drawn worlds, plausible ones or such as agree
with the evidence; published are the share of worlds in which it holds, the share in which it is reversed, and the
assumptions that decide.
"""
