"""What is on has a tick in the menu."""

from tests.ui.user import User
from ui.actions.actions import all_actions


def test_what_is_on_has_a_tick_in_the_menu_in_whose_place_no_icon_stands(user: User) -> None:
    for row in all_actions():
        if row.checkable:
            action = user.action(row.id)
            assert action.icon().isNull() or not action.isIconVisibleInMenu(), row.id
