"""The building blocks of the Why panel as HTML: prose with Python in it, cards, code, tables."""

import re
from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication, QPalette

from ..kit import theme
from ..kit.rich import escape, escape_whole

_CODE = re.compile(r"\b[\w.]+\(\)|b&#x27;&#x27;|\b[A-Z]+(?:_[A-Z]+)+\b|\bE?POLL[A-Z]+\b|\bOSError \[Errno \d+\]")
CHANGED = "\0"
"""Begins a value that is another than before: it stands in bold."""


def prose(words: str) -> str:
    """Words as HTML; what is Python in them stands in the fixed-width font."""
    return _with_code(escape(words))


def _with_code(html: str) -> str:
    return _CODE.sub(lambda found: f"<code>{found[0]}</code>", html)


def note(words: str) -> str:
    """A note, which is never cut."""
    return card("quiet", f"<p style='margin:0'>{_with_code(escape_whole(words))}</p>")


def quiet(words: str) -> str:
    return f"<p style='margin:4px 0'><span style='color:{theme.colour('quiet').name()}'>{prose(words)}</span></p>"


def heading(words: str) -> str:
    return f"<p style='margin:12px 0 2px'><b>{escape(words)}</b></p>"


def card(meaning: str, body: str) -> str:
    """A paragraph with a bar of its meaning's colour at its left."""
    ground = QGuiApplication.palette().color(QPalette.ColorRole.AlternateBase).name()
    bar = theme.colour(meaning).name()
    return (
        "<table width='100%' cellspacing='0' cellpadding='0' style='margin:6px 0 0'>"
        f"<tr><td width='4' bgcolor='{bar}'></td>"
        f"<td bgcolor='{ground}' style='padding:6px 8px'>{body}</td></tr></table>"
    )


def code(lines: list[str], value: str = "") -> str:
    """Lines of Python, and a value beneath them that is never cut; a long one goes on below, further in."""
    ground = QGuiApplication.palette().color(QPalette.ColorRole.AlternateBase).name()
    shown = "".join(_code_line(escape(line.strip()), 14 * line.startswith(" ")) for line in lines)
    shown += _code_line(escape_whole(value)) if value else ""
    return (
        f"<table width='100%' cellspacing='0' cellpadding='0'><tr>"
        f"<td bgcolor='{ground}' style='padding:6px 8px'>{shown}</td></tr></table>"
    )


def _code_line(html: str, further_in: int = 0) -> str:
    place = f"margin:0 0 2px {12 + further_in}px; text-indent:-12px"
    return f"<p style='{place}'><code>{html.replace('  ', '&nbsp; ')}</code></p>"


def table(rows: Sequence[tuple[str, ...]], head: tuple[str, ...] = ()) -> str:
    """Labels at the left, quiet; values beside them."""
    grey = theme.colour("quiet").name()
    lines = []
    if head:
        cells = "".join(f"<td style='padding:1px 8px 2px 0; color:{grey}'>{escape(cell)}</td>" for cell in head)
        lines.append(f"<tr>{cells}</tr>")
    for label, *values in rows:
        cells = "".join(f"<td style='padding:1px 8px 1px 0'>{_cell(value)}</td>" for value in values)
        lines.append(f"<tr><td style='padding:1px 10px 1px 0; color:{grey}'>{escape(label)}</td>{cells}</tr>")
    return f"<table cellspacing='0' cellpadding='0'>{''.join(lines)}</table>"


def _cell(value: str) -> str:
    return f"<b>{escape(value.removeprefix(CHANGED))}</b>" if value.startswith(CHANGED) else escape(value)
