"""A question as a value. Who shows it, or answers it instead of a dialog, is decided elsewhere."""

from typing import NamedTuple


class Question(NamedTuple):
    """``choices`` are (id, words); the last is what Escape chooses.

    With ``lines`` it is about a list, with ``more`` said beneath it; then Enter chooses the last too.
    """

    id: str
    words: str
    choices: tuple[tuple[str, str], ...]
    lines: tuple[str, ...] = ()
    more: str = ""
