"""What the button of a remedy says."""

from PySide6.QtCore import QCoreApplication

from selcore.values.commands import Close, Modify, Open, Register, SoError, Unregister, UseBackend
from selcore.wording.python_line import python_line


def tr(source: str) -> str:
    return QCoreApplication.translate("Refusal", source)


def remedy_words(remedy: object) -> str:
    """The words of the button that does the remedy."""
    if isinstance(remedy, Open) and "port" in remedy.options:
        return tr("Use port {port}").format(port=remedy.options["port"])
    if isinstance(remedy, UseBackend):
        return tr("Switch to {backend}").format(backend=remedy.backend)
    words = _words().get(type(remedy))
    return words.format(name=getattr(remedy, "name", "")) if words else python_line(remedy)


def _words() -> dict[type, str]:
    """Where the Python line is longer than a button."""
    return {
        SoError: tr("Read SO_ERROR"),
        Unregister: tr("Unregister {name}"),
        Close: tr("Close {name}"),
        Modify: tr("Call modify() instead"),
        Register: tr("Register {name}"),
    }
