"""What each panel, bar and window is for."""

from .meaning import Meaning, tr


def panels() -> dict[str, Meaning]:
    """By the name of the dock, the bar or the window."""
    return {
        "window": Meaning(
            tr("Selector Playground"),
            tr("At the left what is open, in the middle what select() returned, at the right why."),
        ),
        "dock.fileobjects": Meaning(
            tr("File objects"),
            tr(
                "Everything that is open here. R and W are what you ask the selector to watch for; what select() "
                "returned last is a column of its own. What is ready right now stands in neither: Why tells it."
            ),
        ),
        "dock.experiment": Meaning(
            tr("Experiment"),
            tr("The commands of the opened file, with what came of each. It is played by the step, or up to one."),
        ),
        "history.panel": Meaning(
            tr("History"),
            tr(
                "Every command and every call, the newest at the end. A call with several results has a row for each "
                "of them below it; identical calls of a loop are one row that grows."
            ),
        ),
        "dock.details": Meaning(
            tr("Why"),
            tr(
                "Why the chosen row is as it is: what was ready and for what reason, what the next call on it will do, "
                "and what else was watched and not returned."
            ),
        ),
        "dock.code": Meaning(
            tr("Code"),
            tr(
                "What was done in this session as a program in Python. A line that is chosen chooses its row of the "
                "history, and the other way round; what is not in it is said above."
            ),
        ),
        "dock.kernel": Meaning(
            tr("Kernel"),
            tr(
                "What the kernel watches, beside the selector's own map. Where the two disagree a descriptor was "
                "closed, or given out again, behind the selector's back."
            ),
        ),
        "dock.warnings": Meaning(
            tr("Warnings"),
            tr("Patterns that are usually a fault, noticed while they happen, each with what cures it."),
        ),
        "dock.refusals": Meaning(
            tr("Refused"), tr("Every command that Python or the system refused, with the exception's own words.")
        ),
        "dock.data": Meaning(
            tr("Data"),
            tr("The bytes that the chosen file object sent and received, in order, as hexadecimal and text."),
        ),
        "dock.timeline": Meaning(
            tr("Timeline"),
            tr(
                "When what happened: a lane for select() and one for each file object. Ctrl and the wheel zoom; a "
                "click on something goes to its row."
            ),
        ),
        "dock.output": Meaning(
            tr("Program output"),
            tr("What the watched program prints, stderr in a colour of its own, and one line for its stdin."),
        ),
        "dock.turns": Meaning(
            tr("Turns"),
            tr(
                "What ran between two calls of the program's selector for 50 ms and more, while nothing else of its "
                "loop did: who it was, and who waited. A click goes to it."
            ),
        ),
        "form.run": Meaning(
            tr("Run a program"),
            tr("A Python program of yours, unchanged. It is ended when the window closes, and never outlives it."),
        ),
        "selector-bar": Meaning(
            tr("Selector"),
            tr("The machine you drive: which selector class, with which timeout, one call at a time or in a loop."),
        ),
        "status": Meaning(
            tr("State of the selector"),
            tr(
                "What the selector's thread does at this moment: idle, waiting inside a call, running a loop, in a "
                "busy loop, or dead. Beside the words stand buttons that end it or cure it."
            ),
        ),
        "counts": Meaning(
            tr("Counters"),
            tr("How many calls and results there were, exactly, and everything that is not shown, counted."),
        ),
        "filter.box": Meaning(
            tr("Filter of the history"),
            tr("A Python expression over the columns: only the rows for which it is true are shown."),
        ),
        "refusal": Meaning(
            tr("A refusal"), tr("What was just refused, in the exception's words, what it means, and what can be done.")
        ),
        "cards": Meaning(tr("Begin here"), tr("Small experiments, each opened whole with one click.")),
        "recent": Meaning(tr("Recent files"), tr("Experiments that were opened or saved before, the newest first.")),
        "recording.banner": Meaning(
            tr("A recording"), tr("What you see was recorded and is over: it can be looked at, and nothing changed.")
        ),
        "compare": Meaning(
            tr("Compare selectors"),
            tr("The same steps on each selector class, side by side. ≠ marks the steps that came out differently."),
        ),
        "scaling": Meaning(
            tr("What a call costs"),
            tr("How long one select(0) takes here, as more and more descriptors are registered."),
        ),
        "palette": Meaning(
            tr("Command palette"), tr("Everything the program can do, by name. What cannot be done now says why.")
        ),
        "new": Meaning(
            tr("New file object"), tr("Every kind that can be opened here; Shift+Enter shows its options first.")
        ),
        "settings": Meaning(tr("Settings"), tr("What is kept between runs of the program.")),
        "filter.examples": Meaning(tr("Examples of filters"), tr("Expressions to begin with: a click takes one over.")),
    }
