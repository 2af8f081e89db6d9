"""What each column of each table means."""

from .meaning import Meaning, tr


def columns() -> dict[str, Meaning]:
    """By the name of the table and the column's id, with a dot between them."""
    told = {
        "history": (tr("{column} (history)"), _history()),
        "fileobjects": (tr("{column} (file objects)"), _fileobjects()),
        "experiment": (tr("{column} (experiment)"), _experiment()),
        "kernel": (tr("{column} (kernel)"), _kernel()),
        "compare.table": (tr("{column} (compare)"), _compare()),
        "turns": (tr("{column} (turns)"), _turns()),
        "code": (tr("{column} (code)"), _code()),
        "scaling.table": (tr("{column} (cost of a call)"), _scaling()),
    }
    return {
        f"{table}.{id}": Meaning(title.format(column=heading), words)
        for table, (title, found) in told.items()
        for id, (heading, words) in found.items()
    }


def _code() -> dict[str, tuple[str, str]]:
    words = tr("It is chosen with the row of the history that it did, and the other way round; Ctrl+C copies it.")
    return {"line": (tr("line"), words)}


def _history() -> dict[str, tuple[str, str]]:
    return {
        "time": (tr("time"), tr("When it began: seconds since the first row, or the time of day.")),
        "call": (
            tr("call"),
            tr("The number of the select() call. One that you stopped has none: it had not returned."),
        ),
        "command": (tr("command or call"), tr("The Python line that does the same, and what it returned or raised.")),
        "object": (tr("object"), tr("The name of the file object that the row is about.")),
        "fd": (tr("fd"), tr("The number of its descriptor at that moment; it may be another's by now.")),
        "timeout": (tr("timeout"), tr("What select() was given: None waits, 0 does not, or seconds.")),
        "waited": (
            tr("waited"),
            tr("From the call to its return. Of calls that are grouped it is the longest: ≤ says so."),
        ),
        "returned": (
            tr("returned"),
            tr("The mask that select() returned with the key: READ, WRITE or both. [] is an empty list."),
        ),
        "raw": (
            tr("flags"),
            tr("What the kernel itself reported; selectors makes READ and WRITE of it. select() is told no flags."),
        ),
        "did": (
            tr("callback did"),
            tr("What the key's callback did after the call; or the key's data, where that is a value."),
        ),
        "count": (tr("count"), tr("How many identical calls stand in this one row.")),
        "error": (tr("error"), tr("The type of the exception, where there was one.")),
    }


def _fileobjects() -> dict[str, tuple[str, str]]:
    return {
        "name": (tr("name"), tr("Its name in this session. A name is given once: it is not used again.")),
        "kind": (tr("type"), tr("What kind of file object it is.")),
        "fd": (
            tr("fd"),
            tr("The number of its descriptor; those of the session begin at 100. – means none."),
        ),
        "read": (
            tr("R"),
            tr("Watch for READ: what you asked the selector for. It does not say that anything is ready."),
        ),
        "write": (
            tr("W"),
            tr("Watch for WRITE: what you asked the selector for. It does not say that anything is ready."),
        ),
        "last": (tr("last returned"), tr("What select() returned for it the last time, and in which call.")),
        "callback": (
            tr("callback"),
            tr("What is called when it is ready, or the key's data. With none, what is ready stays ready."),
        ),
        "address": (tr("address or path"), tr("Where it is: addresses of both ends, or a path.")),
        "state": (tr("state"), tr("What is known of it, or the exception that refused the last command on it.")),
    }


def _experiment() -> dict[str, tuple[str, str]]:
    return {
        "number": (tr("#"), tr("The number of the command; ▶ marks the one that is played next.")),
        "command": (tr("command"), tr("What it does, in words.")),
        "line": (tr("Python"), tr("The line of Python that does the same.")),
        "answer": (tr("answer"), tr("What came of it here; nothing while it has not been played.")),
    }


def _kernel() -> dict[str, tuple[str, str]]:
    return {
        "how": (tr("agreement"), tr("A mark where the kernel and the map disagree; nothing where they agree.")),
        "fd": (tr("fd"), tr("The number under which it was registered.")),
        "object": (tr("object"), tr("Which file object had that number then.")),
        "key": (tr("key"), tr("The events of its key in get_map(). – means that there is no key.")),
        "kernel": (
            tr("kernel"),
            tr("What the kernel watches for, or is asked for at each call. Errors and hang-ups come always."),
        ),
        "file": (tr("file now"), tr("What that number is now: another file, perhaps, or closed.")),
    }


def _turns() -> dict[str, tuple[str, str]]:
    return {
        "length": (tr("length"), tr("How long nothing else of this loop ran: from one select() to the next.")),
        "longest": (
            tr("longest in it"),
            tr("The function that ran longest, and the line of its def; which line of it ran is not known."),
        ),
        "waited": (
            tr("waited"),
            tr("How many descriptors waited for their turn, and how long at most: no kernel tells since when."),
        ),
        "doing": (tr("the thread was"), tr("What the thread did most of that time: sleeping, computing, a lock, …")),
        "handles": (tr("handles"), tr("How many of asyncio's callbacks ran in it; 0 without asyncio.")),
        "at": (tr("since"), tr("When it began, in seconds since the first turn that is told of.")),
    }


def _compare() -> dict[str, tuple[str, str]]:
    return {
        "differs": (tr("≠"), tr("Whether the selector classes gave different answers at this step.")),
        "step": (tr("step"), tr("The number of the step in the experiment.")),
        "do": (tr("as Python"), tr("The step as the Python line that does the same.")),
        "*": (
            tr("a selector class"),
            tr("What this class answered at each step; bold where most said otherwise."),
        ),
    }


def _scaling() -> dict[str, tuple[str, str]]:
    return {
        "backend": (tr("selector class"), tr("The class that was measured.")),
        "descriptors": (tr("descriptors"), tr("How many were registered.")),
        "ready": (tr("ready"), tr("How many of them were ready, and were returned.")),
        "seconds": (tr("one call"), tr("How long one select(0) took: the median of the rounds.")),
        "low": (tr("from"), tr("A quarter of the rounds took less than this.")),
        "high": (tr("to"), tr("A quarter of the rounds took more than this.")),
        "calls": (tr("calls"), tr("How many calls were measured.")),
    }
