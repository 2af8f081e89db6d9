"""What the kernel's flags say, after poll(2) and epoll_ctl(2)."""

from PySide6.QtCore import QCoreApplication


def tr(source: str) -> str:
    return QCoreApplication.translate("Flags", source)


def flag_words(name: str) -> str:
    """One flag in words; empty for one that is not known."""
    words = {
        "IN": tr("there is something to read: data, an end of file, or a connection to accept"),
        "PRI": tr("urgent data, or an exceptional condition of the file"),
        "OUT": tr("a write would not block: there is room in the buffer"),
        "ERR": tr("an error is pending; reported whether asked for or not"),
        "HUP": tr("hang-up: the other end is gone; reported whether asked for or not"),
        "NVAL": tr("the descriptor is not open; reported whether asked for or not"),
        "RDHUP": tr("the peer has shut down writing"),
        "MSG": tr("a message flag that Linux does not use"),
    }
    return words.get(name.removeprefix("EPOLL").removeprefix("POLL"), "")
