"""Every picture that is named is there."""

from selcore.kinds import KINDS
from ui.actions.actions import all_actions
from ui.kit import theme


def test_every_icon_that_is_named_is_there() -> None:
    names = {row.icon for row in all_actions() if row.icon} | {kind.icon for kind in KINDS} | {"app"}
    for name in names:
        assert "currentColor" in theme.svg(name) or name == "app", name
