"""A glossary: what the words in the window mean, one sentence each, for first-time users."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.rich import Page, escape


def tr(source: str) -> str:
    return QCoreApplication.translate("Words", source)


def meanings() -> list[tuple[str, str]]:
    """Words and sentences."""
    return [
        (tr("file object"), tr("Anything Python calls so: a socket, a pipe, a file. Its descriptor, fd, is a number.")),
        (tr("READ, WRITE"), tr("What you ask the selector to watch for. A tick says nothing of what is ready.")),
        (tr("last returned"), tr("What select() returned for it the last time, and in which call.")),
        (tr("select() once"), tr("One call. It returns when at least one watched object is ready, or at its timeout.")),
        (tr("Run"), tr("select() again and again; after each call the callbacks of the ready keys are called.")),
        (tr("callback"), tr("What is done when a key is ready. With none nothing is done: what is ready stays ready.")),
        (tr("flags"), tr("What the kernel itself reported. selectors folds these into READ and WRITE.")),
        (
            tr("[]"),
            tr("Nothing was returned: the timeout was over. A call you stop had not returned; it is hatched."),
        ),
        (tr("busy loop"), tr("Something is always ready and nobody serves it: select() returns at once, for ever.")),
        (tr("pace"), tr("How many calls a second Run makes at most. It slows the loop, not the kernel.")),
        (tr("refused"), tr("An exception of Python or the OS, in its own words; what it means stands beside it.")),
    ]


class WordsDialog(QDialog):
    """The list of words."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("words")
        self.setWindowTitle(tr("Glossary"))
        self.resize(620, 520)
        text = Page("words.text", tr("what the words mean"))
        text.setHtml("".join(f"<p><b>{escape(word)}</b><br>{escape(meaning)}</p>" for word, meaning in meanings()))
        buttons = theme.without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
