"""What each field, box and button means that is more than its own words say."""

from .meaning import Meaning, tr


def fields() -> dict[str, Meaning]:
    """By the name of the widget."""
    return {**_selector(), **_state_line(), **_objects(), **_lists(), **_explanations()}


def _selector() -> dict[str, Meaning]:
    return {
        "backend": Meaning(
            tr("Selector class"),
            tr("Which class makes the calls. When you choose another one, all registrations are carried over to it."),
        ),
        "timeout": Meaning(
            tr("Timeout"),
            tr("What select() is given: None waits until something is ready, 0 does not wait, or seconds."),
        ),
        "pace": Meaning(tr("Pace"), tr("How many calls a second a running loop makes at most.")),
        "button.call.step": Meaning(
            tr("select() once"),
            tr("One call. It returns when a watched object is ready, or at its timeout."),
        ),
        "button.loop.run": Meaning(
            tr("Run"), tr("Calls select() again and again, and after each call the callbacks of the ready keys.")
        ),
        "button.loop.pause": Meaning(tr("Pause"), tr("Ends the loop after the call that is being made.")),
        "button.call.stop": Meaning(
            tr("Stop waiting"),
            tr("Ends a call that is blocked. It has not returned: its row is hatched."),
        ),
        "button.fileobject.new": Meaning(
            tr("New"), tr("Opens a file object, of any kind that there is on this system.")
        ),
    }


def _state_line() -> dict[str, Meaning]:
    return {
        "status.words": Meaning(
            tr("What the selector does"),
            tr(
                "Idle: no call is being made. Waiting: a call is blocked, and nothing that it watches is ready. "
                "Running: a loop makes calls. Busy loop: they return at once, for ever. Dead: its thread has ended."
            ),
        ),
        "cure.end-wait": Meaning(tr("End the wait"), tr("Makes a watched object ready, so that the call returns.")),
        "cure.pause": Meaning(
            tr("Pause"), tr("Ends the busy loop. What is ready stays ready: the next run is as busy.")
        ),
        "cure.slow": Meaning(tr("Slow to 1/s"), tr("One call a second, so that each of them can be watched.")),
        "cure.stop-watching": Meaning(
            tr("Stop watching"), tr("Takes away the event that keeps the loop busy, by an ordinary command.")
        ),
        "cure.stop-waiting": Meaning(
            tr("Stop waiting"), tr("Nothing that is registered can end this wait: the call is ended from outside.")
        ),
        "cure.restart": Meaning(tr("Restart"), tr("A new selector thread. What was open is gone; the history stays.")),
        "cure.end": Meaning(
            tr("End the program"),
            tr(
                "SIGINT, as Ctrl-C would; after three seconds SIGTERM, after three more SIGKILL. "
                "Pressed again: at once the next."
            ),
        ),
        "cure.again": Meaning(tr("Run again"), tr("The same program once more, with the same arguments.")),
        "output.input": Meaning(
            tr("stdin of the program"), tr("A line that the program reads. What it has not read yet waits.")
        ),
        "output.send": Meaning(tr("Send line"), tr("With a newline behind it; Enter does the same.")),
        "output.end": Meaning(tr("End of input"), tr("The program's stdin ends once it has read what waits.")),
        "turns.filter": Meaning(
            tr("Filter of the turns"), tr("Only turns in which each of these words stands, also among who waited.")
        ),
        "cure.report": Meaning(tr("Copy report"), tr("How the selector's thread died, for whoever mends it.")),
        "counts.words": Meaning(
            tr("Counters"),
            tr(
                "Results and calls since the session began, all of them. Not recorded: calls for which there was no "
                "room on the way to the window. Removed: the oldest rows, when the history was full."
            ),
        ),
        "counts.warning": Meaning(tr("Reaches beyond this machine"), tr("A listener here can be reached by others.")),
        "counts.descriptors": Meaning(
            tr("Descriptors"), tr("How many file objects are open, and how many descriptors this process may have.")
        ),
        "recording": Meaning(tr("Recording"), tr("Everything that happens is being written to this file.")),
    }


def _objects() -> dict[str, Meaning]:
    return {
        "send": Meaning(
            tr("Send"), tr("What is typed here is sent from the chosen file object with Enter, or from all that are.")
        ),
        "send.mode": Meaning(
            tr("How it is meant"), tr("As text in UTF-8, as hexadecimal digits, or as a number of bytes to make up.")
        ),
        "send.to": Meaning(tr("Where to"), tr("The receiver of a datagram: a name, host:port, or a path.")),
        "fileobjects.closed": Meaning(
            tr("Closed connections"),
            tr("Accepted connections that have ended, unless they have a key or a warning still."),
        ),
        "fileobjects.detail": Meaning(tr("The chosen file object"), tr("All that identifies it, and how it is.")),
        "button.fileobject.send": Meaning(tr("Send"), tr("Sends what is typed, from each file object that is chosen.")),
        "button.fileobject.receive": Meaning(
            tr("Receive"), tr("Takes what has arrived, without asking select() first.")
        ),
        "refusal.remedy": Meaning(tr("Remedy"), tr("Does what helps, by an ordinary command.")),
    }


def _lists() -> dict[str, Meaning]:
    return {
        "filter": Meaning(
            tr("Filter"),
            tr('An expression such as name == "server" and waited > 0.1. While it is wrong the list stays as it was.'),
        ),
        "filter.on": Meaning(tr("Filter on"), tr("Filter, or show every row; what is typed stays.")),
        "filter.help.button": Meaning(tr("Examples"), tr("Expressions to begin with.")),
        "find": Meaning(
            tr("Find in the history"), tr("Enter goes to the next row with these words, Shift+Enter back.")
        ),
        "fileobjects.find-box": Meaning(
            tr("Find a file object"),
            tr("Enter goes to the next one with these words: its name, address, state or type."),
        ),
        "history.newer": Meaning(tr("New rows"), tr("More has happened below: a click goes there and follows.")),
        "history.resume": Meaning(tr("Resume"), tr("Shows what was collected while the list was frozen, and goes on.")),
        "data.find": Meaning(tr("Find in the data"), tr("Text, or pairs of hexadecimal digits.")),
        "data.again": Meaning(tr("Send again"), tr("Sends the marked bytes once more, from the chosen file object.")),
        "data.save": Meaning(
            tr("Save"), tr("Writes the bytes that are kept to a file: those received, or those sent.")
        ),
        "timeline": Meaning(
            tr("Lanes"),
            tr(
                "The first lane is select(): the time inside calls, and in the callbacks after them. On the others a "
                "line tells what is watched, and blue READ or orange WRITE what was returned: strong where it was "
                "served, pale where nobody served it before the next call."
            ),
        ),
        "timeline.figures": Meaning(
            tr("The last two seconds"), tr("Calls and results a second, and what took the time.")
        ),
    }


def _explanations() -> dict[str, Meaning]:
    return {
        "why": Meaning(tr("Why"), tr("The reason, from what was known when the call returned; asked beside select().")),
        "why.remedy": Meaning(tr("Remedy"), tr("Does what helps, by an ordinary command.")),
        "why.compare": Meaning(tr("Compare"), tr("Plays the same steps on the other selector classes.")),
        "why.rule": Meaning(tr("The rule"), tr("The kernel's flags, and how selectors makes READ and WRITE of them.")),
        "why.printed": Meaning(tr("As Python prints it"), tr("What the call returned, word for word.")),
        "why.look": Meaning(tr("Look again"), tr("Asks how the object is now. It takes nothing and disturbs nothing.")),
        "why.state": Meaning(
            tr("State"), tr("How the object was when the call returned, and how it is now: asked beside select().")
        ),
        "kernel.now": Meaning(tr("Look now"), tr("Asks the kernel again; a call that is blocked goes on.")),
        "kernel.selector": Meaning(tr("Which selector"), tr("The session's own, or one that was opened here.")),
        "compare.only-differences": Meaning(tr("Only differences"), tr("Hides the steps at which all answers agree.")),
        "compare.outcome": Meaning(tr("The chosen answer"), tr("All of it: every result and every flag.")),
    }
