"""What is refused, in which words and where: the place is in characters of what was typed."""

import pytest

from selcore.filters import BadFilter, parse

REFUSED = {
    'nmae == "server"': ("there is no column nmae; did you mean name?", "nmae"),
    "events == []": ("there is no column events; did you mean returned?", "events"),
    "name == server": ('there is no column server; a word stands in quotes: "server"', "server"),
    "name == pair.a": ('there are no dots here; a word stands in quotes: "pair.a"', "pair.a"),
    "name = 'a'": ("Python writes == for =", "="),
    "error && count": ("Python writes and for &&", "&&"),
    "error | count": ("Python writes or for |", "error | count"),
    "!error": ("Python writes not for !", "!"),
    "name == “a”": ('words stand between plain quotes: "…"', "“"),
    'é == "ü" and': ("something is missing at the end", ""),
    '"é" in did and nmae': ("there is no column nmae; did you mean name?", "nmae"),
    "  count >": ("something is missing at the end", ""),
    "count > 1 1": ("1 is not expected here", "1"),
    "(error": ("'(' was never closed", "("),
    "error)": ("unmatched ')'", ")"),
    'name == "a': ("unterminated string literal", '"'),
    "name > 3": ("name is a word: it cannot be compared with this", "3"),
    'count == "3"': ("count is a number: it cannot be compared with this", '"3"'),
    "3 < name": ("name is a word: it cannot be compared with this", "3"),
    "interrupted == 1": ("interrupted is True or False: it cannot be compared with this", "1"),
    'fd in (1, "a")': ("fd is a number: it cannot be compared with this", '(1, "a")'),
    'name in ("a")': ('a list needs a comma, ("a",); or use ==', '"a"'),
    'returned == "red"': ("returned holds read and write, nothing else", '"red"'),
    'name is "x"': ("Python writes == for is", '"x"'),
    "name * 2 > 3": ("one can only calculate with numbers", "name"),
    '"server"': ('by itself it asks nothing; perhaps: name == "…"', '"server"'),
    "1 == 1": ("it looks at no column", "1 == 1"),
    "count == 1" + "0" * 400: ("the number is too large", "1" + "0" * 400),
    "count > 1j": ("only numbers, words, True, False and None can stand here", "1j"),
    'b"a" in did': ("only numbers, words, True, False and None can stand here", 'b"a"'),
    "__import__('os')": ("nothing can be called here", "__import__('os')"),
    "name.__class__.__mro__": ('there are no dots here; a word stands in quotes: "name.__class__.__mro__"', None),
    "().__class__": ("there are no attributes here", None),
    "9**9**9 > count": ("there are no powers here", "9**9**9"),
    "name[0] == 'a'": ("nothing can be taken out of anything here", "name[0]"),
    "(lambda: 1)": ("there are no functions here", "lambda: 1"),
    "[x for x in name]": ("this is not part of the filter's language", None),
    'name == f"{error}"': ("there are no f-strings here", 'f"{error}"'),
    "1 if error else 2": ("there is no if here; use and, or", None),
    "(error := 1)": ("Python writes == for :=", ":="),
    "error; count": ("it must be one expression", ";"),
    "": ("there is no expression", ""),
    " \t\n": ("there is no expression", None),
    "error\0": ("there is a character here that nobody can see", "\0"),
    "error\ud800": ("there is a character here that nobody can see", "\ud800"),
    "(count, 1) == 2": ("in a list only words and numbers can stand", "count"),
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_refusal_says_why_and_points_at_the_place(words: str) -> None:
    with pytest.raises(BadFilter) as caught:
        parse(words)
    why, place = REFUSED[words]
    assert str(caught.value) == why
    assert place is None or words[caught.value.start : caught.value.end] == place
