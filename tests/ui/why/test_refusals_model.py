"""Many refusals and warnings: what a batch brought is shown in one go, the newest are kept, the rest is counted."""

from time import thread_time

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDockWidget, QLabel, QListView, QListWidget

from selcore.history.store import Change, Store
from selcore.lints import News, Over, Warning
from selcore.values.commands import AnyCommand, Open, Receive, Register, Set
from selcore.values.facts import Batch, Entry
from selcore.values.outcomes import Refused
from selcore.values.text import text
from tests.ui.user import ROLE, User
from ui.why.refusals_model import KEPT, LONGEST, RefusalsModel


def refusals(user: User) -> QListView:
    found: QListView = user.find(QListView, "refusals")
    return found


def refuse(user: User, count: int, *more: AnyCommand) -> None:
    """So many commands about what is not there, in one go."""
    user.window.bridge.send(*(Receive(name=f"nobody{place}", size=1) for place in range(count)), *more)
    user.settle()


def refused(*places: int) -> Change:
    """What a batch of such commands changes."""
    said = Refused("UnknownName", "there is none", by="playground")
    return Store().fold(Batch(tuple(Entry(place, Receive(name=f"n{place}", size=1), said, place) for place in places)))


def test_the_newest_are_kept_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.why.refusals_model.KEPT", kept := 20)
    model = RefusalsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for places in (range(3), range(3, kept), range(kept, kept + 2), range(kept + 2, 3 * kept)):
        model.add(refused(*places).refused)
        assert model.count == places.stop and model.rowCount() == min(places.stop, kept)
        assert model.words(model.rowCount() - 1).startswith(f"n{places.stop - 1}.recv(1)")
    assert model.removed == 2 * kept
    model.clear()
    assert model.count == model.removed == model.rowCount() == 0
    tester.deleteLater()


def test_a_long_word_is_cut(user: User) -> None:
    said = Refused("ValueError", "x" * 100_000, by="python")
    model = RefusalsModel()
    model.add(Store().fold(Batch((Entry(0, Receive(name="n", size=1), said, 0),))).refused)
    assert len(model.words(0)) < 3 * LONGEST


def test_a_card_is_made_when_its_warning_comes_into_sight(user: User) -> None:
    view: QListWidget = user.find(QListWidget, "warnings")
    said = [Warning("unread", f"server.{n}", 0, text("it"), text("do")) for n in range(100)]
    user.window.panels.warnings.show_news(News(tuple(said)))
    made = [view.itemWidget(view.item(row)) is not None for row in range(view.count())]
    assert len(made) == 100 and made[0] and not made[50] and sum(made) < 30
    assert card_title(view, 99) == "Readable, and nobody reads: server.0"
    user.window.panels.warnings.show_news(News((Over("unread", "server.0"), Over("unread", "server.50"))))
    endings = [f"Readable, and nobody reads: server.{n} (ended)" for n in (50, 0)]
    assert [card_title(view, row) for row in (98, 99)] == endings


def card_title(view: QListWidget, row: int) -> str:
    view.scrollToItem(view.item(row))
    words = view.itemWidget(view.item(row)).findChild(QLabel, "warning.title")
    assert isinstance(words, QLabel)
    return words.text()


def test_marks_come_and_go_with_what_is_told_of_each_object(user: User) -> None:
    user.window.bridge.send(
        Open(kind="socketpair", name="pair"),
        *(Set(name=f"pair.{end}", option="blocking", value=True) for end in "ab"),
        *(Register(name=f"pair.{end}", events=("read",)) for end in "ab"),
    )
    user.settle()
    model = user.window.files.model
    assert model.is_warned("pair.a") and model.is_warned("pair.b")
    user.window.bridge.send(Set(name="pair.a", option="blocking", value=False))
    user.settle()
    assert not model.is_warned("pair.a") and model.is_warned("pair.b")


@pytest.mark.heavy
@pytest.mark.parametrize("count", [4_000, 100_000])
def test_thousands_of_refusals_take_the_window_a_moment(user: User, count: int) -> None:
    """Before: each was scrolled to, which laid out all of them; 4,000 took more than a minute."""
    began, left = thread_time(), count
    while left:
        refuse(user, min(left, 10_000))
        left -= min(left, 10_000)
    assert thread_time() - began < 5 + count / 2_000
    assert user.window.late["refusals"].model.count == count
    assert refusals(user).model().index(KEPT - 1, 0).data(ROLE) == user.window.store.next_serial - 1


@pytest.mark.heavy
def test_thousands_of_warnings_take_the_window_a_moment(user: User) -> None:
    began = thread_time()
    said = [Warning("unread", f"server.{n}", 0, text("it"), text("do")) for n in range(4_000)]
    for first in range(0, len(said), 100):
        user.window.panels.warnings.show_news(News(tuple(said[first : first + 100])))
    assert thread_time() - began < 20
    assert user.find(QDockWidget, "dock.warnings").windowTitle() == "Warnings (4,000)"
