"""A warning's action does what it offers."""

from tests.ui.user import User
from tests.ui.warnings.test_panel import always_writable


def test_the_action_does_what_the_only_warning_offers(user: User) -> None:
    always_writable(user)
    user.do("warning.remedy")
    assert user.object("pair.a")["write"] is False
    assert not user.action("warning.remedy").isEnabled()
