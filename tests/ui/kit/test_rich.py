"""A stranger's words in HTML stay words, and nothing that they name is loaded."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ui.kit.rich import LONGEST, Page, escape, rich_label

HOSTILE = "<b>bold</b><img src='file:///etc/passwd'> & \"quoted\" \u202e\x1b"


def test_escaped_words_are_shown_as_they_are(qtbot: QtBot) -> None:
    page = Page("page", "a page")
    qtbot.addWidget(page)
    page.setHtml(f"<p>{escape(HOSTILE)}</p>")
    shown = page.toPlainText()
    assert "<b>bold</b>" in shown and "<img src='file:///etc/passwd'> & \"quoted\"" in shown
    assert "\u202e" not in shown and "\x1b" not in shown, "what cannot be seen is told by its code"


def test_no_more_is_shown_than_can_be_laid_out() -> None:
    assert len(escape("x" * 10 * LONGEST)) == LONGEST and escape("x" * 10 * LONGEST).endswith("…")


def test_no_file_is_read_whatever_is_named(qtbot: QtBot) -> None:
    page = Page("page", "a page")
    qtbot.addWidget(page)
    for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.StyleSheetResource):
        found = page.loadResource(kind.value, QUrl.fromLocalFile(__file__))
        assert b"whatever is named" not in bytes(found) if hasattr(found, "data") else found.size().width() == 1


def test_a_label_wraps_and_has_its_name(qtbot: QtBot) -> None:
    made = rich_label("name", "<b>x</b>")
    qtbot.addWidget(made)
    assert (made.objectName(), made.wordWrap(), made.text()) == ("name", True, "<b>x</b>")
