"""What the button of a remedy says."""

from PySide6.QtCore import QCoreApplication

from selcore.values.commands import Bind, Close, Listen, Modify, Open, Register, Set, SoError, Unregister, UseBackend
from selcore.wording.python_line import python_line


def tr(source: str) -> str:
    return QCoreApplication.translate("Refusal", source)


def remedy_words(remedy: object) -> str:
    """The words of the button that does the remedy."""
    if isinstance(remedy, Open) and "port" in remedy.options:
        reusing = tr("Use port {port} with SO_REUSEADDR") if remedy.options.get("reuse") == "before" else ""
        return (reusing or tr("Use port {port}")).format(port=remedy.options["port"])
    if isinstance(remedy, Bind) and remedy.port is not None:
        return tr("Bind it to port {port}").format(port=remedy.port)
    if isinstance(remedy, Bind | Open) and _path_of(remedy) == "":
        return tr("Use a temporary path")
    if isinstance(remedy, Set):
        return tr("Set {option}").format(option=remedy.option)
    if isinstance(remedy, UseBackend):
        return tr("Switch to {backend}").format(backend=remedy.backend)
    words = _words().get(type(remedy))
    return words.format(name=getattr(remedy, "name", "")) if words else python_line(remedy)


def _path_of(remedy: Bind | Open) -> object:
    return remedy.path if isinstance(remedy, Bind) else remedy.options.get("path")


def _words() -> dict[type, str]:
    """Where the Python line is longer than a button."""
    return {
        SoError: tr("Read SO_ERROR"),
        Unregister: tr("Unregister {name}"),
        Close: tr("Close {name}"),
        Modify: tr("Call modify() instead"),
        Register: tr("Register {name}"),
        Listen: tr("Listen on every interface"),
    }
