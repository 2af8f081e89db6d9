"""The groups of what can be opened, for its list and for the menus: without the kinds, which take long to import."""

from PySide6.QtCore import QCoreApplication

GROUPS = ("pairs", "network", "machine", "files", "terminal", "kernel", "never")


def tr(source: str) -> str:
    return QCoreApplication.translate("NewMenu", source)


def group_title(group: str) -> str:
    """The heading of a group."""
    return {
        "pairs": tr("Pairs"),
        "network": tr("Network"),
        "machine": tr("This machine"),
        "files": tr("Files"),
        "terminal": tr("Terminal, process"),
        "kernel": tr("Kernel objects"),
        "never": tr("Cannot be watched (try and see why)"),
    }[group]
