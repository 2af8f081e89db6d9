"""Parses untrusted text into a syntax tree, or refuses it and points at the place. Nothing is ever evaluated.

Length and depth are looked at before Python's parser sees anything: what it does with a hostile text differs from
version to version (MemoryError, RecursionError, SyntaxError), and takes its time.
"""

import ast
import re
import warnings

from ..values.options import LONGEST_FILTER as LONGEST
from ..values.text import Text, text

DEEPEST = 40
"""Levels of nesting allowed."""


class BadFilter(ValueError):
    """The expression is refused: ``message``, and the place in it (characters ``start`` to ``end``)."""

    def __init__(self, message: Text, start: int, end: int):
        super().__init__(str(message))
        self.message, self.start, self.end = message, start, max(end, start)


_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s""")
_UNUSABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_FOREIGN = re.compile(r"===|!==|&&|\|\||<>|:=|(?<![=<>!])=(?!=)|!(?!=)|[“”„‘’`]|;")
_MEANT = {"===": "==", "!==": "!=", "&&": "and", "||": "or", "<>": "!=", ":=": "==", "=": "==", "!": "not"}


def tree(words: str) -> ast.expr:
    """The expression in ``words``. Raises BadFilter."""
    if len(words) > LONGEST:
        raise BadFilter(text("it is longer than {n} characters", n=LONGEST), LONGEST, len(words))
    if not words.strip():
        raise BadFilter(text("there is no expression"), 0, len(words))
    if found := _UNUSABLE.search(words):
        raise BadFilter(text("there is a character here that nobody can see"), *found.span())
    # Spaces of any sort are one space each, so that it is one line and places stay what they are.
    source = _STRING.sub(lambda found: found.group(1) or " ", words)
    bare = _STRING.sub(lambda found: "_" * len(found.group()), source)
    _check_depth(bare)
    _check_language(bare)
    return _parse(source)


def _check_depth(bare: str) -> None:
    depth = 0
    for place, one in enumerate(bare):
        depth += (one in "([{") - (one in ")]}")
        if depth > DEEPEST:
            raise too_deep(place, place + 1)


def too_deep(start: int, end: int) -> BadFilter:
    return BadFilter(text("it is nested too deeply: at most {n} levels", n=DEEPEST), start, end)


def _check_language(bare: str) -> None:
    """Suggest Python's word for an operator of another language."""
    found = _FOREIGN.search(bare)
    if found is None:
        return
    mark = found.group()
    if mark in _MEANT:
        raise BadFilter(text("Python writes {right} for {mark}", right=_MEANT[mark], mark=mark), *found.span())
    if mark == ";":
        raise BadFilter(text("it must be one expression"), *found.span())
    raise BadFilter(text('words stand between plain quotes: "…"'), *found.span())


def _parse(source: str) -> ast.expr:
    begin = len(source) - len(source.lstrip(" "))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a word, a number that runs into a name
            found = ast.parse(source.lstrip(" "), "<filter>", "eval").body
    except SyntaxError as error:
        raise _refused(error, source, begin) from None
    except (RecursionError, MemoryError):
        raise too_deep(begin, len(source)) from None
    except ValueError as error:  # characters that no source may have
        raise BadFilter(text("{why}", why=str(error)), begin, len(source)) from None
    for node in ast.walk(found):
        if hasattr(node, "col_offset"):
            _move(node, source[begin:].encode(), begin)
    return found


def _move(node: ast.AST, source: bytes, begin: int) -> None:
    """Convert Python's offsets, which count bytes of UTF-8 from where the expression begins, to characters of what was
    typed."""
    for field in ("col_offset", "end_col_offset"):
        place = begin + len(source[: getattr(node, field)].decode(errors="ignore"))
        setattr(node, field, place)


def span(node: ast.expr) -> tuple[int, int]:
    """The position of a node, in characters."""
    return node.col_offset, node.end_col_offset or node.col_offset + 1


def _refused(error: SyntaxError, source: str, begin: int) -> BadFilter:
    # At the end of the text some versions say 0, some where it ends.
    start = begin + error.offset - 1 if error.lineno == 1 and error.offset else len(source)
    end = begin + (error.end_offset or 0) - 1 if error.end_lineno == error.lineno else 0
    start = min(start, len(source))
    why = re.sub(r" \(.*|\. (Maybe|Perhaps) .*", "", error.msg)
    if not source[start:].strip():
        return BadFilter(text("something is missing at the end"), len(source.rstrip()), len(source.rstrip()) + 1)
    if why == "invalid syntax":
        word = re.match(r"\w+|.", source[start:])
        what = word.group() if word else ""
        return BadFilter(text("{what} is not expected here", what=what), start, start + len(what))
    return BadFilter(text("{why}", why=why), start, min(max(end, start + 1), len(source)))
