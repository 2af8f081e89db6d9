"""A button that ends a wait does something that comes to an end."""

from selcore.explain.silent_case import End
from selcore.values.commands import Open, Register, Send
from selcore.values.text import text
from tests.ui.user import User
from ui.session.end_of_wait import command_of


def test_a_datagram_is_not_sent_to_oneself_where_it_would_be_echoed(user: User) -> None:
    user.window.bridge.send(Open(kind="udp", name="u"), Register(name="u", events=("read",)))
    user.settle()
    store = user.window.store
    end = End(text("Send a datagram"), Send(name="u", text="hello", to="u"))
    assert command_of(store, end) == end.by
    user.select("u")
    user.do("key.callback.echo-upper")
    opened = command_of(store, end)
    assert isinstance(opened, Open) and opened.kind == "udp" and opened.name != "u"
    user.window.bridge.send(opened)
    user.settle()
    assert command_of(store, end) == Send(name=opened.name, text="hello", to="u")
