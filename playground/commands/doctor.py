"""``doctor``: what this system is and has, and why something does not work here."""

from argparse import ArgumentParser, Namespace
from typing import Any

from ..console import say
from .base import Subcommand


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON object")


def do(given: Namespace) -> int:
    import json

    from selcore.reference import doctor

    found = doctor.report() | {"qt": _qt()}
    if given.json:
        say(json.dumps(found, indent=1))
        return 0
    say(doctor.report_text(found), end="")
    if found["qt"].get("problem"):
        say(f"No window can be shown here: {found['qt']['problem']}")
    return 0


def _qt() -> dict[str, Any]:
    from ..check import display_problem, platform_name, qt_problem

    problem = qt_problem()
    if problem is not None:
        return {"error": problem}
    from ui.program.doctor_report import qt_report

    return qt_report() | {"platform": platform_name(), "problem": display_problem()}


COMMAND = Subcommand("doctor", "versions, what works here, and why something does not", arguments, do)
