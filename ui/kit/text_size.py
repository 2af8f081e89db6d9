"""How large the words of the program are, in steps of a point from what the system says: for all windows at once.

Who gives a widget a font of its own gives it by ``give_font``, and what is measured in rows and columns is scaled with
the words, so that all of it can be done anew.
"""

from typing import Literal, TypeGuard

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QToolBar, QToolButton, QWidget

from . import theme

STEPS = (-3, 12)
"""The least and the most."""
LINE = 14
"""Pixels of a line's height, for which heights of rows were chosen."""
Kind = Literal["code", "tabular"]
_KIND, _ROW, _ICON = "text-size.font", "text-size.row", "text-size.icon"
"""Properties: the kind of font that a widget was given, a table's rows as high as its maker said, a button's icon."""
_SIZE = "text-size.base"
"""The application's property: the system's size."""
_FONTS = {"code": theme.code_font, "tabular": theme.tabular_font}


def give_font(widget: QWidget, kind: Kind) -> None:
    """The fixed-width font, or the one whose figures line up, in the size of the words."""
    widget.setProperty(_KIND, kind)
    widget.setFont(_FONTS[kind]())


def growth() -> float:
    """How large the words are, of what the system says."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return 1.0
    base = app.property(_SIZE)
    return app.font().pointSizeF() / base if base else 1.0


def steps_for(wanted: float) -> int:
    """By how many whole points words are larger that are so much larger than the system says, at most."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return 0
    base = app.property(_SIZE) or app.font().pointSizeF()
    return min(max(int(base * (wanted - 1) + 0.05), STEPS[0]), STEPS[1])


def scaled(pixels: int) -> int:
    """So many pixels at the system's size, at this one."""
    return round(pixels * growth())


def set_row_height(view: QTableView, pixels: int) -> None:
    """Rows of that height where a line is LINE pixels high; in another font they have as much air around it."""
    view.setProperty(_ROW, pixels)
    view.verticalHeader().setMinimumSectionSize(1)  # Qt's is of a font, which may still be the one before
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + scaled(pixels - LINE))


def apply(step: int) -> bool:
    """Words larger by so many points, or smaller, tooltips too; whether that is another size."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return False
    if app.property(_SIZE) is None:
        app.setProperty(_SIZE, app.font().pointSizeF())
    before, font, sizes = growth(), app.font(), [(one, one.font().pointSizeF()) for one in app.allWidgets()]
    size = max(app.property(_SIZE) + min(max(step, STEPS[0]), STEPS[1]), 5)
    if size == font.pointSizeF():
        return False
    font.setPointSizeF(size)
    app.setFont(font)
    factor = growth() / before
    for widget, points in sizes:
        _renew(widget, points * factor, factor)
    for view in filter(_is_table, app.allWidgets()):
        # Under a style sheet what a head is painted on keeps the font that it had before.
        view.horizontalHeader().viewport().setFont(view.horizontalHeader().font())
    app.setFont(font, "QTipLabel")  # type: ignore[arg-type]  # PySide6 says bytes and takes a str
    return True


def _is_table(widget: QWidget) -> TypeGuard[QTableView]:
    return isinstance(widget, QTableView)


def _renew(widget: QWidget, points: float, factor: float) -> None:
    kind, row, font = widget.property(_KIND), widget.property(_ROW), widget.font()
    if kind:
        widget.setFont(_FONTS[kind]())
    else:  # under a style sheet widgets do not hear of the application's font, and not all of them of their parent's
        font.setPointSizeF(points)
        widget.setFont(font)
    if isinstance(widget, QToolButton | QPushButton | QToolBar):
        _renew_icon(widget)
    if row and isinstance(widget, QTableView):
        set_row_height(widget, row)
        head = widget.horizontalHeader()
        for column in range(head.count()):
            if not head.isSectionHidden(column):
                head.resizeSection(column, round(head.sectionSize(column) * factor))


def _renew_icon(widget: QToolButton | QPushButton | QToolBar) -> None:
    """As large beside its words as it was."""
    if widget.property(_ICON) is None:
        widget.setProperty(_ICON, widget.iconSize().width())
    side = scaled(widget.property(_ICON))
    if not isinstance(widget.parent(), QToolBar):  # those of a bar follow it
        widget.setIconSize(QSize(side, side))
