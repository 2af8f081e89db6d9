"""Modules are changed when they come, and nothing tells that somebody waited for them."""

import subprocess
import sys

from tests import ROOT

CODE = """
import sys
sys.path.insert(0, "selcore")
from probe.importing import WaitingFinder
came = []
finder = WaitingFinder({"colorsys": came.append, "sndhdr_": came.append, "sys": came.append})
before = list(sys.meta_path)
finder.begin()
assert [one.__name__ for one in came] == ["sys"] or came == []
import colorsys
assert came[-1] is colorsys
assert type(colorsys.__loader__).__name__ == "SourceFileLoader" and colorsys.__spec__.loader is colorsys.__loader__
assert sys.meta_path[1:] == before and sys.meta_path[0] is finder
finder.arrived("sndhdr_", colorsys)
assert sys.meta_path == before
def bad(module): raise ValueError
other = WaitingFinder({"quopri": bad}); other.begin()
import quopri
assert sys.meta_path == before and quopri.encode
print("ok")
"""


def test_a_module_is_changed_when_it_comes_and_the_finder_goes() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr) == ("ok\n", "")


def test_a_file_of_the_programs_with_that_name_is_left_alone(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "colorsys.py").write_text("mine = 1")
    code = f"import sys\nsys.path.insert(0, {str(ROOT / 'selcore')!r})\nfrom probe.importing import WaitingFinder\n"
    code += "came = []\nWaitingFinder({'colorsys': came.append}).begin()\n"
    code += f"sys.path.insert(0, {str(tmp_path)!r})\nimport colorsys\nprint(came, colorsys.mine)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr) == ("[] 1\n", "")
