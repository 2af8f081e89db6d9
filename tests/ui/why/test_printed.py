"""What Python returned, as it prints it: the characters of a REPL, to be read, told apart by field, and copied."""

import pytest
from PySide6.QtGui import QGuiApplication

from selcore.values.commands import GetKey, GetMap, Note, Open, Register, Run, Select, Send, Unregister
from tests.ui.user import User
from tests.ui.why.test_panel import button, choose, give, text

PAIR = Open(kind="socketpair", name="pair")
READ_A = Register(name="pair.a", events=("read",), data={"who": 1})
KEY = "SelectorKey(fileobj=<socket.socket fd=100, family=1, type=1, proto=0>, fd=100, events=1, data={'who': 1})"


def copied(user: User) -> str:
    button(user, "why.copy").click()
    return QGuiApplication.clipboard().text()


def test_a_call_and_each_method_shows_what_a_repl_would(user: User) -> None:
    give(user, PAIR, READ_A, Send(name="pair.b", text="x"), Select(timeout=0), GetKey(name="pair.a"))
    choose(user, call=1)
    assert f"[({KEY}, 1)]" in text(user, "why.printed") and copied(user) == f"[({KEY}, 1)]"
    for line in ("fileobj", "<socket.socket fd=100", "events", "data", "{'who': 1}"):
        assert line in text(user, "why.printed")
    give(user, Unregister(name="pair.a"), Select(timeout=0))
    for command in ("register", "get-key", "unregister"):
        choose(user, command=command, object="pair.a")
        assert copied(user) == KEY
    choose(user, call=2)
    assert copied(user) == "[]"


def test_a_call_with_several_results_prints_them_in_their_order(user: User) -> None:
    give(user, PAIR, READ_A, Register(name="pair.b", events=("write",)), Send(name="pair.b", text="x"))
    give(user, Select(timeout=0))
    choose(user, call=1, object=None)
    said = copied(user)
    assert said.startswith("[(SelectorKey(") and said.count("SelectorKey(") == 2 and f"({KEY}, 1)" in said
    choose(user, call=1, object="pair.a")
    assert copied(user) == f"({KEY}, 1)"


def test_the_map_is_the_live_mapping_and_its_keys_stand_beneath(user: User) -> None:
    give(user, PAIR, READ_A, GetMap())
    choose(user, command=user.rows()[-1]["command"])
    assert copied(user).startswith("<selectors._SelectorMapping object at 0x")
    said = text(user, "why.printed")
    assert ">>> sel.get_map()\n<selectors._SelectorMapping object at 0x" in said and "{'who': 1}" in said
    assert "A live mapping" in said and "1 key when it was returned:" in said
    give(user, Unregister(name="pair.a"), GetMap())
    assert "1 key when it was returned:" in text(user, "why.printed")  # it is not said to be so now
    choose(user, command=user.rows()[-1]["command"])
    assert "It was empty." in text(user, "why.printed")


def test_it_stands_beneath_its_line_as_at_a_prompt_before_flags_and_rule(user: User) -> None:
    give(user, PAIR, READ_A, Send(name="pair.b", text="x"), Select(timeout=0))
    choose(user, command="register")
    assert f">>> sel.register(pair_a, EVENT_READ, {{'who': 1}})\n{KEY}\n" in text(user, "why.printed")
    assert "SelectorKey fd 100" not in text(user, "why.printed")  # those are our words
    choose(user, call=1)
    assert f">>> sel.select(0)\n[({KEY}, 1)]" in text(user, "why.printed")
    user.wait_until(lambda: user.window.why.printed.y() < user.window.why.rule.y())
    assert user.window.why.printed.y() > user.window.why.text.y()


def test_a_long_value_is_shown_whole_and_each_key_has_a_table(user: User) -> None:
    long = {str(number): "x" * 50 for number in range(33)}
    give(user, PAIR, *(Register(name=f"pair.{end}", events=("write",), data=long) for end in "ab"), Select(timeout=0))
    choose(user, call=1, object=None)
    shown, whole = text(user, "why.printed"), copied(user)
    assert len(whole) > 4000 and whole in shown.replace("\xa0", " ")
    assert shown.count("fileobj\n") == 2


def test_a_note_is_shown_whole(user: User) -> None:
    words = "one word after the other " * 200
    give(user, Note(text=words))
    choose(user, command="note")
    assert text(user).strip() == words.strip() and not text(user, "why.printed")


def test_of_a_call_that_nobody_looked_at_it_is_formed_now_and_said_so(user: User) -> None:
    give(user, PAIR, READ_A, Send(name="pair.b", text="x"), Run(calls=2, timeout=0))
    user.window.store.seen.clear()
    user.window.history.model.reload()
    choose(user, object="pair.a", call=1)
    user.wait_until(lambda: "As Python prints it now, not then" in text(user, "why.printed"))
    assert copied(user) == f"[({KEY}, 1)]"


@pytest.mark.parametrize("width", [190, 246, 420])
def test_it_goes_on_below_where_it_has_no_room(user: User, width: int) -> None:
    give(user, PAIR, READ_A, Send(name="pair.b", text="x"), Select(timeout=0))
    choose(user, call=1)
    user.window.why.resize(width, 500)
    browser = user.window.why.printed
    assert browser.document().idealWidth() <= browser.viewport().width() + 1


def test_an_exception_stands_beneath_its_line_as_python_prints_it(user: User) -> None:
    give(user, PAIR, Unregister(name="pair.a"))
    choose(user, command="unregister")
    error = "KeyError: '<socket.socket fd=100, family=1, type=1, proto=0> is not registered'"
    assert f">>> sel.unregister(pair_a)\n{error}" in text(user, "why.printed") and copied(user) == error
    give(user, Unregister(name="nobody"))
    choose(user, command="unregister")
    assert "As Python prints it" not in text(user, "why.printed")  # Python was not asked
