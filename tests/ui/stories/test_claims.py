"""docs/claims.md is so: each row's actions and commands show the words of its evidence.

As a program this writes the document: ``python -m tests.ui.stories.test_claims``.
"""

import re
import sys

import pytest
from msgspec import structs
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QTextBrowser, QToolButton, QWidget

from playground.terminal.words import TextReporter
from selcore.experiment.file import FORMAT, Experiment
from selcore.headless.player import Player
from selcore.session.address_in_use import free_port
from selcore.values.commands import AnyCommand, Open
from tests import ROOT
from tests.ui.compare.test_dialog import ended
from tests.ui.user import User

from .claims import CLAIMS, PORT, Claim, all_of

TARGET = ROOT / "docs" / "claims.md"
HEAD = """# What notes claim, and how to see it here

Claims about `selectors` as study notes have them, what is true, and at most five actions in the window that show it,
with the words in which Python says it, as they stand in Why, beside what was refused, or beneath the table of a
comparison. A test plays each of them without a window, does the actions in one, and reads the words in both.

| # | claim | verdict | how to see it here | what Python says |
|---|---|---|---|---|
"""
MOST = 5
ROWS = [(claim, backend) for claim in CLAIMS for backend in claim.backends]
EACH = pytest.mark.parametrize(("claim", "backend"), ROWS, ids=lambda one: str(getattr(one, "number", one)))
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what Linux says")


def with_port(command: AnyCommand, port: int) -> AnyCommand:
    if not isinstance(command, Open) or command.options.get("port") != PORT:
        return command
    return structs.replace(command, options=command.options | {"port": port})


@EACH
def test_the_commands_show_it_without_a_window(claim: Claim, backend: str) -> None:
    port = free_port("127.0.0.1")
    assert port is not None
    commands = tuple(with_port(command, port) for command in claim.commands)
    experiment = Experiment(format=FORMAT, version=1, commands=commands)
    words, said = TextReporter(experiment), []
    for line in Player(experiment, backend, why=True).play():
        said += [words.of(line), str(line.get("repr", ""))]
    for evidence in all_of(claim)[backend]:
        assert any(evidence in one for one in said), (evidence, said)
    if claim.number == 13:
        assert "OSError" not in said[-2], "set before bind it is no trouble"


@EACH
def test_at_most_five_actions_show_it_in_the_window(user: User, claim: Claim, backend: str) -> None:
    """What is read here stands before the eye: nothing is asked behind the window."""
    assert 1 <= len(claim.actions) <= MOST
    port, read = str(free_port("127.0.0.1")), Readings(user, backend)
    user.backend(backend)
    for action in claim.actions:
        for step in action.steps:
            take(user, step, port, read)
        read.all()
    for evidence in (*all_of(claim)[backend], *claim.evidence.get("classes", ())):
        assert any(evidence in one for one in read.words), (evidence, read.words)
    for dialog in user.window.findChildren(QDialog):
        dialog.reject()


class Readings:
    """What could be read in the window so far."""

    def __init__(self, user: User, backend: str):
        self.user, self.backend = user, backend
        self.words: list[str] = []

    def all(self) -> None:
        """What stands there now: labels, pages, and the rows of the history."""
        self.user.settle()
        for page in self.user.window.findChildren(QTextBrowser):
            if page.isVisible():
                self.words.append(page.toPlainText().replace("\u2028", " ").replace("\xa0", " "))
        self.words += [one.text() for one in self.user.window.findChildren(QLabel) if one.isVisible()]
        model = self.user.history.model()
        cells = (model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
        self.words += [str(cell.data() or "") for cell in cells]

    def compared(self) -> None:
        """The whole answer of each cell in the column of the selector class."""
        dialog = ended(self.user)
        column = dialog.model.columns.index(self.backend)
        for row in range(dialog.model.length()):
            dialog.table.setCurrentIndex(dialog.model.index(row, column))
            self.words.append(dialog.outcome.toPlainText())


def take(user: User, step: tuple[str, ...], port: str, read: Readings) -> None:
    """One step of a user in the window."""
    how, *given = step
    if how == "tick":
        user.tick(given[0], given[1])
    elif how == "select":
        user.select(given[0])
    elif how == "row":
        place = next(place for place, row in enumerate(user.rows()) if row["call"] == int(given[0]))
        user.history.selectRow(place)  # type: ignore[attr-defined]
    elif how == "timeout":
        user.timeout(given[0])
    elif how == "remedy":
        user.find(QToolButton, "refusal.remedy").click()
    elif how == "fill":
        fill(user, given[0], [word.replace(PORT, port) for word in given[1:]], read)
    elif given[0] == "experiment.compare":
        user.do(given[0])
        read.compared()
    else:
        user.do(given[0])
        user.wait_until(lambda: not user.window.document.is_playing and user.window.property("state") == "idle")
    user.settle()


def fill(user: User, form: str, fields: list[str], read: Readings) -> None:
    """Open a form, give its fields these words, and agree; one that is refused is closed again."""
    command = "." in form
    user.do(form if command else f"fileobject.open-with.{form}")
    dialog: QDialog = user.find(QDialog, f"form.{form}")
    for name, words in zip(fields[::2], fields[1::2], strict=True):
        field = dialog.findChild(QWidget, f"option.{name}")
        if isinstance(field, QComboBox):
            field.setCurrentText(words)
        else:
            line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
            line.setText(words)
    dialog.findChild(QPushButton, "form.open").click()
    read.all()
    for left in user.window.findChildren(QDialog, f"form.{form}"):
        left.reject()


def cell(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("|", "\\|")


def evidence_words(claim: Claim) -> str:
    parts = [f"`{cell(words)}`" for words in (*claim.evidence.get("*", ()), *claim.evidence.get("classes", ()))]
    for backend, some in claim.evidence.items():
        if backend not in ("*", "classes"):
            parts.append(f"{backend}: " + ", ".join(f"`{cell(words)}`" for words in some))
    return "; ".join(parts)


def document() -> str:
    rows = []
    for claim in CLAIMS:
        actions = " ".join(f"{n}. {action.words}" for n, action in enumerate(claim.actions, 1))
        where = " (on EpollSelector)" if claim.backends == ("epoll",) and claim.commands else ""
        how = actions + where if claim.actions else claim.source
        rows.append(
            f"| {claim.number} | {cell(claim.claim)} | **{claim.verdict}**: {cell(claim.truth)} | {cell(how)} | "
            f"{evidence_words(claim) or '–'} |"
        )
    return HEAD + "\n".join(rows) + "\n"


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "write it anew: python -m tests.ui.stories.test_claims"


def test_what_cannot_be_shown_here_says_where_it_was_recorded() -> None:
    for claim in CLAIMS:
        assert bool(claim.source) is not bool(claim.actions), claim.number
        assert not claim.source or claim.source.startswith("recorded elsewhere: ")


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
