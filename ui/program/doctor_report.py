"""The doctor's report, extended by what Qt knows."""

from typing import Any

from PySide6 import __version__
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from selcore.reference.doctor import report, report_text


def qt_report() -> dict[str, Any]:
    """Versions and the platform plugin in use."""
    app = QGuiApplication.instance()
    return {
        "pyside6": __version__,
        "qt": qVersion(),
        "platform": QGuiApplication.platformName() if isinstance(app, QGuiApplication) else None,
    }


def doctor_text() -> str:
    """The report in lines."""
    return report_text(report() | {"qt": qt_report()})
