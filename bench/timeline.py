"""What the timeline costs: a frame of two million segments while it is panned, and taking calls in.

Frames are ``paintEvent`` into a picture of 1280 x 300.
"""

import os
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, thread_time

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

WIDTH, HEIGHT, LANES, FRAMES = 1280, 300, 11, 200
SEGMENTS = 2_000_000


def fill(lanes: object, segments: int) -> None:
    """As an echo server of ten clients leaves it: calls, callbacks, ten lanes that are ready in turn."""
    from selcore.timeline.lanes import Lanes
    from selcore.timeline.segments import SegmentKind

    assert isinstance(lanes, Lanes)
    calls = segments // 3
    rng = np.random.default_rng(7)
    waits, works = rng.integers(800, 40_000, calls), rng.integers(5_000, 30_000, calls)
    starts = 10**9 + np.concatenate([[0], np.cumsum(waits + works + 500)[:-1]])
    ends, until, serials = starts + waits, starts + waits + works, np.arange(calls)
    both = np.stack([starts, ends], 1).ravel(), np.stack([ends, until], 1).ravel()
    kinds = np.tile(np.array([SegmentKind.BLOCKED, SegmentKind.CALLBACKS], np.uint8), calls)
    lanes.worker.main.extend(*both, kinds, np.repeat(serials, 2))
    for n in range(LANES - 1):
        lane, these = lanes.lane(f"server.{n + 1}"), slice(n, None, LANES - 1)
        lane.watch.begin(int(starts[0]), SegmentKind.WATCH_READ, 0)
        lane.main.extend(
            ends[these], until[these], np.full(len(ends[these]), SegmentKind.READ, np.uint8), serials[these]
        )
        lane.eventful = True
    lanes.at(int(starts[0]))
    lanes.at(int(until[-1]))


def frames(segments: int) -> dict[str, object]:
    """Milliseconds of a frame while it is panned, from all of it to a few segments."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from selcore.timeline.lanes import Lanes
    from ui.kit import theme
    from ui.timeline.timeline import Timeline

    app = QApplication.instance() or QApplication([])
    theme.apply("light")
    lanes = Lanes(10 * segments)
    fill(lanes, segments)
    view = Timeline(lanes, lambda serial: None)
    view.resize(WIDTH, HEIGHT)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    view.fit()
    whole, found = view.span.scale, {}
    for name, part in (("all of it", 1.0), ("a tenth", 0.1), ("a thousandth", 1e-3), ("single segments", 1e-5)):
        view.fit()
        view.span.zoom(part * whole / view.span.scale, view.span.width / 3)
        times, own = [], []
        for n in range(FRAMES + 5):
            view.pan(7 if n % 40 < 30 else -11)
            begin, mine = perf_counter(), thread_time()
            view.render(image, QPoint())
            own.append((thread_time() - mine) * 1e3)
            times.append((perf_counter() - begin) * 1e3)
        found[name] = _figures(times[5:]) | {"of this thread": round(median(own[5:]), 2)}
    assert app is not None
    return {"segments": lanes.segments(), "lanes": LANES, "size": f"{WIDTH}x{HEIGHT}", "frame, ms": found}


def measure() -> list[object]:
    """As figures of ``python -m bench``."""
    from .base import Figure

    found = frames(SEGMENTS)["frame, ms"]
    worst = max(found.values(), key=lambda one: one["of this thread"])  # type: ignore[attr-defined]
    title = "a frame of the timeline, 2,000,000 segments, 1280 x 300"
    # What others on the machine take meanwhile is no cost of the frame: it stands beside it.
    detail = {"by the clock": worst["median"], "p99": worst["p99"]}
    return [Figure("timeline", title, worst["of this thread"], "ms", 16, True, detail)]


def taking() -> dict[str, object]:
    """Nanoseconds a call with one served result, taken from batches of a run."""
    from selcore.timeline.feed import TimelineFeed
    from selcore.timeline.lanes import Lanes
    from selcore.values.facts import Batch, RunCall
    from selcore.values.outcomes import Call, Effect, Result, Returned

    feed, count, at = TimelineFeed(Lanes(10**7)), 0, 10**9
    times = []
    for _ in range(50):
        facts = []
        for _ in range(2000):
            count, at = count + 1, at + 20_000
            result = Result(f"server.{count % 10}", 100, 1, 1, Effect((), 5, 5))
            facts.append(RunCall(1, count, Returned(Call(count, "epoll", None, at, 5e-6, (result,), served=1e-5))))
        batch = Batch(tuple(facts))
        begin = thread_time()
        feed.fold(batch, count)
        times.append((thread_time() - begin) * 1e9 / 2000)
    return {"taken in, ns a call": _figures(times)}


def _figures(times: list[float]) -> dict[str, float]:
    return {
        "median": round(median(times), 2),
        "p99": round(quantiles(times, n=100)[98], 2),
        "most": round(max(times), 2),
    }
