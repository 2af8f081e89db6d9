"""Markdown as CommonMark and GitHub read it, as far as code goes: what stands outside of it, and what is in each block.

https://spec.commonmark.org/0.31.2/#code-spans: a span is between runs of as many backticks; in a table a row is parted
at each ``|`` without a backslash before that (https://github.github.com/gfm/#tables-extension-).
"""

import re

_RUN = re.compile("`+")


class Read:
    """``blocks`` are (language, text); ``outside`` the lines beside them, without their spans; ``spans`` those."""

    def __init__(self, text: str):
        self.blocks: list[tuple[str, str]] = []
        self.outside: list[str] = []
        self.spans: list[str] = []
        fence, language, inner = "", "", list[str]()
        for line in text.split("\n"):
            run = _RUN.match(line)
            if fence and run and len(run[0]) >= len(fence) and not line[run.end() :].strip():
                self.blocks.append((language, "\n".join(inner)))
                fence, inner = "", []
            elif fence:
                inner.append(line)
            elif run and len(run[0]) >= 3 and "`" not in line[run.end() :]:
                fence, language = run[0], line[run.end() :].strip()
            else:
                self._line(line)
        assert not fence, "a block that does not end"

    def block(self, language: str) -> str:
        """The last block of that language."""
        return next(text for name, text in reversed(self.blocks) if name == language)

    def _line(self, line: str) -> None:
        parts = re.split(r"(?<!\\)\|", line) if line.startswith("|") else [line]
        self.outside.append("|".join(self._without_spans(part.replace("\\|", "|")) for part in parts))

    def _without_spans(self, words: str) -> str:
        found, at = "", 0
        while (run := _RUN.search(words, at)) is not None:
            end = next((one for one in _RUN.finditer(words, run.end()) if len(one[0]) == len(run[0])), None)
            if end is None:
                found, at = found + words[at : run.end()], run.end()
                continue
            inner = words[run.end() : end.start()]
            padded = inner.startswith(" ") and inner.endswith(" ") and inner.strip()
            self.spans.append(inner[1:-1] if padded else inner)
            found, at = found + words[at : run.start()] + "CODE", end.end()
        return found + words[at:]
