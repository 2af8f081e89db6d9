"""The state of a file object as rows of a table: what it was then and, beside it, what it is now."""

from PySide6.QtCore import QCoreApplication

from selcore.values.observed import Observed

from ..kit.saying import counted


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyState", source)


def state_rows(seen: Observed) -> dict[str, str]:
    """Labels and values, what matters most first; only what the OS told."""
    from selcore.explain.ready_case import poll_names

    rows = {
        tr("it is"): _what(seen),
        tr("to be read"): _bytes(seen.waiting),
        tr("decrypted"): _bytes(seen.plain) if seen.tls else "",
        tr("to be accepted"): _of(seen.backlog, seen.backlog_most),
        tr("to be sent"): _of(seen.queued, seen.room) if seen.what not in ("LISTENER", "PIPE") else "",
        tr("pipe filled"): _of(seen.queued, seen.room) if seen.what == "PIPE" else "",
        tr("TCP state"): seen.tcp,
        tr("position"): _of(seen.position, seen.size),
        tr("counter"): _number(seen.count) if seen.what == "EVENTFD" else "",
        tr("watches"): _number(seen.count) if seen.what == "EPOLL" else "",
        tr("process"): _process(seen),
        tr("shut down here"): _ways(seen.shut),
        tr("opened for"): _ways(seen.access) if seen.what in ("PIPE", "FILE", "DEVICE") else "",
        tr("blocking"): _yes(seen.blocking),
        tr("poll() beside"): " ".join(sorted(poll_names(seen.flags))) or (tr("nothing") if seen.flags == 0 else ""),
    }
    return {label: value for label, value in rows.items() if value}


def _what(seen: Observed) -> str:
    if seen.lost == "gone":
        return tr("closed")
    if seen.lost == "other":
        return tr("another file now")
    return _names().get(seen.what, "")


def _names() -> dict[str, str]:
    return {
        "TCP": tr("TCP socket"),
        "LISTENER": tr("listening socket"),
        "STREAM": tr("stream socket"),
        "DATAGRAM": tr("datagram socket"),
        "SEQPACKET": tr("packet socket"),
        "PIPE": tr("pipe"),
        "FILE": tr("file"),
        "DIRECTORY": tr("directory"),
        "TERMINAL": tr("terminal"),
        "DEVICE": tr("device"),
        "EVENTFD": "eventfd",
        "TIMERFD": "timerfd",
        "PIDFD": "pidfd",
        "EPOLL": "epoll",
        "SIGNALFD": "signalfd",
        "INOTIFY": "inotify",
    }


def _number(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _bytes(count: int | None) -> str:
    if count is None:
        return ""
    return counted(tr("{n} {n:byte|bytes}"), n=f"{count:,}")


def _of(part: int | None, whole: int | None) -> str:
    if part is None:
        return ""
    return f"{part:,}" if whole is None else tr("{part} of {whole}").format(part=f"{part:,}", whole=f"{whole:,}")


def _process(seen: Observed) -> str:
    if seen.pid is None:
        return ""
    return tr("reaped") if seen.pid == -1 else str(seen.pid)


def _ways(ways: str) -> str:
    words = {"r": tr("reading"), "w": tr("writing"), "rw": tr("both"), "path": "O_PATH"}
    return words.get("".join(sorted(set(ways))) if ways != "path" else ways, "")


def _yes(answer: bool | None) -> str:
    return "" if answer is None else tr("yes") if answer else tr("no")
