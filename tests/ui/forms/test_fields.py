"""What is wrong in a field is said under it, before anything is asked."""

import pytest

from tests.ui.forms.test_open_form import Form
from tests.ui.user import User


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("65536", "port 65536 is not between 0 and 65535"),
        ("-1", "port -1 is not between 0 and 65535"),
        ("80a", "'80a' is not a whole number"),
        ("", "'' is not a whole number"),
        ("9" * 30, "30 digits are more than anything here takes"),
        ("x" * 60, f"'{'x' * 40}' is not a whole number"),
        ("８０８０", "'８０８０' is not a whole number"),
    ],
)
def test_a_bad_port_is_said_under_its_field_before_anything_is_asked(user: User, words: str, said: str) -> None:
    form = Form(user, "tcp-listener")
    form.type("port", words)
    assert form.error("port") == said
    assert not form.button.isEnabled()
    assert form.text("port") == words
    assert user.names() == [] and user.rows() == []


@pytest.mark.parametrize("words", ["0", "-1", "100001"])
def test_how_many_out_of_range_is_said_under_its_field(user: User, words: str) -> None:
    form = Form(user, "process")
    form.type("count", words)
    assert form.error("count") and not form.button.isEnabled()
    form.dialog.reject()
