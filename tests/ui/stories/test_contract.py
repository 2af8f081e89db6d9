"""What automated tests of others rely on: names, columns, properties, ids that are never translated."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QMenu, QWidget

from selcore.backends import backend_ids
from selcore.kinds import KINDS
from tests.ui.user import ROLE, User, columns
from ui.actions.actions import all_actions


def test_every_action_has_its_id_its_words_and_a_place_in_a_menu(user: User) -> None:
    in_menus = {action.objectName() for menu in user.window.findChildren(QMenu) for action in menu.actions()}
    ids = [row.id for row in all_actions()]
    assert len(ids) == len(set(ids))
    for id in ids:
        assert user.action(id).text() and id in in_menus, id


def test_a_run_whose_calls_never_wait_settles_though_it_goes_on(user: User) -> None:
    user.timeout("0")
    user.action("loop.run").trigger()
    user.wait_until(lambda: user.window.store.totals.calls > 1000)
    user.wait_until(lambda: bool(user.window.property("settled")))
    assert user.window.property("state") in ("running", "spinning")
    user.do("call.stop")
    user.wait_for("idle")


def test_each_kind_has_its_two_actions(user: User) -> None:
    for kind in KINDS:
        assert user.action(f"fileobject.open.{kind.id}") and user.action(f"fileobject.open-with.{kind.id}")


def test_interactive_widgets_have_a_name_for_tests_and_one_for_screen_readers(user: User) -> None:
    user.do("scenario.pair")
    user.do("history.find")
    kinds = (QAbstractItemView, QComboBox, QLineEdit, QAbstractButton)
    for widget in user.window.findChildren(QWidget):
        if not isinstance(widget, kinds) or widget.objectName().startswith("qt_") or not widget.isVisible():
            continue
        if _is_a_part(widget):
            continue
        assert widget.objectName(), f"a {type(widget).__name__} ({widget.accessibleName()}) has no name for tests"
        words = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        assert words, f"{type(widget).__name__} {widget.objectName()!r} has no accessible name"
    for name in ("fileobjects", "history", "backend", "timeout", "status", "send", "why", "data"):
        assert user.find(QWidget, name).accessibleName(), name


def _is_a_part(widget: QWidget) -> bool:
    """Qt's own pieces inside another widget: the line of an editable box, a tab bar's arrows, a dock's buttons."""
    parent = widget.parentWidget()
    inner = (
        "QComboBoxPrivateContainer",
        "QComboBoxListView",
        "QDockWidgetTitleButton",
        "QHeaderView",
        "QTableCornerButton",
    )
    return (
        isinstance(parent, QComboBox | QLineEdit)
        or type(widget).__name__ in inner
        or widget.metaObject().className() in inner
    )


def test_columns_have_the_ids_of_the_contract(user: User) -> None:
    assert columns(user.files) == ["name", "kind", "fd", "read", "write", "last", "callback", "address", "state"]
    assert columns(user.history) == [
        "time", "call", "command", "object", "fd", "timeout", "waited", "returned", "raw", "did", "count", "error",
    ]  # fmt: skip


def test_backend_and_timeout_are_boxes_with_ids_and_words(user: User) -> None:
    backend: QComboBox = user.find(QComboBox, "backend")
    assert [backend.itemData(place) for place in range(backend.count())] == backend_ids()
    timeout: QComboBox = user.find(QComboBox, "timeout")
    assert timeout.isEditable()
    user.do("scenario.pair")
    for words, enabled in (
        ("None", True),
        ("0", True),
        ("0.25", True),
        ("-1", True),
        ("inf", True),
        ("soon", False),
        ("", False),
    ):
        user.timeout(words)
        assert user.action("call.step").isEnabled() is enabled, words


def test_state_and_settled_are_properties_with_signals(user: User) -> None:
    states: list[str] = []
    settled: list[bool] = []
    user.settle()  # a window that others have used may still be coming to rest
    user.window.state_changed.connect(states.append)
    user.window.settled_changed.connect(settled.append)
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.settle()
    user.do("call.stop")
    user.wait_for("idle")
    user.settle()
    assert states == ["waiting", "idle"]
    assert settled[0] is False and settled[-1] is True


def test_ticks_are_model_check_states_and_act_on_the_current_object(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.select("pair.b")
    user.action("key.write").trigger()
    user.settle()
    assert user.cell("pair.b", "write").data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert user.action("key.write").isChecked() and not user.action("key.read").isChecked()
    assert user.cell("pair.b", "write").data(ROLE) is True


def test_a_window_can_be_built_without_storage_and_twice(open_window, tmp_path) -> None:  # type: ignore[no-untyped-def]
    first, second = open_window(storage=None), open_window(storage=tmp_path / "other")
    first.do("scenario.pair")
    assert first.names() and not second.names()
