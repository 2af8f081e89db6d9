"""The theme is changed while the window is open, and what is ticked says which it is."""

from tests.ui.user import User
from ui.kit import theme


def test_light_dark_and_as_the_system(user: User) -> None:
    for name in ("dark", "light", "system"):
        user.do(f"view.{name}")
        ticked = [one for one in ("light", "dark", "system") if user.action(f"view.{one}").isChecked()]
        assert ticked == [name] and user.window.preferences.theme == name
        if name != "system":
            assert theme.is_dark() is (name == "dark")
