"""Every meaning can be read on every ground, light and dark."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton

from tests.ui.user import User
from ui.kit import theme


def luminance(colour: QColor) -> float:
    """WCAG 2.1, relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_meaning_can_be_read_on_every_ground(user: User, name: str) -> None:
    user.do(f"view.{name}")
    palette = QApplication.palette()
    grounds = [palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window)]
    grounds.append(palette.color(QPalette.ColorRole.Highlight))
    for meaning in theme.MEANINGS:
        for ground in grounds:
            assert contrast(theme.colour(meaning), ground) >= 4.5, (meaning, ground.name())
    assert contrast(theme.colour("error"), theme.tint("error")) >= 4.5
    user.do("view.light")


@pytest.mark.parametrize("button", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_not_ticked_is_seen_where_it_could_be(user: User, name: str, button: type[QAbstractButton]) -> None:
    """Its edge against the ground it stands on: WCAG 2.1 asks 3 of what is no text."""
    user.do(f"view.{name}")
    box = button(user.window)
    box.resize(24, 24)
    box.show()
    picture, ground = box.grab().toImage(), QApplication.palette().color(QPalette.ColorRole.Window)
    across = [QColor(picture.pixel(x, picture.height() // 2)) for x in range(picture.width())]
    assert max(contrast(colour, ground) for colour in across) >= 3
    box.deleteLater()
    user.do("view.light")
