"""The only place that builds the object graph."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selcore.backends import missing_backend
from selcore.history.store import Store
from ui.bridge.bridge import Bridge
from ui.kit import text_size, theme
from ui.session.document import Document
from ui.settings.preferences import Preferences
from ui.shell.main_window import MainWindow

from .arrival import Arrival

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.programs.program import Program
    from selcore.worker.worker import Worker


def build_window(
    *,
    storage: str | Path | None = None,
    experiment: "str | Path | Experiment | None" = None,
    language: str | None = None,
    animations: bool = True,
    ask: Callable[..., Any] | None = None,
    backend: str = "default",
    at_once: bool = True,
    arrived: Callable[[], None] = lambda: None,
    program: "Program | None" = None,
    recover: bool = False,
) -> MainWindow:
    """The window, with its worker started; it needs a QApplication and nothing else.

    ``storage`` is a folder for what is kept between runs (None: nothing is kept); nothing outside of it is read or
    written. ``experiment`` is opened at once, ``program`` run and watched: who gives it has wished it.
    ``ask(id, words, choices)`` answers questions in place of dialogs. ``language`` is a translation's name; only
    English ships now. ``animations`` are none so far. ``recover`` offers what a killed program has kept in ``storage``
    of what was done there. Not ``at_once``: panels that stand behind others and the worker come as soon as the window
    is painted; then ``arrived()`` is called.
    """
    missing = missing_backend(backend)
    if missing is not None:
        raise ValueError(f"{backend}: {missing}")
    preferences = Preferences(None if storage is None else Path(storage))
    theme.apply(preferences.theme)  # type: ignore[arg-type]
    text_size.apply(preferences.text_size)
    store = Store(preferences.capacity)
    bridge = Bridge(store, _make_worker(preferences), backend)
    window = MainWindow(bridge, preferences, Document(backend, bridge.going), ask)
    bridge.setParent(window)
    preferences.says(window.counts.say)
    window.apply_theme_first()
    window.docks.reset()
    window.files.fit()
    window.history.fit()
    window.kept_layout.restore()
    if at_once:
        for _ in window.complete():
            pass
        _begin(window, experiment, program)
        if recover:
            window.handlers.unsaved.look()
    else:
        window.selector.show_backend(backend)
        window.overview.look_around()

        def begin() -> None:
            _begin(window, experiment, program)
            arrived()
            if recover:
                window.handlers.unsaved.look()

        Arrival(window, begin)
    return window


def _begin(window: MainWindow, experiment: "str | Path | Experiment | None", program: "Program | None") -> None:
    window.bridge.start()
    _open(window, experiment)
    if program is not None:
        window.handlers.programs.run(program)


def _make_worker(preferences: Preferences) -> Callable[[Callable[[], None], str], "Worker"]:
    def make(notify: Callable[[], None], backend: str) -> "Worker":
        from selcore.worker.worker import Worker

        return Worker(notify, backend=backend, max_wait=preferences.longest_wait or None, prints=True)

    return make


def _open(window: MainWindow, experiment: "str | Path | Experiment | None") -> None:
    if isinstance(experiment, str | Path):
        window.handlers.experiments.open_recent(Path(experiment))
    elif experiment is not None:
        window.handlers.experiments.open_experiment(experiment)
