"""Every action a user can trigger, as a list that one can read: id, words, keys, place in the menus, what it needs.

What each does its room says in ``actions.py``, looked up by id; ids are stable and never translated.
"""

from functools import cache

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP


class Action(msgspec.Struct, frozen=True):
    """A row. ``needs`` names the conditions, each known by a room, that must all hold for it to be enabled."""

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: tuple[str, ...] = ()
    checkable: bool = False
    tip: str = ""
    section: int = 0
    destroys: bool = False
    """Whether something is gone afterwards: of what fits equally well in a search it comes last."""


def _(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("Actions", text))


ONE = ("current",)
PROCESS = ("current", "process")
SOME = ("selected",)

ACTIONS: tuple[Action, ...] = (
    # File
    Action(
        "experiment.new", _("New session"), "file", ("Ctrl+N",), tip=_("Close everything and begin anew"), destroys=True
    ),
    Action("experiment.open", _("Open experiment…"), "file", ("Ctrl+O",), "open"),
    Action(
        "experiment.open-paused",
        _("Open paused at the first command"),
        "file",
        checkable=True,
        tip=_("Experiments that are opened from now on are listed and wait: Step plays one command"),
    ),
    Action(
        "unsaved.restore",
        _("Restore what was not saved"),
        "file",
        needs=("restorable",),
        tip=_("What was kept of a session whose program was killed, as an experiment that waits"),
    ),
    Action(
        "unsaved.discard",
        _("Discard what was not saved…"),
        "file",
        needs=("unsaved",),
        tip=_("It is not offered again"),
        destroys=True,
    ),
    Action("experiment.save", _("Save experiment"), "file", ("Ctrl+S",), "save", ("own",), section=1),
    Action("experiment.save-as", _("Save experiment as…"), "file", ("Ctrl+Shift+S",), needs=("own",), section=1),
    Action(
        "code.save",
        _("Save as Python…"),
        "file",
        ("Ctrl+Alt+S",),
        "save",
        ("own",),
        tip=_("All that was done in this session, as a program of the standard library alone"),
        section=1,
    ),
    Action(
        "experiment.compare",
        _("Compare selectors…"),
        "file",
        ("Ctrl+Shift+C",),
        needs=("own",),
        tip=_("Play what was done here on every selector class, side by side"),
        section=2,
    ),
    Action(
        "experiment.export",
        _("Export…"),
        "file",
        ("Ctrl+E",),
        needs=("exportable",),
        tip=_("As a report for an issue, a script, or a trace for a viewer"),
        section=2,
    ),
    Action(
        "experiment.step",
        _("Step"),
        "file.play",
        ("F8",),
        "next",
        ("listed", "still", "unplayed"),
        tip=_("Play the next command of the experiment"),
    ),
    Action(
        "experiment.play",
        _("Play the rest"),
        "file.play",
        ("F9",),
        "play",
        ("listed", "still", "unplayed"),
        tip=_("To its end, with calls at the chosen pace"),
    ),
    Action(
        "experiment.pause",
        _("Pause playing"),
        "file.play",
        ("F9",),
        "pause",
        ("playing",),
        tip=_("After the command that is being played; a call that waits goes on waiting"),
    ),
    Action(
        "experiment.run-to",
        _("Run to here"),
        "file.play",
        ("Ctrl+F8",),
        "follow",
        ("listed", "still", "ahead"),
        tip=_("Play up to the chosen command, and with it"),
    ),
    Action(
        "experiment.again",
        _("Again up to here"),
        "file.play",
        ("Ctrl+Shift+F8",),
        "restart",
        ("repeatable",),
        tip=_("Begin anew and play up to the chosen command, or row of the history, and with it"),
        section=1,
    ),
    Action(
        "experiment.back",
        _("Step back"),
        "file.play",
        ("Shift+F8",),
        "back",
        ("listed", "played"),
        tip=_("Begin anew and play up to the command before the last"),
        section=1,
    ),
    Action(
        "experiment.from-start",
        _("Back to the start"),
        "file.play",
        ("Shift+F9",),
        "rewind",
        ("listed", "played"),
        tip=_("Begin anew, and pause at the first command"),
        section=1,
    ),
    Action(
        "recording.start",
        _("Record to file…"),
        "file",
        ("Ctrl+Shift+R",),
        needs=("recordable",),
        tip=_("Every call and command from now on into a SQLite file"),
        section=3,
    ),
    Action("recording.stop", _("Stop recording"), "file", needs=("recording",), section=3),
    Action("recording.open", _("Open recording…"), "file", section=3),
    Action(
        "recording.close",
        _("Close recording"),
        "file",
        needs=("recorded",),
        tip=_("And begin a new session"),
        section=3,
        destroys=True,
    ),
    Action(
        "program.run",
        _("Run a program…"),
        "file",
        ("Ctrl+Alt+R",),
        "terminal",
        tip=_("A Python program of yours, unchanged: what its selectors return, and who kept whom waiting"),
        section=4,
    ),
    Action(
        "program.again",
        _("Run again"),
        "file",
        ("Ctrl+F5",),
        "restart",
        ("rerun",),
        tip=_("The same program once more; the one that runs is ended"),
        section=4,
    ),
    Action(
        "program.on-change",
        _("Run again when its file changes"),
        "file",
        checkable=True,
        tip=_("As soon as whoever writes it has been quiet for a moment"),
        section=4,
    ),
    Action(
        "program.end",
        _("End the program"),
        "file",
        ("Ctrl+F2",),
        "stop",
        ("runs",),
        tip=_("SIGINT, after three seconds SIGTERM, after three more SIGKILL; once more: at once the next"),
        section=4,
        destroys=True,
    ),
    Action(
        "program.close",
        _("Leave the program"),
        "file",
        needs=("watched",),
        tip=_("End it where it still runs, and begin a new session"),
        section=4,
        destroys=True,
    ),
    Action("app.quit", _("Quit"), "file", ("Ctrl+Q",), section=9, destroys=True),
    # Edit
    Action("history.copy", _("Copy row"), "edit", ("Ctrl+C",), needs=("row",)),
    Action("history.copy-csv", _("Copy rows as CSV"), "edit", needs=("row",)),
    Action("history.copy-json", _("Copy rows as JSON"), "edit", needs=("row",)),
    Action(
        "history.copy-report",
        _("Copy row as report"),
        "edit",
        needs=("current-row",),
        tip=_("For an issue, in Markdown: what was done up to there, what came of it, why, and the versions"),
    ),
    Action(
        "warning.copy-report",
        _("Copy warning as report"),
        "edit",
        needs=("noticed",),
        tip=_("For an issue, in Markdown: what was done up to there, what is noticed, and the versions"),
    ),
    Action(
        "code.copy",
        _("Copy as Python"),
        "edit",
        ("Ctrl+Alt+C",),
        needs=("own",),
        tip=_("All that was done in this session, as a program of the standard library alone"),
    ),
    Action("history.find", _("Find in history…"), "edit", ("Ctrl+F",), "search"),
    Action("fileobjects.find", _("Find file object…"), "edit", ("Ctrl+Alt+F",), "search"),
    Action(
        "history.clear",
        _("Clear history"),
        "edit",
        (),
        "clear",
        needs=("rows",),
        tip=_("Counters stay; the file objects are not touched"),
        destroys=True,
    ),
    Action("history.note", _("Write a note into the history…"), "edit", (), "note"),
    Action("filter.edit", _("Filter the history…"), "edit", ("Ctrl+L",), "filter", section=2),
    Action(
        "filter.toggle",
        _("Filter on"),
        "edit",
        ("Ctrl+Shift+F",),
        "filter",
        checkable=True,
        tip=_("Filter or show every row; what is typed stays"),
        section=2,
    ),
    Action("filter.help", _("Examples of filters…"), "edit", section=2),
    Action("history.filter-by", _("Filter by this value"), "edit", (), "", ("testable",), section=2),
    Action("history.filter-and", _("Filter by this value too"), "edit", (), "", ("testable",), section=2),
    Action("history.filter-without", _("Exclude this value"), "edit", (), "", ("testable",), section=2),
    Action("app.palette", _("Command palette…"), "edit", ("Ctrl+Shift+P",), section=3),
    Action("app.settings", _("Settings…"), "edit", ("Ctrl+,",), section=3),
    # Object
    Action("fileobject.new", _("New…"), "object", ("Ctrl+Shift+O",), "new", tip=_("Open a file object")),
    Action("scenario.pair", _("Socket pair, one end watched"), "object.start"),
    Action("scenario.echo", _("Echo server and a client"), "object.start"),
    Action("scenario.echo-server", _("Echo server on port 8080, for clients of your own"), "object.start"),
    Action("scenario.pipe-file", _("Pipe and file"), "object.start"),
    Action("key.read", _("Watch for READ"), "object", ("Ctrl+1",), "", SOME, True, section=1),
    Action("key.write", _("Watch for WRITE"), "object", ("Ctrl+2",), "", SOME, True, section=1),
    Action("key.get", _("get_key()"), "object", needs=ONE, section=1),
    Action(
        "fileobject.send",
        _("Send"),
        "object",
        (),
        "send",
        ("current", "talks", "payload"),
        tip=_("Send what is typed in the Send box"),
        section=2,
    ),
    Action(
        "fileobject.send-peer",
        _("Send from the other end"),
        "object",
        ("Ctrl+Shift+Return",),
        "",
        ("peer", "payload"),
        section=2,
    ),
    Action("fileobject.receive", _("Receive"), "object", ("Ctrl+R",), "receive", ("current", "talks"), section=2),
    Action("fileobject.accept", _("Accept a connection"), "object", (), "", ("listener",), section=3),
    Action("fileobject.connect", _("Connect a client"), "object", ("Ctrl+K",), "client", ("listener",), section=3),
    Action("fileobject.fill", _("Fill until it takes no more"), "object", needs=SOME, section=4),
    Action("fileobject.drain", _("Drain until nothing is left"), "object", needs=SOME, section=4),
    Action("fileobject.shutdown.read", _("Shut down reading"), "object.shutdown", needs=SOME, destroys=True),
    Action("fileobject.shutdown.write", _("Shut down writing"), "object.shutdown", needs=SOME, destroys=True),
    Action("fileobject.shutdown.both", _("Shut down both"), "object.shutdown", needs=SOME, destroys=True),
    Action(
        "fileobject.close",
        _("Close"),
        "object",
        ("Ctrl+W",),
        "close",
        SOME,
        tip=_("Unregister it, then close it"),
        section=6,
        destroys=True,
    ),
    Action(
        "fileobject.close-only",
        _("Close without unregister"),
        "object",
        needs=SOME,
        tip=_("As a program that forgets: the key stays"),
        section=6,
        destroys=True,
    ),
    Action("fileobject.read-line", _("Read a line"), "object", needs=ONE, section=2),
    Action("fileobject.send-oob", _("Send as urgent data"), "object.more", needs=("current", "payload")),
    Action("fileobject.receive-oob", _("Receive urgent data"), "object.more", needs=ONE),
    Action("fileobject.so-error", _("Take the pending error (SO_ERROR)"), "object.more", needs=ONE),
    Action("fileobject.set", _("Set an option…"), "object.more", needs=ONE),
    Action("fileobject.connect-to", _("Connect it…"), "object.more", needs=ONE),
    Action("fileobject.bind", _("Bind it to host and port…"), "object.more", needs=ONE),
    Action("fileobject.bind-path", _("Bind it to a path…"), "object.more", needs=ONE),
    Action("fileobject.listen", _("Listen…"), "object.more", needs=ONE),
    Action(
        "fileobject.detach",
        _("Detach"),
        "object.more",
        needs=ONE,
        tip=_("The object gives its descriptor away"),
        destroys=True,
    ),
    Action(
        "fileobject.reset",
        _("Reset (RST)"),
        "object.more",
        needs=SOME,
        tip=_("Close so that the peer is reset"),
        destroys=True,
    ),
    Action("fileobject.rename", _("Rename…"), "object.more", needs=ONE),
    Action("process.wait", _("Wait for it"), "object.process", needs=PROCESS),
    Action("process.stop", _("Stop it (SIGSTOP)"), "object.process", needs=PROCESS),
    Action("process.continue", _("Continue it (SIGCONT)"), "object.process", needs=PROCESS),
    Action("process.kill", _("Kill it (SIGKILL)"), "object.process", needs=PROCESS, destroys=True),
    Action(
        "key.register-with",
        _("Register with…"),
        "object",
        needs=SOME,
        tip=_("With any events you want to try"),
        section=1,
    ),
    Action("key.modify-with", _("Modify…"), "object", needs=SOME, tip=_("With any events you want to try"), section=1),
    Action("key.unregister", _("Unregister"), "object", needs=SOME, section=1),
    # Selector
    Action(
        "selector.signal",
        _("Send a signal to this program…"),
        "selector",
        tip=_("While a call waits: it goes on"),
        section=2,
    ),
    Action("call.step", _("select() once"), "selector", ("F10", "Ctrl+Return"), "step", ("free", "timeout")),
    Action(
        "loop.run", _("Run"), "selector", ("F5",), "run", ("free", "timeout"), tip=_("Call select() again and again")
    ),
    Action("loop.pause", _("Pause"), "selector", ("F5", "Shift+F5"), "pause", ("looping",)),
    Action(
        "call.stop",
        _("Stop waiting"),
        "selector",
        ("Esc",),
        "stop",
        ("waiting",),
        tip=_("End the call that is blocked; it has not returned"),
    ),
    Action(
        "history.group",
        _("Group identical calls"),
        "selector",
        checkable=True,
        section=1,
        tip=_("Off: keep every call from now on. Calls already grouped were counted, not kept"),
    ),
    Action("selector.get-map", _("get_map()"), "selector", section=2),
    Action("selector.close", _("Close the selector"), "selector", section=2, destroys=True),
    Action(
        "selector.scaling",
        _("What does one call cost…"),
        "selector",
        tip=_("Measure select() here, by the number of descriptors"),
        section=6,
    ),
    Action("loop.slow", _("Slow to 1/s"), "selector", needs=("looping",), section=3),
    Action("loop.full-speed", _("Full speed"), "selector", section=3),
    Action("key.stop-watching", _("Stop watching what is busy"), "selector", needs=("spinning",), section=3),
    Action("refusal.remedy", _("Apply the suggested remedy"), "selector", needs=("refusal",), section=4),
    Action("warning.remedy", _("Apply the warning's remedy"), "selector", needs=("warning",), section=4),
    Action("worker.restart", _("Restart the selector"), "selector", needs=("dead",), section=5),
    Action("worker.copy-report", _("Copy the report of its death"), "selector", needs=("dead",), section=5),
    # View
    Action("fileobjects.hide-closed", _("Hide closed file objects"), "view", checkable=True, section=1),
    Action(
        "fileobjects.show-ended",
        _("Show closed connections"),
        "view",
        checkable=True,
        tip=_("Accepted connections that have ended, in their places in the list"),
        section=1,
    ),
    Action("history.hide-commands", _("Hide commands"), "view", checkable=True, section=1),
    Action(
        "history.absolute",
        _("Time of day"),
        "view",
        checkable=True,
        section=1,
        tip=_("Instead of seconds since the first row"),
    ),
    Action(
        "history.freeze",
        _("Freeze list"),
        "view",
        ("Ctrl+Shift+L",),
        checkable=True,
        section=1,
        tip=_("Nothing is added to the list; the loop goes on and everything is kept"),
    ),
    Action("history.next-same", _("Next result of the same object"), "view", ("Alt+Down",), needs=("row",), section=1),
    Action(
        "history.previous-same", _("Previous result of the same object"), "view", ("Alt+Up",), needs=("row",), section=1
    ),
    Action("history.follow", _("Follow the newest row"), "view", ("Ctrl+End",), checkable=True, section=1),
    Action(
        "view.code",
        _("What was done, as Python"),
        "view",
        ("Ctrl+P",),
        tip=_("The code that does the same, line beside action"),
    ),
    Action(
        "view.kernel",
        _("What the kernel watches"),
        "view",
        ("Ctrl+Shift+K",),
        tip=_("The kernel's own set beside get_map()"),
        section=3,
    ),
    Action(
        "kernel.refresh",
        _("Look at it now"),
        "view",
        needs=("live",),
        section=3,
        tip=_("A call that is blocked goes on"),
    ),
    Action("why.look-now", _("Look at the object of this row now"), "view", (), "search", ("row", "live"), section=3),
    Action(
        "why.follow",
        _("Follow the newest result in Why"),
        "view",
        ("Alt+End",),
        checkable=True,
        section=3,
        tip=_("Off: Why stays at the result that it shows"),
    ),
    Action(
        "view.timeline",
        _("Timeline"),
        "view",
        ("Ctrl+T",),
        "timeline",
        checkable=True,
        tip=_("When what happened: a lane for the worker and one for each file object"),
    ),
    Action(
        "view.experiment",
        _("Experiment"),
        "view",
        ("Ctrl+Shift+E",),
        checkable=True,
        tip=_("The commands of the opened experiment, and which is the next"),
    ),
    Action("timeline.follow", _("Follow the newest"), "view.timeline-menu", (), "follow", ("timeline",), True),
    Action("timeline.zoom-in", _("Zoom in"), "view.timeline-menu", (), "zoom-in", ("timeline",)),
    Action("timeline.zoom-out", _("Zoom out"), "view.timeline-menu", (), "zoom-out", ("timeline",)),
    Action("timeline.zoom-fit", _("Show all of it"), "view.timeline-menu", (), "zoom-fit", ("timeline",)),
    Action(
        "timeline.previous", _("To the edge before"), "view.timeline-menu", ("Alt+Left",), "", ("timeline",), section=1
    ),
    Action("timeline.next", _("To the next edge"), "view.timeline-menu", ("Alt+Right",), "", ("timeline",), section=1),
    Action(
        "timeline.all-lanes",
        _("Lanes of all file objects"),
        "view.timeline-menu",
        needs=("timeline",),
        checkable=True,
        tip=_("Also of those on which nothing has happened"),
        section=2,
    ),
    Action("timeline.save", _("Save it as a picture…"), "view.timeline-menu", (), "save", ("timeline",), section=2),
    Action("view.larger", _("Larger text"), "view", ("Ctrl+=", "Ctrl++"), section=2),
    Action("view.smaller", _("Smaller text"), "view", ("Ctrl+-",), section=2),
    Action("view.normal-size", _("Normal text size"), "view", ("Ctrl+0",), section=2),
    Action(
        "view.presentation",
        _("Presentation"),
        "view",
        ("F11",),
        checkable=True,
        tip=_("For a class: the whole screen, large words, fewer panels, and what was just pressed. Esc ends it"),
        section=2,
    ),
    Action("view.light", _("Light"), "view.theme", checkable=True),
    Action("view.dark", _("Dark"), "view.theme", checkable=True),
    Action("view.system", _("As the system"), "view.theme", checkable=True),
    Action("view.warnings", _("Show the warnings"), "view", ("Ctrl+Shift+W",), tip=_("What was noticed"), section=1),
    Action("view.next-panel", _("Next panel"), "view", ("F6",), section=8),
    Action("view.previous-panel", _("Previous panel"), "view", ("Shift+F6",), section=8),
    Action("view.reset", _("Reset layout"), "view", section=9),
    # Help
    Action("help.context", _("What is this?"), "help", ("F1",), tip=_("Explain the field that has the keyboard")),
    Action("help.point", _("Point at something…"), "help", ("Shift+F1",), tip=_("Explain what is clicked next")),
    Action("help.words", _("Glossary"), "help"),
    Action("help.keys", _("Keyboard"), "help", ("Ctrl+/",)),
    Action("help.classes", _("Selector classes"), "help", tip=_("Their tree, what they wrap, what they raise")),
    Action("help.signals", _("Signals and select() (recorded)"), "help", tip=_("Handlers that return, that raise")),
    Action("help.doctor", _("Copy doctor report"), "help"),
    Action("help.about", _("About Selector Playground"), "help", section=1),
)


def opening() -> list[Action]:
    """Two for each kind: at once with its defaults, and with its form."""
    from selcore.kinds import KINDS

    rows = []
    for kind in KINDS:
        at_once, with_form = f"object.open.{kind.group}", f"object.open-with.{kind.group}"
        rows.append(Action(f"fileobject.open.{kind.id}", kind.title.template, at_once, tip=kind.about.template))
        rows.append(Action(f"fileobject.open-with.{kind.id}", f"{kind.title.template}…", with_form))
    return rows


def callbacks() -> list[Action]:
    """One for each callback, and one for each that an accepted connection may get."""
    from selcore.callbacks import CALLBACKS, needs_name

    named = [one.id for one in CALLBACKS if needs_name(one)]
    plain = [one.id for one in CALLBACKS if one.id not in named]
    rows = [Action(f"key.callback.{id}", id, "object.callback", needs=ONE, checkable=True) for id in plain]
    rows += [Action(f"key.callback.{id}", f"{id}…", "object.callback", needs=ONE) for id in named]
    then = [id for id in plain if id not in ("none", "accept")]
    return rows + [
        Action(f"key.callback.accept-{id}", f"accept → {id}", "object.callback", needs=ONE, checkable=True)
        for id in then
    ]


def examples() -> list[Action]:
    """One for each experiment that ships with the program."""
    from selcore.experiment.examples import EXAMPLES

    return [Action(f"example.{one.id}", one.title.template, "file.examples") for one in EXAMPLES]


def starters() -> list[Action]:
    """One for each program to begin with."""
    from selcore.programs.starters import STARTERS

    return [Action(f"starter.{one.id}", one.title, "file.starters") for one in STARTERS]


@cache
def more_actions() -> tuple[Action, ...]:
    """Those of what the core has: none of them has a key or a button."""
    return (*opening(), *callbacks(), *examples(), *starters())


def all_actions() -> tuple[Action, ...]:
    """Every one."""
    return ACTIONS + more_actions()
