"""Why an action cannot be done now, in words: one for each condition that a row may name, and for what hinders all."""

from PySide6.QtCore import QCoreApplication

from .conditions import ONLY_RECORDED, ONLY_WATCHED, WORKER_DEAD


def tr(source: str) -> str:
    return QCoreApplication.translate("Reasons", source)


def reason(hindrance: str) -> str:
    """``hindrance`` as ``Situation.hindrance`` tells it. Raises KeyError for one that has no words."""
    return {
        "current": tr("no file object is selected"),
        "selected": tr("no file object is selected"),
        "listener": tr("the selected file object does not listen"),
        "peer": tr("the other end is not one of the open file objects"),
        "process": tr("the selected file object is not a process"),
        "talks": tr("the selected file object is closed, or only accepts connections"),
        "payload": tr("nothing that can be sent is typed in the Send box"),
        "closed": tr("no file object is closed"),
        "open": tr("the selected file object is closed"),
        "free": tr("a call is going on"),
        "timeout": tr("what is typed is not a timeout"),
        "looping": tr("nothing runs"),
        "waiting": tr("no call is waiting"),
        "spinning": tr("the loop is not busy"),
        "row": tr("no row of the history is selected"),
        "current-row": tr("no row of the history is selected"),
        "rows": tr("the history is empty"),
        "testable": tr("no cell that can be filtered by is selected"),
        "timeline": tr("the timeline is closed"),
        "refusal": tr("nothing is offered"),
        "warning": tr("nothing is offered"),
        "noticed": tr("no warning is selected"),
        "exportable": tr("nothing has happened yet"),
        "recordable": tr("it is recorded already, or nothing is there to be recorded"),
        "recording": tr("nothing is recorded"),
        "live": tr("what is shown is a recording, or a program that is watched: it is only looked at"),
        "recorded": tr("no recording is shown"),
        "watched": tr("no program is watched"),
        "own": tr("what is shown is a program's doing, and no experiment: begin a new session to make one"),
        "runs": tr("no program runs"),
        "rerun": tr("no program has been run"),
        "listed": tr("no experiment is open"),
        "still": tr("a command of the experiment is being played"),
        "unplayed": tr("the experiment has been played to its end"),
        "played": tr("nothing of the experiment has been played"),
        "playing": tr("no experiment is being played"),
        "ahead": tr("no command that is still to come is chosen in the list of the experiment"),
        "repeatable": tr("no row of the history and no command of an experiment is chosen"),
        "unsaved": tr("nothing was left by a program that was killed"),
        "restorable": tr("nothing that can be restored was left by a program that was killed"),
        "dead": tr("the selector's thread runs"),
        WORKER_DEAD: tr("the selector's thread has died"),
        ONLY_RECORDED: tr("this is a recording: it is only looked at"),
        ONLY_WATCHED: tr("a program is watched: end it, and begin a new session, to do something"),
    }[hindrance]
