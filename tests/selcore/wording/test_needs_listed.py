"""What is asked for can be read: whole, the dangerous first, on one line, nothing in it that cannot be seen."""

import pytest

from selcore.values.needs import Act, Need
from selcore.values.text import in_short, text
from selcore.wording.needs_listed import listed, visible


def need(act: Act, words: str, count: int = 1) -> Need:
    return Need(act, text("{words}", words=words), count)


def test_the_dangerous_come_first_and_only_the_others_are_left_out() -> None:
    needs = [*(need(act, f"{act.name} {n}") for n in range(100) for act in reversed(Act))]
    lines, more, hides = listed(needs, most=250)
    assert [line.split()[0] for line in lines] == ["PROCESS"] * 100 + ["SIGNAL"] * 100 + ["DESCRIPTOR"] * 50
    assert more.startswith(
        "and 450 more, which would use a descriptor or a process of others (50), write or make a file"
    )
    assert more.endswith("set an option of a socket (100)")
    assert hides and listed(needs, most=499).hides and not listed(needs, most=500).hides
    assert listed(needs, most=700)[1:] == ("", False)


def test_as_many_as_a_person_can_be_shown_are_listed() -> None:
    needs = [need(Act.PROCESS, f"true {n}") for n in range(20_000)]
    assert len(listed(needs).lines) == 20_000 and not listed(needs).more
    assert listed([*needs, need(Act.PROCESS, "evil")]).hides
    assert not listed([*needs, need(Act.NETWORK, "far"), need(Act.OPTION, "odd")]).hides


def test_each_is_whole_and_one_at_least_is_shown() -> None:
    long = need(Act.PROCESS, "x" * 100_000 + ";evil")
    lines, more, _ = listed([need(Act.OPEN, "y"), long], characters=10)
    assert lines == ["x" * 100_000 + ";evil"] and more == "and 1 more, which would open what stands at a path (1)"
    lines, more, _ = listed([long, need(Act.OPEN, "y", count=3)])
    assert lines[1] == "y (3 times)" and more == ""


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain é 日本 שלום", "plain é 日本 שלום"),
        ("a\nb\x1b[31m\r\t\0", r"a\nb\x1b[31m\r\t\x00"),
        ("safe\u202egnp.exe\u2066\u200b\u2028", r"safe\u202egnp.exe\u2066\u200b\u2028"),
        ("no\u00a0blank\u3000", r"no\xa0blank\u3000"),
        ("e\u0301a\u0301\u0302\u0303\u0304", "e\u0301a\u0301\u0302\\u0303\\u0304"),
        ("half \udc80", r"half \udc80"),
        (r"back\slash", r"back\slash"),
        ("a    b", "a    b"),
        (f"/tmp/a{' ' * 4000}/.ssh/keys", r"/tmp/a \x20×4,000 /.ssh/keys"),
        ("fill\u3164er \u2800\ufe0f", r"fill\u3164er \u2800\ufe0f"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_code(words: str, shown: str) -> None:
    assert visible(words) == shown
    assert listed([need(Act.OPEN, words)])[0] == [shown]


def test_in_short_keeps_both_ends() -> None:
    assert in_short("sh -c 'x'", 20) == "sh -c 'x'"
    assert in_short(f"sh {'x' * 1000};evil", 20) == "sh xxxxxxx … 988 characters … xxxxx;evil"
