"""The list of the commands: what stands in its cells, for eyes, for ears and for tests."""

from PySide6.QtCore import Qt

from selcore.values import commands as c
from tests.ui.experiment.test_actions import opened, steps
from tests.ui.user import User, columns, rows

SPOKEN, TIP = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole
PIPE = (
    c.Note(text="A pipe.\nIt has two ends."),
    c.Open(kind="pipe", name="pipe"),
    c.Register(name="pipe.r", events=("read",)),
    c.Select(timeout=None, during=(c.Send(name="pipe.w", text="x"),)),
    c.Receive(name="pipe.r", size=1),
)


def cells(user: User, row: int) -> list[str]:
    model = steps(user).model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_cells_say_what_is_to_come(user: User) -> None:
    opened(user, *PIPE)
    assert columns(steps(user)) == ["number", "command", "line", "answer"]
    assert cells(user, 0) == ["", "A pipe. It has two ends.", "# A pipe. It has two ends.", ""]
    assert cells(user, 2) == ["3", "Register pipe.r for READ", "sel.register(pipe_r, EVENT_READ)", ""]
    assert cells(user, 4) == ["", "while it waits: Send 'x' from pipe.w", "os.write(pipe_w.fileno(), b'x')", ""]
    assert cells(user, 5)[2] == "os.read(pipe_r.fileno(), 1)", "what is not open yet has its kind from the list"
    assert [row["number"] for row in rows(steps(user))] == [0, 1, 2, 3, 3, 4]


def test_cells_say_what_came_of_it(user: User) -> None:
    opened(user, *PIPE)
    user.do("experiment.play")
    user.wait_until(lambda: user.window.context.stepper.is_at_end)
    assert [cells(user, row)[3] for row in range(2, 6)] == ["ok", "pipe.r READ", "1 byte", "b'x' (1 byte)"]
    model = steps(user).model()
    assert model.index(0, 1).data(SPOKEN) == "A pipe. It has two ends., done"
    assert model.index(3, 1).data(SPOKEN) == "4, select(): wait until ready, done, pipe.r READ"
    assert model.index(0, 1).data(TIP) == "A pipe.\nIt has two ends."
    assert model.index(5, 1).data(TIP) == "os.read(pipe_r.fileno(), 1) → b'x' (1 byte)"
    assert model.index(99, 0).data() is None


def test_a_strangers_words_are_one_line_and_visible(user: User) -> None:
    opened(user, c.Note(text="<b>bold</b>\n\x1b[31mred\u202e"), c.Send(name="a", text="\x00" * 5000))
    assert cells(user, 0)[1] == "<b>bold</b> \\x1b[31mred\\u202e"
    assert cells(user, 1)[1].startswith("Send '" + r"\x00\x00") and len(cells(user, 1)[1]) < 400
    assert "&lt;b&gt;" in steps(user).model().index(0, 1).data(TIP)


def test_headings_say_what_the_columns_are(user: User) -> None:
    opened(user, *PIPE)
    model, across = steps(user).model(), Qt.Orientation.Horizontal
    assert [model.headerData(column, across) for column in range(4)] == ["#", "command", "Python", "answer"]
    assert all(model.headerData(column, across, TIP) for column in range(4))
