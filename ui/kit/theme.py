"""Colours mean something or are not there: one accent, a colour-blind-safe set of meanings, 4.5:1 in both themes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialogButtonBox

Theme = Literal["system", "light", "dark"]
ICONS = Path(__file__).with_name("icons")
SIZES = (16, 20, 24, 32, 48)
"""Pixels of the sides of icons."""
_sizes: list[tuple[int, ...]] = [SIZES]
STYLE = "Fusion"
STYLED = "styled"
"""The application's property that says it was started in that style: to set it tells Python of it, which takes long."""
DRESSED = "dressed-dark"
"""The application's property that says in which theme it is dressed."""

MEANINGS = {
    # meaning: (on light, on dark); hues after Okabe and Ito, darkened or lightened until they can be read
    "read": ("#0069a8", "#6cc1f2"),
    "write": ("#925400", "#f0b14a"),
    "error": ("#b83a00", "#ff9a6b"),
    "ended": ("#5f6368", "#aab0b8"),
    "disagree": ("#8a3f86", "#dda0d4"),
    "accent": ("#00695c", "#5fc9b8"),
    "good": ("#00695c", "#5fc9b8"),
    "quiet": ("#5a5e63", "#abb1b9"),
    "literal": ("#4a4fa3", "#aab4ff"),
}
TINTS = {
    "accent": ("#d7efe9", "#1d4a43"),
    "error": ("#fdeae2", "#4a2416"),
    "write": ("#fbf0dc", "#43320f"),
}

_LIGHT = {
    QPalette.ColorRole.Window: "#f4f5f6",
    QPalette.ColorRole.WindowText: "#1c1f23",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f7f8f9",
    QPalette.ColorRole.Text: "#1c1f23",
    QPalette.ColorRole.Button: "#fbfbfc",
    QPalette.ColorRole.ButtonText: "#1c1f23",
    QPalette.ColorRole.Highlight: "#cfe9e3",
    QPalette.ColorRole.HighlightedText: "#10201d",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1c1f23",
    QPalette.ColorRole.PlaceholderText: "#5f646b",
    QPalette.ColorRole.Link: "#00695c",
    QPalette.ColorRole.Accent: "#00796b",
    QPalette.ColorRole.Mid: "#c6cacf",
    QPalette.ColorRole.Dark: "#a9aeb4",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#e6e8ea",
    QPalette.ColorRole.Shadow: "#80858b",
    QPalette.ColorRole.BrightText: "#ffffff",
}
_DARK = {
    QPalette.ColorRole.Window: "#22252a",
    QPalette.ColorRole.WindowText: "#e6e8eb",
    QPalette.ColorRole.Base: "#1a1c20",
    QPalette.ColorRole.AlternateBase: "#1f2226",
    QPalette.ColorRole.Text: "#e6e8eb",
    QPalette.ColorRole.Button: "#2b2f35",
    QPalette.ColorRole.ButtonText: "#e6e8eb",
    QPalette.ColorRole.Highlight: "#173b36",
    QPalette.ColorRole.HighlightedText: "#f2fffc",
    QPalette.ColorRole.ToolTipBase: "#2b2f35",
    QPalette.ColorRole.ToolTipText: "#e6e8eb",
    QPalette.ColorRole.PlaceholderText: "#a2a8b0",
    QPalette.ColorRole.Link: "#5fc9b8",
    QPalette.ColorRole.Accent: "#4db6a5",
    QPalette.ColorRole.Mid: "#3b4047",
    QPalette.ColorRole.Dark: "#15171a",
    QPalette.ColorRole.Light: "#3a3f46",
    QPalette.ColorRole.Midlight: "#30343a",
    QPalette.ColorRole.Shadow: "#000000",
    QPalette.ColorRole.BrightText: "#ffffff",
}


def apply(theme: Theme) -> None:
    """Dress the application. Where the platform has no scheme of its own (offscreen, a bare X server) ours decides."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    dark = _is_dark(theme)
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    if app.property(DRESSED) == dark:
        return  # to dress it again takes every widget there is, and nothing changes
    app.setProperty(DRESSED, dark)
    if not app.property(STYLED):
        app.setStyle(STYLE)
        app.setProperty(STYLED, True)
    app.setPalette(_palette(dark))
    # Qt tells the widgets that are there with the next events: whoever dresses them now has to see it now.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)


def clothe(window: QWidget) -> None:
    """Give a window and all in it the edges of the theme in use.

    Not the application: under a style sheet each step of building a window styles anew what is there already, which
    takes longer than all the rest of building it.
    """
    sheet(window, _sheet(is_dark()))


def sheet(widget: QWidget, words: str) -> None:
    """A style sheet for one widget. Qt styles all of it anew even where nothing has changed."""
    if words != widget.styleSheet():
        widget.setStyleSheet(words)


def ink(label: QLabel, meaning: str | None = None, bold: bool | None = None) -> None:
    """The words of a label in the colour of a meaning (None: the ordinary one), without a style sheet."""
    palette = QPalette()
    if meaning is not None:
        palette.setColor(label.foregroundRole(), colour(meaning))
    label.setPalette(palette)
    if bold is not None:
        font = label.font()
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        label.setFont(font)


def _is_dark(theme: Theme) -> bool:
    if theme != "system":
        return theme == "dark"
    hints = QGuiApplication.styleHints()
    hints.unsetColorScheme()
    return hints.colorScheme() == Qt.ColorScheme.Dark


def _palette(dark: bool) -> QPalette:
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#787e86" if dark else "#8b9097"))
    return palette


def _sheet(dark: bool) -> str:
    line, focus = ("#3b4047", "#4db6a5") if dark else ("#d5d8dc", "#00796b")
    header = "#26292e" if dark else "#f4f5f6"
    edge = "#5d646d" if dark else "#b4b9bf"
    default, on_default = ("#2f7d72", "#ffffff") if dark else ("#006d62", "#ffffff")
    chosen, grey = ("#173b36", "#787e86") if dark else ("#cfe9e3", "#8b9097")
    tick = (ICONS / f"tick-{'dark' if dark else 'light'}.svg").as_posix()
    # Fusion fills gradients for each scroll bar, in threads, for each frame that moves one.
    track, handle = ("#23262a", "#7b838d") if dark else ("#f4f5f6", "#868d95")
    ring = handle if dark else "#646b73"  # smoothed where it is round, which makes it paler
    return f"""
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        QDialogButtonBox QPushButton:default {{ background: {default}; color: {on_default}; border: 1px solid {focus};
            border-radius: 3px; padding: 3px 12px; min-width: 60px; }}
        QDialogButtonBox QPushButton:default:hover {{ background: {focus}; }}
        QDialogButtonBox QPushButton:default:focus {{ border: 2px solid {on_default}; }}
        QDialogButtonBox QPushButton:default:disabled {{ background: {header}; color: {edge}; border-color: {edge}; }}
        QLineEdit {{ border: 1px solid {edge}; border-radius: 3px; padding: 2px 4px; }}
        QLineEdit:focus {{ border-color: {focus}; }}
        QComboBox QLineEdit, QSpinBox QLineEdit, QDoubleSpinBox QLineEdit {{ border: none; padding: 0; }}
        QToolTip {{ border: 1px solid {line}; padding: 4px; }}
        QTreeView, QTableView, QListView, QPlainTextEdit {{ border: 1px solid {line}; }}
        QTreeView:focus, QTableView:focus, QListView:focus, QPlainTextEdit:focus {{ border: 1px solid {focus}; }}
        QHeaderView::section {{ background: {header}; border: none; border-bottom: 1px solid {line};
            border-right: 1px solid {line}; padding: 3px 6px; }}
        QHeaderView::section:last {{ border-right: none; }}
        QMainWindow::separator {{ background: transparent; width: 6px; height: 6px; }}
        QMainWindow::separator:hover {{ background: {focus}; }}
        QToolBar {{ border: none; border-bottom: 1px solid {line}; spacing: 6px; padding: 2px; }}
        QToolBar#status-bar {{ padding: 0px; }}
        QStatusBar {{ border-top: 1px solid {line}; }}
        QStatusBar::item {{ border: none; }}
        QMenu {{ padding: 4px; border: 1px solid {line}; }}
        QMenu::item {{ padding: 3px 28px 3px 12px; border-radius: 3px; }}
        QMenu::item:selected {{ background: {chosen}; }}
        QMenu::item:disabled {{ color: {grey}; }}
        QMenu::icon {{ padding-left: 6px; }}
        QMenu::indicator {{ width: 12px; height: 12px; margin-left: 6px; border: 1px solid {handle};
            border-radius: 3px; }}
        QMenu::indicator:checked {{ background: {focus}; border-color: {focus}; image: url("{tick}"); }}
        QMenu::indicator:disabled {{ border-color: {line}; }}
        QMenu::indicator:checked:disabled {{ background: {edge}; }}
        QCheckBox::indicator, QRadioButton::indicator {{ width: 12px; height: 12px; border: 1px solid {ring}; }}
        QCheckBox::indicator {{ border-radius: 3px; }}
        QRadioButton::indicator {{ border-radius: 7px; }}
        QCheckBox::indicator:checked {{ background: {focus}; border-color: {focus}; image: url("{tick}"); }}
        QRadioButton::indicator:checked {{ border-color: {focus}; background: qradialgradient(cx: 0.5, cy: 0.5,
            radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {focus}, stop: 0.6 {focus}, stop: 0.7 transparent); }}
        QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; }}
        QCheckBox::indicator:checked:disabled {{ background: {edge}; }}
        QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
        QScrollBar {{ background: {track}; border: none; }}
        QScrollBar:vertical {{ width: 12px; }}
        QScrollBar:horizontal {{ height: 12px; }}
        QScrollBar::handle {{ background: {handle}; }}
        QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {focus}; }}
        QScrollBar::handle:vertical {{ min-height: 28px; margin: 0 3px; }}
        QScrollBar::handle:horizontal {{ min-width: 28px; margin: 3px 0; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
    """


def is_dark() -> bool:
    """Whether the palette in use is a dark one."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128


def colour(meaning: str) -> QColor:
    """The text colour that means this."""
    return QColor(MEANINGS[meaning][is_dark()])


def tint(meaning: str) -> QColor:
    """The background that means this."""
    return QColor(TINTS[meaning][is_dark()])


def mix(first: QColor, second: QColor, part: float) -> QColor:
    """``part`` (0 to 1) of the second colour in the first."""
    rest = 1 - part
    return QColor.fromRgbF(
        first.redF() * rest + second.redF() * part,
        first.greenF() * rest + second.greenF() * part,
        first.blueF() * rest + second.blueF() * part,
    )


def code_font() -> QFont:
    """The fixed-width font: for data and code only."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QGuiApplication.font().pointSizeF())
    return font


def tabular_font() -> QFont:
    """The ordinary font with figures of one width, so that numbers line up."""
    font = QFont(QGuiApplication.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def icon(name: str, meaning: str | None = None) -> QIcon:
    """A bundled SVG in the palette's own text colour, or in the colour of a meaning; grey where it is disabled."""
    palette = QGuiApplication.palette()
    normal = colour(meaning) if meaning else palette.color(QPalette.ColorRole.ButtonText)
    grey = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    made = QIcon()
    for mode, paint in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, grey)):
        for picture in _drawn(name, paint.name(), _sizes[0]):
            made.addPixmap(QPixmap.fromImage(picture), mode)
    return made


@contextmanager
def drafts() -> Iterator[None]:
    """Icons are drawn in the sizes that this screen asks for at first, and no others: whoever wants more asks anew."""
    _sizes[:] = [(round(16 * _ratio()), round(24 * _ratio()))]
    try:
        yield
    finally:
        _sizes[:] = [SIZES]


def _ratio() -> float:
    """Of the finest screen, how many of its pixels stand for one."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=256)
def _drawn(name: str, paint: str, sizes: tuple[int, ...]) -> tuple[QImage, ...]:
    """In its sizes. Images, which may outlive the application, as pixmaps may not."""
    renderer = QSvgRenderer(QByteArray(svg(name).replace("currentColor", paint).encode()))
    found = []
    for size in sizes:
        found.append(image := QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied))
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
    return tuple(found)


def picture(name: str, meaning: str, size: int) -> QPixmap:
    """A bundled SVG in the colour of a meaning, in this one size."""
    ratio = _ratio()
    made = QPixmap.fromImage(_drawn(name, colour(meaning).name(), (round(size * ratio),))[0])
    made.setDevicePixelRatio(ratio)
    return made


def without_icons(box: "QDialogButtonBox") -> "QDialogButtonBox":
    """These buttons with words alone. The sheet says so, but a box that stands in no window yet does not know it."""
    for button in box.buttons():
        button.setIcon(QIcon())
    return box


def no_icon() -> QIcon:
    """As wide as an icon, with nothing on it: so that words stand under each other."""
    pixmap = QPixmap(QSize(16, 16))
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)


@lru_cache(maxsize=256)
def svg(name: str) -> str:
    """The source of a bundled icon. Raises FileNotFoundError."""
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


def tr_action(text: str) -> str:
    """The words of an action, translated."""
    return QCoreApplication.translate("Actions", text)
