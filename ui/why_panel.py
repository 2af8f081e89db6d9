"""The selected row, whole: the exception as Python prints it, what it means, and every figure of the call."""

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from selcore.backends import find_backend
from selcore.pyline import duration, timeout_text
from selcore.registry import to_events
from selcore.store import Row

from . import theme
from .cells import did, flags, say, what
from .flag_words import flag_words


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPanel", source)


class WhyPanel(QWidget):
    """Shows one row of the history."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.text = QTextBrowser()
        self.text.setObjectName("why")
        self.text.setAccessibleName(tr("details of the selected row"))
        self.text.setOpenLinks(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 8)
        layout.addWidget(self.text)
        self._row: Row | None = None
        self.show_row(None)

    def show_row(self, row: Row | None) -> None:
        """Show this row; None: say what is to be seen here."""
        self._row = row
        if row is None:
            words = tr("Select a row of the history to see it whole.")
            self.text.setHtml(f"<p style='color:{theme.colour('quiet').name()}'>{words}</p>")
            return
        self.text.setHtml("".join(_parts(row)))

    def dress(self) -> None:
        self.show_row(self._row)


def _parts(row: Row) -> list[str]:
    parts = []
    if row.error is not None:
        parts.append(f"<p style='color:{theme.colour('error').name()}'><b>{escape(str(row.error))}</b></p>")
        if row.error.hint is not None:
            parts.append(f"<p>{escape(say(row.error.hint))}</p>")
        if row.error.by == "playground":
            parts.append(f"<p>{tr('Said by the playground itself, not by Python.')}</p>")
    if row.mask is not None:
        parts.append(f"<p><b>{escape(row.name or '')}</b> {_returned(row)}</p>")
        parts += _flags(row)
    if row.child is False:
        parts.append(f"<p><code>{escape(what(row))}</code></p>")
    return [*parts, _table(row)]


def _returned(row: Row) -> str:
    events = " | ".join(f"EVENT_{event.upper()}" for event in to_events(row.mask or 0)) or str(row.mask)
    meaning = {1: "read", 2: "write"}.get(row.mask or 0)
    colour = f" style='color:{theme.colour(meaning).name()}'" if meaning else ""
    return f"{tr('was returned with')} <b{colour}>{events}</b>"


def _flags(row: Row) -> list[str]:
    backend = find_backend(row.backend)
    names = backend.raw_names(row.raw) if backend and row.raw is not None else None
    if names is None:
        return [f"<p>{tr('select() tells no flags: a descriptor is in the list of the readable or the writable.')}</p>"]
    lines = [f"<li><code>{name}</code> — {escape(flag_words(name))}</li>" for name in names]
    return [f"<p>{tr('The kernel reported:')}</p><ul>{''.join(lines)}</ul>"]


def _table(row: Row) -> str:
    facts = [
        (tr("call"), str(row.call) if row.call is not None else ""),
        (tr("selector"), row.backend),
        (tr("descriptor"), "" if row.fd is None else str(row.fd)),
        (tr("timeout given"), timeout_text(row.timeout) if row.is_call and not row.child else ""),
        (tr("waited"), duration(row.waited) if row.waited is not None else ""),
        (tr("kernel flags"), flags(row)),
        (tr("callback did") if row.is_call else tr("notice"), did(row)),
        *_grown(row),
        (
            tr("entered again"),
            tr("{n} times: registrations changed during the call").format(n=row.reentered) if row.reentered else "",
        ),
    ]
    cells = "".join(
        f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>" for name, value in facts if value
    )
    return f"<table>{cells}</table>"


def _grown(row: Row) -> list[tuple[str, str]]:
    if row.grew is None:
        return []
    grew = row.grew
    return [
        (tr("identical calls"), f"{grew.count:,}"),
        (tr("waited, least"), duration(grew.least)),
        (tr("waited, most"), duration(grew.most)),
        (tr("waited, in all"), duration(grew.total)),
    ]
