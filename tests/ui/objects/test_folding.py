"""Connections that have ended stand behind one line; nothing that still matters does, and nothing is lost by it."""

from statistics import median
from time import process_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QToolButton

from selcore.history.store import Change
from selcore.values.commands import Close, Open, Register, Select, Unregister
from selcore.values.facts import Batch, ObjectState
from tests.ui.user import User

ENDED = 5


@pytest.fixture
def served(user: User, free_port: int) -> User:
    """An echo server of which five clients are gone, and one is there."""
    user.do("scenario.echo-server")
    bridge = user.window.bridge
    for n in range(1, ENDED + 2):
        bridge.send(Open(kind="tcp-client", name=f"c{n}", options={"to": "server"}))
        bridge.send(Select(timeout=1.0))
        user.settle()
    for n in range(1, ENDED + 1):
        bridge.send(Close(name=f"c{n}"))
        bridge.send(Select(timeout=1.0))
        user.settle()
    user.select("server")
    return user


def line(user: User) -> QToolButton:
    found: QToolButton = user.find(QToolButton, "fileobjects.closed")
    return found


def seen(user: User) -> list[str]:
    """The names of the rows that are in the list."""
    view: QTableView = user.find(QTableView, "fileobjects")
    return [name for row, name in enumerate(user.names()) if not view.isRowHidden(row) and name[:6] == "server"]


def test_one_line_stands_for_all_that_have_ended_and_opens(served: User) -> None:
    assert line(served).isVisible() and line(served).text() == "▸ 5 closed connections"
    assert seen(served) == ["server", "server.6"]
    served.click("fileobjects.closed")
    assert seen(served) == ["server", *(f"server.{n}" for n in range(1, 7))]
    assert line(served).text() == "▾ 5 closed connections" and served.action("fileobjects.show-ended").isChecked()
    line(served).setFocus()
    served.qtbot.keyClick(line(served), Qt.Key.Key_Space)
    assert seen(served) == ["server", "server.6"]


def test_those_of_a_watched_program_do_so_too_but_not_what_listened(user: User) -> None:
    names = {
        "127.0.0.1:80": {"listens": True},
        "127.0.0.1:5": {},
        ":::1 → :::2": {},
        "pipe fd 3": {},
        "[7] 127.0.0.1:6": {},
    }
    states = [ObjectState(name, "fd", 5, "closed", options=options) for name, options in names.items()]
    kept = ObjectState("127.0.0.1:9", "fd", 9, "open", registered=1)
    user.window.fold(user.window.store.fold(Batch(objects=(*states, kept))))
    assert line(user).text() == "▸ 3 closed connections"
    view: QTableView = user.find(QTableView, "fileobjects")
    shown = [name for row, name in enumerate(user.names()) if not view.isRowHidden(row)]
    assert shown == ["127.0.0.1:80", "pipe fd 3", "127.0.0.1:9"]


def test_whoever_asks_the_model_finds_them_as_before(served: User) -> None:
    assert [served.object(f"server.{n}")["state"] for n in range(1, 6)] == ["closed"] * 5


def test_what_is_chosen_elsewhere_is_shown_for_as_long_as_it_is(served: User) -> None:
    model, view = served.history.model(), served.find(QTableView, "history")
    row = next(n for n, row in enumerate(served.rows()) if row["object"] == "server.2")
    view.setCurrentIndex(model.index(row, 2))
    served.window.files.select("server.2")
    assert seen(served) == ["server", "server.2", "server.6"]
    served.window.files.select("server.3")
    assert seen(served) == ["server", "server.3", "server.6"]
    served.select("server.6")
    served.do("key.get")
    assert seen(served) == ["server", "server.6"]


def test_find_finds_them(served: User) -> None:
    served.do("fileobjects.find")
    served.type("fileobjects.find-box", "server.4")
    assert seen(served) == ["server", "server.4", "server.6"]
    served.find(QLineEdit, "fileobjects.find-box").clear()


def test_what_is_typed_in_the_list_finds_them(served: User) -> None:
    served.files.setFocus()
    served.qtbot.keyClicks(served.files, "server.5")
    assert seen(served) == ["server", "server.5", "server.6"]


def test_all_that_are_selected_are_those_in_the_list(served: User) -> None:
    served.files.selectAll()
    served.settle()
    there = [name for name in served.names() if not name.startswith("server.")]
    assert served.label("send.target") == f"{len(there) + 1} objects:"


def test_what_ends_while_it_is_selected_stays_until_another_is(served: User) -> None:
    served.select("server.6")
    served.window.bridge.send(Close(name="c6"))
    served.window.bridge.send(Select(timeout=1.0))
    served.settle()
    assert served.object("server.6")["state"] == "closed" and "server.6" in seen(served)
    served.select("server")
    served.do("key.get")
    assert seen(served) == ["server"] and line(served).text() == "▸ 6 closed connections"


def test_what_has_a_key_or_was_refused_is_not_hidden(served: User) -> None:
    bridge = served.window.bridge
    bridge.send(Close(name="server.6"))
    served.settle()
    assert served.object("server.6")["state"] == "closed" and "server.6" in seen(served), "its key is there still"
    bridge.send(Unregister(name="server.6"))
    served.settle()
    assert "server.6" not in seen(served)
    bridge.send(Register(name="server.6", events=("read",)))
    served.settle()
    assert "server.6" in seen(served), "the refusal stands in its row"


def test_what_was_warned_of_is_not_hidden(served: User) -> None:
    served.window.files.warn({"server.1": "a warning"})
    assert "server.1" in seen(served) and line(served).text() == "▸ 4 closed connections"
    served.window.files.warn({"server.1": ""})
    assert "server.1" not in seen(served)


def test_with_hide_closed_there_is_nothing_to_fold_and_a_new_session_has_none(served: User) -> None:
    served.do("fileobjects.hide-closed")
    assert not line(served).isVisible() and seen(served) == ["server", "server.6"]
    served.do("fileobjects.hide-closed")
    assert line(served).isVisible() and seen(served) == ["server", "server.6"]
    served.do("experiment.new")
    assert not line(served).isVisible() and not served.window.files.closed.hidden


def test_twenty_thousand_cost_a_frame_nothing(user: User) -> None:
    """Another object that comes costs Qt's list of rows 2 ms more with them, hidden or not, and the fold nothing."""
    panel, store = user.window.files, user.window.store

    def told(names: list[str], state: str = "closed") -> float:
        for name in names:
            store.objects[name] = ObjectState(name=name, kind="connection", fd=7, state=state)  # type: ignore[arg-type]
        began = process_time()
        panel.fold(Change(objects=tuple(names)))
        QApplication.processEvents()
        return process_time() - began

    told(["first"], "connected")
    alone = median(told([f"one.{n}"], "connected") for n in range(30))
    told([f"many.{n}" for n in range(20_000)])
    assert panel.closed.count == len(panel.closed.hidden) == 20_000
    beside = median(told([f"two.{n}"], "connected") for n in range(30))
    panel.closed.set_open(True)
    shown = median(told([f"three.{n}"], "connected") for n in range(30))
    panel.closed.set_open(False)
    assert beside < alone + 0.016 and beside < 2 * shown, (alone, beside, shown)
    began = process_time()
    panel.closed.set_open(True)
    panel.closed.set_open(False)
    assert process_time() - began < 1
