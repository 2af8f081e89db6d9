"""What the window is called."""

from pathlib import Path

from ui.session.document import Document
from ui.session.panel import SessionBegun
from ui.shell.title import LONGEST, window_title


def test_a_name_is_shown_as_it_is_and_no_longer_than_one_reads() -> None:
    document = Document("default", lambda: None)
    assert window_title(document) == "untitled[*] — Selector Playground"
    document.begin(SessionBegun("poll", Path("/tmp/a[*]\u202eb.json")))
    assert window_title(document) == r"a[*][*]\u202eb.json[*] — Selector Playground"
    document.begin(SessionBegun("poll", Path("x" * 250)))
    assert len(window_title(document)) <= LONGEST + len("[*] — Selector Playground")
