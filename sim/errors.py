"""Errors a reader can act on: one plain line that names the place, the fault and the nearest valid choice."""


class InputError(ValueError):
    """Something supplied from outside does not fit. Its text is always one printable line."""

    def __init__(self, message: str) -> None:
        line = " ".join(str(message).split())
        super().__init__("".join(letter if letter.isprintable() else "?" for letter in line))


def nearest(word: object, choices) -> str:
    """The end of an error line, ", did you mean 'x'?", for the choice closest to `word`; "" when none is close."""
    import difflib  # only a failing run pays for it

    by_lower = {str(choice).lower(): str(choice) for choice in choices}
    close = difflib.get_close_matches(str(word).lower()[:60], by_lower, n=1)
    return f", did you mean '{by_lower[close[0]]}'?" if close else ""
