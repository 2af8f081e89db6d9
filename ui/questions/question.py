"""What is asked of the user, as a value: who shows it, or answers in place of dialogs, is another's matter."""

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
