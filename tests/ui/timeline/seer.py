"""Somebody before a timeline over lanes made of facts."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import Lanes
from selcore.timeline.track import Segment
from selcore.values.facts import Batch, ObjectState, RunCall
from selcore.values.outcomes import Call, Effect, Result, Returned
from ui.timeline.timeline import Timeline

SHIFT, CONTROL, PLAIN = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
MS = 1_000_000
SVG = "{http://www.w3.org/2000/svg}"


class Seer:
    """Somebody before a timeline."""

    def __init__(self, view: Timeline, lanes: Lanes, feed: TimelineFeed):
        self.view, self.lanes, self.feed = view, lanes, feed
        self.chosen: list[int] = []
        view.chosen.connect(self.chosen.append)

    def tell(self, *facts: object, objects: tuple[ObjectState, ...] = ()) -> None:
        self.feed.fold(Batch(tuple(facts), objects), 0)  # type: ignore[arg-type]

    def lane(self, name: str) -> list[Segment]:
        lane = self.lanes.get(name)
        assert lane is not None
        return [lane.main[place] for place in lane.main.within(0, 1 << 62)]

    def seen(self) -> list[str]:
        return [lane.name for lane in self.view.shown()]

    def point(self, name: str, at: int) -> QPoint:
        """Where a time stands on a lane."""
        place, sizes = self.seen().index(name), self.view.sizes
        return self.beside(round(self.view.span.x_of(at)), place * sizes.lane + sizes.box_top + 2)

    def beside(self, x: int, y: int) -> QPoint:
        """So many pixels right of the names and beneath the axis."""
        return QPoint(self.view.sizes.names + x, self.view.sizes.axis + y)

    def ink(self, name: str, at: int) -> str:
        image = self.view.grab().toImage()
        ratio = image.devicePixelRatio()
        point = self.point(name, at)
        return image.pixelColor(round(point.x() * ratio), round(point.y() * ratio)).name()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def turn(self, notches: int, at: QPoint, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        event = QWheelEvent(
            QPointF(at), QPointF(self.view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.view, event)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, modifiers, start)
        held, to = Qt.MouseButton.LeftButton, QPointF(end)
        where = QPointF(self.view.mapToGlobal(end))
        # QTest's own move says nothing of a button that is held down.
        QApplication.sendEvent(self.view, QMouseEvent(QEvent.Type.MouseMove, to, where, held, held, modifiers))
        QTest.mouseRelease(self.view, held, modifiers, end)


def call(number: int, start: int, end: int, *results: Result, served: float | None = None) -> RunCall:
    made = Call(number, "epoll", None, start * MS, (end - start) / 1e3, results, served=served)
    return RunCall(0, number, Returned(made))


READS = Result("a", 100, 1, 1, Effect((), 5))
WRITES = Result("b", 101, 2, 4)
