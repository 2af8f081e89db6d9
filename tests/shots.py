"""Pictures of the main states of the window, light and dark, made by driving it: ``shots.py FOLDER [--platform P]``.

Not a test: for looking at, and for the pictures in README and docs.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

SIZES = {"": (1280, 800), "large": (1920, 1080), "small": (1024, 640)}


class Stage:
    """A window that is driven and pictured. Waits let Qt's own loop run: the worker gets its share of time."""

    def __init__(self, folder: Path, prefix: str, theme: str, size: tuple[int, int]):
        from PySide6.QtWidgets import QApplication

        self.folder, self.prefix, self.theme, self.size = folder, prefix, theme, size
        self.app = QApplication.instance() or QApplication([])
        self.begin()

    def begin(self) -> None:
        """A new window."""
        from playground.compose import build_window

        self.window = build_window(ask=lambda id, words, choices: "discard")
        self.window.actions_by_id[f"view.{self.theme}"].trigger()
        self.window.resize(*self.size)
        self.window.show()
        self.until(lambda: bool(self.window.property("settled")))
        self.pause(300)

    def pause(self, milliseconds: int) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        end = monotonic() + seconds
        while not condition():
            if monotonic() > end:
                raise TimeoutError(f"{self.prefix}: not reached")
            self.pause(10)

    def do(self, *ids: str) -> None:
        for id in ids:
            self.window.actions_by_id[id].trigger()
            self.until(lambda: bool(self.window.property("settled")) or self.window.property("state") != "idle")
        self.pause(120)

    def state(self, name: str) -> None:
        self.until(lambda: self.window.property("state") == name)

    def type(self, words: str, action: str) -> None:
        self.window.files.send_box.setText(words)
        self.do(action)

    def send(self, *commands: object) -> None:
        """Commands, each as it is: for states that take many."""
        for command in commands:
            self.window.bridge.send(command)  # type: ignore[arg-type]
            self.until(lambda: bool(self.window.property("settled")))
        self.pause(80)

    def widen_right(self, width: int = 400) -> None:
        from PySide6.QtCore import Qt

        self.window.resizeDocks([self.window.docks["details"]], [width], Qt.Orientation.Horizontal)
        self.pause(150)

    def choose_last(self) -> None:
        self.window.history.view.selectRow(self.window.history.model.rowCount() - 1)
        self.pause(150)

    def tick(self, name: str, event: str) -> None:
        self.window.handlers.objects.tick(name, event, True)
        self.pause(150)

    def timeout(self, words: str) -> None:
        self.window.selector.timeout.setEditText(words)

    def picture(self, name: str, widget: object = None) -> None:
        """The window, or a dialog over it."""
        self.pause(150)
        (widget or self.window).grab().save(str(self.folder / f"{self.prefix}{name}.png"))  # type: ignore[attr-defined]

    def dialog(self, name: str, action: str) -> None:
        """Open a dialog, picture it, close it."""
        from PySide6.QtWidgets import QDialog

        self.do(action)
        dialog = next(found for found in self.window.findChildren(QDialog) if found.isVisible())
        self.picture(name, dialog)
        dialog.reject()
        self.pause(50)

    def end(self) -> None:
        self.window.close_now()
        self.window.deleteLater()
        self.pause(20)


def first_minute(stage: Stage) -> None:
    stage.picture("empty")
    stage.do("scenario.pair")
    stage.picture("pair")
    stage.do("call.step")
    stage.state("waiting")
    stage.pause(700)
    stage.picture("waiting")
    stage.type("hello", "fileobject.send")
    stage.state("idle")
    stage.pause(100)
    stage.window.history.view.selectRow(stage.window.history.model.rowCount() - 1)
    stage.picture("one-result")
    stage.window.files.select("pair.a")
    stage.do("fileobject.receive")
    stage.tick("pair.a", "write")
    stage.tick("pair.b", "write")
    stage.do("call.step")
    stage.timeout("0")
    stage.window.handlers.objects.tick("pair.b", "write", False)
    stage.window.handlers.objects.tick("pair.a", "write", False)
    stage.do("call.step")
    stage.timeout("None")
    stage.do("call.step")
    stage.state("waiting")
    stage.do("call.stop")
    stage.state("idle")
    stage.picture("outcomes")
    stage.tick("pair.a", "write")
    stage.do("loop.run")
    stage.state("spinning")
    stage.pause(1500)
    stage.picture("busy-loop")
    stage.do("loop.pause")
    stage.state("idle")


def refusals(stage: Stage) -> None:
    stage.do("scenario.pipe-file")
    stage.pause(300)
    stage.picture("refused")
    stage.do("selector.close")
    stage.timeout("0")
    stage.do("call.step")
    stage.picture("closed-selector")
    stage.timeout("soon")
    stage.picture("bad-timeout")


def echo(stage: Stage) -> None:
    stage.do("scenario.echo")
    stage.pause(200)
    stage.do("loop.run")
    stage.state("running")
    stage.type("hello, world", "fileobject.send")
    stage.until(lambda: stage.window.late["data"].model.rowCount() == 2)
    stage.pause(900)
    stage.picture("echo")
    stage.do("loop.pause")


def dialogs(stage: Stage) -> None:
    from PySide6.QtWidgets import QLineEdit

    stage.dialog("new", "fileobject.new")
    stage.dialog("palette", "app.palette")
    stage.dialog("settings", "app.settings")
    stage.dialog("keys", "help.keys")
    stage.dialog("about", "help.about")
    stage.do("fileobject.open-with.tcp-listener")
    form = stage.window.findChild(object, "form.tcp-listener")
    form.findChild(QLineEdit, "option.port").setText("80a")
    stage.picture("form", form)
    form.reject()


def compare(stage: Stage) -> None:
    from selcore.experiment.examples import FOLDER

    stage.window.handlers.compare.example(FOLDER / "closed-with-and-without-dup.selector.json")
    dialog = stage.window.findChild(object, "compare")
    stage.until(lambda: dialog.comparison.ended and not dialog._timer.isActive(), 60)
    stage.picture("compare", dialog)
    dialog.only.setChecked(True)
    stage.picture("compare-differences", dialog)
    dialog.close()


def scaling(stage: Stage) -> None:
    stage.do("selector.scaling")
    dialog = stage.window.findChild(object, "scaling")
    stage.until(lambda: dialog.plot is not None and not dialog.measuring, 60)
    stage.picture("scaling", dialog)
    dialog.reject()


def exporting(stage: Stage) -> None:
    """The formats; while it is made; what a file does not have, of a history that keeps few rows."""
    import tempfile

    from selcore.exports import find_format

    stage.window.store.capacity = 8
    stage.do("scenario.echo", "loop.run")
    stage.state("running")
    stage.type("hello, world", "fileobject.send")
    stage.pause(300)
    stage.do("loop.pause")
    stage.state("idle")
    stage.do("experiment.export")
    dialog, exports = stage.window.findChild(object, "export"), stage.window.handlers.exports
    stage.picture("export", dialog)
    with tempfile.TemporaryDirectory() as folder:
        report, trace = find_format("markdown"), find_format("chrome-trace")
        assert report is not None and trace is not None
        exports.export(report, Path(folder) / "session.md")
        stage.pause(250)
        stage.picture("exporting", dialog)
        stage.until(lambda: not stage.window.writer.busy, 60)
        stage.do("experiment.export")
        dialog = stage.window.findChild(object, "export")
        exports.export(trace, Path(folder) / "session.trace.json")
        stage.until(lambda: not stage.window.writer.busy, 60)
        stage.picture("exported", dialog)
    dialog.reject()


def many(stage: Stage) -> None:
    from selcore.values.commands import Open

    stage.window.bridge.send(Open(kind="socketpair", name="many", options={"count": 500}))
    stage.until(lambda: len(stage.window.store.objects) == 1000)
    stage.picture("thousand")


def why(stage: Stage) -> None:
    from selcore.values import commands as c

    stage.send(
        c.Open(kind="socketpair", name="pair"),
        c.Register(name="pair.a", events=("read", "write")),
        c.Send(name="pair.b", text="hello"),
        c.Select(timeout=0),
    )
    stage.choose_last()
    stage.picture("why")
    stage.widen_right()
    stage.picture("why-wide")
    stage.send(c.Receive(name="pair.a"), c.Close(name="pair.b"))
    stage.do("why.look-now")
    stage.picture("why-then-now")
    stage.send(c.Open(kind="text-file", name="file"), c.Register(name="file", events=("read",)))
    stage.choose_last()
    stage.picture("why-refused")
    stage.send(
        c.Open(kind="tcp-listener", name="server"),
        c.Close(name="server"),
        c.Open(kind="tcp-client", name="client", options={"to": "server"}),
        c.Register(name="client", events=("write",)),
        c.Select(timeout=0),
    )
    stage.choose_last()
    stage.picture("why-error")


def why_not(stage: Stage) -> None:
    from selcore.values import commands as c

    stage.send(
        c.Open(kind="socketpair", name="pair"),
        c.Fill(name="pair.a"),
        c.Register(name="pair.a", events=("read", "write")),
        c.Open(kind="buffered-reader", name="lines"),
        c.ReadLine(name="lines"),
        c.Register(name="lines", events=("read",)),
        c.Select(timeout=0),
    )
    stage.widen_right()
    stage.choose_last()
    stage.picture("why-not")
    stage.window.files.view.setFocus()
    stage.window.files.select("lines")
    stage.pause(400)
    stage.picture("why-object")
    stage.timeout("None")
    stage.do("call.step")
    stage.state("waiting")
    stage.pause(700)
    stage.picture("waiting-why")
    stage.do("call.stop")
    stage.state("idle")
    stage.send(c.Open(kind="pipe", name="pipe"), c.Register(name="pipe.w", events=("write",)), c.Select(timeout=0))
    stage.choose_last()
    stage.picture("why-partial")
    stage.send(c.Unregister(name="lines"), c.Unregister(name="pipe.w"), c.Close(name="pair.a"))
    stage.do("call.step")
    stage.state("waiting")
    stage.pause(700)
    stage.picture("waiting-for-ever")
    stage.do("call.stop")
    stage.state("idle")


def kernel(stage: Stage) -> None:
    from selcore.values import commands as c

    pair = c.Open(kind="socketpair", name="pair")
    stage.send(pair, *(c.Register(name=f"pair.{end}", events=("read",)) for end in "ab"))
    stage.send(c.Open(kind="dup", name="copy", options={"of": "pair.a"}), c.Close(name="pair.a"))
    stage.send(c.Unregister(name="pair.a"), c.Open(kind="pipe", name="pipe"))
    stage.send(c.Register(name="pipe.r", events=("read",)), c.Close(name="pipe.r"))
    stage.do("view.kernel")
    stage.pause(300)
    stage.picture("kernel")
    stage.widen_right()
    stage.picture("kernel-wide")


def timeline(stage: Stage) -> None:
    """An echo server with four clients, one of which goes away, close enough to see what is served."""
    from selcore.values.commands import Close, Open, Register, Send

    give = stage.window.bridge.send
    stage.do("scenario.echo", "view.timeline", "loop.run")
    stage.state("running")
    for n in (1, 2, 3):
        give(Open(kind="tcp-client", name=f"client{n}", options={"to": "server"}))
        give(Register(name=f"client{n}", events=("read",), callback="drain"))
        stage.pause(20)
    for turn in range(14):
        for n in (1, 2, 3):
            if (turn * n) % 4 != 2:
                give(Send(name=f"client{n}", text="hello" * n))
        stage.pause(15 + turn % 5 * 9)
    give(Close(name="client2"))
    stage.pause(400)
    view, lanes = stage.window.late["timeline"].view, stage.window.bridge.feed.lanes
    stage.picture("timeline-live")
    stage.do("loop.pause")
    stage.state("idle")
    lane = lanes.lane("server.2")
    segment = lane.main[lane.main.place - 4]
    view.set_current("server.2")
    stage.window.selection.row(stage.window.store.row(segment.serial))
    view.span.show(segment.start - 400_000, segment.end + 1_000_000)
    view.anchor, view.cursor_at = segment.start, segment.end
    view.refresh()
    stage.picture("timeline")


def experiment(stage: Stage) -> None:
    stage.do("experiment.open-paused")
    stage.do("example.half-read")
    for _ in range(6):
        stage.do("experiment.step")
    stage.window.late["experiment"].view.selectRow(4)
    stage.picture("experiment")


def code(stage: Stage) -> None:
    """An echo server as Python; the call that accepted is chosen in the history."""
    stage.do("scenario.echo")
    stage.type("hello, world", "fileobject.send")
    for call in (1, 2, 3):
        stage.do("call.step")
        stage.until(lambda call=call: stage.window.store.totals.calls == call)
    stage.do("view.code")
    stage.widen_right(420 if stage.size[0] > 1100 else 300)
    stage.window.context.selection.row(next(row for row in stage.window.store.rows if row.mask is not None))
    stage.pause(500)
    stage.picture("code")


def unsaved(stage: Stage) -> None:
    """What a killed program had kept, as the empty window offers it."""
    stage.window.cards.offer.show_offer("Not saved when the program ended, 2026-11-30 14:02: 184 commands.")
    stage.picture("unsaved")
    stage.window.cards.offer.show_offer("")


def closed_connections(stage: Stage) -> None:
    """Twelve clients that came and went, as one row, and unfolded."""
    from selcore.values import commands as c

    stage.do("scenario.echo")
    for n in range(12):
        name = f"guest{n}"
        stage.send(c.Open(kind="tcp-client", name=name, options={"to": "server"}), c.Run(calls=1, timeout=0.2))
        stage.send(c.Close(name=name), c.Run(calls=1, timeout=0.2))
    stage.picture("closed-folded")
    stage.window.files.closed.click()
    stage.picture("closed-unfolded")


def pinned(stage: Stage) -> None:
    """A result is chosen, and newer ones have come."""
    stage.do("scenario.pair")
    stage.type("hello", "fileobject.send")
    stage.timeout("0")
    stage.do("call.step")
    stage.choose_last()
    for _ in range(3):
        stage.do("call.step")
    stage.picture("pinned")


def presentation(stage: Stage) -> None:
    """Also a quarter as wide: what the last row of a class sees."""
    from PySide6.QtCore import Qt

    stage.do("view.presentation", "scenario.echo", "loop.run")
    stage.state("running")
    stage.type("hello, world", "fileobject.send")
    stage.pause(900)
    stage.do("loop.pause")
    stage.state("idle")
    stage.picture("presentation")
    whole = stage.window.grab().toImage()
    small = whole.scaledToWidth(whole.width() // 4, Qt.TransformationMode.SmoothTransformation)
    small.save(str(stage.folder / f"{stage.prefix}presentation-quarter.png"))
    stage.do("view.presentation")


def five_cards(stage: Stage) -> None:
    """Room for one more than there are, and files that were opened before."""
    from unittest.mock import patch

    from ui.welcome.cards import cards
    from ui.welcome.recent import file_link

    files = [file_link(f"/home/somebody/experiments/example-{n}.json") for n in range(4)]
    stage.window.cards.ask_recent(lambda: files, list)
    stage.picture("recent")
    stage.end()
    more = ("experiment.open", "note", "A lesson", "Say what select() will return, and call it")
    with patch("ui.welcome.cards.cards", lambda: (*cards(), more)):
        stage.begin()
    stage.window.cards.ask_recent(lambda: files, list)
    stage.picture("five-cards")


SERVER = """\
import asyncio
import sys
import time


async def handle_client(reader, writer):
    port = writer.get_extra_info("peername")[1]
    while line := await reader.readline():
        print(f"{port} → {line}", flush=True)
        if line == b"report\\n":
            time.sleep(0.23)
        writer.write(line.upper())
        await writer.drain()


async def main():
    async with await asyncio.start_server(handle_client, "127.0.0.1", int(sys.argv[1])) as server:
        await server.serve_forever()


asyncio.run(main())
"""
"""What somebody may have written."""


def watched_program(stage: Stage) -> None:
    """An echo server with asyncio and four clients, as it runs."""
    with _served(stage) as say:
        for _ in range(3):
            say("ping", "ping", "ping", "ping")
        results = [row for row in stage.window.store.rows if row.mask is not None]
        stage.window.selection.row(results[-1])
        stage.picture("program")
        stage.do("view.timeline")
        stage.picture("program-timeline")


def slow_callback(stage: Stage) -> None:
    """One coroutine sleeps in the loop's thread, and the others wait: the turn, its lane, and Why."""
    with _served(stage) as say:
        say("ping", "ping", "ping", "ping")
        say("report", "ping", "ping", "ping")
        turns = stage.window.late["turns"]
        stage.until(lambda: turns.model.count > 0)
        say("report", "ping", "report", "ping")
        stage.do("view.timeline")
        stage.window.docks["turns"].raise_()
        turns.chosen.emit(turns.model.serial(0))
        stage.picture("slow-callback")
        stage.window.docks["timeline"].raise_()
        stage.pause(400)
        stage.picture("slow-callback-timeline")
        stage.window.docks["turns"].raise_()
        turns.filter.setText("handle_client asleep")
        stage.picture("turns")


@contextmanager
def _served(stage: Stage) -> Iterator[Callable[..., None]]:
    """The server, watched, and its clients: what each of them says, and then a moment."""
    import socket
    import tempfile

    from selcore.programs.program import Program

    folder = Path(tempfile.gettempdir()) / "notes"
    folder.mkdir(exist_ok=True)
    (folder / "server.py").write_text(SERVER)
    port = _port() or 40_123
    program = Program(str(folder / "server.py"), (str(port),), python=sys.executable)
    stage.window.handlers.programs.run(program)
    stage.until(lambda: stage.window.store.totals.calls > 0 or bool(stage.window.store.objects), 30)
    stage.pause(600)
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(4)]

        def say(*words: str) -> None:
            for client, word in zip(clients, words, strict=True):
                client.sendall(f"{word}\n".encode())
                stage.pause(60)
            stage.pause(700)

        stage.pause(300)
        yield say


SCENES = (
    *(first_minute, refusals, echo, timeline, dialogs, compare, exporting, scaling),
    *(many, why, why_not, kernel, experiment, code, unsaved),
    *(watched_program, slow_callback, closed_connections, pinned, presentation, five_cards),
)


def play(folder: Path, prefix: str, theme: str, size: tuple[int, int], scenes: list[str] | None) -> None:
    from unittest.mock import patch

    with patch("ui.session.scenarios.PORT", _port()):
        for scene in (one for one in SCENES if not scenes or one.__name__ in scenes):
            stage = Stage(folder, prefix, theme, size)
            try:
                scene(stage)
            finally:
                stage.end()


def _port() -> int:
    """8080 if it is free, as the pictures should show it."""
    import socket

    for port in (8080, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--platform")
    parser.add_argument("--scene", action="append", help="its name; all if none is given")
    parser.add_argument("--one", nargs=3, metavar=("THEME", "SIZE", "PREFIX"), help="in this process, these only")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.platform:
        os.environ["QT_QPA_PLATFORM"] = given.platform
    if given.one:
        theme, size, prefix = given.one
        play(given.folder, prefix, theme, SIZES[size], given.scene)
        return 0
    for theme in ("light", "dark"):
        for size, scale in (("", 1), ("small", 1), ("", 2)):
            prefix = "-".join(filter(None, [theme, size, "200" if scale == 2 else ""])) + "-"
            print(f"pictures {prefix}* …", flush=True)
            command = [sys.executable, __file__, str(given.folder), "--one", theme, size, prefix]
            command += [word for scene in given.scene or () for word in ("--scene", scene)]
            subprocess.run(command, check=True, env=os.environ | {"QT_SCALE_FACTOR": str(scale)})
    print(f"{len(list(given.folder.glob('*.png')))} pictures in {given.folder}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
