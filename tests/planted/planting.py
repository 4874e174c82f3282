"""What the tests of planted files share: short runs, and a line of what was printed."""

SHORT = ["scenario=toy", "run.years=0.02", "run.replicates=2", "run.threads=1"]
RUN = ["scenario=toy", "run.years=0.08", "run.replicates=2", "run.threads=1"]


def line_of(text: str, word: str) -> str:
    found = [line for line in text.splitlines() if word in line]
    assert len(found) == 1, f"{word} stands in {len(found)} lines"
    return found[0]
