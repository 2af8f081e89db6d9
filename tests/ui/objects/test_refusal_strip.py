"""The strip has the last refusal of a batch."""

from PySide6.QtWidgets import QDockWidget, QLabel

from selcore.history.store import Change
from selcore.values.commands import Open
from tests.ui.user import User
from tests.ui.why.test_refusals_model import refusals, refuse


def test_what_a_batch_refused_is_announced_once_and_the_strip_has_the_last(user: User) -> None:
    view, batches, inserted = refusals(user), list[Change](), list[int]()
    user.window.bridge.changed.connect(batches.append)
    view.model().rowsInserted.connect(lambda _, first, last: inserted.append(last - first + 1))
    refuse(user, 300)
    user.window.bridge.changed.disconnect(batches.append)
    assert inserted == [len(change.refused) for change in batches if change.refused]
    assert sum(inserted) == 300
    assert user.label("refusal.words") == "UnknownName: there is nothing named 'nobody299'"
    assert user.find(QDockWidget, "dock.refusals").windowTitle() == "Refused (300)"
    refuse(user, 1, Open(kind="pipe", name="pipe"))
    assert user.find(QLabel, "refusal.words").isHidden() or not user.window.files.refusal.isVisible()
