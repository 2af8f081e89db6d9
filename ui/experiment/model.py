"""The commands of an experiment as a table: a row a command, and beneath a call a row for each that is given meanwhile.

Words are made for the rows that are painted, and for no others.
"""

from typing import Any, ClassVar, Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.experiment.replies import Reply
from selcore.values.commands import AnyCommand, Modify, Note, Open, Register, Run, Select, Unregister
from selcore.values.text import text
from selcore.wording.command_words import command_words
from selcore.wording.python_line import KindOf, python_line
from selcore.wording.unseen import coded

from ..bridge.stepper import Stepper
from ..kit.labels import cut, plain_tip
from ..kit.saying import say
from ..kit.table_model import TableModel

State = Literal["done", "refused", "stopped", "waits", "next", "later"]
LONGEST = 400
"""Characters of a cell."""
NOTHING = text("None")
"""What a method that returns nothing is said to have returned."""
COLUMNS = ("number", "command", "line", "answer")


def tr(source: str) -> str:
    return QCoreApplication.translate("Experiment", source)


class Place(NamedTuple):
    """A row: the number of its command; ``during``: which of those that are given while that one is blocked."""

    number: int
    during: int | None = None


class StepsModel(TableModel):
    """What a stepper plays, row by row."""

    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def __init__(self, stepper: Stepper, kind_of: KindOf, parent: QObject | None = None):
        super().__init__(parent)
        self._stepper, self._kind_of = stepper, kind_of
        self._places: list[Place] = []
        self._rows: list[int] = []
        self._kinds: dict[str, str] = {}
        self._marked = -1
        self.headings = {}
        stepper.listed.connect(self.reload)
        stepper.answered.connect(self._answered)
        stepper.moved.connect(self._moved)
        self.reload()

    def reload(self) -> None:
        """Other commands are listed, or none."""
        self.beginResetModel()
        self._places, self._rows, self._kinds = [], [], {}
        for number, command in enumerate(self._stepper.commands):
            self._rows.append(len(self._places))
            self._places.append(Place(number))
            self._places += [Place(number, during) for during in range(len(inner(command)))]
            if isinstance(command, Open):
                self._kinds[command.name] = command.kind
        self._marked = self._stepper.place
        self.endResetModel()

    def length(self) -> int:
        return len(self._places)

    def heading(self, column: str, role: int) -> Any:
        words = {
            "number": (tr("#"), tr("Its number; ▶ marks the next one")),
            "command": (tr("command"), tr("What it does")),
            "line": (tr("Python"), tr("The line of Python that does the same")),
            "answer": (tr("answer"), tr("What came of it here")),
        }[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return words[0]
        return plain_tip(words[1]) if role == Qt.ItemDataRole.ToolTipRole else None

    # Where things stand.

    def place(self, row: int) -> Place | None:
        """What stands in that row."""
        return self._places[row] if 0 <= row < len(self._places) else None

    def row_of(self, number: int) -> int:
        """The row of that command; -1 where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else -1

    def next_rows(self) -> list[int]:
        """The rows of the next command and of the one that follows it, that one first."""
        place = self._stepper.place
        return [row for number in (place + 1, place) if (row := self.row_of(number)) >= 0]

    def command(self, place: Place) -> AnyCommand:
        command = self._stepper.commands[place.number]
        return command if place.during is None else inner(command)[place.during]

    def reply(self, place: Place) -> Reply | None:
        return self._stepper.reply(*place)

    def state(self, place: Place) -> State:
        """What has become of it."""
        reply = self.reply(place)
        if reply is not None:
            return reply.how
        if place.number > self._stepper.place or place.during is not None:
            return "later"
        if place.number < self._stepper.place:
            return "done"
        return "waits" if self._stepper.waits else "next"

    def line(self, place: Place) -> str:
        """The line of Python; what the command's own experiment opens is known before it is open."""
        return python_line(self.command(place), lambda name: self._kind_of(name) or self._kind_to_come(name))

    def _kind_to_come(self, name: str) -> str:
        return self._kinds.get(name) or self._kinds.get(name.partition(".")[0], "")

    # Texts.

    def texts(self, place: Place) -> dict[str, str]:
        """The words of each cell."""
        command = self.command(place)
        reply = None if isinstance(command, Note) else self.reply(place)
        return {
            "number": "" if place.during is not None or isinstance(command, Note) else f"{place.number + 1:,}",
            "command": self.words(place),
            "line": _line(self.line(place)),
            "answer": _answer(command, reply) if reply is not None else self._outlook(place, command),
        }

    def words(self, place: Place) -> str:
        """What it does, in a few words."""
        words = _line(say(command_words(self.command(place))))
        return words if place.during is None else tr("while it waits: {command}").format(command=words)

    def _outlook(self, place: Place, command: AnyCommand) -> str:
        if self.state(place) != "waits" or isinstance(command, Note):
            return ""
        return tr("waiting …") if isinstance(command, Select) else tr("going on …")

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = self.place(index.row())
        if place is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(place)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.details(place))
        if role == Qt.ItemDataRole.UserRole:
            return self._value(place, column)
        return None

    def _value(self, place: Place, column: str) -> Any:
        """Behind a cell, as tests read it: the number from 0 on, and what has become of it."""
        if column == "number":
            return place.number
        return self.state(place) if column == "answer" else self.texts(place)[column]

    def _spoken(self, place: Place) -> str:
        """What the marks and colours say, in words."""
        states = {
            "next": tr("the next"),
            "waits": tr("waiting"),
            "refused": tr("refused"),
            "stopped": tr("stopped"),
            "done": tr("done"),
            "later": "",
        }
        texts = self.texts(place)
        said = (texts["number"], texts["command"], states[self.state(place)], texts["answer"])
        return coded(", ".join(filter(None, said)))

    def note(self, place: Place) -> str:
        """The note that it is, or that stands just before it; else nothing."""
        for number in (place.number, place.number - 1):
            command = self._stepper.commands[number] if number >= 0 else None
            if isinstance(command, Note):
                return command.text
        return ""

    def details(self, place: Place) -> str:
        """The whole of it: its line of Python and what came of it, or the note as it was written."""
        command, reply = self.command(place), self.reply(place)
        if isinstance(command, Note):
            return command.text
        return self.line(place) + (f" → {say(reply.words)}" if reply is not None else "")

    # What happens.

    def _answered(self, first: int, last: int) -> None:
        end = self.row_of(last + 1)
        self.announce(self.row_of(first), (end if end >= 0 else len(self._places)) - 1)

    def _moved(self) -> None:
        """The mark of the next one goes on."""
        before, self._marked = self._marked, self._stepper.place
        for row in {self.row_of(before), self.row_of(self._marked)}:
            if row >= 0:
                self.announce(row, row)


def inner(command: AnyCommand) -> tuple[AnyCommand, ...]:
    """The commands that are given while that one is blocked."""
    return command.during if isinstance(command, Select | Run) else ()


def _answer(command: AnyCommand, reply: Reply) -> str:
    """What came of it, in a word where nothing is learned from more."""
    plain = isinstance(command, Register | Modify | Unregister) or reply.words == NOTHING
    return tr("ok") if plain and reply.how == "done" else _line(say(reply.words))


def _line(words: str) -> str:
    return " ".join(coded(cut(words, LONGEST)).split("\n"))
