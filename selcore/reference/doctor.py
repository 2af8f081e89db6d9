"""What this system is and has: versions, backends, kinds, descriptor limits, and why something is missing."""

import platform
import sys
from typing import Any

from ..backends import catalogue, default_backend
from ..callbacks import CALLBACKS
from ..kinds import KINDS
from ..system.descriptors import AT_START, FLOOR, limits

Line = dict[str, Any]


def package_version(name: str) -> str | None:
    """The installed version of a package; None where it is not installed as one."""
    from importlib.metadata import PackageNotFoundError, version  # it takes long to import

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def backends() -> list[Line]:
    """The catalogue of backends, ``default`` included."""
    return [
        {"id": id, "title": title, "available": reason is None, "reason": None if reason is None else str(reason)}
        for id, title, reason in catalogue()
    ]


def kinds() -> list[Line]:
    """The catalogue of kinds, with their options."""
    rows = []
    for kind in KINDS:
        reason = kind.missing()
        rows.append(
            {
                "id": kind.id,
                "title": str(kind.title),
                "available": reason is None,
                "reason": None if reason is None else str(reason),
                "about": str(kind.about),
                "names": [name.removeprefix("NAME") for name in kind.names("NAME") if name != "NAME"],
                "options": [_option(option) for option in kind.all_options()],
            }
        )
    return rows


def callbacks() -> list[Line]:
    """The catalogue of callbacks, with their options."""
    return [
        {
            "id": callback.id,
            "title": str(callback.title),
            "available": True,
            "reason": None,
            "options": [_option(option) for option in callback.options],
        }
        for callback in CALLBACKS
    ]


def _option(option: Any) -> Line:
    line = {"name": option.name, "type": option.type, "default": option.default, "title": str(option.title)}
    return line | ({"choices": list(option.choices)} if option.choices else {})


def report() -> Line:
    """Everything that needs no Qt."""
    found = limits()
    return {
        "program": package_version("selector-playground"),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "executable": sys.executable,
        "system": platform.platform(),
        "default_backend": default_backend().id,
        "backends": backends(),
        "kinds": [{key: kind[key] for key in ("id", "title", "available", "reason")} for kind in kinds()],
        "descriptors": None if found is None else _limits(*found),
        "msgspec": package_version("msgspec"),
    }


def _limits(soft: int, hard: int) -> Line:
    at_start = soft if AT_START is None else AT_START[0]
    return {"soft": soft, "hard": hard, "at_start": at_start, "session_from": FLOOR}


def report_text(found: Line) -> str:
    """The report in lines, for people and for pasting into a report of trouble."""
    lines = [
        f"Selector Playground {found['program'] or '(not installed as a package)'}",
        f"Python {found['python']} ({found['implementation']}), {found['executable']}",
        f"{found['system']}",
        _qt(found.get("qt", {})),
        "",
        f"selectors.DefaultSelector is {found['default_backend']}",
        *_rows("Selector classes", found["backends"]),
        *_rows("File objects", found["kinds"]),
        "",
        _descriptors(found["descriptors"]),
    ]
    return "\n".join(lines) + "\n"


def _rows(title: str, rows: list[Line]) -> list[str]:
    width = max(len(row["id"]) for row in rows)
    return [
        "",
        title,
        *(f"  {row['id']:<{width}} {'yes' if row['available'] else 'no: ' + row['reason']}" for row in rows),
    ]


def _descriptors(found: Line | None) -> str:
    if found is None:
        return "Descriptors: this system has no limit of its own"
    now, start, first = found["soft"], found["at_start"], found["session_from"]
    raised = f" (raised from {_number(start)}, which its children get)" if now != start else ""
    return (
        f"Descriptors: at most {_number(now)} now{raised}, {_number(found['hard'])} allowed; "
        f"those of a session begin at {first}"
    )


def _number(limit: int) -> str:
    return "any number" if limit < 0 or limit >= 1 << 62 else f"{limit:,}"


def _qt(found: Line) -> str:
    if "error" in found:
        return f"Qt cannot be used: {found['error']}"
    return f"PySide6 {found.get('pyside6')}, Qt {found.get('qt')}, platform {found.get('platform') or 'not started'}"
