"""The selector classes as a tree, what each wraps, and what each method raised when it was asked."""

import selectors
from itertools import groupby

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from selcore.reference.campaign import load
from selcore.reference.classes import PREFERENCE, WINDOWS, SelectorClass, alias_of, base_classes, class_tree
from selcore.reference.raised import METHODS, raised

from ..kit import theme
from ..kit.rich import Page, escape
from ..kit.saying import say


def tr(source: str) -> str:
    return QCoreApplication.translate("SelectorClasses", source)


class ClassesDialog(QDialog):
    """Read off the running Python; what this system lacks is a cited record, and says so."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("classes")
        self.setWindowTitle(tr("Selector classes"))
        self.resize(860, 560)
        page = Page("classes.text", tr("the selector classes, what they wrap and what they raise"))
        page.setHtml(_tree() + _alias() + _windows() + _errors())
        buttons = theme.without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(page)
        layout.addWidget(buttons)


def _tree() -> str:
    """Each class beneath its base, further in."""
    lines = []
    abouts = dict(base_classes())
    above: list[str] = []
    for one in sorted(class_tree(), key=lambda one: (one.bases[::-1], one.name)):
        path = [*one.bases[::-1]]
        for depth, base in enumerate(path):
            if above[: depth + 1] != path[: depth + 1]:
                lines.append(_line(depth, f"<code>{escape(base)}</code>", abouts.get(base, "")))
                above = path[: depth + 1]
        lines.append(_line(len(path), *_leaf(one)))
    head = tr("As this Python has them (__mro__); names that begin with _ are not for programs to use.")
    printed = "".join(_prompt(f"selectors.{one.name}.__mro__", one.mro) for one in class_tree() if one.mro)
    return f"<h3>{escape(tr('The tree'))}</h3><p>{escape(head)}</p>{''.join(lines)}{printed}"


def _prompt(line: str, value: str) -> str:
    """What Python prints of that."""
    return f"<p style='margin:8px 0 0'><code>&gt;&gt;&gt; {escape(line)}<br>{escape(value)}</code></p>"


def _leaf(one: SelectorClass) -> tuple[str, str]:
    """With all its bases, the nearest first."""
    wraps = tr("wraps {name}").format(name=one.wraps)
    name = f"<code><b>{escape(one.name)}</b>{''.join(f' &gt; {escape(base)}' for base in one.bases)}</code>"
    if one.source:
        return name, f"{wraps} · {tr('not here')}: {one.reason} · {tr('recorded')}: {one.source}"
    return name, wraps if not one.reason else f"{wraps} · {tr('not here')}: {one.reason}"


def _line(depth: int, name: str, about: str) -> str:
    grey = theme.colour("quiet").name()
    said = f" <span style='color:{grey}'>{escape(about)}</span>" if about else ""
    return f"<p style='margin:2px 0 2px {24 * depth}px'>{name}{said}</p>"


def _alias() -> str:
    words = tr(
        "DefaultSelector is not a class of its own: it is another name of {name}, chosen when selectors is imported, "
        "the first that can be used of {order}."
    ).format(name=alias_of(), order=", ".join(PREFERENCE))
    printed = _prompt("selectors.DefaultSelector", repr(selectors.DefaultSelector))
    return f"<h3>DefaultSelector</h3><p>{escape(words)}</p>{printed}"


def _windows() -> str:
    said, source = WINDOWS
    where = tr("Recorded elsewhere: {source}").format(source=source)
    return f"<h3>Windows</h3><p>{escape(say(said))}</p><p>{escape(where)}</p>"


def _errors() -> str:
    source = load().source
    on = tr("Recorded on {system} {kernel} with CPython {pythons}, where each was asked.").format(
        system=source.system, kernel=source.kernel, pythons=", ".join(source.pythons)
    )
    parts = [f"<h3>{escape(tr('What the methods raised'))}</h3><p>{escape(on)}</p>"]
    found = {method: list(some) for method, some in groupby(raised(), key=lambda one: one.method)}
    for method in METHODS:
        rows = "".join(
            f"<tr><td width='55%' style='padding:1px 12px 1px 0'><code>{escape(one.error)}</code></td>"
            f"<td style='padding:1px 12px 1px 0'>{escape(', '.join(one.backends))}</td>"
            f"<td>{escape(one.words)}</td></tr>"
            for one in found.get(method, ())
        )
        none = f"<p>{escape(tr('nothing was seen to be raised'))}</p>"
        parts.append(f"<p style='margin:8px 0 2px'><b><code>{method}()</code></b></p>")
        parts.append(f"<table cellspacing='0' width='100%'>{rows}</table>" if rows else none)
    return "".join(parts)
