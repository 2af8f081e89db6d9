"""The file objects as a table. Ticks show what the user asked for; what select() last returned is a column of its own.

A tick is never flipped here: it asks, and shows what the selector then says.
"""

from typing import Any

from msgspec import structs
from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt, Signal

from selcore.history.store import Change, Store
from selcore.values.facts import ObjectState
from selcore.values.masks import READ, WRITE, known_events, mask_letters, mask_words, to_events
from selcore.values.observed import State
from selcore.values.outcomes import Refused, Returned
from selcore.wording.program_words import short_function, short_name

from ..kit.labels import aloud, plain_tip
from ..kit.saying import counted, say
from ..kit.table_model import NOWHERE, Index, TableModel, runs
from ..kit.throttle import Rarely

COLUMNS = ("name", "kind", "fd", "read", "write", "last", "callback", "address", "state")
PROGRAMS = "fd"
"""The kind of what is a program's: a descriptor that was there."""
FEW = 100
"""Objects whose figures are announced with every row that is added; those of more stay behind for a moment."""
TICKS = {"read": READ, "write": WRITE}


def tr(source: str) -> str:
    return QCoreApplication.translate("FileObjects", source)


class FileObjectsModel(TableModel):
    """One row a file object, in the order of opening. ``ticked(name, event, on)`` is what a click on a tick asks."""

    columns = COLUMNS
    ticked = Signal(str, str, bool)

    def __init__(self, store: Store, parent: QObject | None = None):
        super().__init__(parent)
        self.headings = {}
        self._store = store
        self._names: list[str] = []
        self._rows: dict[str, int] = {}
        self._refused: dict[str, Refused] = {}
        self._warned: dict[str, str] = {}
        self._returned = False
        self._stale: set[str] = set()
        self._faces: dict[str, ObjectState] = {}
        self._figures = Rarely(self._show_figures, self)
        self.hide_closed = False

    def length(self) -> int:
        return len(self._names)

    def state(self, row: int) -> ObjectState | None:
        return self._store.objects.get(self._names[row]) if 0 <= row < len(self._names) else None

    def row_of(self, name: str) -> int:
        """Where the object of that name stands; -1 where there is none."""
        return self._rows.get(name, -1)

    def name_of(self, row: int) -> str:
        """The name of the object in that row."""
        return self._names[row]

    def has_ended(self, name: str) -> bool:
        """Whether it is a connection that is closed, accepted here or of a program, and nothing about it is still to be
        seen."""
        state = self._store.objects.get(name)
        if name not in self._rows or state is None or state.state != "closed":
            return False
        if state.kind != "connection" and not is_programs_connection(state):
            return False
        marked = name in self._warned or name in self._refused
        return state.registered is None and not state.inside and not marked

    def fold(self, change: Change) -> None:
        """Announce what a batch changed."""
        over = [name for name in change.objects if name in self._rows and not self._shows(name)]
        self._remove({name for name in (*change.gone, *over) if name in self._rows})
        for name in change.gone:
            self._faces.pop(name, None)
        self._note_refusals(change)
        new = [name for name in dict.fromkeys(change.objects) if name not in self._rows and self._shows(name)]
        commanded = (getattr(entry.command, "name", None) for entry in change.entries)
        self._stale.update(filter(self._looks_different, change.objects))
        self._stale.update(name for name in commanded if name is not None)
        self._insert(new)
        self._returned = self._returned or bool(change.added or change.grown)
        if change.entries or change.status or (change.added and len(self._names) <= FEW):
            self._figures.now()  # in the frame of the rows: the same call is last in both
        elif self._stale or self._returned:
            self._figures()

    def _looks_different(self, name: str) -> bool:
        """Whether more than its bytes is another than was announced: those stand in no cell."""
        state = self._store.objects.get(name)
        if state is None:
            return False
        face = structs.replace(state, received=0, sent=0)
        if face == self._faces.get(name):
            return False
        self._faces[name] = face
        return True

    def _show_figures(self) -> None:
        """Announce what stands in the rows: under a run four times a second, which is all that can be read."""
        stale, self._stale = self._stale, set()
        self._announce(*stale)
        returned, self._returned = self._returned, False
        if returned and self._names:
            column = COLUMNS.index("last")
            self.dataChanged.emit(self.index(0, column), self.index(len(self._names) - 1, column))

    def warn(self, said: dict[str, str]) -> None:
        """Mark these with the words of what was noticed about each; with none it is marked no longer."""
        for name, words in said.items():
            if words:
                self._warned[name] = words
            else:
                self._warned.pop(name, None)
        self._announce(*said)

    def clear(self) -> None:
        """Forget all rows: their worker is no more."""
        self.beginResetModel()
        self._names, self._rows, self._refused, self._warned = [], {}, {}, {}
        self._stale.clear()
        self._faces.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Paint everything anew: the theme has changed."""
        if self._names:
            self.announce(0, len(self._names) - 1)

    def _announce(self, *names: str) -> None:
        self.announce_rows(self._rows[name] for name in names if name in self._rows)

    def _insert(self, names: list[str]) -> None:
        if names:
            start = len(self._names)
            self.beginInsertRows(NOWHERE, start, start + len(names) - 1)
            self._rows.update((name, start + place) for place, name in enumerate(names))
            self._names += names
            self.endInsertRows()

    def _shows(self, name: str) -> bool:
        state = self._store.objects.get(name)
        if state is None:
            return False
        return not (self.hide_closed and state.state == "closed" and state.registered is None)

    def set_hide_closed(self, on: bool) -> None:
        """Leave out what is closed and no longer registered, or show it again."""
        self.beginResetModel()
        self.hide_closed = on
        self._names = [name for name in self._store.objects if self._shows(name)]
        self._rows = {name: row for row, name in enumerate(self._names)}
        self.endResetModel()

    def _remove(self, names: set[str]) -> None:
        """From the last row to the first, so that the rows still to go keep their places."""
        for first, last in reversed(list(runs(self._rows[name] for name in names))):
            self.beginRemoveRows(NOWHERE, first, last)
            for name in self._names[first : last + 1]:
                self._refused.pop(name, None)
                self._faces.pop(name, None)
            del self._names[first : last + 1]
            self.endRemoveRows()
        if names:
            self._rows = {name: row for row, name in enumerate(self._names)}

    def _note_refusals(self, change: Change) -> None:
        """An exception stands in its row until something else is done: then it may be true no more."""
        for entry in change.entries:
            name = getattr(entry.command, "name", None)
            if isinstance(entry.outcome, Returned) and not entry.outcome.call.results:
                continue  # a call that returned nothing has changed nothing
            self._stale.update(self._refused)
            self._refused.clear()
            if name is not None and isinstance(entry.outcome, Refused):
                self._refused[name] = entry.outcome

    def match(
        self,
        start: Index,
        role: int,
        value: Any,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap,
    ) -> list[QModelIndex]:
        """What is typed in the table is the beginning of a name, in whichever column the cursor stands."""
        if role != Qt.ItemDataRole.DisplayRole or not flags & Qt.MatchFlag.MatchStartsWith:
            return super().match(start, role, value, hits, flags)
        wanted, count = str(value).casefold(), len(self._names)
        rows = ((start.row() + place) % count for place in range(count))
        row = next((row for row in rows if self._names[row].casefold().startswith(wanted)), None)
        return [] if row is None else [self.index(row, start.column())]

    def find(self, words: str, start: int, step: int) -> int:
        """The next row from ``start`` on, going by ``step``, in which the words stand; -1 where there is none."""
        wanted, count = words.casefold(), len(self._names)
        rows = ((start + step * place) % count for place in range(count))
        return next((row for row in rows if self._stands_in(row, wanted)), -1)

    def _stands_in(self, row: int, wanted: str) -> bool:
        state = self.state(row)
        if state is None:
            return False
        columns = ("name", "address", "state", "kind", "callback", "fd")
        return any(wanted in (self._display(state, column) or "").casefold() for column in columns)

    def heading(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return _headers()[column][0]
        return plain_tip(_headers()[column][1]) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column, state = COLUMNS[index.column()], self.state(index.row())
        if column in TICKS and state is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if column == "callback" and state is not None and state.state != "closed":
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column, state = COLUMNS[index.column()], self.state(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or column not in TICKS or state is None:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        if on != asked(state, column):
            self.ticked.emit(state.name, column, on)
        return True  # it was asked for; what is shown changes with the answer, and the selector may refuse

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        state = self.state(index.row()) if index.isValid() else None
        if state is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(state, column)
        if role == Qt.ItemDataRole.CheckStateRole and column in TICKS:
            if for_nothing(state):
                return Qt.CheckState.PartiallyChecked  # there is a key, and it watches for neither
            return Qt.CheckState.Checked if asked(state, column) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.UserRole:
            return self._raw(state, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(state, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return aloud(self._spoken(state, column))
        return Qt.AlignmentFlag.AlignCenter if role == Qt.ItemDataRole.TextAlignmentRole and column == "fd" else None

    def words(self, state: ObjectState, column: str) -> str:
        """What stands in a cell."""
        return self._display(state, column) or ""

    def is_warned(self, name: str) -> bool:
        """Whether something was noticed about it."""
        return name in self._warned

    def refused(self, name: str) -> Refused | None:
        """The refusal that stands in its row."""
        return self._refused.get(name)

    def last_mask(self, name: str) -> int:
        """What was returned for it last; 0 for nothing."""
        found = self._store.last.get(name)
        return found[1] if found else 0

    def _display(self, state: ObjectState, column: str) -> str | None:
        if column in TICKS:
            return None
        if column == "last":
            return self._last(state.name)
        if column == "kind":
            return kind_title(state.kind)
        if column == "state":
            return self._state_text(state)
        if column == "callback":
            return callback_text(state)
        if column == "fd":
            return "–" if state.number is None else str(state.number)
        return str(getattr(state, column))

    def _raw(self, state: ObjectState, column: str) -> Any:
        if column in TICKS:
            return asked(state, column)
        if column == "last":
            found = self._store.last.get(state.name)
            return list(to_events(found[1])) if found else None
        return state.number if column == "fd" else getattr(state, column)

    def _last(self, name: str) -> str:
        found = self._store.last.get(name)
        if found is None:
            return "–"
        return f"{mask_letters(found[1])} · {tr('call')} {found[0]:,}"

    def short(self, state: ObjectState, column: str) -> str:
        """What stands in a cell that has no room for its words; whatever else is cut in its middle."""
        found = self._store.last.get(state.name)
        if column == "last" and found is not None:
            return f"{mask_letters(found[1])} · {found[0]:,}"
        if column == "name":
            return short_name(state.name)
        if column == "callback" and state.kind == PROGRAMS:
            return short_function(state.callback)
        return callback_alone(state) if column == "callback" else self.words(state, column)

    def _state_text(self, state: ObjectState) -> str:
        if (refused := self._refused.get(state.name)) is not None:
            return refused.type
        if state.state == "closed" and state.registered is not None:
            return tr("closed, still registered")
        if for_nothing(state):
            words = tr("{state}, watched for nothing (events {events})")
            return words.format(state=state_words(state.state), events=state.registered)
        if state.pending:
            words = tr("{state}, {n} {n:byte waits|bytes wait} to be sent")
            return counted(words, state=state_words(state.state), n=f"{state.pending:,}")
        return state_words(state.state)

    def detail(self, state: ObjectState) -> str:
        """Everything that identifies it and how it is, on one line."""
        callback = callback_text(state)
        parts = [
            kind_title(state.kind),
            tr("no descriptor") if state.number is None else f"fd {state.fd}",
            state.address,
            self._state_text(state),
            tr("peer {name}").format(name=state.peer) if state.peer else "",
            _held(state, callback),
        ]
        return " · ".join(filter(None, parts))

    def _tip(self, state: ObjectState, column: str) -> str | None:
        if (refused := self._refused.get(state.name)) is not None and column in ("state", "name"):
            whole = state.name if column == "name" else ""
            return "\n".join(filter(None, [whole, str(refused), say(refused.hint)]))
        if column == "name" and state.name in self._warned:
            return f"{state.name}\n{self._warned[state.name]}"
        if column in TICKS and for_nothing(state):
            return tr(
                "registered with events {events}: neither READ nor WRITE. Errors and hang-ups come back, as (key, 0)"
            ).format(events=state.registered)
        if column in TICKS and state.registered is not None and state.registered != state.asked:
            return tr("registered now: {events} (the callback changed it)").format(
                events=mask_words(state.registered, none="")
            )
        moved = counted(
            tr("{received} {received:byte|bytes} received, {sent} sent"),
            received=f"{state.received:,}",
            sent=f"{state.sent:,}",
        )
        # The cell may have had no room for all of it.
        whole = self.words(state, column) if column in ("name", "kind", "callback", "address", "state") else ""
        return "\n".join(filter(None, [whole, state.warning if column == "address" else moved]))

    def _spoken(self, state: ObjectState, column: str) -> str:
        if column in TICKS:
            on = tr("watched") if asked(state, column) else tr("not watched")
            on = tr("registered for nothing") if for_nothing(state) else on
            return f"{state.name} {column.upper()} {on}"
        if column == "name" and state.name in self._warned:
            return tr("{name}, warning: {words}").format(name=state.name, words=self._warned[state.name])
        return f"{_headers()[column][0]} {self._display(state, column)}"


def asked(state: ObjectState, column: str) -> bool:
    """Whether the user asked for this event."""
    return bool(known_events(state.asked) & TICKS[column])


def for_nothing(state: ObjectState) -> bool:
    """Whether it is registered with events that are neither READ nor WRITE."""
    return state.registered is not None and not known_events(state.registered)


def state_words(state: State) -> str:
    """A state of the core in the user's language."""
    words: dict[State, str] = {
        "open": tr("open"),
        "closed": tr("closed"),
        "bound": tr("bound"),
        "listening": tr("listening"),
        "connecting": tr("connecting"),
        "connected": tr("connected"),
        "not connected": tr("not connected"),
        "reset by peer": tr("reset by peer"),
        "eof": tr("eof"),
        "detached": tr("detached"),
        "paused": tr("paused"),
        "closed elsewhere": tr("closed elsewhere"),
    }
    return words[state]


def kind_title(kind: str) -> str:
    from selcore.kinds import find_kind

    found = find_kind(kind)
    return say(found.title) if found else tr(kind)


def callback_text(state: ObjectState) -> str:
    """The callback with what it gives on: ``accept, then echo-upper``."""
    if state.registered is None:
        return ""
    if state.data is not None:
        return repr(state.data)
    then = state.options.get("then", "none")
    return state.callback if then == "none" else f"{state.callback} → {then}"


def callback_alone(state: ObjectState) -> str:
    """The same without what it gives on, for where there is no room: ``accept``."""
    return callback_text(state) if state.data is not None else "" if state.registered is None else state.callback


def _held(state: ObjectState, callback: str) -> str:
    """What the key holds, in words; nothing where that is None."""
    if state.data is not None:
        return tr("data {data}").format(data=callback)
    return tr("callback {name}").format(name=callback) if callback not in ("", "none") else ""


def _headers() -> dict[str, tuple[str, str]]:
    return {
        "name": (tr("name"), tr("The name of the file object in this session")),
        "kind": (tr("type"), tr("What it is")),
        "fd": (tr("fd"), tr("Its descriptor number; those of the session begin at 100")),
        "read": (tr("R"), tr("Watch for READ: what you asked the selector for, not what is ready")),
        "write": (tr("W"), tr("Watch for WRITE: what you asked the selector for, not what is ready")),
        "last": (tr("last returned"), tr("What select() returned for it the last time, and in which call")),
        "callback": (
            tr("callback"),
            tr("What is called when it is ready, or the key's data, where that is a value; double-click to change"),
        ),
        "address": (tr("address or path"), tr("Where it is")),
        "state": (tr("state"), tr("What is known of it, or the exception that refused the last command")),
    }


def is_programs_connection(state: ObjectState) -> bool:
    """Whether it is one of a program's that is known by an address, and not what listens there."""
    return state.kind == PROGRAMS and ":" in state.name and "listens" not in state.options
