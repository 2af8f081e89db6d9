"""What is Python's in a line is found by Python's own tokenizer, however little of a statement the line is."""

from ui.code.tokens import spans, spans_by_line


def coloured(line: str) -> list[tuple[str, str]]:
    return [(line[span.start : span.end], span.meaning) for span in spans(line)]


def test_keywords_literals_comments_and_events_have_their_colours() -> None:
    assert coloured("    for key, mask in sel.select(0.5):  # once") == [
        ("for", "accent"), ("in", "accent"), ("0.5", "literal"), ("# once", "quiet"),
    ]  # fmt: skip
    assert coloured("sel.register(a, EVENT_READ | EVENT_WRITE, b'for')") == [
        ("EVENT_READ", "read"), ("EVENT_WRITE", "write"), ("b'for'", "literal"),
    ]  # fmt: skip
    assert [span.bold for span in spans("if x: pass")] == [True, True]


def test_what_is_no_whole_statement_is_coloured_as_far_as_it_is_read() -> None:
    assert coloured("f(None, 'a'") == [("None", "accent"), ("'a'", "literal")]
    assert coloured("x = '''cut") == [] and coloured("") == []
    assert coloured("        )") == [] and coloured("x = 'cut …") == []


def test_a_string_over_several_lines_is_one() -> None:
    found = spans_by_line('def f():\n    """One,\n    two."""\n    return 1')
    assert [(line, span.start, span.end, span.meaning) for line in found for span in found[line]] == [
        (0, 0, 3, "accent"), (1, 4, 11, "literal"), (2, 0, 11, "literal"), (3, 4, 10, "accent"), (3, 11, 12, "literal"),
    ]  # fmt: skip
