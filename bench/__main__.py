"""``python -m bench [--json FILE] [FIGURE ...]``: measures and prints a table; exit 1 where a bound is not kept."""

import argparse
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import FIGURES
from .base import Figure


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file")
    parser.add_argument("--inside", choices=FIGURES, help=argparse.SUPPRESS)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"of {', '.join(FIGURES)}; all unless told")
    given = parser.parse_args()
    if given.inside:
        for figure in importlib.import_module(f"bench.{given.inside}").measure():
            print(figure.json(), flush=True)
        return 0
    if unknown := set(given.figures) - set(FIGURES):
        parser.error(f"there is no figure {', '.join(sorted(unknown))}; there are: {', '.join(FIGURES)}")
    rows = [row for name in given.figures or FIGURES for row in apart(name)]
    if given.json is not None:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if all(row["met"] for row in rows) else 1


def apart(name: str) -> list[dict[str, Any]]:
    """Measure in a process of its own, and print what was found."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run([sys.executable, "-m", "bench", "--inside", name], stdout=subprocess.PIPE, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for row in rows:
        print(Figure(**{field: value for field, value in row.items() if field != "met"}).line(), flush=True)
    if done.returncode:
        print(f"FAILED  {name}: ended with status {done.returncode}", flush=True)
        rows.append({"id": name, "met": False, "status": done.returncode})
    return rows


if __name__ == "__main__":
    sys.exit(main())
