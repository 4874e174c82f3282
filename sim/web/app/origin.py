"""What a report says of its making: versions and digests. The command that opens the page knows and says so here."""

from collections.abc import Callable

made_by: Callable[[list], dict[str, str]] = lambda setups: {}  # noqa: E731
