"""What is ready is painted and nothing else, in both themes, however long the time is."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from tests.ui.timeline.seer import MS, READS, Seer, call
from ui.kit import theme


def test_what_is_ready_is_painted_and_nothing_else(seer: Seer) -> None:
    empty = seer.ink("a", 1047 * MS)
    assert seer.ink("a", 1025 * MS) != empty
    assert seer.ink("a", 1082 * MS) != empty
    assert seer.ink("b", 1047 * MS) == seer.ink("b", 1033 * MS)
    assert seer.ink("b", 1055 * MS) != seer.ink("b", 1047 * MS)
    assert seer.ink("a", 1025 * MS) != seer.ink("b", 1055 * MS)  # READ is blue, WRITE is orange


def test_a_moment_is_never_lost_when_all_is_seen(seer: Seer) -> None:
    """A result of ten microseconds in an hour has its pixel."""
    hour = 3_600_000
    seer.tell(
        call(4, hour, hour + 1), call(5, 2 * hour, 2 * hour + 1, READS, served=1e-5), call(6, 3 * hour, 3 * hour + 1)
    )
    seer.view.fit()
    assert seer.ink("a", (2 * hour + 1) * MS) == theme_colour(seer)
    assert seer.ink("a", (2 * hour + 1) * MS + round(4 * seer.view.span.scale)) != theme_colour(seer)


def theme_colour(seer: Seer) -> str:
    return seer.view.drawing().paints.outline(21).name()


def test_light_and_dark(seer: Seer) -> None:
    for name, light in (("dark", False), ("light", True)):
        theme.apply(name)  # type: ignore[arg-type]
        seer.view.apply_theme()
        image = seer.view.grab().toImage()
        assert (image.pixelColor(seer.view.sizes.names + 300, 240).lightness() > 128) is light
        base = QApplication.palette().color(QPalette.ColorRole.Base)
        assert image.pixelColor(seer.view.sizes.names + 300, 240) == base
