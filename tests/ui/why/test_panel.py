"""The Why panel: the sentence, its grounds, the state then and now, and a button that does what is offered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QTextBrowser, QToolButton

from selcore.values.commands import Close, Modify, Open, ReadLine, Receive, Register, Select, Send
from tests.ui.user import User, rows

PAIR = (Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("read",)))


def give(user: User, *commands: object) -> None:
    for command in commands:
        user.window.bridge.send(command)
        user.settle()


def choose(user: User, **wanted: object) -> None:
    """Select the last row of the history that has these values."""
    place = max(place for place, row in enumerate(user.rows()) if wanted.items() <= row.items())
    user.history.selectRow(place)  # type: ignore[attr-defined]
    user.settle()


def text(user: User, name: str = "why") -> str:
    browser: QTextBrowser = user.find(QTextBrowser, name)
    document: QTextDocument = browser.document()
    return document.toPlainText()


def button(user: User, name: str) -> QToolButton:
    found: QToolButton = user.find(QToolButton, name)
    return found


def assert_nothing_is_cut(user: User, width: int) -> None:
    user.window.why.resize(width, 500)
    for name in ("why", "why.rule", "why.state"):
        browser: QTextBrowser = user.find(QTextBrowser, name)
        assert browser.document().idealWidth() <= browser.viewport().width() + 1, name
        assert browser.document().size().height() <= browser.height(), name


def test_the_sentence_then_flags_rule_state_and_figures(user: User) -> None:
    assert "Nothing has been returned yet" in text(user)
    assert not button(user, "why.remedy").isVisibleTo(user.window)
    assert not button(user, "why.look").isVisibleTo(user.window)
    user.backend("epoll")
    give(user, *PAIR, Send(name="pair.b", text="hello"), Select(timeout=0))
    choose(user, object="pair.a", call=1)
    assert "READ because 5 bytes are waiting" in text(user)
    assert "recv() will return up to 5 bytes" in text(user)
    rule, state = text(user, "why.rule"), text(user, "why.state")
    assert "EPOLLIN there is something to read" in rule and "if event & ~EPOLLOUT:" in rule
    assert "The rule of Lib/selectors.py, written out" in rule  # its lines are not the same in every version
    assert "State, asked beside select()" in state and "then" in state and "5 bytes" in state
    assert "now, not then" not in state
    assert "socketpair / data waiting" in state  # the recorded fact beneath it
    # Now stands beside then, and is said to be now.
    give(user, Receive(name="pair.a"))
    button(user, "why.look").click()
    user.settle()
    state = text(user, "why.state")
    assert "now, not then" in state and "5 bytes" in state and "0 bytes" in state
    assert "READ because 5 bytes are waiting" in text(user)  # what was said of then stays
    for width in (190, 246, 420):
        assert_nothing_is_cut(user, width)


def test_of_a_call_that_nobody_looked_at_now_is_asked_and_labelled(user: User) -> None:
    give(user, *PAIR, Send(name="pair.b", text="hello"), Select(timeout=0))
    user.window.store.seen.clear()
    user.window.history.model.reload()
    choose(user, object="pair.a", call=1)
    user.wait_until(lambda: "now, not then" in text(user, "why.state"))
    assert "of that moment only the flags are known" in text(user)
    assert "5 bytes are waiting" not in text(user)


def test_a_refusal_is_the_exception_first_then_its_meaning_then_a_button(user: User) -> None:
    user.backend("epoll")
    give(user, Open(kind="text-file", name="file"), Register(name="file", events=("read",)))
    choose(user, error="PermissionError")
    said = text(user)
    assert said.index("PermissionError: [Errno 1]") < said.index("not about file permissions")
    assert "to compare plays everything anew" in said
    assert button(user, "why.compare").isVisibleTo(user.window)
    assert button(user, "why.remedy").text() == "Switch to poll"
    button(user, "why.remedy").click()
    user.wait_until(lambda: user.window.bridge.settled and user.object("file")["read"])
    assert user.backend_shown() == "poll"
    choose(user, error="PermissionError")
    assert not button(user, "why.remedy").isVisibleTo(user.window), "that has been done"
    user.backend("epoll")
    assert button(user, "why.remedy").isVisibleTo(user.window)
    user.backend("poll")
    # What is offered for something that is ready is done too.
    give(user, *PAIR, Close(name="pair.a"), Select(timeout=0))
    choose(user, object="pair.a", returned=["read"])
    assert "POLLNVAL" in text(user) and button(user, "why.remedy").text() == "Unregister pair.a"
    button(user, "why.remedy").click()
    user.settle()
    assert user.window.store.objects["pair.a"].registered is None


@pytest.mark.parametrize("backend", ["select", "poll", "epoll"])
def test_of_a_call_that_was_entered_again_it_says_what_a_plain_program_would_have_seen(
    user: User, backend: str
) -> None:
    user.backend(backend)
    other = Open(kind="socketpair", name="q")
    meanwhile = (Register(name="q.a", events=("read",)), Send(name="q.b", text="x"))
    give(user, *PAIR, other, Select(timeout=0.5, during=meanwhile))
    choose(user, object="q.a", returned=["read"])
    said = text(user)
    if backend == "epoll":
        assert "epoll noticed at once, as in any program" in said
    else:
        assert f"plain {backend}() would wait on and return [] at the timeout: it was not told of q.a." in said
    assert "thread: register a ready fd while another thread blocks" in text(user, "why.state")


@pytest.mark.parametrize("backend", ["poll", "epoll"])
@pytest.mark.parametrize("events", [0, 4])
def test_a_mask_of_nothing_is_explained_and_marked(user: User, backend: str, events: int) -> None:
    user.backend(backend)
    give(user, *PAIR, Modify(name="pair.a", events=events), Close(name="pair.b"), Select(timeout=0))
    choose(user, object="pair.a", returned=[])
    assert f"the key's events are {events}, neither READ (1) nor WRITE (2)" in text(user)
    assert button(user, "why.remedy").text() == "Unregister pair.a"
    ticks = Qt.ItemDataRole.CheckStateRole
    shown = [user.cell("pair.a", column).data(ticks) for column in ("read", "write")]
    assert shown == [Qt.CheckState.PartiallyChecked] * 2
    assert f"watched for nothing (events {events})" in user.cell("pair.a", "state").data()
    button(user, "why.remedy").click()
    user.settle()
    assert user.cell("pair.a", "read").data(ticks) == Qt.CheckState.Unchecked


def kernel_rows(user: User) -> list[tuple[str, str]]:
    return [(row["how"], row["object"]) for row in rows(user.find(QAbstractItemView, "kernel"))]


def test_it_is_looked_at_while_a_call_is_blocked_and_the_call_goes_on(user: User) -> None:
    give(user, *PAIR)
    user.action("call.step").trigger()
    user.wait_for("waiting")
    user.do("view.kernel")
    user.wait_until(lambda: ("same", "pair.a") in kernel_rows(user))
    for _ in range(3):
        user.do("kernel.refresh")
    assert user.window.property("state") == "waiting"
    give(user, Send(name="pair.b", text="x"))
    user.wait_for("idle")
    assert user.results() == [("pair.a", ["read"])]


def test_an_empty_call_says_why_of_each_event_and_a_button_ends_it(user: User) -> None:
    give(user, *PAIR, Open(kind="pipe", name="p"), Register(name="p.w", events=("read",)), Select(timeout=0))
    choose(user, call=1)
    said = text(user)
    assert "Nothing was returned in call 1" in said
    assert "pair.a READ: nothing from pair.b is waiting" in said and "recv() would block" in said
    assert "p.w READ: this is the end that writes" in said
    assert "What would end a wait for it: Send from pair.b" in said
    assert "socketpair / fresh" in text(user, "why.state")  # the recorded fact beneath it
    assert button(user, "why.remedy").text() == "Send from pair.b"
    button(user, "why.remedy").click()
    user.settle()
    assert user.rows()[-1]["command"] == "send" and user.rows()[-1]["object"] == "pair.b"
    for width in (190, 246, 420):
        assert_nothing_is_cut(user, width)


def test_beneath_results_what_was_not_returned_is_said_in_short(user: User) -> None:
    give(user, *PAIR, Open(kind="pipe", name="p"), Register(name="p.w", events=("write",)), Select(timeout=0))
    choose(user, call=1)
    said = text(user)
    assert "WRITE because" in said and "Watched and not returned" in said
    assert "pair.a READ: nothing from pair.b is waiting" in said and "What would end" not in said
    assert not button(user, "why.remedy").isVisibleTo(user.window)


def test_a_call_that_was_stopped_says_what_it_waited_for(user: User) -> None:
    give(user, *PAIR)
    user.timeout("None")
    user.action("call.step").trigger()
    user.wait_for("waiting")
    user.do("call.stop")
    user.wait_for("idle")
    user.settle()
    choose(user, command="select")
    assert "What call 1 waited for" in text(user) and "nothing from pair.b is waiting" in text(user)


def test_a_selected_object_is_told_as_it_is_now(user: User) -> None:
    give(user, *PAIR, Open(kind="buffered-reader", name="lines"), Register(name="lines", events=("read",)))
    give(user, ReadLine(name="lines"), Send(name="pair.b", text="hello"))
    user.select("lines")
    user.wait_until(lambda: "10 bytes read ahead" in text(user))
    assert "lines, now" in text(user) and "readline() will return up to 4 bytes" in text(user)
    user.select("pair.a")
    user.wait_until(lambda: "pair.a READ: ready: 5 bytes are waiting" in text(user))
    assert "recv() will return up to 5 bytes" in text(user) and "State, asked beside select()" in text(
        user, "why.state"
    )
    give(user, Receive(name="pair.a"))  # its state has changed: it is looked at again
    user.wait_until(lambda: "nothing from pair.b is waiting" in text(user))
    user.select("pair.b")
    user.wait_until(lambda: "It is not registered" in text(user))
    give(user, Select(timeout=0))
    choose(user, call=1)
    assert "Nothing was returned in call 1" in text(user) and "pair.b, now" not in text(user)


def test_a_new_session_has_no_button_of_the_one_before(user: User) -> None:
    give(user, *PAIR, Select(timeout=0))
    choose(user, call=1)
    button = user.find(QToolButton, "why.remedy")
    user.wait_until(button.isVisible)
    user.do("experiment.new")
    assert not button.isVisible()


def test_the_same_row_is_shown_again_at_a_click(user: User) -> None:
    give(user, *PAIR, Select(timeout=0))
    choose(user, call=1)
    before = text(user)
    user.select("pair.b")
    user.wait_until(lambda: text(user) != before)
    index = user.history.currentIndex()
    at = user.history.visualRect(index).center()
    user.qtbot.mouseClick(user.history.viewport(), Qt.MouseButton.LeftButton, pos=at)
    user.wait_until(lambda: text(user) == before)


def test_of_what_cannot_be_watched_it_is_said_why_in_place_of_advice(user: User) -> None:
    give(user, Open(kind="queue", name="q"), Open(kind="eventfd", name="e"), Register(name="q", events=("read",)))
    for name, words in (("q", "refused: ValueError"), ("e", "Tick READ or WRITE")):
        user.files.setFocus()
        user.select(name)
        user.wait_until(lambda words=words: words in text(user))
    give(user, Close(name="e"))  # while it is shown
    user.wait_until(lambda: "It is closed." in text(user))
    assert "Tick READ" not in text(user)


def test_the_pin_stands_beside_the_scroll_bar_in_a_head_that_does_not_scroll(user: User) -> None:
    give(user, *PAIR, Send(name="pair.b", text="hello"), Select(timeout=0))
    panel, pin = user.window.why, button(user, "why.pin")
    for width in (190, 246, 420):
        panel.resize(width, 300)
        assert panel.verticalScrollBar().maximum() > 0
        panel.verticalScrollBar().setValue(200)
        assert pin.geometry().right() < panel.viewport().geometry().right() and pin.geometry().left() > 0
        assert pin.geometry().bottom() < panel.viewport().geometry().top()
