"""The best use of a headcount: policies that no other beats on all stated outcomes, within a budget of staff, searched
on some worlds and judged on others. pymoo searches an emulator, and what looks best there is run."""
