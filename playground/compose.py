"""The only place that builds the object graph."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from selcore.backends import missing_backend
from selcore.experiment import Experiment
from selcore.store import Store
from selcore.worker import Worker
from ui import theme
from ui.bridge import Bridge
from ui.document import Document
from ui.main_window import MainWindow
from ui.preferences import Preferences


def build_window(
    *,
    storage: str | Path | None = None,
    experiment: str | Path | Experiment | None = None,
    language: str | None = None,
    animations: bool = True,
    ask: Callable[..., Any] | None = None,
    backend: str = "default",
) -> MainWindow:
    """The window, with its worker started; it needs a QApplication and nothing else.

    ``storage`` is a folder for what is kept between runs (None: nothing is kept); nothing outside of it is read or
    written. ``experiment`` is opened at once. ``ask(id, words, choices)`` answers questions in place of dialogs.
    ``language`` is a translation's name; only English ships now. ``animations`` are none so far.
    """
    missing = missing_backend(backend)
    if missing is not None:
        raise ValueError(f"{backend}: {missing}")
    preferences = Preferences(None if storage is None else Path(storage))
    theme.apply(preferences.theme)  # type: ignore[arg-type]
    store = Store(preferences.capacity)
    bridge = Bridge(store, _make_worker(preferences), backend)
    window = MainWindow(bridge, preferences, Document(backend), ask)
    bridge.setParent(window)
    window.dress()
    window.restore_layout()
    bridge.start()
    _open(window, experiment)
    return window


def _make_worker(preferences: Preferences) -> Callable[[Callable[[], None], str], Worker]:
    def make(notify: Callable[[], None], backend: str) -> Worker:
        return Worker(notify, backend=backend, max_wait=preferences.longest_wait or None)

    return make


def _open(window: MainWindow, experiment: str | Path | Experiment | None) -> None:
    if isinstance(experiment, Experiment):
        window.handlers.experiments.open_experiment(experiment)
    elif experiment is not None:
        window.handlers.experiments.open_file(Path(experiment))
