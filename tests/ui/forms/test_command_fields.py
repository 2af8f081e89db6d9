"""The fields of a command: what is no number is said, and no crash."""

import pytest

from ui.forms.command_fields import FORMS, events_of, value_of
from ui.forms.fields import BadInput


@pytest.mark.parametrize("words", ["--4", "4-", "9" * 30, "-", "４"])
def test_what_is_no_number_is_no_crash_in_the_forms_of_commands(words: str) -> None:
    with pytest.raises(BadInput):
        events_of(words)
    with pytest.raises(BadInput):
        value_of(f"1, {words}")
    with pytest.raises(BadInput):
        FORMS["selector.signal"][1]("", {"number": words})
