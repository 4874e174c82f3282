"""Errors a reader can act on: one plain line that names the place, the fault and the nearest valid choice."""

ALIKE = 0.8  # how close a name must be to that of a part to be a slip


class InputError(ValueError):
    """Something supplied from outside does not fit. Its text is always one printable line. `row`: of the page of yaml
    that it stands in, where that is known and not told yet."""

    def __init__(self, message: str, row: int | None = None) -> None:
        line = " ".join(str(message).split())
        super().__init__("".join(letter if letter.isprintable() else "?" for letter in line))
        self.row = row


def within(place: str, read, *arguments):
    """What `read` returns; what it refuses, with the place in front."""
    try:
        return read(*arguments)
    except InputError as fault:
        raise InputError(f"{place}{fault}", fault.row) from None


def shown(value: object) -> str:
    """A value as it is told, the same from every door: 3.0 of a table or a page is the 3 of a command line."""
    text = value if isinstance(value, str) else f"{value:.12g}" if isinstance(value, float) else f"{value}"
    return repr(text if len(text) <= 40 else text[:37] + "...")


def nearest(word: object, choices, alike: float = 0.6) -> str:
    """The end of an error line, ", did you mean 'x'?", for the choice closest to `word`; "" when none is close. alike:
    how close, from 0 to 1."""
    import difflib  # only a failing run pays for these
    import re

    by_lower = {str(choice).lower(): str(choice) for choice in choices}
    said = str(word).lower()[:60]
    bare = {re.sub(r"(?<!\d)0+(?=\d)", "", choice): choice for choice in by_lower}  # fig8 is fig08
    close = [bare[said]] if said in bare else difflib.get_close_matches(said, by_lower, n=1, cutoff=alike)
    return f", did you mean '{by_lower[close[0]]}'?" if close else ""
