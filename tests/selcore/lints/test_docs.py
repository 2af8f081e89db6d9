"""docs/lints.md is written from the lints themselves: ``python -m tests.selcore.lints.test_docs``."""

from selcore.lints import AGAIN, IN_VAIN, LINTS
from tests import ROOT

TARGET = ROOT / "docs" / "lints.md"
HEAD = """# Warnings

What the program notices by itself. Each is said once for each object until the trouble is over; if it comes back, it is
said again. Warnings are made beside the worker, from what it tells: its loop is not slowed down, and nothing that is
observed is changed by them. `selector-playground lints` lists them, `run` prints them, the window has a panel of them
(Ctrl+Shift+W) and a triangle at the object's row.

| id | title | when it is said | what is none | what to do |
|---|---|---|---|---|
"""
TAIL = f"""
## The numbers, and why

- **{AGAIN} calls in a row** must report the same thing unserved. A loop makes them within a millisecond, so that a
  program which spins is told of at once; the state line speaks of a busy loop at 1,000 calls within a second. Somebody
  who steps by hand to see that readiness is told again and again has seen it after a few calls and is not warned of
  what is being studied. A program that serves what is ready comes to one such call, or to two where another process was
  faster.
- **{IN_VAIN} calls in a row** must return an empty list more than 2 ms before their time is up. In health none does.
- Everything else is said at the first call that it can hurt (closed and registered, another's descriptor), or at once
  (blocking, too large for select, no descriptor left), because it needs no second look.

## What serves

Reading for READ (a receive, a drain, a line, a callback that received), sending for WRITE, accepting for a listener,
calling it for a selector that is watched by another. A read that gives nothing at the end of a stream serves nobody:
the end stays. A call that was stopped by hand has not returned and counts for nothing.
"""


def cell(words: object) -> str:
    return str(words).replace("|", "\\|")


def document() -> str:
    rows = (
        f"| `{lint.id}` | {cell(lint.title)} | {cell(lint.about)} | {cell(lint.near)} | {cell(lint.do)} |"
        for lint in LINTS
    )
    return HEAD + "\n".join(rows) + "\n" + TAIL


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "write it anew: python -m tests.selcore.lints.test_docs"


def test_each_has_words_of_its_own() -> None:
    for lint in LINTS:
        for words in map(str, (lint.title, lint.about, lint.near, lint.do)):
            assert words and not words.endswith(".") and "{" not in words
    assert len({str(lint.title) for lint in LINTS}) == len(LINTS)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
